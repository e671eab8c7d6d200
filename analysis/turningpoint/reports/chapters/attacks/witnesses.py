"""Other publishers' series of the same question beside the report's own: the same answers, never one series of two."""

from collections.abc import Mapping, Sequence

import pandas as pd

from turningpoint.figures.answers_beside import answers_by_series
from turningpoint.its import Analysis, Specification, analyse
from turningpoint.its.answers.answer import Answer
from turningpoint.its.witness import Witness, witness
from turningpoint.number_format import counted, listed, sentence_case
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.reports.chapters.attacks.records import record_analysis, record_answers, record_years
from turningpoint.reports.records import record_numbers, window_of
from turningpoint.reports.settings.named_series import names_beside
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.settings.per_person import per_person
from turningpoint.sources.outcomes.registry import SOURCES, sources_beside
from turningpoint.sources.outcomes.ucdp_ged import NAME as UCDP
from turningpoint.sources.outcomes.ucdp_ged import WITHOUT_INDIA
from turningpoint.timeline import in_words

QUESTIONS = {
    "before_after.months_12": "12 months over 12 before",
    "before_after.months_24": "24 months over 24 before",
    "growth_since": "growth a year since",
    "growth_before": "growth a year before",
    "acceleration": "growth since over before",
    "turn.level": "jump at the date",
    "effect.months_12": "12 months over earlier course",
}
"""Answers that are ratios of every series of counts → what stands beside them."""
LOW_POINT = "low_point"
FIRST = ("before_after.months_12", "growth_since", LOW_POINT)
NOT_ESTIMABLE = "not estimable"


def own(settings: Parameters, result: Analysis) -> Witness:
    """The report's own series, named as those beside it are."""
    source = SOURCES[settings.source]
    return Witness(source.counter, source.counts or result.outcome.label, result.outcome, result)


def beside(settings: Parameters, specification: Specification) -> dict[str, Witness]:
    """The series that stand beside the report's own, by the part of the id that names each; each analysed alike."""
    known = sources_beside(settings.country)
    found = {}
    for name in names_beside(settings):
        source = known[name]
        whole = load_outcome(next(iter(source.outcomes)), country=settings.country, source=source.name)
        found[name] = _inside(whole, settings, specification, name=source.counter, counts=source.counts)
    return found


def _inside(whole: Outcome, settings: Parameters, specification: Specification, *, name: str, counts: str) -> Witness:
    """Analyse a series inside the window of the report, and by its population."""
    window = {"start": settings.window_start, "end": settings.window_end}
    return witness(per_person(whole, settings), specification, name=name, counts=counts, **window)


def record_beside(found: Mapping[str, Witness], result: Analysis) -> None:
    """Record effects and answers as those of the report's own series, under ``attacks.beside.<name>``.

    What one of them cannot bear has no estimate, and a note that says so.
    """
    for name, one in found.items():
        prefix = f"attacks.beside.{name}"
        record_years(one.outcome, prefix=prefix)
        if one.analysis is not None:
            record_analysis(one.analysis, prefix=prefix)
            record_answers(one.analysis, prefix=prefix)
        note = f"{NOT_ESTIMABLE}: {one.problem or 'too few observations'}"
        where = {"source": one.outcome.source, "window": window_of(one.outcome)}
        for answer in result.answers:
            if answer.name not in _by_name(one):
                rows = [(answer.name, answer.estimand, None)]
                record_numbers(rows, prefix=prefix, unit=answer.unit, note=note, **where)


def without_india(settings: Parameters, specification: Specification) -> tuple[str, Analysis] | None:
    """Analyse UCDP's events without the exchanges between India and Pakistan, where the report has these events.

    Gives the prefix of its ids too; None where UCDP's events of Pakistan are neither the report's own nor beside it.
    """
    own_events = (settings.source, settings.outcome) == (UCDP, "events")
    known = settings.country == "PAK" and not settings.data and settings.outcome != WITHOUT_INDIA
    if not known or not (own_events or "ucdp" in names_beside(settings)):
        return None
    found = _inside(load_outcome(WITHOUT_INDIA, source=UCDP), settings, specification, name="UCDP", counts="")
    prefix = "attacks.without_india" if own_events else "attacks.beside.ucdp.without_india"
    return None if found.analysis is None else (prefix, found.analysis)


def own_without_india(settings: Parameters, found: tuple[str, Analysis] | None) -> Analysis | None:
    """The events without these exchanges, where the report's own series is UCDP's."""
    return found[1] if found is not None and settings.source == UCDP else None


def india_sentence(found: tuple[str, Analysis] | None) -> str:
    """Say on what the events without these exchanges rest, and what they answer."""
    if found is None:
        return ""
    _, analysis = found
    said = [one.summary() for one in analysis.answers if one.name in FIRST]
    return (
        f"**UCDP without the exchanges between India and Pakistan.** {analysis.outcome.assumption} "
        f"{' '.join(sentence_case(one) for one in said)}"
    )


def without_provisional(result: Analysis) -> Analysis | None:
    """The same analysis without a provisional last period; None where it is not, or stands in a sum."""
    outcome = result.outcome
    if not outcome.provisional or outcome.provisional != outcome.labels[-1] or not outcome.observed[-1]:
        return None
    return analyse(outcome.window("", outcome.labels[-2]), result.specification)


def provisional_sentence(result: Analysis, without: Analysis | None) -> str:
    """Say that the last period is provisional, and what the first answer is without it."""
    if without is None:
        return ""
    first, other = result.answers[0], without.answers[0]
    said = f"Without it the first answer is {' ('.join(other.told())}), with it {' ('.join(first.told())})."
    return f"{in_words(result.outcome.provisional)} is provisional. {said}"


def told(first: Witness, found: Mapping[str, Witness]) -> str:
    """Say what each series counts, to when, and which answers a series cannot give."""
    said = []
    for one in (first, *found.values()):
        outcome = one.outcome
        until = f"{in_words(outcome.labels[0])} to {in_words(outcome.labels[-1])}"
        words = f"**{one.name}** counts {one.counts} ({until})"
        if one.analysis is None and one.problem:
            words += f": {NOT_ESTIMABLE}, {one.problem}"
        elif missing := _missing(one):
            words += f"; {missing}"
        said.append(words + (_seasons(one.analysis) if one.analysis is not None else ""))
    return f"{'. '.join(said)}. Each is analysed by itself, as the first one is."


def _missing(one: Witness) -> str:
    """Name the periods that nothing covers."""
    holes = [label for label, seen in zip(one.outcome.labels, one.outcome.covered, strict=True) if not seen]
    if not holes:
        return ""
    years = sorted({label[:4] for label in holes})
    whole = len(holes) == 12 * len(years)
    return f"{listed(years) if whole else counted(len(holes), one.outcome.period)} missing"


def _seasons(analysis: Analysis) -> str:
    """Say that sums left the season undetermined."""
    kept = any(term.startswith("cos_") for term in analysis.fit.design.terms)
    return "; its sums cannot tell a season" if analysis.specification.harmonics and not kept else ""


def beside_table(series: Sequence[Witness]) -> pd.DataFrame:
    """One row a question, one column a series: the answer with its interval, or that it is not estimable."""
    names = [*QUESTIONS, LOW_POINT]
    columns: dict[str, list[str]] = {"": [*QUESTIONS.values(), "month of the low point"]}
    for one in series:
        found = _by_name(one)
        columns[one.name] = [" (".join(found[name].told()) + ")" if name in found else NOT_ESTIMABLE for name in names]
    return pd.DataFrame(columns)


def _by_name(one: Witness) -> dict[str, Answer]:
    return {each.name: each for each in one.analysis.answers} if one.analysis else {}


def beside_data(series: Sequence[Witness]) -> pd.DataFrame:
    """The same, unrounded: name, series, estimate, low, high as text or number."""
    return answers_by_series(series, [*QUESTIONS, LOW_POINT])
