"""Placebo in space: the same model, date and window in countries where nothing is claimed to have happened."""

from collections.abc import Iterable

import pandas as pd

from turningpoint.errors import DataError, ParameterError
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.robustness.placebos.placebo import Placebo, effects_of, rows_of, too_thin
from turningpoint.sources.countries import country_names
from turningpoint.sources.outcomes.registry import elsewhere, find_source
from turningpoint.timeline import position

NEIGHBOURS = {"PAK": ("AFG", "CHN", "IND", "IRN")}
"""Countries that may have been hit by the same event: shown, not ranked. Others than Pakistan have none listed."""


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

    Comparable are countries with at least 2 counts a month before, on average, and 12 months with any on each side, and
    that were states in the whole window: months before are not zeros.

    Parameters
    ----------
    name, source : the outcome. start, end : window. country : the one that is asked about; a DataError where it cannot
        be loaded in this window.
    """
    when = specification.interventions[0]
    there = find_source(name, country, source).countries if countries is None else countries
    wanted, titles = dict.fromkeys([country, *there]), country_names()
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
        reason = too_thin(outcome.values[:at], outcome.values[at:])
        if reason and code != country:
            left_out.append((code, reason))
        else:
            kept.append((code, outcome))
    found = effects_of([outcome for _, outcome in kept], [when] * len(kept), specification)
    codes, near = [code for code, _ in kept], NEIGHBOURS.get(country, ())
    names, ranked = [titles.get(code, code) for code in codes], [code not in near for code in codes]
    frame, failed = rows_of(codes, names, found, ranked=ranked, confidence=specification.confidence)
    left = pd.DataFrame([*left_out, *failed], columns=["name", "reason"])
    times, ratios = kept[0][1].times, specification.likelihood != "gaussian"
    at = position(times, when)
    return Placebo("space", country, frame, left, len(codes) - 1, at, len(times) - at, ratios, specification.confidence)
