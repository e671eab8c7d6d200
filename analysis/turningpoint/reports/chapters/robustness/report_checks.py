"""The robustness part of a report: what is checked for its settings, and the sentences that need them, rivals too."""

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.its import Analysis, Specification
from turningpoint.names import as_name
from turningpoint.number_format import confidence_label, decimals_for, fixed, interval
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.reports.chapters.robustness.checks import Checks, check
from turningpoint.reports.records import window_of
from turningpoint.reports.settings.controls import check_controls, control_codes, control_series
from turningpoint.reports.settings.fit_to_data import outcome_of, specification_of
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.settings.question import event_in_words
from turningpoint.robustness.concurrent_events import Rival
from turningpoint.robustness.control_countries import Controlled, controlled, pool_weights, steady
from turningpoint.robustness.dates.date_set import DateSet
from turningpoint.robustness.dates.other_events import RIVALS, other_events, rival_events, rivals, rivals_in_words
from turningpoint.robustness.placebos.in_space import placebo_countries
from turningpoint.robustness.placebos.placebo import Placebo
from turningpoint.robustness.specifications.grid import Grid
from turningpoint.robustness.specifications.joint_test import grid_around
from turningpoint.sources.embedded.interventions import events
from turningpoint.sources.outcomes.registry import SOURCES, across_countries

OFF = 24
"""Months by which windows start earlier and later than the report's own."""
PULSES = {"ttp_ceasefire_1_start": "ttp_ceasefire_1_end", "ttp_indefinite_ceasefire": "ttp_ceasefire_2022_end"}
"""Rivals that pass, and the events that end them; all others last."""


@dataclass(frozen=True, eq=False)
class Asked:
    """What a report asks of its robustness part: the outcome, whole and inside the window, and the specification.

    ``event`` is the intervention in words; ``marked`` are dates with names to mark, it among them; ``outcomes`` are
    those of the many specifications; ``rivals`` the events at which the turn is fitted too, None where none is known.
    """

    whole: Outcome
    series: Outcome
    specification: Specification
    event: str
    marked: list[tuple[str, str]]
    outcomes: dict[str, Outcome]
    rivals: pd.DataFrame | None

    @property
    def source(self) -> str:
        """Source of the series, in words."""
        return self.series.source

    @property
    def window(self) -> str:
        """First and last period of the series."""
        return window_of(self.series)


def prepare(settings: Parameters) -> Asked:
    """Load what the settings ask for; errors as in the part on attacks."""
    whole = outcome_of(settings)
    series = whole.window(settings.window_start, settings.window_end)
    specification = specification_of(settings, series)
    known = rivals_known(settings, series)
    named = [(specification.interventions[0], as_name(settings.intervention_label) or "intervention")]
    if settings.rivals or _of_pakistan(settings):
        named += _named(known if settings.rivals else rival_events())
    return Asked(whole, series, specification, event_in_words(settings), named, outcomes_for(settings, whole), known)


def run(asked: Asked, analysis: Analysis, settings: Parameters) -> Checks:
    """Make every check of the report."""
    others = not settings.data and SOURCES[across_countries(settings.outcome, settings.source)[0][0]].only == ()
    countries = partial(
        placebo_countries, settings.outcome, asked.specification, country=settings.country, source=settings.source,
        start=settings.window_start, end=settings.window_end,
    )  # fmt: skip
    return check(
        analysis, whole=asked.whole, outcomes=asked.outcomes, grid=grid_for(asked.outcomes, settings),
        countries=countries if others else None, rivals=asked.rivals, known=known_events(asked, settings),
        replicates=settings.null_replicates, seed=settings.seed,
    )  # fmt: skip


def known_events(asked: Asked, settings: Parameters) -> list[tuple[str, str]]:
    """Period and label of the other events known for the whole series, near which no date is a placebo."""
    return _named(rivals_known(settings, asked.whole))


def _named(known: pd.DataFrame | None) -> list[tuple[str, str]]:
    return [] if known is None else list(known[["date", "label"]].itertuples(index=False, name=None))


def effect_in_a_sentence(analysis: Analysis, event: str) -> str:
    """Say the first answer there is, and the jump in bold, as the first lines of the verdict."""
    level = analysis.level
    first = next((one.summary() for one in analysis.answers if one.name.startswith("before_after")), "")
    places = decimals_for(level.estimate, level.low, level.high)
    shown = fixed(level.estimate, places)
    words = f"{shown} times" if level.scale.contrast == "ratio" else f"a difference of {shown} from"
    inside = level.low is None or level.high is None or level.low <= level.scale.null <= level.high
    verdict = "inconclusive" if inside else "which its interval tells from no change"
    return (
        f"{first} At {event} itself the model finds **{words}** what the earlier course implied "
        f"({confidence_label(level.confidence)} {level.interval(places)}), {verdict}."
    ).lstrip()


def _of_pakistan(settings: Parameters) -> bool:
    """Whether other events and sources are listed for the series."""
    return settings.country == "PAK" and not settings.data


def rivals_known(settings: Parameters, series: Outcome) -> pd.DataFrame | None:
    """Give the events of the file named ``rivals``, else those listed for Pakistan; None where none is known."""
    if not settings.rivals and not _of_pakistan(settings):
        return None
    when = specification_of(settings, series).interventions[0]
    return other_events(series, when, Path(settings.rivals) if settings.rivals else None)


def rivals_sentence(found: DateSet, asked: Asked, settings: Parameters) -> str:
    """Say which rival events the data leave possible; nothing where none is known or nothing is ruled out."""
    if asked.rivals is None or not found.rules_out:
        return ""
    listed = rivals(found) if not settings.rivals else asked.rivals.merge(found.to_frame(), on="date")
    return rivals_in_words(listed)


def control_of(asked: Asked, settings: Parameters, comparable: Placebo | None = None) -> Controlled | None:
    """Compare with the countries that the settings name as controls, or else with a weighted pool of comparable ones.

    Beside a source of one country all of them, its own among them, are UCDP's. None where no country is named and none
    without a break at the date is ranked in ``comparable``, the placebo in space, or values are measured.
    """
    check_controls(settings)
    named = control_codes(settings)
    unbroken, broken = ([], ()) if comparable is None else steady(comparable)
    codes = named or unbroken
    if not codes or settings.likelihood == "gaussian":  # ratios are compared
        return None
    loaded = control_series(settings, codes)
    elsewhere = across_countries(settings.outcome, settings.source)[0][0] != settings.source
    own = control_series(settings, [settings.country])[0] if elsewhere else asked.series
    weights = None if named else pool_weights(own, loaded, asked.specification.interventions[0])
    found = controlled(own, loaded, asked.specification, weights=weights)
    series = f"{own.label} of {own.source}, to {own.labels[-1]}" if elsewhere else ""
    return replace(found, left_out=() if named else broken, series=series)


def rivals_of(asked: Asked, settings: Parameters) -> list[Rival]:
    """Other events to put into the model: those listed for Pakistan; none for other series."""
    listed = _of_pakistan(settings) and asked.series.frequency == "month"
    return rivals_of_pakistan(tuple(asked.series.labels)) if listed else []


def outcomes_for(settings: Parameters, whole: Outcome) -> dict[str, Outcome]:
    """Load the outcomes of the grid on one time axis, the report's own whole series alone where it stands alone."""
    start, end = earliest(whole, settings.window_start), settings.window_end
    together = () if settings.data else SOURCES[settings.source].tried_together
    if settings.outcome not in together:
        return {whole.name: whole.window(start, end)}
    found: dict[str, Outcome] = {}
    for name in together:
        # a country may lack a kind of events; the figure names the outcomes that were tried
        with suppress(ParameterError):
            found[name] = load_outcome(name, country=settings.country, source=settings.source, start=start, end=end)
    return found


def earliest(whole: Outcome, start: str) -> str:
    """First period of the axis of the grid: so many before the window's start, as far as the series goes."""
    names = whole.labels
    return names[max(0, names.index(start) - OFF)] if start in names else names[0]


def grid_for(outcomes: dict[str, Outcome], settings: Parameters) -> Grid:
    """Give the grid around the report's window."""
    names = next(iter(outcomes.values())).labels
    start, end = settings.window_start, settings.window_end
    return grid_around(outcomes, start if start in names else names[0], end if end in names else names[-1])


def rivals_of_pakistan(labels: tuple[str, ...]) -> list[Rival]:
    """Give the rival events of the table of interventions that lie inside a monthly series, ceasefires as pulses."""
    known = events().set_index("event_id")[["month", "label"]].astype(str)
    months, found = known["month"].to_dict(), []
    for name in RIVALS:
        if months.get(name) not in labels or name in PULSES.values():
            continue
        end = months.get(PULSES.get(name, ""), "")
        # The month in which a ceasefire ends is the first after it.
        last = labels[labels.index(end) - 1] if end in labels else ""
        found.append(Rival(known["label"][name], months[name], max(last, months[name]) if end else ""))
    return found


def stories_sentence(stories: pd.DataFrame, left: pd.DataFrame, months: pd.DataFrame | None = None) -> str:
    """Say how far the level moves between the stories, and when a year, or a single period, is left out."""
    levels = stories[(stories["effect"] == "level") & stories["estimate"].notna()]
    excluding = int(((levels["low"] > 1) | (levels["high"] < 1)).sum())
    words = (
        f"Beside one rival or all of them the level runs from {_span(levels)}; its interval excludes no change in "
        f"{excluding} of {len(levels)} models."
    )
    years = _without_one(left)
    if len(years):
        ordered = years.sort_values("estimate").iloc[[0, -1]].to_dict("records")
        ends = (f"{fixed(row['estimate'], 2)} (without {row['left_out']})" for row in ordered)
        words += f" Without one calendar year it runs from {' to '.join(ends)}."
    if months is not None and len(single := _without_one(months)):
        words += f" Without one period: from {_span(single)}."
    failed = stories[stories["reason"] != ""].to_dict("records")
    names = "; ".join(f"{row['story']}: {row['reason']}" for row in failed)
    return words + (f" No answer from {names}" if names else "")


def _without_one(left: pd.DataFrame) -> pd.DataFrame:
    return left[(left["effect"] == "level") & (left["left_out"] != "nothing") & left["estimate"].notna()]


def _span(levels: pd.DataFrame) -> str:
    return interval(levels["estimate"].min(), levels["estimate"].max(), decimals=2)
