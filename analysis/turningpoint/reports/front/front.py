"""The whole front of a report, put together from what its notebooks recorded."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from turningpoint.names import as_plain
from turningpoint.number_format import counted, listed
from turningpoint.outcome import Outcome
from turningpoint.reports.front.answer import Answer
from turningpoint.reports.front.answers import answers
from turningpoint.reports.front.checks import Check, of_the_finding, of_the_method
from turningpoint.reports.front.counts import picture_sentence, picture_title
from turningpoint.reports.front.evidence import Evidence, evidence_of
from turningpoint.reports.front.headline import asked, standfirst, title
from turningpoint.reports.front.kill_ratio import ratio_sentences, ratio_title
from turningpoint.reports.front.recorded import Record, short
from turningpoint.reports.front.small_figure import small_figure
from turningpoint.reports.front.statements import Statement, groups, statements, tally
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.sources.outcomes.registry import SOURCES


@dataclass(frozen=True, eq=False)
class Front:
    """What the template puts on the first screens; every text is plain, without markup, but the figures' SVG.

    ``answers`` come with their small figures; what does not apply is empty.
    """

    title: str
    standfirst: str
    asked: str
    picture_title: str
    picture_sentence: str
    answers: tuple[tuple[Answer, str], ...]
    ratio_title: str
    ratio_sentences: str
    statements: tuple[Statement, ...]
    groups: list[tuple[str, list[Statement]]]
    tally: list[tuple[str, str, int, str]]
    finding_checks: tuple[Check, ...]
    method_checks: tuple[Check, ...]
    limits: tuple[str, ...]


def front_of(results: Iterable[Record], parameters: Parameters, outcome: Outcome) -> Front:
    """Put the front together; ``outcome`` is the series inside the window of the parameters."""
    evidence = evidence_of(results, parameters, outcome)
    rows = statements(evidence)
    found = _plain(answers(evidence))
    year = int(parameters.intervention[:4]) if parameters.intervention[:4].isdigit() else 0
    figures = (small_figure(one.rows, one.of, id=f"answer-{place}") for place, one in enumerate(found))
    front: Front = _plain(
        Front(
            title=title(evidence),
            standfirst=standfirst(evidence),
            asked=asked(evidence),
            picture_title=picture_title(evidence),
            picture_sentence=picture_sentence(evidence, year),
            answers=tuple(zip(found, figures, strict=True)),
            ratio_title=ratio_title(evidence),
            ratio_sentences=ratio_sentences(evidence),
            statements=rows,
            groups=groups(rows),
            tally=tally(rows),
            finding_checks=of_the_finding(evidence),
            method_checks=of_the_method(evidence),
            limits=limits(evidence, parameters, outcome),
        )
    )
    return front


def _plain(told: Any) -> Any:
    """Write names as given in every text; only the whole sentence knows where one begins."""
    if isinstance(told, str):
        return as_plain(told)
    if isinstance(told, (tuple, list)):
        return type(told)(_plain(each) for each in told)
    if is_dataclass(told) and not isinstance(told, type):
        return replace(told, **{each.name: _plain(getattr(told, each.name)) for each in fields(told)})
    return told


def limits(evidence: Evidence, parameters: Parameters, outcome: Outcome) -> tuple[str, ...]:
    """Three things that no check takes away."""
    growth = evidence.behind("data.growth.")
    first = "Counts hold what is reported." if evidence.counts else "Values hold what was measured, errors included."
    if len(growth) > 1:
        told = listed([f"{name.upper()}'s {short(record['estimate'])}" for name, record in growth.items()])
        window = next(iter(growth.values()))["window"]
        first = f"Counts hold what is reported, and drift apart: {window} {told} times."
    source = None if parameters.data else SOURCES[parameters.source]
    who, counts = (source.counter, source.counts) if source else (outcome.source, "")
    what = f"{who}: {counts or outcome.label}"
    summed, many = int((outcome.covered & ~outcome.observed).sum()), counted(len(outcome.times), outcome.period)
    sums = f"; {summed} of {many} known only inside a sum" if summed else ""
    return (first, f"{what}{sums}.", "Timing is not cause.")
