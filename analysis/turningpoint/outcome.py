"""The outcome of an analysis: loaded from a source of the project, or made of a series of one's own."""

import pandas as pd

from turningpoint.errors import DataError, ParameterError
from turningpoint.number_format import listed
from turningpoint.pandas_outcome import outcome_of
from turningpoint.regular_series import Outcome
from turningpoint.sources.countries import country_name
from turningpoint.sources.outcomes.registry import OUTCOMES, SOURCES, find_source, sources_frame
from turningpoint.sources.own_series import OwnSeries
from turningpoint.timeline import frequency

__all__ = ["OUTCOMES", "SOURCES", "Outcome", "load_outcome", "own_outcome", "sources_frame"]
PLACE = ("PAK", "ucdp-ged")
"""Country and source where none is named."""


def load_outcome(
    name: str | pd.Series | pd.DataFrame,
    *,
    country: str = PLACE[0],
    source: str = PLACE[1],
    start: str = "",
    end: str = "",
    **columns: str,
) -> Outcome:
    """Load one outcome from the embedded tables, or make one of a pandas object.

    Inside the coverage of UCDP an absent month is zero; months before the country was a state are not covered. A
    hole in published figures is missing. The two are never mixed.

    Parameters
    ----------
    name : one of `OUTCOMES`, or a Series or DataFrame, read by `turningpoint.pandas_outcome.outcome_of`.
    country : ISO3 code.
    source : one of `SOURCES`.
    start, end : first and last period wanted, both included; empty means all there is.
    columns : of a pandas object: what `outcome_of` takes by name, as ``time``, ``outcome`` and ``exposure``.

    Raises
    ------
    ParameterError
        Unknown name, country or source (the nearest is suggested); an outcome the source does not have; a window
        outside the coverage; a series of zeros only; a country or source for a pandas object, columns for a name.
    DataError
        See `outcome_of`.

    Examples
    --------
    >>> frame = pd.DataFrame({"month": ["2021-06", "2021-07", "2021-08"], "attacks": [3, 5, 4]})
    >>> load_outcome(frame, time="month", outcome="attacks", start="2021-07").values
    array([5., 4.])
    """
    if isinstance(name, pd.Series | pd.DataFrame):
        if (country, source) != PLACE:
            raise ParameterError("country and source name a table of the project: leave them out with a pandas object.")
        return outcome_of(name, **columns).window(start, end)
    if columns:
        raise ParameterError(f"{listed(list(columns))}: only a pandas object has columns to name.")
    chosen = find_source(name, country, source)
    kind, found = chosen.outcomes[name], chosen.load(name, country)
    outcome = Outcome(
        name=name,
        label=kind.label,
        unit=f"{kind.unit} per {chosen.frequency}",
        geography=country_name(country),
        **vars(found),
    )
    return outcome.window(start, end)


def own_outcome(series: OwnSeries, *, label: str = "", unit: str = "", geography: str = "") -> Outcome:
    """Make an outcome of a series of one's own.

    Parameters
    ----------
    series : as `turningpoint.sources.read_series` returns it.
    label : what is counted, in words; by default the name of the column.
    unit : unit of one value; by default the label and the period.
    geography : place in words, if any.

    Raises
    ------
    DataError
        Nothing was observed, or every observed value is zero.
    """
    label = label or series.outcome
    outcome = Outcome(
        name=series.outcome,
        label=label,
        unit=unit or f"{label} per {frequency(series.times).replace('index', 'period')}",
        source=series.path.name,
        geography=geography,
        times=series.times,
        values=series.values,
        exposure=series.exposure,
        spans=series.spans,
        definition=series.definition
        or f"Column {series.outcome} of {series.path.name}, as given. {series.said}".rstrip(),
    )
    if problem := outcome.nothing_in_it():
        raise DataError(problem, file=series.path, column=series.outcome, remedy="There is nothing to model.")
    return outcome
