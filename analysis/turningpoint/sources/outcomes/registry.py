"""Which sources of outcomes there are, and with them which outcomes: what `turningpoint.outcome.load_outcome` asks."""

import re

import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.names import did_you_mean
from turningpoint.sources.countries import country_name
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.outcomes.published_attacks import PICSS_MONTHLY, PICSS_YEARLY, PIPS_YEARLY
from turningpoint.sources.outcomes.reduced_attacks import PICSS_ATTACKS, PIPS_ATTACKS
from turningpoint.sources.outcomes.source import Source
from turningpoint.sources.outcomes.ucdp_ged import NAME as UCDP
from turningpoint.sources.outcomes.ucdp_ged import UCDP_GED
from turningpoint.sources.outcomes.ucdp_sides import UCDP_SIDES

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (UCDP_GED, UCDP_SIDES, PICSS_ATTACKS, PIPS_ATTACKS, PICSS_MONTHLY, PICSS_YEARLY, PIPS_YEARLY)
}
"""Every source by name. A new one has its module beside this one and its entry here; nothing else lists them."""

OUTCOMES = {name: kind for source in SOURCES.values() for name, kind in source.outcomes.items()}
"""Every outcome that some source can load."""


def find_source(name: str, country: str, source: str) -> Source:
    """The source of this name, after checking that it has this outcome (one of `OUTCOMES`) for this country.

    A `ParameterError` says which of the three is unknown (the nearest is suggested), or that they do not go together.
    """
    if not isinstance(name, str):
        raise ParameterError(
            f"load_outcome takes the name of an outcome of the project or a pandas object, not a {type(name).__name__}."
        )
    if re.fullmatch(rf"{UCDP}-[\d.]+", source):
        raise ParameterError(
            f"source {source!r} is now {UCDP!r}: the release is that of the table "
            f"({table_info(SOURCES[UCDP].table).version})."
        )
    for kind, value, known in (("source", source, list(SOURCES)), ("outcome", name, list(OUTCOMES))):
        if value not in known:
            raise ParameterError(
                f"unknown {kind} {value!r}. {did_you_mean(value, known, cutoff=0.3)}"
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
    only = chosen.outcomes[name].only
    if only and country not in only:
        raise ParameterError(f"outcome {name!r} exists for {', '.join(only)} only, not for {country!r}.")
    return chosen


def named_series(country: str, source: str = "", outcome: str = "") -> tuple[str, str]:
    """Source and outcome where a user names one of them, or none.

    Without a source it is the one that leads in the country, UCDP's elsewhere, or the first that has the outcome there.
    Without an outcome it is the source's first. What is named is not checked: `find_source` does that.

    >>> named_series("PAK"), named_series("MLI"), named_series("PAK", outcome="events")
    (('picss-attacks', 'attacks'), ('ucdp-ged', 'events'), ('ucdp-ged', 'events'))
    """
    there = sorted(SOURCES.values(), key=lambda one: country not in one.leads)
    for one in there:
        first = outcome or next(iter(one.outcomes))
        if first in one.outcomes and (source == one.name or (country and not source and country in one.countries)):
            return one.name, first
    return source or UCDP, outcome or next(iter(UCDP_GED.outcomes))


def elsewhere(name: str) -> str:
    """The outcome that other countries have in the place of one that exists for some only.

    >>> elsewhere("events_without_india"), elsewhere("deaths_best")
    ('events', 'deaths_best')
    """
    return OUTCOMES[name].elsewhere or name


def across_countries(name: str, source: str) -> tuple[tuple[str, str], str]:
    """Source and outcome by which countries are compared with one that has this outcome, and the last period.

    Those of a monthly source of one country are UCDP's events there and elsewhere.

    >>> across_countries("attacks", "picss-attacks"), across_countries("deaths_best", "ucdp-ged")
    ((('ucdp-ged', 'events'), '2024-12'), (('ucdp-ged', 'deaths_best'), '2024-12'))
    """
    if source in SOURCES and len(SOURCES[source].only) == 1 and SOURCES[source].frequency == "month":
        source, name = named_series("")
    return (source, name), SOURCES[source].coverage[1] if source in SOURCES else ""


def sources_beside(country: str) -> dict[str, Source]:
    """The sources that stand beside each other for a country, by the name under which each does.

    >>> list(sources_beside("PAK")), list(sources_beside("MLI"))
    (['ucdp', 'picss', 'pips'], ['ucdp'])
    """
    return {
        source.beside_name: source
        for source in SOURCES.values()
        if source.beside_name is not None and (not source.only or country in source.only)
    }


def sources_frame() -> pd.DataFrame:
    """The sources as a table to print: source, what, by, coverage, countries, outcomes."""
    return pd.DataFrame(
        {
            "source": source.name,
            "what": source.title,
            "by": source.frequency,
            "coverage": " to ".join(source.coverage),
            "countries": ", ".join(source.only) or f"{len(source.countries)} countries",
            "outcomes": source.offer,
        }
        for source in SOURCES.values()
    )
