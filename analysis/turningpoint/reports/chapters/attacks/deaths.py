"""Deaths beside events: the same question of UCDP's deaths by month, which come in clusters, and the same model.

No factor is borrowed for the clusters: how far months scatter beyond a Poisson law is estimated from their own sums.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from turningpoint.errors import DesignError, FitError, ParameterError
from turningpoint.its import Analysis, Specification, analyse
from turningpoint.its.answers.answer import Answer, answers_frame
from turningpoint.number_format import MISSING, fixed, percent, sentence_case
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.reports.chapters.attacks.records import record_analysis, record_answers, whole_years
from turningpoint.reports.records import record_numbers, window_of
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.robustness.groups_and_provinces import missing_in_words, not_estimable
from turningpoint.sources.csv_table import DATA, count, one_of, read_table, schema, text
from turningpoint.timeline import in_words, shape_of

DEATHS, SOURCE = "deaths_best", "ucdp-ged"
TABLE = DATA / "simulated" / "deaths_coverage.csv"
SHOWN = ("before_after.months_12", "before_after.months_24", "growth_since", "turn.level", "effect.months_12")
"""Answers that are told, those that there are."""
NOTHING = "Deaths are counted by country and month, and not for the series of this report: none stand beside it."
_SHARE = pa.Check.in_range(0, 1, error="is not a share")
_COVERAGE = schema(
    {
        "kind": text(".*\\S.*", "is no name"),
        "truth": one_of("none", "change"),
        "estimand": text("[a-z_0-9]+", "is no answer"),
        **{name: count() for name in ("series", "refused", "covered")},
        **{name: pa.Column(float, _SHARE) for name in ("coverage", "low", "high")},
        **{name: pa.Column(float) for name in ("bias", "median_width", "upper_over_lower")},
    },
    key=["kind", "truth", "estimand"],
)


@dataclass(frozen=True, eq=False)
class Deaths:
    """Deaths inside the window of a report; without an ``analysis`` the ``problem`` says why, without a full stop."""

    outcome: Outcome
    analysis: Analysis | None
    problem: str = ""

    @property
    def by_year(self) -> dict[int, float]:
        """Deaths of the years that the window holds whole."""
        return whole_years(self.outcome)


def beside(settings: Parameters, specification: Specification) -> Deaths | None:
    """Analyse the deaths of the country as the report's own series is analysed, inside its window and UCDP's coverage.

    None where that is what the report is about, or where it is on a series of one's own, on measured values or not by
    month.
    """
    own = (settings.outcome, settings.source) == (DEATHS, SOURCE)
    if own or settings.data or settings.likelihood == "gaussian" or shape_of(settings.intervention) != "month":
        return None
    try:
        series = inside_window(load_outcome(DEATHS, country=settings.country, source=SOURCE), settings)
    except ParameterError:  # no deaths there: nothing stands beside
        return None
    try:
        return Deaths(series, analyse(series, specification))
    except (DesignError, FitError) as error:
        return Deaths(series, None, str(error).removesuffix("."))


def inside_window(whole: Outcome, settings: Parameters, first: str = "") -> Outcome:
    """Give a monthly series inside the report's window as far as it goes, from ``first`` on at the earliest."""
    start, end = (time if shape_of(time) == "month" else "" for time in (settings.window_start, settings.window_end))
    last = whole.labels[-1]
    return whole.window(max(start, first, whole.labels[0]), min(end or last, last))


def record_deaths(found: Deaths, *, prefix: str = "deaths") -> None:
    """Record effects and answers as those of the report's own series, under ``deaths``, and the deaths of each year.

    Without a fit ``deaths.level_ratio`` has no estimate and says why.
    """
    where = {"source": found.outcome.source, "window": window_of(found.outcome)}
    years = [(f"in_{year}", f"deaths in {year}", total) for year, total in found.by_year.items()]
    record_numbers(years, prefix=prefix, unit="deaths", method="sum of the months, no model", **where)
    if found.analysis is None:
        of = "deaths in the month of the date over what the course before implied"
        record_numbers([("level_ratio", of, None)], prefix=prefix, unit="ratio", note=found.problem, **where)
        return
    record_analysis(found.analysis, prefix=prefix)
    record_answers(found.analysis, prefix=prefix)


def told(found: Deaths | None, own: Analysis) -> tuple[str, ...]:
    """Say how many died by year, and what the fit answers; one text a paragraph."""
    if found is None:
        return (NOTHING,)
    outcome = found.outcome
    what = f"{sentence_case(outcome.label)} in {outcome.geography} ({outcome.source}). {outcome.definition}"
    first = " ".join([f"**Deaths beside {own.outcome.label}.** {what}", *_counts(found, own.design.interventions[0])])
    if found.analysis is None:
        return first, f"Not estimable: {found.problem}."
    design = found.analysis.design
    answers = [answer.summary() for answer in _shown(found.analysis)]
    missing = missing_in_words(len(design.times) - design.positions[0])
    return first, f"**Answers on deaths.** {' '.join(filter(None, [*answers, missing]))}"


def _counts(found: Deaths, when: str) -> list[str]:
    """Tell the years from that of the date on, and the month with most deaths."""
    outcome, said = found.outcome, []
    since = {year: total for year, total in found.by_year.items() if year >= int(when[:4])}
    if len(since) > 1:
        listed = ", ".join(f"{year} {total:,.0f}" for year, total in since.items())
        first, last = min(since), max(since)
        times = f"{fixed(since[last] / since[first], 1)} times as many in {last} as in {first}" if since[first] else ""
        said.append(f"By year: {': '.join(filter(None, (listed, times)))}.")
    most = int(np.argmax(outcome.values))
    share = percent(float(outcome.values[most] / outcome.values.sum()))
    said.append(f"Most in one month: {outcome.values[most]:,.0f} in {in_words(outcome.labels[most])}, {share} of all.")
    return said


def _shown(analysis: Analysis) -> list[Answer]:
    """Answers to tell, without those for which too few months are after."""
    after = len(analysis.design.times) - analysis.design.positions[0]
    return [one for one in analysis.answers if one.name in SHOWN and one.name not in not_estimable(after)]


def read_deaths_coverage(path: Path | None = None) -> pd.DataFrame:
    """Read the kept table of ``python -m benchmarks.deaths_coverage``, a row a kind, truth and answer."""
    return read_table(path or TABLE, _COVERAGE)


def deaths_table(found: Deaths, own: Analysis) -> pd.DataFrame:
    """Round the answers that both series have for a reader: deaths, and the report's own series beside."""
    answers = {} if found.analysis is None else {answer.name: answer for answer in _shown(found.analysis)}
    others = {answer.name: answer for answer in own.answers}
    rows = [(answer.estimand, _written(answer), _written(others.get(name))) for name, answer in answers.items()]
    return pd.DataFrame(rows, columns=["Question", "Deaths", sentence_case(own.outcome.label)])


def deaths_frame(found: Deaths) -> pd.DataFrame:
    """Give one row an answer on deaths, unrounded."""
    return answers_frame(() if found.analysis is None else found.analysis.answers)


def _written(answer: Answer | None) -> str:
    return "{} ({})".format(*answer.told()) if answer is not None else MISSING
