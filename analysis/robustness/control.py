"""A controlled interrupted time series: the effect less that in control countries over the same months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import DataError, FitError
from analysis.its.specification import Specification
from analysis.outcome import Outcome
from analysis.robustness.placebo import effects_of
from analysis.wording import confidence_label

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
                f"the {row['effect']} is {row['ratio']:.2f} times that of the control "
                f"({confidence_label(self.confidence)} {row['low']:.2f} to {row['high']:.2f}; {verdict})"
            )
        return (
            f"Against {self.control}: {'; '.join(said)}. The noise of the two is taken as independent: where the same "
            "months hit both, the interval is too wide."
        )


def controlled(series: Outcome, controls: Sequence[Outcome], specification: Specification) -> Controlled:
    """Take the effect in the sum of the controls from that in the series, on the scale of logs.

    Parameters
    ----------
    series, controls : counts on one time axis. specification : its first intervention is the one asked about.

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
    pool = replace(controls[0], values=np.sum([one.values for one in controls], axis=0), exposure=None)
    when = specification.interventions[0]
    found = effects_of([series, pool], [when, when], specification)
    z = float(stats.norm.ppf((1 + specification.confidence) / 2))
    rows = []
    for effect, (estimates, errors) in found.items():
        if not (np.isfinite(estimates).all() and np.isfinite(errors).all()):
            raise FitError(f"the {effect} cannot be compared: the model does not hold for the series or its control.")
        apart = float(estimates[0] - estimates[1])
        triples = [
            ("series", float(estimates[0]), float(errors[0])),
            ("control", float(estimates[1]), float(errors[1])),
            ("difference", apart, float(np.hypot(errors[0], errors[1]))),
        ]
        rows += [
            (effect, name, *(float(np.exp(value + side * z * error)) for side in (0, -1, 1)))
            for name, value, error in triples
        ]
    names = ", ".join(one.geography for one in controls)
    what = f"{names} together" if len(controls) > 1 else names
    return Controlled(what, pd.DataFrame(rows, columns=list(COLUMNS)), specification.confidence)
