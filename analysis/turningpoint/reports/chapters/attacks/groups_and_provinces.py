"""Fighting by militant group and by province: two periods compared, series by series; told, tabled and recorded."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.its.answers.answer import Answer
from turningpoint.number_format import MISSING, counted, fixed, sentence_case, table_of
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.attacks.deaths import inside_window, read_deaths_coverage
from turningpoint.reports.records import record_effect, record_numbers, window_of
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.robustness.groups_and_provinces import TwoPeriods, difference, not_estimable, ttp_says, two_periods
from turningpoint.robustness.simulated_tables import percents
from turningpoint.sources.outcomes.groups_and_provinces import new_names
from turningpoint.sources.outcomes.registry import SOURCES
from turningpoint.sources.outcomes.ucdp_sides import BY_GROUP, NAME
from turningpoint.timeline import in_words, shape_of

TTP, BORDER, ELSEWHERE = "events_ttp", "events_border", "events_elsewhere"
SOON = "before_after_"
"""How the answer of two periods begins in the kept table; its months after stand behind."""
FAR = 1.5
"""Factor between the ratio of the course and that of the counts from which on the table says why."""
NOTHING = "Fighting by militant group and by province is known for Pakistan alone, by month: nothing is compared here."


@dataclass(frozen=True, eq=False)
class Parts:
    """Two periods of every series by name, groups first; ``border`` is the ratio of two ratios, None without one."""

    found: dict[str, TwoPeriods]
    border: Answer | None


def by_group_and_province(settings: Parameters) -> Parts | None:
    """Compare two periods in every series by group and province, inside the window of the report.

    None where the report is not on Pakistan by month, is on a series of one's own, or has a window after the series.
    A series starts with the month of its first event where the window starts earlier: before, its group had no course.
    One without an event in the window is left out.
    """
    source = SOURCES[NAME]
    if settings.data or settings.country not in source.only or shape_of(settings.intervention) != "month":
        return None
    found = {}
    for name in source.outcomes:
        whole = load_outcome(name, country=settings.country, source=NAME)
        try:
            series = inside_window(whole, settings, whole.labels[int(np.flatnonzero(whole.values)[0])])
        except ParameterError:
            continue
        found[name] = two_periods(series, settings.intervention, confidence=settings.confidence, seed=settings.seed)
    if not found:
        return None
    border, names = None, ("the border provinces", "the rest of the country")
    if BORDER in found and ELSEWHERE in found:
        border = difference(found[BORDER], found[ELSEWHERE], names=names)
    return Parts(found, border)


def record_parts(parts: Parts) -> None:
    """Record the ratio of every series (``attacks.group.ttp.before_after``) and that of the border over the rest.

    A series without a ratio has none and says why; what its length does not allow is named beside the ratio.
    """
    for name, found in parts.found.items():
        kind = "group" if name in BY_GROUP else "province"
        id = f"attacks.{kind}.{name.removeprefix('events_')}.before_after"
        where: dict[str, Any] = {
            "source": found.outcome.source, "window": window_of(found.outcome), "intervention": found.when,
            "months_after": found.after, "months_before": found.before, "counted_after": found.counted[0],
            "counted_before": found.counted[1], "counted_a_year_earlier": found.year_earlier,
            "not_estimable": ", ".join(not_estimable(found.since)), "summary": found.summary(),
        }  # fmt: skip
        if found.answer is None:
            of = f"{found.outcome.label}, months from the date on over those before"
            record_numbers([(id, of, None)], unit="ratio", note=found.problem, **where)
        else:
            record_effect(id, found.answer, observed=found.answer.observed, note=found.answer.note, **where)
    if parts.border is not None:
        one = parts.found[BORDER]
        record_effect(
            "attacks.province.border_over_elsewhere.before_after", parts.border, source=one.outcome.source,
            window=window_of(one.outcome), intervention=one.when, note=parts.border.note,
            summary=parts.border.summary(),
        )  # fmt: skip


def told(parts: Parts | None) -> tuple[str, ...]:
    """Say what the series are, what that of the TTP says, and how the border provinces went against the rest.

    One text a paragraph.
    """
    if parts is None:
        return (NOTHING,)
    one = next(iter(parts.found.values()))
    first = (
        f"**By group and province.** {one.outcome.source} has both of the state's lethal fighting with militants. It "
        f"ends in {one.outcome.labels[-1]}, and is never joined to a later release."
    )
    months, held = simulated()
    if any(found.answer and found.after == months for found in parts.found.values()):
        first += f" {held}"
    if new := new_names():
        listed = ", ".join(f"{name} ({counted(events, 'event')})" for name, events in new.items())
        first += f" Of this release, which is the user's own, these names are in no series here: {listed}."
    said = [first]
    if TTP in parts.found:
        said.append(f"**The TTP.** {ttp_says(parts.found[TTP])}")
    against = "**Border provinces against the rest.**"
    if parts.border is not None:
        said.append(f"{against} {parts.border.summary()} {_verdict(parts.border)}")
    elif BORDER in parts.found and ELSEWHERE in parts.found:
        reasons = {found.problem for found in (parts.found[BORDER], parts.found[ELSEWHERE]) if found.problem}
        said.append(f"{against} Not estimable: {'; '.join(sorted(reasons))}.")
    return tuple(said)


def simulated() -> tuple[int, str]:
    """How many months after the date simulated series end, and how often such 95% intervals held the truth on them."""
    kinds = read_deaths_coverage()
    kinds = kinds[kinds["kind"].str.contains("months after")]
    months = int(kinds["estimand"].iloc[0].removeprefix(SOON))
    return months, (
        f"On simulated series that end {months} months after the date ({kinds['kind'].nunique()} kinds, with and "
        f"without a change) such 95% intervals held the truth in {percents(kinds['coverage'])}."
    )


def _verdict(border: Answer) -> str:
    if isinstance(border.low, float) and isinstance(border.high, float) and border.low <= 1 <= border.high:
        return "Whether the two went apart is inconclusive, which is not the same as that they went together."
    return "The two went apart."


def parts_table(parts: Parts) -> pd.DataFrame:
    """Round the series for a reader: what was counted in both periods, the ratio, its interval, as observed."""
    return table_of(
        list(parts.found.values()),
        {
            "Series": lambda one: sentence_case(one.outcome.label),
            "After": lambda one: fixed(one.counted[0], 0),
            "Same months a year earlier": lambda one: fixed(one.year_earlier, 0),
            "12 months before": lambda one: fixed(one.counted[1], 0),
            "Times as many per month": lambda one: one.answer.told()[0] if one.answer else "not estimable",
            "Interval": lambda one: one.answer.told()[1] if one.answer else MISSING,
            "As observed": lambda one: fixed(one.answer.observed, 2) if one.answer else MISSING,
            "To be known beside it": lambda one: one.problem or _smoothed(one) or MISSING,
        },
    )


def _smoothed(one: TwoPeriods) -> str:
    """Say why the ratio of the course is far from that of the counts, where it is."""
    if one.answer is None or not one.answer.observed or not isinstance(one.answer.estimate, float):
        return ""
    if abs(np.log(one.answer.estimate / one.answer.observed)) < np.log(FAR):
        return ""
    return "the course leaves season and noise out, both uncertain with so few events; the counts alone read otherwise"


def parts_frame(parts: Parts) -> pd.DataFrame:
    """Give one row a series, unrounded."""
    ends = {"ratio": "estimate", "low": "low", "high": "high", "observed": "observed"}
    rows = [
        {
            "series": name, "label": one.outcome.label, "months_after": one.after, "counted_after": one.counted[0],
            "counted_a_year_earlier": one.year_earlier, "months_before": one.before, "counted_before": one.counted[1],
            **{column: one.answer and getattr(one.answer, end) for column, end in ends.items()},
            "not_estimable": ", ".join(not_estimable(one.since)), "problem": one.problem,
        }
        for name, one in parts.found.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def parts_caption(parts: Parts) -> str:
    """Say what the table shows."""
    one = next(iter(parts.found.values()))
    return (
        f"Lethal events from {in_words(one.when)} on ({counted(one.after, 'month')}) and in the "
        f"{counted(one.before, 'month')} before; the ratio is of the course, without season. {one.outcome.source}."
    )
