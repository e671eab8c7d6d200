"""When did it change? A test for any break, and the set of dates that the data do not rule out."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.its.coverage.simulated_series import Noise
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import confidence_label
from turningpoint.outcome import Outcome
from turningpoint.robustness.breaks.candidate_dates import BreakProblem, break_problem
from turningpoint.robustness.breaks.gains import courses_of, replicates_around, scan_series
from turningpoint.robustness.straight_model import require_null, simulated_p

ANCHORS = 13
"""Dates at which the null is simulated; p-values between them come from the replicates of both neighbours."""


@dataclass(frozen=True, eq=False)
class BreakDates:
    """Where a series broke, if it did.

    Attributes
    ----------
    dates : d candidates, each the first period after the break. gain : (d,) gain of a step and a ramp there over none.
    p_values : (d,) of the hypothesis that the break was at that date and nowhere else.
    p_no_break : of the hypothesis that there was none.
    points : periods used. trim : periods left on either side. replicates : series simulated under each hypothesis.
    confidence : of the set.
    """

    dates: tuple[str, ...]
    gain: Array
    p_values: Array
    p_no_break: float
    points: int
    trim: int
    replicates: int
    confidence: float

    @property
    def detectable(self) -> bool:
        """Whether having no break is rejected."""
        return self.p_no_break <= 1 - self.confidence

    @property
    def best(self) -> str:
        """Date with the largest gain."""
        return self.dates[int(self.gain.argmax())]

    @property
    def inside(self) -> NDArray[np.bool_]:
        """(d,) whether each date is in the confidence set: every date where no break is detectable."""
        return np.asarray((self.p_values > 1 - self.confidence) | (not self.detectable))

    def holds(self, date: str) -> bool | None:
        """Whether a date is in the set; None where it is no candidate.

        >>> from turningpoint.robustness.breaks.one_break import BreakDates
        >>> found = BreakDates(("2020-01",), np.ones(1), np.ones(1), 0.01, 60, 12, 199, 0.95)
        >>> found.holds("2020-01"), found.holds("2031-01")
        (True, None)
        """
        return bool(self.inside[self.dates.index(date)]) if date in self.dates else None

    def spans(self) -> tuple[tuple[str, str], ...]:
        """First and last date of every unbroken part of the set."""
        edges = np.flatnonzero(np.diff(np.concatenate([[0], self.inside.astype(int), [0]])))
        return tuple((self.dates[a], self.dates[b - 1]) for a, b in zip(edges[::2], edges[1::2], strict=True))

    def spans_in_words(self, between: str = " and ") -> str:
        """The spans in words, one that is a single date as that date."""
        return between.join(a if a == b else f"{a} to {b}" for a, b in self.spans())

    def stands(self, when: str) -> Literal["inside", "outside", "not searched"]:
        """Where a date stands to the set."""
        inside = self.holds(when)
        return "not searched" if inside is None else "inside" if inside else "outside"

    @property
    def set_name(self) -> str:
        """What the set is called.

        >>> from turningpoint.robustness.breaks.one_break import BreakDates
        >>> BreakDates(("2020-01",), np.ones(1), np.ones(1), 0.01, 60, 12, 199, 0.95).set_name
        '95% set of dates'
        """
        return confidence_label(self.confidence).replace("interval", "set of dates")

    def to_frame(self) -> pd.DataFrame:
        """Tidy table, one row a date: date, gain, p_value, inside."""
        return pd.DataFrame({"date": self.dates, "gain": self.gain, "p_value": self.p_values, "inside": self.inside})

    def summary(self) -> str:
        """Say it in plain English."""
        looked = f"Of {len(self.dates)} dates from {self.dates[0]} to {self.dates[-1]}"
        if not self.detectable:
            return (
                f"{looked} none stands out: no single break of level and slope is detectable beyond what the noise and "
                f"its memory explain (p = {self.p_no_break:.2g}), so no date is ruled out."
            )
        return (
            f"{looked} a single break of level and slope fits best at {self.best}; the {self.set_name} is "
            f"{self.spans_in_words()} ({int(self.inside.sum())} dates)."
        )


def break_dates(
    outcome: Outcome,
    specification: Specification,
    *,
    trim: int = 12,
    replicates: int = 199,
    confidence: float = 0.95,
    seed: int = 20210815,
) -> BreakDates:
    """Test every date for a break of level and slope, and collect those that are not rejected.

    The statistic of a date is how far its gain (``scan``) lies below the largest; of no break, the largest gain. Their
    distribution under each hypothesis comes from series simulated around the course of that hypothesis, with the noise
    of the best single break, each draw with memory and size as likely as the calibrated weights say, and analysed as
    the series was. The set inverts these tests; it may have gaps.

    Parameters
    ----------
    specification : everything but the date of its intervention, which is searched.
    trim : periods left on either side of every date. replicates : series under each hypothesis, 19 or more.
    confidence : of the set. seed : of every draw.

    Raises
    ------
    ParameterError
        Too few replicates (`require_null`).
    DesignError
        No date leaves ``trim`` periods on either side.

    References
    ----------
    Andrews (1993), doi:10.2307/2951764; Elliott & Müller (2007), doi:10.1016/j.jeconom.2007.02.001.
    """
    require_null(replicates, confidence)
    problem = break_problem(outcome, specification, trim=trim)
    found = scan_series(problem.values[None], problem)
    gain, noise = found.gain[0], found.noise
    anchors = sorted({round(place) for place in np.linspace(0, len(gain) - 1, min(ANCHORS, len(gain)))})
    null, *breaks = _simulated(problem, [None, *anchors], noise, replicates, seed)
    under = dict(zip(anchors, breaks, strict=True))
    p_values = np.empty(len(gain))
    for at in range(len(gain)):
        left, right = anchors[bisect_right(anchors, at) - 1], anchors[bisect_left(anchors, at)]
        share = 0.0 if right == left else (at - left) / (right - left)
        short = gain.max() - gain[at]
        p_values[at] = (1 - share) * _p_value(under[left], left, short) + share * _p_value(under[right], right, short)
    p_no_break = simulated_p(null.max(axis=1), gain.max())
    points = len(problem.base.rows)
    return BreakDates(problem.dates, gain, p_values, p_no_break, points, trim, replicates, confidence)


def _simulated(problem: BreakProblem, places: list[int | None], noise: Noise, size: int, seed: int) -> list[Array]:
    """Gains (size, d) of series simulated with no break (None), or one at the date of a place: one array each."""
    courses = [courses_of(problem.values[None], problem, place) for place in places]
    return np.split(scan_series(replicates_around(courses, noise, size, seed, problem), problem).gain, len(places))


def _p_value(gains: Array, place: int, short: float) -> float:
    """Of a date whose gain lies so far below the largest, from series with a break there."""
    return simulated_p(gains.max(axis=1) - gains[:, place], short)
