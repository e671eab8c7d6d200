"""A controlled interrupted time series: the effect less that in control countries over the same months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import nnls

from turningpoint.arrays import Array
from turningpoint.errors import DataError, FitError
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import confidence_label, fixed, interval, listed
from turningpoint.outcome import Outcome
from turningpoint.robustness.placebos.placebo import Placebo, effects_of
from turningpoint.robustness.straight_model import normal_quantile
from turningpoint.timeline import position

COLUMNS = ("effect", "series", "ratio", "low", "high")


@dataclass(frozen=True, eq=False)
class Controlled:
    """Effects in the series, in the control, and their difference in logs.

    Attributes
    ----------
    control : what the control is, in words. frame : the columns in `COLUMNS`, ratios; series is ``series``,
        ``control`` or ``difference`` (series over control). confidence : of the intervals.
    weights : control, weight and share (of the counts of the control) of every series in it, the largest share first.
    left_out : countries that have a break at the date and are therefore no control. series : which series it is, where
        that is not the one that is asked about.
    """

    control: str
    frame: pd.DataFrame
    confidence: float
    weights: pd.DataFrame
    left_out: tuple[str, ...] = ()
    series: str = ""

    def summary(self) -> str:
        """Say level and slope over those of the control."""
        said = []
        for row in self.frame[self.frame["series"] == "difference"].to_dict("records"):
            verdict = "inconclusive" if row["low"] <= 1 <= row["high"] else "told from none"
            said.append(
                f"the {row['effect']} is {fixed(row['ratio'], 2)} times that of the control "
                f"({confidence_label(self.confidence)} {interval(row['low'], row['high'], decimals=2)}; {verdict})"
            )
        left = f" Left out for a break at the date: {listed(self.left_out)}." if self.left_out else ""
        series = f" Compared are {self.series}." if self.series else ""
        return (
            f"Against {self.control}: {'; '.join(said)}. The noise of the two is taken as independent: where the same "
            f"months hit both, the interval is too wide. A control with a break of its own passes it on.{left}{series}"
        )


def steady(comparable: Placebo) -> tuple[list[str], tuple[str, ...]]:
    """Codes of the ranked countries whose level at the date does not exclude no change, and names of all others."""
    rows = comparable.ranked()
    broken = (rows["low"] > 0) | (rows["high"] < 0)
    return [str(code) for code in rows.loc[~broken, "name"]], tuple(map(str, rows.loc[broken, "label"]))


def pool_weights(series: Outcome, candidates: Sequence[Outcome], when: str) -> Array:
    """Weights (c,), zero or more, with which candidates together come nearest to the series before the intervention.

    Least squares of the series on the candidates, over the periods before ``when`` (Lawson & Hanson). Nothing after
    enters.
    """
    at = position(series.times, when)
    before = np.stack([one.values[:at] for one in candidates], axis=1)
    weights, _ = nnls(before, series.values[:at])
    return np.asarray(weights)


def controlled(
    series: Outcome, controls: Sequence[Outcome], specification: Specification, *, weights: Array | None = None
) -> Controlled:
    """Take the effect in the controls together from that in the series, on the scale of logs.

    Weights are those of the controls in their sum: one each by default; `pool_weights` fits them to the periods before.
    A `DataError` says that there is no control or time axes differ, a `FitError` that the model does not hold for the
    series or for the control.
    """
    if not controls:
        raise DataError("there is no control series.", remedy="Name at least one country.")
    if not all(one.times.equals(series.times) for one in controls):
        raise DataError("series and controls are not on one time axis.")
    when = specification.interventions[0]
    used = np.ones(len(controls)) if weights is None else weights
    if not (used > 0).any():
        raise FitError("no control country moves with the series before the intervention: there is no pool.")
    total = np.sum([weight * one.values for weight, one in zip(used, controls, strict=True)], axis=0)
    alone = len(controls) == 1 and weights is None
    pool = controls[0] if alone else replace(controls[0], values=total, exposure=None)
    found = effects_of([series, pool], [when, when], specification)
    z = normal_quantile(specification.confidence)
    rows = []
    for effect, (estimates, errors) in found.items():
        if not (np.isfinite(estimates).all() and np.isfinite(errors).all()):
            raise FitError(f"the {effect} cannot be compared: the model does not hold for the series or its control.")
        values = [*estimates.tolist(), float(estimates[0] - estimates[1])]
        spreads = [*errors.tolist(), float(np.hypot(errors[0], errors[1]))]
        rows += [
            (effect, name, *(float(np.exp(value + side * z * error)) for side in (0, -1, 1)))
            for name, value, error in zip(("series", "control", "difference"), values, spreads, strict=True)
        ]
    taken = [(weight, one) for weight, one in zip(used, controls, strict=True) if weight > 0]
    names = [one.geography or one.name for _, one in taken]
    counts = [float(weight * np.nansum(one.observations)) for weight, one in taken]
    table = pd.DataFrame({"control": names, "weight": [float(weight) for weight, _ in taken], "share": counts})
    table["share"] /= table["share"].sum()
    table = table.sort_values("share", ascending=False, ignore_index=True)
    if weights is None:
        what = ", ".join(names) + (" together" if len(names) > 1 else "")
    else:
        heaviest = zip(table["control"][:5], table["weight"][:5], strict=True)
        named = ", ".join(f"{name} × {weight:.2g}" for name, weight in heaviest)
        named += f" and {len(table) - 5} more" if len(table) > 5 else ""
        what = f"a pool fitted to the course before ({named})"
    return Controlled(what, pd.DataFrame(rows, columns=list(COLUMNS)), specification.confidence, table)
