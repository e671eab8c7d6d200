"""The first answer and the jump once more: from later window starts, and without any one observation near the date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from turningpoint.errors import DesignError, FitError
from turningpoint.its import Analysis, Specification, analyse, analyse_design
from turningpoint.its.answers.answer import Answer
from turningpoint.its.model.design import Design
from turningpoint.its.model.observations import leave_one_out, names
from turningpoint.its.model.season import periods_of_year
from turningpoint.number_format import counted, listed, sentence_case
from turningpoint.outcome import Outcome
from turningpoint.reports.records import record_effect, slug, window_of

JUMP = "turn.level"
MOST = 40
"""Refits at most; further ones, from the intervention outwards, are not made."""


@dataclass(frozen=True)
class LeftOut:
    """The observation without which an answer changes most, as ``answer`` gives it.

    ``tried`` observations were left out one at a time; without those in ``failed`` there is no such answer.
    """

    label: str
    answer: Answer
    tried: int
    failed: tuple[str, ...] = ()


def first_answer(analysis: Analysis) -> Answer | None:
    """Before and after, over the shortest span there is."""
    return next((one for one in analysis.answers if one.name.startswith("before_after")), None)


def from_starts(
    whole: Outcome, specification: Specification, *, starts: Sequence[str], end: str
) -> dict[str, Answer | None]:
    """The first answer from other window starts, by the start; None where there is no such answer."""
    found: dict[str, Answer | None] = {}
    for start in starts:
        try:
            found[start] = first_answer(analyse(whole.window(start, end), specification))
        except (DesignError, FitError):
            found[start] = None
    return found


def left_out(analysis: Analysis) -> dict[str, LeftOut]:
    """Refit without each observation within a year of the intervention, month or sum, and keep the largest changes.

    Every refit is exact. Gives the first answer's and the jump's by name, with the observations without which there is
    none; nothing where no refit is possible.
    """
    design, year = analysis.design, periods_of_year(analysis.outcome.times)
    at, labels = design.positions[0], names(design)
    away = [_away(places, at) for places in _places(design)]
    order = sorted(enumerate(leave_one_out(design)), key=lambda pair: away[pair[0]])
    near = [pair for pair in order if away[pair[0]] <= year][:MOST]
    refits = {labels[place]: _answers(analysis, without) for place, without in near}
    first = first_answer(analysis)
    found: dict[str, LeftOut] = {}
    for one in analysis.answers:
        if one is not first and one.name != JUMP:
            continue
        moved = {label: _moved(one, answers.get(one.name)) for label, answers in refits.items()}
        failed = tuple(sorted(label for label, distance in moved.items() if distance is None))
        there = {label: distance for label, distance in moved.items() if distance is not None}
        if there:
            label = max(there, key=lambda label: there[label])
            answer = replace(refits[label][one.name], when=design.interventions[0])
            found[one.name] = LeftOut(label, answer, len(near), failed)
    return found


def _answers(analysis: Analysis, design: Design) -> dict[str, Answer]:
    """Answers of the same analysis from another design; none where it cannot be fitted."""
    try:
        return {each.name: each for each in analyse_design(analysis.outcome, design, analysis.specification).answers}
    except (DesignError, FitError):
        return {}


def _places(design: Design) -> list[tuple[int, ...]]:
    """Periods of every observation that enters, in the order of ``names``."""
    alone = [(int(place),) for place in np.flatnonzero(design.used)]
    return alone + [design.spans[number] for number in np.flatnonzero(design.spans_used)]


def _away(places: tuple[int, ...], at: int) -> int:
    """Periods between an observation and the intervention; 0 where a sum crosses it."""
    return 0 if min(places) < at <= max(places) else min(abs(place - at) for place in places)


def _moved(one: Answer, other: Answer | None) -> float | None:
    """How far an answer moved, as a log ratio or a difference; None where either is not there or has no estimate."""
    if other and isinstance(one.estimate, (int, float)) and isinstance(other.estimate, (int, float)):
        return float(abs(np.log(other.estimate / one.estimate)) if one.is_ratio else abs(other.estimate - one.estimate))
    return None


def record_refits(analysis: Analysis, starts: Mapping[str, Answer | None], without: Mapping[str, LeftOut]) -> None:
    """Record ``attacks.start.<start>.<answer>`` and ``attacks.left_out.before_after`` and ``.level``."""
    outcome = analysis.outcome
    for start, answer in starts.items():
        if answer is not None:
            id, window = f"attacks.start.{slug(start)}.{answer.name}", f"{start} to {outcome.labels[-1]}"
            record_effect(id, answer, source=outcome.source, window=window)
    for name, found in without.items():
        key = "level" if name == JUMP else "before_after"
        record_effect(
            f"attacks.left_out.{key}", found.answer, source=outcome.source, window=window_of(outcome),
            left_out=found.label, refits=found.tried - len(found.failed), without_fit=listed(found.failed) or None,
        )  # fmt: skip


def told(without: Mapping[str, LeftOut], starts: Mapping[str, Answer | None]) -> str:
    """Name the observation without which the first answer and the jump change most, and what could not be fitted."""
    said = [
        f"without {found.label} the {_what(name)} is {' ('.join(found.answer.told())})"
        for name, found in without.items()
    ]
    sentences = []
    if without:
        one = next(iter(without.values()))
        refits = counted(one.tried - len(one.failed), "exact refit")
        each = "each without one observation within a year of the date"
        sentences.append(f"{sentence_case('; '.join(said))}, the largest change of {refits}, {each}.")
    for name, found in without.items():
        if found.failed:
            sentences.append(f"No {_what(name)} could be fitted without {listed(found.failed)}.")
    if failed := [start for start, answer in starts.items() if answer is None]:
        sentences.append(f"No ratio of after to before could be estimated from {listed(failed)} on.")
    return " ".join(sentences)


def _what(name: str) -> str:
    return "jump" if name == JUMP else "ratio of after to before"
