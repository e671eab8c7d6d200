"""The sentences and small tables of the data part: series and sources in, plain English out."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from turningpoint.number_format import agreeing, counted, fixed, ratio, table_of
from turningpoint.outcome import Outcome
from turningpoint.reports.notebook_output import Plain
from turningpoint.reports.records import record_numbers, window_of
from turningpoint.sources.outcomes.reduced_attacks import ReducedAttacks
from turningpoint.sources.outcomes.registry import SOURCES
from turningpoint.sources.printed_totals.figure import month_number
from turningpoint.sources.printed_totals.reduction import RULE, Reduction
from turningpoint.sources.yearly_counts import COUNTED
from turningpoint.timeline import in_words


def coverage(whole: Outcome, window: Outcome) -> str:
    """Say from when to when the source reaches, which window is used, and what is missing or zero in it."""
    zero, holes = int((window.values == 0).sum()), int((~window.covered).sum())
    missing = f"{holes} were not observed" if holes else "all were observed"
    if window.spans:
        summed, sums = int((window.covered & ~window.observed).sum()), counted(len(window.spans), "sum")
        missing = f"{summed} are known only as {sums}, {missing.replace('all were', 'all others were')}"
    covered, used = (f"{in_words(one.labels[0])} to {in_words(one.labels[-1])}" for one in (whole, window))
    return (
        f"The source covers {covered}; this report uses {used}, {len(window.values)} {window.period}s. Of these "
        f"{missing}, and {zero or 'none'} {agreeing(zero or 1, 'is', 'are')} zero."
    )


def by_year(series: Outcome) -> pd.DataFrame:
    """Round `by_year_frame` for reading."""
    frame = by_year_frame(series)
    rounded = {name: places for name, places in (("total", 0), (f"mean per {series.period}", 1)) if name in frame}
    return frame.assign(**{name: [fixed(cell, places) for cell in frame[name]] for name, places in rounded.items()})


def by_year_frame(series: Outcome) -> pd.DataFrame:
    """Sum what was observed by calendar year, without a calendar as a whole; measured values have means alone.

    A sum over several periods counts in the year that holds them all; one that crosses two years counts in neither.
    What is not known is missing.
    """
    calendar = [str(year) for year in series.times.year] if isinstance(series.times, pd.PeriodIndex) else None
    years = np.array(calendar or ["all"] * len(series.times))
    rows = []
    for year in dict.fromkeys(years):
        inside = [span for span in series.spans if set(years[list(span.periods)]) == {year}]
        seen, summed = series.observed & (years == year), sum(len(span.periods) for span in inside)
        total, size = np.nansum(series.values[seen]) + sum(span.value for span in inside), int(seen.sum()) + summed
        rows.append((str(year), total if size else np.nan, int(seen.sum()), summed, total / size if size else np.nan))
    period = series.period
    columns = ["year", "total", f"{period}s observed", f"{period}s in a sum", f"mean per {period}"]
    left_out = [] if series.adds_up else ["total"]
    left_out += [] if series.spans else [f"{period}s in a sum"]
    return pd.DataFrame(rows, columns=columns).drop(columns=left_out)


def put_together(series: Outcome) -> str:
    """Say how many observations were printed, follow by subtraction or are sums, by which rule, and what is open."""
    kinds = Counter(one.kind for one in series.derivations)
    summed = sum(len(one.months) for one in series.derivations if one.kind == "sum")
    provisional = f" The last, {in_words(series.provisional)}, is provisional." if series.provisional else ""
    return (
        f"Of the {len(series.times)} {series.period}s {kinds['printed']} are printed, {kinds['derived']} follow from "
        f"totals by subtraction, and {summed} lie in {counted(kinds['sum'], 'sum')} over several.{provisional} "
        f"The rule: {RULE}."
    )


def observations(series: Outcome) -> pd.DataFrame:
    """Every observation with its derivation: months, value, kind, how it follows, and the reports of its figures."""
    columns = {
        "months": lambda one: one.period, "value": lambda one: one.value, "kind": lambda one: one.kind,
        "how": lambda one: one.formula, "reports": lambda one: "; ".join(one.reports),
        "links": lambda one: " ".join(one.links),
    }  # fmt: skip
    return table_of(series.derivations, columns)


def not_printed(series: Outcome) -> pd.DataFrame:
    """The observations that stand in no report as they are: what subtraction gave, and sums."""
    table = observations(series)
    return table.loc[table["kind"] != "printed", ["months", "value", "kind", "how"]].reset_index(drop=True)


def contradictions(source: str, series: Outcome) -> pd.DataFrame:
    """Where figures of the source contradict each other inside the series: in words, what stays, and the other."""
    found = [one for one in reduction_of(source).contradictions if _inside(one.months, series)]
    columns = {"In words": lambda one: one.text, "stays": lambda one: one.kept, "the other": lambda one: one.other}
    return table_of(found, columns)


def passed_over(source: str, series: Outcome) -> pd.DataFrame:
    """The figures inside the series that the rule did not choose, why, and what they would change."""
    unused = reduction_of(source).not_chosen
    found = [one for one in unused if _inside((one.figure.first, one.figure.last), series)]
    columns = {
        "period": lambda one: one.figure.name, "printed": lambda one: one.figure.value,
        "report": lambda one: one.figure.cited, "why not": lambda one: one.reason,
        "kept add to": lambda one: one.kept,
        "it would make": lambda one: one.changes or "no difference",
    }  # fmt: skip
    return table_of(found, columns).astype({"kept add to": "Int64"})


def reduction_of(source: str) -> Reduction:
    """The reduction behind a source; nothing where its values stand in one table as they are."""
    chosen = SOURCES.get(source)
    return chosen.reduction if isinstance(chosen, ReducedAttacks) else Reduction((), (), (), ())


def _inside(months: Sequence[int], series: Outcome) -> bool:
    first, last = (month_number(series.labels[place]) for place in (0, -1))
    return first <= min(months) and max(months) <= last


def record_observations(source: str, series: Outcome) -> None:
    """Record how many observations are of each kind, and how many figures contradict or were passed over."""
    kinds = Counter(one.kind for one in series.derivations)
    numbers = [(f"observations_{kind}", f"observations, {kind}", kinds[kind]) for kind in ("printed", "derived", "sum")]
    numbers.append(("contradictions", "figures that contradict each other", len(contradictions(source, series))))
    numbers.append(("figures_passed_over", "figures passed over", len(passed_over(source, series))))
    record_numbers(numbers, prefix="data", unit="count", source=series.source, window=window_of(series))


def record_series(series: Outcome) -> None:
    """Record the total of the series, or the mean of measured values, and how much of it was observed."""
    shared: dict[str, Plain] = {"source": series.source, "window": window_of(series)}
    kind, estimate = (
        ("total", np.nansum(series.observations)) if series.adds_up else ("mean", np.nanmean(series.values))
    )
    whole = [(kind, f"{series.label}, {kind}", float(estimate))]
    record_numbers(whole, prefix="data", unit=series.unit.partition(" per ")[0], **shared)
    of = f"{series.period}s with a value, of {len(series.values)}"
    seen = [("periods_observed", of, int(series.observed.sum()))]
    if series.spans:
        summed = int((series.covered & ~series.observed).sum())
        seen.append(("periods_in_sums", f"{series.period}s known only as sums, of {len(series.values)}", summed))
    record_numbers(seen, prefix="data", unit=f"{series.period}s", **shared)


def record_growth(rise: pd.DataFrame) -> None:
    """Record the growth of each source from the common trough, as ``growth`` gives it."""
    for row in rise.to_dict("records"):
        source, first, last = row["source"], row["first_year"], row["last_year"]
        numbers = [(f"growth.{source.lower()}", f"{COUNTED[source]}: {last} over {first}", row["growth"])]
        how = {"unit": "ratio", "method": "quotient of two yearly counts"}
        record_numbers(numbers, prefix="data", source=source, window=f"{first} to {last}", **how)


def agreement(counts: pd.DataFrame, rise: pd.DataFrame) -> str:
    """Say what each source counts, how differently they rose, and how the two that count attacks drift."""
    what = "; ".join(f"{source}: {text}" for source, text in COUNTED.items())
    risen = ", ".join(f"{ratio(row['growth'])}-fold by {row['source']}" for row in rise.to_dict("records"))
    wide = counts.pivot_table(index="year", columns="source", values="count")
    quotient = (wide["PICSS"] / wide["PIPS"]).dropna().sort_values()
    low, high = (f"{ratio(quotient.iloc[end])} in {quotient.index[end]}" for end in (0, -1))
    return (
        f"{what}. From {rise['first_year'].iloc[0]}, when the three together were lowest (geometric mean), to "
        f"{rise['last_year'].iloc[0]} the counts changed {risen}. PICSS over PIPS was {low} and {high}. **A ratio or a "
        "series must therefore stay with one source.**"
    )


def counts_by_year(counts: pd.DataFrame) -> pd.DataFrame:
    """Set the sources side by side, one row a year, with the quotient of the two that count attacks."""
    wide = counts.pivot_table(index="year", columns="source", values="count", dropna=False)
    shown = {f"{source}: {what}": map(partial(fixed, decimals=0), wide[source]) for source, what in COUNTED.items()}
    quotient = map(ratio, wide["PICSS"] / wide["PIPS"])
    return pd.DataFrame({"year": wide.index.astype(str), **shown, "PICSS over PIPS": quotient})
