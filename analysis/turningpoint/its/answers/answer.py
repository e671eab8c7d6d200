"""One question that people ask of a series, and its answer with an interval, in a sentence."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from turningpoint.its.effects.effect import refuse_not_finite
from turningpoint.number_format import MISSING, confidence_label, decimals_for, fixed, interval


@dataclass(frozen=True)
class Answer:
    """One answer.

    Attributes
    ----------
    name : stable id, e.g. ``before_after.months_12``; an index counts periods, ``before_after.periods_12``.
    estimand : the question in words.
    estimate : median of the draws; of the low point the median period, as text; None where only a bound is known.
    low, high : ends of the interval; None is an open end.
    unit : ``ratio``, ``ratio per year``, the unit of a difference, or ``month`` (``week``, …) of a period.
    words : the sentence, with ``{}`` where the number and its interval stand, without a full stop.
    when : the intervention.
    note : what a reader must know beside it, without a full stop; empty if nothing.
    observed : what no model is needed for, beside a ratio before and after.
    year_probabilities : of the low point, the share of the draws that have it in each year.
    verdict : of a region of equivalence: ``inside``, ``outside`` or ``undecided``; empty without one.
    """

    name: str
    estimand: str
    estimate: float | str | None
    low: float | str | None
    high: float | str | None
    confidence: float
    unit: str
    method: str
    words: str
    when: str
    note: str = ""
    observed: float | None = None
    year_probabilities: Mapping[str, float] = field(default_factory=dict)
    verdict: str = ""

    def __post_init__(self) -> None:
        known = [None if isinstance(one, str) else one for one in (self.estimate, self.low, self.high)]
        refuse_not_finite(self.estimand, *known)

    @property
    def is_ratio(self) -> bool:
        """Whether no change is one, not zero."""
        return self.unit.startswith("ratio")

    def told(self) -> tuple[str, str]:
        """Estimate and interval as a reader sees them, in the same decimals: ``1.66`` and ``1.26 to 2.26``."""
        if isinstance(self.estimate, str):
            return self.estimate, f"{self.low} to {self.high}"
        low, high = (None if isinstance(end, str) else end for end in (self.low, self.high))
        places = decimals_for(self.estimate, low, high)
        largest = max((abs(one) for one in (self.estimate, low, high) if one is not None), default=0.0)
        if self.is_ratio and 0 < largest < 10:
            places = 2 if largest >= 0.1 else 1 - math.floor(math.log10(largest))
        return fixed(self.estimate, places), interval(low, high, decimals=places)

    def summary(self) -> str:
        """Say it in one plain sentence."""
        estimate, ends = self.told()
        label = confidence_label(self.confidence)
        if isinstance(self.estimate, str):
            label = label.replace("interval", "range")
        number = f"{estimate} ({label} {ends})" if self.estimate is not None else ends
        return f"{self.words.format(number)}{f'; {self.note}' if self.note else ''}."


def answers_frame(found: tuple[Answer, ...]) -> pd.DataFrame:
    """Give one row an answer, unrounded."""
    columns = ["name", "estimand", "estimate", "low", "high", "confidence", "unit", "when", "method", "note"]
    return pd.DataFrame([{column: getattr(one, column) for column in columns} for one in found], columns=columns)


def answers_table(found: tuple[Answer, ...]) -> pd.DataFrame:
    """Round the answers for a reader: question, answer, interval."""
    rows = [(one.estimand, *one.told(), one.note or MISSING) for one in found]
    return pd.DataFrame(rows, columns=["Question", "Answer", "Interval", "To be known beside it"])
