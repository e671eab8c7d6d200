"""Which date: the smallest set of dates that holds 95% of the evidence, and whether it rules anything out."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import counted
from turningpoint.outcome import Outcome
from turningpoint.robustness.dates.candidates import candidates_of
from turningpoint.robustness.dates.evidence import evidence_of
from turningpoint.timeline import in_words

BOUND, EVERY = 2.9, 3
"""Dates are ruled out where the best of every third date, the one asked about among them, has so much more log
evidence than three in four of them, and more than no break.

Than others, because a course that bends in a way that the model does not expect lifts the evidence of every
date. So it was simulated: set on the first kinds of series in ``data/simulated/date_sets.csv``, judged on the others.
The best of all dates has as much more often, where there is no break above all.
"""
CERTAIN = 6.0
"""The same of any date over no break, for a jump that comes between: far beyond what series without a break give."""
SHARE = 0.95
NEIGHBOURS = 3
"""Dates so many periods away are neighbours: in a simulated break of ×2 the best date lies as near in two of three."""
MOST_RANGES = 4
"""A set in more pieces is told by their number."""
MOST = 0.5
"""A set of a larger share of the dates singles none out."""
Standing = Literal[
    "inside", "one of most", "neighbours", "outside", "outside most", "nothing ruled out", "not searched"
]


@dataclass(frozen=True, eq=False)
class DateSet:
    """What a series says about the date of a break of level and slope, beside a course that may bend.

    Attributes
    ----------
    dates : d candidates, each the first period after the break.
    log_evidence : (d,) of a break at each. no_break : of none; both up to the same constant.
    one_break : (d,) log evidence over none where the course is straight but for one break, a description only.
    points : observations. trim : observed periods left on either side. every : a candidate every so many periods.
    period : word for one period. asked : the date asked about, from which every third date is counted.
    """

    dates: tuple[str, ...]
    log_evidence: Array
    no_break: float
    one_break: Array
    points: int
    trim: int
    every: int
    period: str
    asked: str = ""

    bound, certain, share = BOUND, CERTAIN, SHARE

    @property
    def gain(self) -> Array:
        """(d,) log evidence of each date over no break."""
        return self.log_evidence - self.no_break

    @property
    def weight(self) -> Array:
        """(d,) share of the evidence of all dates."""
        return _weight(self.log_evidence)

    @property
    def rules_out(self) -> bool:
        """Whether the best date has so much more evidence that the dates outside the set are ruled out."""
        return bool(rules_out(self._apart) or self.gain.max() > CERTAIN)

    @property
    def largest(self) -> float:
        """How far the best of every third date, the one asked about among them, stands above three in four of them."""
        return float(above_most(self._apart))

    @property
    def _apart(self) -> Array:
        own = self.dates.index(self.asked) if self.asked in self.dates else 0
        apart = -(-EVERY // self.every)
        return self.gain[own % apart :: apart]

    @property
    def smallest(self) -> NDArray[np.bool_]:
        """(d,) mask of the smallest set with that share of the evidence."""
        return smallest_set(self.log_evidence)

    @property
    def inside(self) -> NDArray[np.bool_]:
        """(d,) mask of the dates that are possible: the smallest set, or all where nothing is ruled out."""
        return self.smallest if self.rules_out else np.ones(len(self.dates), dtype=bool)

    @property
    def best_single(self) -> str:
        """Date at which a single break in a course that is straight otherwise fits best: a description, no verdict."""
        return self.dates[int(self.one_break.argmax())]

    def holds(self, date: str) -> bool | None:
        """Whether a date is possible; None where it is no candidate.

        >>> found = DateSet(("2020-01", "2020-02"), np.array([9.0, 1.0]), 2.0, np.zeros(2), 60, 12, 1, "month")
        >>> found.holds("2020-01"), found.holds("2020-02"), found.holds("2031-01")
        (True, False, None)
        """
        return bool(self.inside[self.dates.index(date)]) if date in self.dates else None

    def spans(self) -> tuple[tuple[str, str], ...]:
        """First and last date of every unbroken part of the possible dates."""
        edges = np.flatnonzero(np.diff(np.concatenate([[0], self.inside.astype(int), [0]])))
        return tuple((self.dates[a], self.dates[b - 1]) for a, b in zip(edges[::2], edges[1::2], strict=True))

    def spans_in_words(self) -> str:
        """The possible dates as ranges; where they are in many pieces, how many of how many."""
        ranges = [in_words(a) if a == b else f"{in_words(a)} to {in_words(b)}" for a, b in self.spans()]
        if len(ranges) > MOST_RANGES:
            return f"{counted(int(self.inside.sum()), self.period)} in {len(ranges)} stretches, from {self._reach}"
        return " or ".join([", ".join(ranges[:-1]), ranges[-1]] if len(ranges) > 1 else ranges)

    def near(self, when: str) -> tuple[str, ...]:
        """The possible dates, where some are ruled out, the date is not among them and all are its neighbours."""
        if when not in self.dates or self.holds(when):
            return ()
        own, reach = self.dates.index(when), max(1, NEIGHBOURS // self.every)
        places = np.flatnonzero(self.inside)
        return tuple(self.dates[at] for at in places) if (np.abs(places - own) <= reach).all() else ()

    def stands(self, when: str) -> Standing:
        """Where a date stands to the set; ``neighbours`` where only they are in it, and not all of them before.

        A set of more than half of the dates singles none out: ``one of most`` in it, ``outside most`` outside.
        """
        inside = self.holds(when)
        if inside is None:
            return "not searched"
        if not self.rules_out:
            return "nothing ruled out"
        near = self.near(when)
        if near and self.dates.index(near[-1]) > self.dates.index(when):
            return "neighbours"
        most = self.inside.mean() > MOST
        if not inside:
            return "outside most" if most else "outside"
        return "one of most" if most else "inside"

    def neighbours(self, when: str) -> str:
        """Say that only neighbours of a date are in the set, and which; empty where that is not so."""
        near = self.near(when)
        if not near:
            return ""
        before = ", all before it" if self.dates.index(near[-1]) < self.dates.index(when) else ""
        return f"Only neighbours of {in_words(when)} are in the set: {', '.join(map(in_words, near))}{before}."

    def about(self, when: str) -> str:
        """Say where one date stands, in a sentence."""
        said: dict[Standing, str] = {
            "inside": f"{in_words(when)} is among them",
            "one of most": f"{in_words(when)} is among them, as most dates are",
            "outside": f"{in_words(when)} is ruled out",
            "outside most": f"{in_words(when)} is not among them, though most dates are",
            "nothing ruled out": f"{in_words(when)} can be told from no other date",
            "not searched": f"{in_words(when)} is not among the dates compared",
        }
        if int(self.inside.sum()) == 1 and self.holds(when):
            return f"That is {in_words(when)} and no other."
        return self.neighbours(when) or f"{said[self.stands(when)]}."

    def to_frame(self) -> pd.DataFrame:
        """Tidy table, one row a date: date, log_evidence (over no break), weight, one_break, inside."""
        evidence = {"log_evidence": self.gain, "weight": self.weight, "one_break": self.one_break}
        return pd.DataFrame({"date": self.dates, **evidence, "inside": self.inside})

    def summary(self) -> str:
        """Say it in one sentence."""
        compared = f"the {counted(len(self.dates), self.period)} compared ({self._reach})"
        if not self.rules_out:
            return (
                f"No date stands out: at none of {compared} does a break explain the series clearly better than a "
                "course that merely bends, so none is ruled out."
            )
        return f"If the series broke once, it was in {self.spans_in_words()}; the others of {compared} are ruled out."

    @property
    def _reach(self) -> str:
        ending = {2: "nd", 3: "rd"}.get(self.every, "th")
        apart = f", every {self.every}{ending}" if self.every > 1 else ""
        return f"{in_words(self.dates[0])} to {in_words(self.dates[-1])}{apart}"


def above_most(gain: Array) -> Array:
    """(…) log evidence of the best of (…, d) dates over what three in four of them have at most.

    >>> above_most(np.array([[0.0, 0.0, 0.0, 1.0, 4.0], [2.0, 2.0, 2.0, 2.0, 2.0]])).tolist()
    [3.0, 0.0]
    """
    return np.asarray(gain.max(axis=-1) - np.quantile(gain, 0.75, axis=-1))


def rules_out(gain: Array) -> NDArray[np.bool_]:
    """(…) whether (…, d) log evidence over no break rules dates out.

    The best date has `BOUND` over three in four and some over no break, or `CERTAIN` over no break.
    """
    best = gain.max(axis=-1)
    return np.asarray((above_most(gain) > BOUND) & (best > 0) | (best > CERTAIN))


def smallest_set(log_evidence: Array) -> NDArray[np.bool_]:
    """(d,) mask of the fewest dates that together have that `SHARE` of the evidence.

    >>> smallest_set(np.log([0.02, 0.6, 0.37, 0.01])).tolist()
    [False, True, True, False]
    """
    weight = _weight(log_evidence)
    order = np.argsort(-weight, kind="stable")
    many = int(np.searchsorted(np.cumsum(weight[order]), SHARE)) + 1
    found = np.zeros(len(order), dtype=bool)
    found[order[:many]] = True
    return found


def _weight(log_evidence: Array) -> Array:
    each = np.exp(log_evidence - log_evidence.max())
    return np.asarray(each / each.sum())


def date_set(
    outcome: Outcome, specification: Specification, *, trim: int | None = None, every: int | None = None
) -> DateSet:
    """Weigh a break of level and slope at every date by its evidence.

    The course may bend, and the noise is what the calibrated model lets it be (``evidence``). Dates are as likely as
    each other before the data speak. How often the set misleads: ``data/simulated/date_sets.csv``.

    The specification is everything but the date of its intervention; see ``candidates_of`` for it, ``trim`` and
    ``every``. A `DesignError` or `FitError` says that no date can be compared, or the series has no estimate.
    """
    asked = candidates_of(outcome, specification, trim=trim, every=every)
    found = evidence_of(asked)
    return DateSet(
        dates=asked.dates,
        log_evidence=found.dates,
        no_break=found.none,
        one_break=found.straight - found.straight_none,
        points=len(asked.base.rows),
        trim=asked.trim,
        every=asked.every,
        period=outcome.period,
        asked=specification.interventions[0],
    )
