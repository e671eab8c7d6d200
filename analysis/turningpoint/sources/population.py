"""Population as the exposure of a series of counts: between the years of its table by steady growth."""

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.number_format import agreeing
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.embedded.population import NAME, read_population
from turningpoint.timeline import Times, labels

GROWTH = "growth"
"""The rule by which a population goes on outside the years of its table: at the growth of the year next to it."""


def population(country: str, times: Times, *, outside: str = "") -> tuple[Array, str]:
    """Population of a country in the middle of each period, and in one sentence how it was made.

    The table holds the middle of each year. Between two of them, and within the first and the last year, growth is
    steady: the log of the population is a straight line in time.

    Parameters
    ----------
    country : ISO3 code.
    times : periods of a calendar, (n,).
    outside : what to do with periods outside the years of the table: refuse them (empty) or go on at the `GROWTH` of
        the year next to them.

    Returns
    -------
    tuple
        (n,) persons, and the rule as a sentence; a `ParameterError` for no such country in the table, times without a
        calendar, periods outside its years with no rule chosen, or a rule that does not exist.
    """
    table = read_population()
    rows = table[table["iso3"] == country].sort_values("year")
    title = table_info(NAME).short_title
    if rows.empty:
        raise ParameterError(f"population: {title} has no country {country!r}. Countries are given by their ISO3 code.")
    if outside not in ("", GROWTH):
        raise ParameterError(f"population: there is no rule {outside!r}. Choose {GROWTH!r}, or none.")
    if isinstance(times, pd.RangeIndex):
        raise ParameterError("population: times without a calendar have no population. Give a column of the exposure.")
    years = rows["year"].to_numpy()
    first, last = int(years[0]), int(years[-1])
    beyond = [label for label, year in zip(labels(times), times.year, strict=True) if not first <= year <= last]
    if beyond and not outside:
        raise ParameterError(
            f"population: {title} covers {first} to {last}, and {len(beyond)} "
            f"{agreeing(len(beyond), 'period lies', 'periods lie')} outside ({beyond[0]} to {beyond[-1]}). Choose "
            f"another window, or the rule {GROWTH!r} ({country}:{GROWTH}): on at the growth of the year next to them."
        )
    middles, at = years + 0.5, _middles(times)
    logs = np.log(rows["population"].to_numpy(dtype=float))
    # the segment a period lies in; before the first and after the last middle the nearest goes on
    segment = np.clip(np.searchsorted(middles, at) - 1, 0, len(middles) - 2)
    growth = np.diff(logs)[segment]
    rule = f"Exposure is the population by {title}, between the middles of its years at steady growth"
    if beyond:
        where = f"outside {first} to {last} ({len(beyond)} of {len(times)} periods)"
        rule += f"; {where} it goes on at the growth of the year next to it"
    return np.exp(logs[segment] + growth * (at - middles[segment])), f"{rule}."


def population_asked(asked: str, times: Times) -> tuple[Array, str]:
    """`population` as a text asks for it: a country, or a country and the rule outside the table, as PAK:growth."""
    country, _, outside = asked.partition(":")
    return population(country, times, outside=outside)


def _middles(times: pd.PeriodIndex) -> Array:
    """The middle of each period in years; of a month by its number, so that months are twelfths."""
    if times.freqstr[0] in "MQY":
        last = times.asfreq("M", how="END")
        first = times.asfreq("M", how="START")
        return np.asarray((first.year * 12 + first.month - 1 + last.year * 12 + last.month) / 24, dtype=float)
    days = times.start_time + (times.end_time - times.start_time) / 2
    return np.asarray(days.year + (days.day_of_year - 0.5) / 365.25, dtype=float)
