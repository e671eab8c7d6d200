"""One thing an intervention did, with its interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from turningpoint.errors import FitError
from turningpoint.its.model.scale import CHANGES, RATIOS, Scale
from turningpoint.number_format import fixed


@dataclass(frozen=True)
class Effect:
    """One estimand with its interval.

    Attributes
    ----------
    name : for counts ``level_ratio``, ``slope_ratio_per_year`` (or ``_per_period``), ``ratio_at_horizon``; for a
        gaussian outcome ``level_change``, ``slope_change_per_year`` (or ``_per_period``), ``change_at_horizon``; for
        both ``expected_excess``, ``relative_excess``, ``observed_excess``.
    estimand : the same in words.
    estimate, low, high : None is an open end.
    confidence : level of the interval.
    unit : of the estimate; ratios and relative excess have unit ``ratio`` and ``share``.
    method : how estimate and interval were made.
    when : the intervention it belongs to; for several at once the first.
    horizon : periods from the intervention on that it speaks of; None where it speaks of one moment.
    note : what a reader must know about it.

    Raises
    ------
    FitError
        A number that is not finite: no effect that is told, judged or recorded may hold one.
    """

    name: str
    estimand: str
    estimate: float
    low: float | None
    high: float | None
    confidence: float
    unit: str
    method: str
    when: str
    horizon: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        refuse_not_finite(self.estimand or self.name, self.estimate, self.low, self.high)

    @property
    def scale(self) -> Scale:
        """Ratios have their null at one; changes, shares and excesses at zero."""
        return RATIOS if self.unit == "ratio" else CHANGES

    def interval(self, digits: int = 1, *, plus: float = 0.0) -> str:
        """Word the interval, e.g. ``1.2 to 3.0``; ``plus`` is added to both ends (1 turns a share into a ratio)."""
        low, high = (None if end is None else fixed(end + plus, digits) for end in (self.low, self.high))
        if low is None or high is None:
            return f"{low or 'no lower limit'} to {high or 'no upper limit'}"
        return f"{low} to {high}"


def refuse_not_finite(what: str, estimate: float | None, low: float | None, high: float | None) -> None:
    """Refuse, by a FitError, an estimate and ends of its interval that are not finite; None is an open end, or none."""
    for name, value in (("estimate", estimate), ("lower end", low), ("upper end", high)):
        if value is not None and not math.isfinite(value):
            raise FitError(
                f"{what}: the {name} came out as {value}. The numbers are too large or too small for this model: "
                "check the series for wrong entries, or choose a longer window."
            )


def effects_frame(found: Sequence[Effect]) -> pd.DataFrame:
    """Give one row an effect, unrounded."""
    return pd.DataFrame([vars(effect) for effect in found])
