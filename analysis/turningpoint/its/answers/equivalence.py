"""Whether an answer is as good as no change, by a region of practical equivalence."""

from collections.abc import Sequence
from dataclasses import replace

from turningpoint.its.answers.answer import Answer
from turningpoint.number_format import fixed, number

JUDGED = ("before_after.", "turn.level", "effect.", "event.")
"""Answers about how many there were; growth per year has no region of its own."""
WORDS = {
    "inside": "as good as no change",
    "outside": "more than a change that is as good as none",
    "undecided": "may or may not be",
}

Region = tuple[float, float]


def judge(answers: Sequence[Answer], region: Region | None) -> tuple[Answer, ...]:
    """Add the verdict of each answer that has one: its interval lies ``inside``, ``outside``, or is ``undecided``."""
    if region is None:
        return tuple(answers)
    judged = (replace(one, verdict=_verdict(one, region)) if one.name.startswith(JUDGED) else one for one in answers)
    return tuple(judged)


def in_a_line(answers: Sequence[Answer], region: Region | None, *, plain: bool = False) -> str:
    """Say the verdicts of judged answers in one line, by their names or in plain words; nothing without a region."""
    by_verdict = {
        verdict: [one.estimand if plain else one.name for one in answers if one.verdict == verdict] for verdict in WORDS
    }
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
