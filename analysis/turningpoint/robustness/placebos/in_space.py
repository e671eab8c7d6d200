"""Placebo in space: the same model, date and window in countries where nothing is claimed to have happened."""

from collections.abc import Iterable

import pandas as pd

from turningpoint.errors import DataError, ParameterError
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.robustness.placebos.placebo import (
    COUNTRIES_RULE,
    OWN_BREAK,
    Placebo,
    effects_of,
    rows_of,
    too_thin,
    upheaval,
)
from turningpoint.sources.countries import country_names
from turningpoint.sources.embedded.land_borders import neighbours
from turningpoint.sources.outcomes.registry import across_countries, elsewhere, find_source
from turningpoint.timeline import position


def placebo_countries(
    name: str,
    specification: Specification,
    *,
    country: str,
    start: str,
    end: str,
    source: str = "ucdp-ged",
    countries: Iterable[str] | None = None,
) -> Placebo:
    """Estimate the effect at one date in every comparable country, by default of all that the source has.

    Comparable are countries with at least 2 counts a month before, on average, and 12 months with any on each side,
    that were states in the whole window (months before are not zeros) and have no known break of their own. Those that
    share a land border, which the same event may have hit, are shown and not ranked.

    ``name`` is the outcome of a source; that of a source of one country is held against what UCDP has there and
    elsewhere, to the end of its coverage. A `DataError` where the country asked about cannot be loaded in this window.
    """
    when = specification.interventions[0]
    asked, ((source, name), last) = (source, name), across_countries(name, source)
    series = "" if asked == (source, name) else f"{name} of {source} in every country, this one among them"
    if series and last < end:
        end = last
        series += f", to {last}"
    there = find_source(name, country, source).countries if countries is None else countries
    wanted, titles = dict.fromkeys([country, *there]), country_names()
    near = neighbours(country)
    kept: list[tuple[str, Outcome]] = []
    left_out = []
    for code in wanted:
        own = name if code == country else elsewhere(name)
        try:
            outcome = load_outcome(own, country=code, source=source, start=start, end=end)
        except ParameterError as error:
            if code == country:
                raise DataError(f"{titles.get(code, code)} has no such series: {error}") from error
            left_out.append((code, "no series over the whole window"))
            continue
        at = position(outcome.times, when)
        if code == country and not 0 < at < len(outcome.times):
            raise DataError(f"{when} lies outside {start} to {end}, where countries can be compared.")
        reason = too_thin(outcome.values[:at], outcome.values[at:])
        if not reason and code not in near:
            reason = upheaval(outcome.values, outcome.labels, at)
        if reason and code != country:
            left_out.append((code, reason))
        else:
            kept.append((code, outcome))
    found = effects_of([outcome for _, outcome in kept], [when] * len(kept), specification)
    codes, confidence = [code for code, _ in kept], specification.confidence
    names, ranked = [titles.get(code, code) for code in codes], [code not in near for code in codes]
    frame, failed = rows_of(codes, names, found, ranked=ranked, confidence=confidence)
    left = pd.DataFrame([*left_out, *failed], columns=["name", "reason"])
    times, ratios = kept[0][1].times, specification.likelihood != "gaussian"
    at = position(times, when)
    rule = COUNTRIES_RULE if left["reason"].str.contains(OWN_BREAK, regex=False).any() else ""
    windows = len(codes) - 1
    return Placebo("space", country, frame, left, windows, at, len(times) - at, ratios, confidence, rule, series)
