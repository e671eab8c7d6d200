"""What outcomes there are, and which source has which: the two lists behind `analysis.outcome.load_outcome`."""

from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.sources.countries import country_name, country_names
from turningpoint.sources.embedded import published_figures, ucdp_country_months
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.embedded.published_figures import attack_counts


@dataclass(frozen=True)
class OutcomeKind:
    """A kind of outcome, whatever its source.

    Attributes
    ----------
    label : what is counted, in words that fit a sentence.
    unit : what one is, in the plural; with the period it is the unit, e.g. ``events per month``.
    definition : what is counted and what is not, as a clause that follows the publisher's name.
    """

    label: str
    unit: str
    definition: str


_LETHAL = (
    "with at least one death in its best, low or high estimate, whichever side began it, in conflicts that reached "
    "25 deaths in some calendar year; attacks that killed nobody are not counted"
)

OUTCOMES = {
    "events": OutcomeKind(
        "lethal conflict events",
        "events",
        f"counts events of organised violence (state-based, non-state and one-sided) {_LETHAL}",
    ),
    "events_state_based": OutcomeKind(
        "lethal events of state-based conflict",
        "events",
        f"counts events in which at least one side is a government, {_LETHAL}",
    ),
    "events_one_sided": OutcomeKind(
        "lethal events of one-sided violence",
        "events",
        f"counts events in which an organised actor killed civilians, {_LETHAL}",
    ),
    "events_non_state": OutcomeKind(
        "lethal events of non-state conflict",
        "events",
        f"counts events in which neither side is a government, {_LETHAL}",
    ),
    "deaths_best": OutcomeKind(
        "deaths in conflict events",
        "deaths",
        "counts deaths by its best estimate, of all sides and of civilians together, in all events of organised "
        "violence (state-based, non-state and one-sided); they come in clusters, several in one event",
    ),
    "events_without_india": OutcomeKind(
        "lethal conflict events without India-Pakistan exchanges",
        "events",
        f"counts events of organised violence {_LETHAL}; exchanges between India and Pakistan are taken off",
    ),
    "attacks": OutcomeKind(
        "militant attacks",
        "attacks",
        "counts attacks by militants, lethal or not, as printed in its reports or in the press that relays them; "
        "operations of the security forces are not counted",
    ),
}


@dataclass(frozen=True)
class Source:
    """A source of outcomes.

    Attributes
    ----------
    name : name by which a user asks for it.
    short_title : as it stands beside a number.
    title : in full.
    counter : who counts, the subject of the definition's sentence.
    table : table of the catalogue the values come from.
    frequency : ``month`` or ``year``.
    outcomes : names in `OUTCOMES`.
    only : codes of the only countries it covers; empty means every country of the table.
    """

    name: str
    short_title: str
    title: str
    counter: str
    table: str
    frequency: str
    outcomes: tuple[str, ...]
    only: tuple[str, ...] = ()

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO3 codes of the countries covered."""
        return self.only or tuple(country_names())

    @property
    def coverage(self) -> tuple[str, str]:
        """First and last period, e.g. ``("1989-01", "2024-12")``."""
        if self.table == published_figures.NAME:
            periods = attack_counts(self.counter, self.frequency)["period"]
            return str(periods.min()), str(periods.max())
        info = table_info(self.table)
        return info.coverage_start, info.coverage_end


SOURCES = {
    source.name: source
    for source in (
        Source(
            "ucdp-ged-25.1",
            "UCDP GED 25.1",
            "Uppsala Conflict Data Program, Georeferenced Event Dataset (GED), version 25.1",
            "UCDP",
            ucdp_country_months.NAME,
            "month",
            tuple(name for name in OUTCOMES if name != "attacks"),
        ),
        Source(
            "picss-monthly-attacks",
            "PICSS, monthly figures",
            "Pakistan Institute for Conflict and Security Studies, monthly figures as published",
            "PICSS",
            published_figures.NAME,
            "month",
            ("attacks",),
            ("PAK",),
        ),
        Source(
            "picss-yearly-attacks",
            "PICSS, yearly figures",
            "Pakistan Institute for Conflict and Security Studies, yearly figures as published",
            "PICSS",
            published_figures.NAME,
            "year",
            ("attacks",),
            ("PAK",),
        ),
        Source(
            "pips-yearly-attacks",
            "PIPS, yearly figures",
            "Pak Institute for Peace Studies, yearly figures as published",
            "PIPS",
            published_figures.NAME,
            "year",
            ("attacks",),
            ("PAK",),
        ),
    )
}

PAKISTAN_ONLY = ("events_without_india",)
"""Outcomes that exist for Pakistan only, whatever the source covers."""


def find_source(name: str, country: str, source: str) -> Source:
    """The source of this name, after checking that it has this outcome for this country.

    Parameters
    ----------
    name : one of `OUTCOMES`.
    country : ISO3 code.
    source : one of `SOURCES`.

    Raises
    ------
    ParameterError
        One of the three is unknown (the nearest is suggested), or they do not go together.
    """
    for kind, value, known in (("source", source, list(SOURCES)), ("outcome", name, list(OUTCOMES))):
        if value not in known:
            near = get_close_matches(value, known, n=1, cutoff=0.3)
            raise ParameterError(
                f"unknown {kind} {value!r}. {f'Did you mean {near[0]!r}? ' if near else ''}"
                f"There are: {', '.join(known)} (`turningpoint data` describes them)."
            )
    chosen = SOURCES[source]
    if name not in chosen.outcomes:
        others = ", ".join(other.name for other in SOURCES.values() if name in other.outcomes)
        raise ParameterError(
            f"source {source!r} has no outcome {name!r}. It has: {', '.join(chosen.outcomes)}. "
            f"Outcome {name!r} is in: {others}."
        )
    country_name(country)
    if chosen.only and country not in chosen.only:
        raise ParameterError(f"source {source!r} covers {', '.join(chosen.only)} only, not {country!r}.")
    if name in PAKISTAN_ONLY and country != "PAK":
        raise ParameterError(f"outcome {name!r} exists for PAK only, not for {country!r}.")
    return chosen


def sources_frame() -> pd.DataFrame:
    """The sources as a table to print: source, what, by, coverage, countries, outcomes."""
    return pd.DataFrame(
        {
            "source": source.name,
            "what": source.title,
            "by": source.frequency,
            "coverage": " to ".join(source.coverage),
            "countries": ", ".join(source.only) or f"{len(source.countries)} countries",
            "outcomes": ", ".join(f"{name} (PAK only)" if name in PAKISTAN_ONLY else name for name in source.outcomes),
        }
        for source in SOURCES.values()
    )


def outcomes_frame() -> pd.DataFrame:
    """The outcomes as a table to print: outcome, what, unit, definition."""
    return pd.DataFrame(
        {"outcome": name, "what": kind.label, "unit": kind.unit, "definition": kind.definition}
        for name, kind in OUTCOMES.items()
    )


def countries_frame() -> pd.DataFrame:
    """The countries of the UCDP table as a table to print: country (ISO3 code), name."""
    return pd.DataFrame(country_names().items(), columns=["country", "name"])
