"""The sentences and small tables of the data part: series and sources in, plain English out."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from turningpoint.number_format import agreeing, fixed, ratio, table_of
from turningpoint.outcome import Outcome
from turningpoint.reports.notebook_output import Plain, record
from turningpoint.reports.records import record_numbers, window_of
from turningpoint.sources.yearly_counts import COUNTED
from turningpoint.timeline import in_words


def coverage(whole: Outcome, window: Outcome) -> str:
    """Say from when to when the source reaches, which window is used, and what is missing or zero in it."""
    period = window.period
    zero, holes = int((window.values == 0).sum()), int((~window.observed).sum())
    missing = f"{holes} were not observed" if holes else "all were observed"
    zeros = f"{zero or 'none'} {agreeing(zero or 1, 'is', 'are')} zero"
    return (
        f"The source covers {in_words(whole.labels[0])} to {in_words(whole.labels[-1])}; this report uses "
        f"{in_words(window.labels[0])} to {in_words(window.labels[-1])}, {len(window.values)} {period}s. Of these "
        f"{missing}, and {zeros}."
    )


def by_year(series: Outcome) -> pd.DataFrame:
    """Sum what was observed by calendar year, without a calendar as a whole; measured values have means alone."""
    years = [str(year) for year in series.times.year] if isinstance(series.times, pd.PeriodIndex) else "all"
    frame = pd.DataFrame({"year": years, "value": series.values})
    found = [(year, values.dropna()) for year, values in frame.groupby("year")["value"]]
    columns: dict[str, Callable[[tuple[str, pd.Series]], Any]] = {"year": lambda row: row[0]}
    if series.adds_up:
        columns["total"] = lambda row: fixed(row[1].sum(min_count=1), 0)
    columns[f"{series.period}s observed"] = lambda row: len(row[1])
    columns[f"mean per {series.period}"] = lambda row: fixed(row[1].mean(), 1)
    return table_of(found, columns)


def record_series(series: Outcome) -> None:
    """Record the total of the series, or the mean of measured values, and how much of it was observed."""
    shared: dict[str, Plain] = {"source": series.source, "window": window_of(series)}
    kind, estimate = ("total", np.nansum(series.values)) if series.adds_up else ("mean", np.nanmean(series.values))
    whole = [(kind, f"{series.label}, {kind}", float(estimate))]
    record_numbers(whole, prefix="data", unit=series.unit.partition(" per ")[0], **shared)
    of = f"{series.period}s with a value, of {len(series.values)}"
    seen = [("periods_observed", of, int(series.observed.sum()))]
    record_numbers(seen, prefix="data", unit=f"{series.period}s", **shared)


def record_growth(rise: pd.DataFrame) -> None:
    """Record the growth of each source from the common trough, as ``growth`` gives it."""
    for row in rise.to_dict("records"):
        source, first, last = row["source"], row["first_year"], row["last_year"]
        of = f"{COUNTED[source]}: {last} over {first}"
        shared: dict[str, Any] = {"unit": "ratio", "method": "quotient of two yearly counts", "source": source}
        window = f"{first} to {last}"
        record(f"data.growth.{source.lower()}", estimand=of, estimate=row["growth"], window=window, **shared)


def agreement(counts: pd.DataFrame, rise: pd.DataFrame) -> str:
    """Say what each source counts and how differently they rose."""
    what = "; ".join(f"{source}: {text}" for source, text in COUNTED.items())
    risen = ", ".join(f"{ratio(row['growth'])}-fold by {row['source']}" for row in rise.to_dict("records"))
    return (
        f"What each source counts – {what}. From {rise['first_year'].iloc[0]}, when the three together were lowest "
        f"(geometric mean), to {rise['last_year'].iloc[0]} the counts changed {risen}. "
        f"{_direction(rise)}; by how much depends on whom one asks. {_drift(counts)} "
        "**A ratio or a series must therefore stay with one source.**"
    )


def counts_by_year(counts: pd.DataFrame) -> pd.DataFrame:
    """Set the sources side by side, one row a year, with the quotient of the two that count attacks."""
    wide = counts.pivot_table(index="year", columns="source", values="count", dropna=False)
    shown = {f"{source}: {what}": map(partial(fixed, decimals=0), wide[source]) for source, what in COUNTED.items()}
    quotient = map(ratio, wide["PICSS"] / wide["PIPS"])
    return pd.DataFrame({"year": wide.index.astype(str), **shown, "PICSS over PIPS": quotient})


def _direction(rise: pd.DataFrame) -> str:
    """Say whether the sources moved the same way."""
    ways = tuple(set(np.sign(rise["growth"] - 1)))
    alike = {(1.0,): "All of them rose", (-1.0,): "All of them fell"}
    return alike.get(ways, "They did not all move the same way")


def _drift(counts: pd.DataFrame) -> str:
    """Say how far the quotient of the two sources that count attacks moved."""
    wide = counts.pivot_table(index="year", columns="source", values="count")
    quotient = (wide["PICSS"] / wide["PIPS"]).dropna().sort_values()
    low, high = (f"{ratio(quotient.iloc[end])} in {quotient.index[end]}" for end in (0, -1))
    return f"The two that count attacks drift: PICSS over PIPS was {low} and {high}."
