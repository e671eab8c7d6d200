"""Simulate one cell of years: how often each interval of a kill ratio, or of its change, holds the truth."""

from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa
from scipy.stats import t

from turningpoint.arrays import Array
from turningpoint.its.coverage.kept_table import LOWEST, VERDICTS
from turningpoint.killratio.one_period.borrowed_band import borrowed_band
from turningpoint.killratio.one_period.clustered_intervals import normal_quantile
from turningpoint.killratio.one_period.months_as_clusters import in_quarters, months_may_stand, variance_of_log_ratio
from turningpoint.killratio.over_time.simulated_coverage import coverage_schema, percents, row_of
from turningpoint.killratio.over_time.simulated_deaths import Deaths
from turningpoint.killratio.simulated_periods.years import ODDS, WAVES, Cell, simulate, truth
from turningpoint.sources.csv_table import DATA, count, one_of, read_table

TABLE = DATA / "simulated" / "kill_ratio_years.csv"
"""What ``benchmarks/kill_ratio_years.py`` wrote."""
CHUNK = 500
CONFIDENCE = 0.95
QUARTERS, MONTHS, CHOSEN = "quarters, t", "months, t", "by the rule (months or quarters)"
WELCH = "quarters, Welch's t"
"""Of a change only: more degrees of freedom than those of one period."""
EVENTS, INDEPENDENT = "events as clusters", "each death independent"
LOW, HIGH = "borrowed band, lower end", "borrowed band, upper end"
METHODS = (QUARTERS, MONTHS, CHOSEN, WELCH, EVENTS, LOW, HIGH, INDEPENDENT)
TO_USE = (QUARTERS, CHOSEN)
"""The methods that are used where months are known, and by which a cell is judged."""
CLOSE_CALL = (0.90, 0.93)
"""A cell in which one of `TO_USE` lies between these is run to 4,000 series."""

_SCHEMA = coverage_schema(
    {
        "cell": count(),
        "question": one_of("year", "change"),
        "events": count(),
        "waves": one_of(*WAVES),
        **{name: pa.Column(float) for name in ("deviation", "rho", "cluster_factor")},
        "method": one_of(*METHODS),
    },
    key=["cell", "method"],
)
COLUMNS = tuple(_SCHEMA.columns)
Held = dict[str, tuple[Array, Array]]


def read_kill_ratio_years(path: Path | None = None) -> pd.DataFrame:
    """Read the kept table of coverage, a row a cell and method."""
    return read_table(path or TABLE, _SCHEMA)


def run_chunk(cell: Cell, *, seed: int, chunk: int, size: int = CHUNK) -> Held:
    """Take the interval by every method of the series of one chunk.

    Found are method → (N,) 1 where the interval holds the truth and 0 where not, and (N,) width on the log scale; NaN
    where a side has no deaths. The seed is that of the whole run.
    """
    random = np.random.default_rng(np.random.SeedSequence([seed, cell.index, chunk]))
    odds = [ODDS] if cell.question == "year" else [1.0, ODDS]
    years = [simulate(cell, one, size, random) for one in odds]
    middle = sum((-1) ** (len(years) - 1 - place) * _log_ratio(year) for place, year in enumerate(years))
    found: Held = {}
    for method, (variance, freedom) in _variances(years).items():
        quantile = np.where(np.isfinite(freedom), t.ppf(0.5 + CONFIDENCE / 2, freedom), normal_quantile(CONFIDENCE))
        half = quantile * np.sqrt(variance)
        known = np.isfinite(half) & np.isfinite(middle)
        inside = np.where(known, np.abs(middle - truth()) <= half, np.nan)
        found[method] = inside, np.where(known, 2 * half, np.nan)
    return found


def _log_ratio(year: Deaths) -> Array:
    with np.errstate(divide="ignore"):
        found = np.log(year.militants.sum(axis=1)) - np.log(year.security.sum(axis=1))
    return np.where(np.isfinite(found), found, np.nan)


def _variances(years: list[Deaths]) -> dict[str, tuple[Array, Array]]:
    """Variance of the log ratio, or of its change, and degrees of freedom (inf for none) by every method, (N,) each."""
    if len(years) == 1:
        return _of_one_year(years[0])
    earlier, later = map(_of_one_year, years)
    found = {}
    for method, (first, one) in earlier.items():
        second, other = later[method]
        found[method] = first + second, np.minimum(one, other)
    (first, one), (second, other) = earlier[QUARTERS], later[QUARTERS]
    with np.errstate(invalid="ignore"):
        welch = (first + second) ** 2 / (first**2 / one + second**2 / other)
    return found | {WELCH: (first + second, welch)}


def _of_one_year(year: Deaths) -> dict[str, tuple[Array, Array]]:
    killed = year.militants, year.security
    with np.errstate(divide="ignore"):
        independent = 1 / killed[0].sum(axis=1) + 1 / killed[1].sum(axis=1)
    by_months = variance_of_log_ratio(*killed)
    by_quarters = variance_of_log_ratio(*map(in_quarters, killed))
    months = months_may_stand(*killed)
    k, q = year.militants.shape[1] - 1, in_quarters(year.militants).shape[1] - 1
    none, (low, high) = np.full(len(months), np.inf), borrowed_band()
    return {
        QUARTERS: (by_quarters, np.full(len(months), float(q))),
        MONTHS: (by_months, np.full(len(months), float(k))),
        CHOSEN: (np.where(months, by_months, by_quarters), np.where(months, float(k), float(q))),
        EVENTS: (np.maximum(year.factor, 1.0) * independent, none),
        LOW: (low * independent, none),
        HIGH: (high * independent, none),
        INDEPENDENT: (independent, none),
    }


def run_cell(cell: Cell, *, seed: int, series: int) -> pd.DataFrame:
    """Simulate a cell: a row a method, with the columns of `read_kill_ratio_years`."""
    chunks = [run_chunk(cell, seed=seed, chunk=chunk) for chunk in range(series // CHUNK)]
    facts = dict(zip(COLUMNS, (cell.index, cell.question, cell.events, cell.waves, *WAVES[cell.waves]), strict=False))
    facts["cluster_factor"] = cell.clusters.factor
    rows = []
    for method in (name for name in METHODS if name in chunks[0]):
        inside, width = (np.concatenate([chunk[method][i] for chunk in chunks]) for i in range(2))
        rows.append({**facts, "method": method, **row_of(inside, width)})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def close_call(rows: pd.DataFrame) -> bool:
    """Whether a cell of 1,000 series is too close to the limit to be judged by so few."""
    return bool(rows[rows["method"].isin(TO_USE)]["coverage"].between(*CLOSE_CALL).any())


def coverage_words(question: str = "year", table: pd.DataFrame | None = None) -> str:
    """Say how often 95% intervals by quarters held the truth where intensities vary, and what others did there.

    ``table`` is the kept one by default.
    """
    cells = read_kill_ratio_years() if table is None else table
    cells = cells[(cells["question"] == question) & (cells["waves"] != "constant")]
    shares = {method: percents(rows) for method, rows in cells.groupby("method", sort=False)}
    judged_rows = cells[cells["method"] == QUARTERS]
    failing = int((judged_rows["verdict"] != VERDICTS[0]).sum())
    deviation, rho = cells["deviation"].max(), cells["rho"].max()
    of = "years" if question == "year" else "changes between two years"
    return (
        f"On simulated {of} of {cells['events'].min()} to {cells['events'].max()} events, in which the monthly "
        f"intensity of either side varies (standard deviation {deviation:g} of its log, autocorrelation 0 or {rho:g}), "
        f"95% intervals by quarters held the truth in {shares[QUARTERS]} ({failing} of {len(judged_rows)} kinds below "
        f"{LOWEST:.0%}), by months in {shares[MONTHS]}, by events in {shares[EVENTS]}, the borrowed band at its lower "
        f"end in {shares[LOW]} and at its upper end in {shares[HIGH]}, and with each death independent in "
        f"{shares[INDEPENDENT]}."
    )
