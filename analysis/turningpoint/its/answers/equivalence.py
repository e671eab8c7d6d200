"""Whether an answer is as good as no change, by a region of practical equivalence."""

from collections.abc import Sequence
from dataclasses import replace

from turningpoint.errors import ParameterError
from turningpoint.its.answers.answer import Answer
from turningpoint.number_format import fixed, number

DEFAULT_RATIO = 1.25
"""Ratios from its inverse to this are as good as none, unless told otherwise."""
JUDGED = ("before_after.", "turn.level", "effect.", "event.")
"""Answers about how many there were; growth per year has no region of its own."""
WORDS = {
    "inside": "as good as no change",
    "outside": "more than a change that is as good as none",
    "undecided": "may or may not be",
}

Region = tuple[float, float]


def region_of(size: float | None, *, ratio: bool) -> Region | None:
    """Ends of the region: 1/size to size of ratios, −size to size of differences; None where there is none.

    Ratios have one by default, differences do not. A ParameterError for a size not above one (of a ratio) or zero.

    >>> region_of(1.25, ratio=True), region_of(2.0, ratio=False), region_of(None, ratio=False)
    ((0.8, 1.25), (-2.0, 2.0), None)
    """
    if size is None:
        return (1 / DEFAULT_RATIO, DEFAULT_RATIO) if ratio else None
    if not size > (1.0 if ratio else 0.0):
        least = "a ratio above 1, e.g. 1.25" if ratio else "a difference above 0 in the unit of the outcome"
        raise ParameterError(f"equivalence {size:g} is no region around no change. Give {least}.")
    return (1 / size, size) if ratio else (-size, size)


def judge(answers: Sequence[Answer], region: Region | None) -> tuple[Answer, ...]:
    """Add the verdict of each answer that has one: its interval lies ``inside``, ``outside``, or is ``undecided``."""
    if region is None:
        return tuple(answers)
    judged = (replace(one, verdict=_verdict(one, region)) if one.name.startswith(JUDGED) else one for one in answers)
    return tuple(judged)


def in_a_line(answers: Sequence[Answer], region: Region | None) -> str:
    """Say the verdicts of judged answers in one line, or nothing without a region."""
    by_verdict = {verdict: [one.name for one in answers if one.verdict == verdict] for verdict in WORDS}
    told = [f"{verdict} ({WORDS[verdict]}): {', '.join(names)}" for verdict, names in by_verdict.items() if names]
    if region is None or not told:
        return ""
    ends = [fixed(end, 2) if region[0] > 0 else number(end) for end in region]
    return f"Region of equivalence {ends[0]} to {ends[1]}, against the whole interval: {'; '.join(told)}."


def _verdict(answer: Answer, region: Region) -> str:
    low, high = (None if isinstance(end, str) else end for end in (answer.low, answer.high))
    if low is not None and high is not None and region[0] <= low and high <= region[1]:
        return "inside"
    above = low is not None and low > region[1]
    below = high is not None and high < region[0]
    return "outside" if above or below else "undecided"
