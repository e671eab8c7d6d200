"""The population that a report takes as the exposure of its series and of those beside it."""

from dataclasses import replace

import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.outcome import Outcome
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.sources.embedded.population import read_population
from turningpoint.sources.population import GROWTH, population_asked


def per_person(series: Outcome, settings: Parameters) -> Outcome:
    """Give a whole series the exposure that ``population`` asks for; without it the series is as it was.

    Unless the population is to go on by its growth, the window must lie in the years of its table, and what the series
    has outside them is cut off, at whole sums.

    Raises
    ------
    ParameterError
        See `turningpoint.sources.population.population`; an outcome that has an exposure already.
    """
    asked = settings.population
    if not asked:
        return series
    if series.exposure is not None:
        raise ParameterError(f"population: {series.label} has an exposure of its own. Leave population empty.")
    if not asked.endswith(f":{GROWTH}") and isinstance(series.times, pd.PeriodIndex):
        years = read_population()["year"]
        inside = (series.times.year >= years.min()) & (series.times.year <= years.max())
        begun = series.times.year >= int(settings.window_start[:4])
        over = series.times.year > int(settings.window_end[:4] or series.labels[-1][:4])
        population_asked(asked, series.times[begun & ~over])  # what the window needs
        if not inside.any():
            return series  # a series beside that says itself that it has nothing there
        labels = [label for label, kept in zip(series.labels, inside, strict=True) if kept]
        series = series.window(series.nearest_start(labels[0]), series.nearest_end(labels[-1]))
    people, rule = population_asked(asked, series.times)
    return replace(series, exposure=people, assumption=" ".join(filter(None, (series.assumption, rule))))
