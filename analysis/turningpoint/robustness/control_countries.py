"""A controlled interrupted time series: the effect less that in control countries over the same months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import nnls

from turningpoint.arrays import Array
from turningpoint.errors import DataError, FitError
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import confidence_label, fixed, interval
from turningpoint.outcome import Outcome
from turningpoint.robustness.placebos.placebo import effects_of
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
    """

    control: str
    frame: pd.DataFrame
    confidence: float

    def summary(self) -> str:
        """Say level and slope over those of the control."""
        said = []
        for row in self.frame[self.frame["series"] == "difference"].to_dict("records"):
            verdict = "inconclusive" if row["low"] <= 1 <= row["high"] else "told from none"
            said.append(
                f"the {row['effect']} is {fixed(row['ratio'], 2)} times that of the control "
                f"({confidence_label(self.confidence)} {interval(row['low'], row['high'], decimals=2)}; {verdict})"
            )
        return (
            f"Against {self.control}: {'; '.join(said)}. The noise of the two is taken as independent: where the same "
            "months hit both, the interval is too wide. A control with a break of its own passes it on."
        )


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

    Raises
    ------
    DataError
        No control, or time axes that differ.
    FitError
        The model does not hold for the series or for the control.
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
    pool = replace(controls[0], values=total, exposure=None)
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
    if weights is None:
        names = ", ".join(one.geography for _, one in taken)
        what = f"{names} together" if len(taken) > 1 else names
    else:
        heavy = sorted(taken, key=lambda pair: -pair[0] * float(pair[1].values.sum()))
        named = ", ".join(f"{one.geography} × {weight:.2g}" for weight, one in heavy[:5])
        named += f" and {len(heavy) - 5} more" if len(heavy) > 5 else ""
        what = f"a pool fitted to the course before ({named})"
    return Controlled(what, pd.DataFrame(rows, columns=list(COLUMNS)), specification.confidence)
