"""Militant groups and provinces, whose series end soon after the date: two periods compared, and what cannot be told.

A level and a slope ask for a year or more after the date. Where there is less, the mean of the months there are over
that of the twelve before still has an answer: a contrast of the same calibrated fit with a level alone.
"""

from dataclasses import dataclass

import numpy as np

from turningpoint.arrays import Array
from turningpoint.errors import DesignError, FitError, ParameterError
from turningpoint.its.analysis import Analysis, analyse
from turningpoint.its.answers.answer import Answer
from turningpoint.its.answers.contrasts import Contrast, course_rows
from turningpoint.its.answers.observed_ratio import observed_ratio
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import from_draws, method_of
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import agreeing, counted, listed, sentence_case
from turningpoint.outcome import Outcome
from turningpoint.timeline import in_words, position

MONTHS = 12
"""Months before that are compared, and as many after where they exist."""
NEEDED = {
    "before_after.months_12": ("twelve months against the twelve before", 12),
    "before_after.months_24": ("24 months against the 24 before", 24),
    "growth_since": ("growth since", 12),
    "acceleration": ("whether it grew faster than before", 12),
    "effect.months_12": ("the first year against what would have been without", 12),
}
"""Answer → its words, and the months after that it needs. Over less than a year growth cannot be told from season."""
FEWEST_BEFORE = 24
"""Months before from which on growth before is told."""
TTP_SINCE = 2019
"""First year whose count is told of the TTP: two years before the one from which its attacks are said to rise."""


@dataclass(frozen=True, eq=False)
class TwoPeriods:
    """Months of an outcome from ``when`` on against the twelve before it.

    ``after`` and ``before`` are months compared on either side, ``counted`` is what was counted in them,
    ``year_earlier`` that in the same months a year before, if covered. ``answer`` is the ratio with its interval, by
    ``draws`` (m,) of its log, of an ``analysis``: the calibrated fit with a level and no slope. ``problem`` says why
    there is no answer, without a full stop; empty if there is one.
    """

    outcome: Outcome
    when: str
    after: int
    before: int
    counted: tuple[float, float]
    year_earlier: float | None
    problem: str = ""
    analysis: Analysis | None = None
    draws: Array | None = None
    answer: Answer | None = None

    @property
    def since(self) -> int:
        """All months from the date on, compared or not."""
        return max(len(self.outcome.times) - max(position(self.outcome.times, self.when), 0), 0)

    def summary(self) -> str:
        """Say the counts, the ratio or why there is none, and what is not estimable."""
        what = sentence_case(self.outcome.label)
        if self.answer is None:
            return f"{what}: not estimable, {self.problem}."
        over, under = (f"{count:,.0f}" for count in self.counted)
        earlier = ""
        if self.year_earlier is not None and self.after < MONTHS:
            earlier = f" ({self.year_earlier:,.0f} in the same months a year earlier)"
        return (
            f"{what}: {over} in {counted(self.after, 'month')} from {in_words(self.when)} on{earlier}, {under} in the "
            f"{counted(self.before, 'month')} before. {self.answer.summary()} {missing_in_words(self.since)}"
        ).rstrip()


def not_estimable(after: int) -> dict[str, str]:
    """Answer that a longer series has → why one with so many months from the date on has not."""
    there = f"{counted(after, 'month')} {agreeing(after, 'is', 'are')} after"
    return {
        name: f"{words}: {there}, {needed} are needed" for name, (words, needed) in NEEDED.items() if after < needed
    }


def missing_in_words(after: int) -> str:
    """Name what so many months from the date on cannot tell; empty where nothing is missing.

    >>> missing_in_words(13), missing_in_words(24)
    ('Not estimable with 13 months after: 24 months against the 24 before.', '')
    """
    names = [NEEDED[name][0] for name in not_estimable(after)]
    return f"Not estimable with {counted(after, 'month')} after: {listed(names)}." if names else ""


def contrast_of(design: Design, after: int, before: int) -> Contrast:
    """Log of the mean course of so many months from the (first) intervention on over that of those before it."""
    course, at = course_rows(design), design.positions[0]
    return Contrast(
        above=course[at : at + after], below=course[at - before : at], offsets=(np.zeros(after), np.zeros(before))
    )


def two_periods(outcome: Outcome, when: str, *, confidence: float = 0.95, seed: int = 20210815) -> TwoPeriods:
    """Compare the months from ``when`` on, a year at most, with the twelve before it.

    The ratio is that of the course, season left out, in the calibrated fit whose course before may bend, with a level
    at the date and no slope: where a year is not there, none can be told. Noise and memory of the months are in its
    interval, estimated from this series itself.

    ``outcome`` has counts by month, ``when`` is the first month after; a `ParameterError` where the series is not by
    month, or ``when`` is not written like one.
    """
    if outcome.frequency != "month":
        raise ParameterError(f"two periods are compared by month, and this series is by {outcome.frequency}.")
    at, n = position(outcome.times, when), len(outcome.times)
    after, before = max(min(MONTHS, n - at), 0), max(min(MONTHS, at), 0)
    values = outcome.values
    later = float(values[at : at + after].sum()) if 0 <= at < n else 0.0
    counts = later, float(values[max(at - before, 0) : max(at, 0)].sum())
    earlier = float(values[at - MONTHS : at - MONTHS + after].sum()) if MONTHS <= at < n else None
    known = outcome, when, after, before, counts, earlier
    if not 0 < at < n:
        side = "begins in " + outcome.labels[0] if at <= 0 else "ends in " + outcome.labels[-1]
        return TwoPeriods(*known, problem=f"the series {side}, and {when} is not inside it")
    if not all(counts):
        side = f"from {in_words(when)} on" if not counts[0] else f"in the {counted(before, 'month')} before"
        return TwoPeriods(*known, problem=f"nothing was counted {side}")
    specification = Specification((when,), ramp=False, confidence=confidence, seed=seed)
    try:
        analysis = analyse(outcome, specification)
    except (DesignError, FitError) as error:
        return TwoPeriods(*known, problem=str(error).removesuffix("."))
    if analysis.fit.draws is None:
        return TwoPeriods(*known, problem="the fit has no draws")
    draws = contrast_of(analysis.fit.design, after, before).of_draws(analysis.fit.draws)
    window = outcome.window(outcome.labels[at - before], outcome.labels[at + after - 1])
    observed, note = observed_ratio(window, before, None)
    words = f"the {counted(after, 'month')} from {in_words(when)} on had {{}} times as many per month as the "
    words += f"{counted(before, 'month')} before"
    answer = _answer(f"before_after.months_{after}", draws, analysis, when, words, note, observed)
    return TwoPeriods(*known, analysis=analysis, draws=draws, answer=answer)


def difference(one: TwoPeriods, other: TwoPeriods, *, names: tuple[str, str]) -> Answer | None:
    """Ratio of two ratios before and after, of two series fitted apart; None where one of them has none.

    The draws of the two logs are taken from each other as if the two were independent: where the same months hit both
    series, the interval is too wide.
    """
    if one.draws is None or other.draws is None or one.analysis is None:
        return None
    draws = one.draws - np.random.default_rng(one.analysis.specification.seed).permutation(other.draws)
    words = f"the ratio of {names[0]} is {{}} times that of {names[1]}"
    note = "the two are fitted apart and taken as independent"
    return _answer("before_after.difference", draws, one.analysis, one.when, words, note, None)


def ttp_says(found: TwoPeriods) -> str:
    """Say what a series of the TTP says of a rise, to its end, and what it cannot say."""
    outcome = found.outcome
    years = np.array([int(label[:4]) for label in outcome.labels])
    whole = [year for year in range(TTP_SINCE, years.max() + 1) if (years == year).sum() == MONTHS]
    sums = ", ".join(f"{year} {outcome.values[years == year].sum():,.0f}" for year in whole) or "no whole year"
    before = ""
    if found.analysis is not None and found.analysis.design.positions[0] >= FEWEST_BEFORE:
        before = f" {found.analysis.answer('growth_before').summary()}"
    return (
        f"{outcome.source}, TTP with its factions: {sums}. {found.summary()}{before} What came after "
        f"{outcome.labels[-1]}, attacks on civilians alone, attacks that killed nobody and attacks claimed by the TTP "
        "are not in this series: it can say neither that a rise went on nor that it was steady."
    )


def _answer(
    name: str, draws: Array, analysis: Analysis, when: str, words: str, note: str, observed: float | None
) -> Answer:
    confidence = analysis.specification.confidence
    estimate, low, high = (float(end) for end in np.exp(from_draws(float(np.median(draws)), draws, confidence)))
    question, method = words.replace("{} times", "how many times"), f"{method_of(analysis.fit)}, level alone"
    said = sentence_case(words)
    return Answer(name, question, estimate, low, high, confidence, "ratio", method, said, when, note, observed)
