"""Simulate one cell of clustered deaths: how often each interval of the ratio over time holds the truth."""

from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from turningpoint.arrays import Array
from turningpoint.its.coverage.kept_table import VERDICTS, verdict
from turningpoint.its.coverage.monte_carlo import gather, judged
from turningpoint.its.model.design import Design, Intervals, term_of
from turningpoint.killratio.over_time.independent_months import FEWEST, contrast, naive_intervals
from turningpoint.killratio.over_time.model_average import of_deaths
from turningpoint.killratio.over_time.simulated_deaths import Cell, Deaths, design_of, simulate, truth_of
from turningpoint.number_format import fixed
from turningpoint.sources.csv_table import DATA, count, one_of, read_table, schema

TABLE = DATA / "simulated" / "kill_ratio_coverage.csv"
"""What ``benchmarks/kill_ratio_coverage.py`` wrote."""
DRAWS = 2_000
CHUNK = 50
KNOWN, ESTIMATED = "calibrated, deaths of events known", "calibrated, cluster factor estimated"
TWO_PERIODS = "Student's t, deaths of events known"


def coverage_schema(cell: dict[str, pa.Column], *, key: list[str]) -> pa.DataFrameSchema:
    """Schema of a kept table: the columns of a cell and method, how often intervals held the truth, the verdict."""
    counts = {name: count() for name in ("series", "refused", "covered")}
    share = pa.Column(float, pa.Check.in_range(0, 1, error="is not a share"))
    numbers = {name: pa.Column(float) for name in ("low", "high", "median_width")}
    return schema({**cell, **counts, "coverage": share, **numbers, "verdict": one_of(*VERDICTS)}, key=key)


_SCHEMA = coverage_schema(
    {
        "cell": count(),
        "design": one_of("regression", "two periods"),
        **{name: count() for name in ("points", "after")},
        **{name: pa.Column(float) for name in ("rho", "cluster_factor", "events")},
        "truth": one_of("none", "change"),
        "method": pa.Column(str),
        "estimand": one_of("level", "slope"),
    },
    key=["cell", "method", "estimand"],
)
COLUMNS = tuple(_SCHEMA.columns)


def read_kill_ratio_coverage(path: Path | None = None) -> pd.DataFrame:
    """Read the kept table of coverage, a row a cell, method and estimand."""
    return read_table(path or TABLE, _SCHEMA)


def simulated_coverage(points: int, *, ramp: bool, known: bool, table: pd.DataFrame | None = None) -> str:
    """Say how often such 95% intervals held the truth in the simulated cells of the nearest length.

    ``points`` are months with deaths, without a ramp it is a contrast of two periods, and cluster factors are ``known``
    where they come from the deaths of events. ``table`` is the kept one by default.
    """
    cells = read_kill_ratio_coverage() if table is None else table
    cells = cells[cells["design"] == ("regression" if ramp else "two periods")]
    short = not ramp and points < FEWEST
    cells = cells[cells["method"] == (TWO_PERIODS if short else KNOWN if known else ESTIMATED)]
    lengths = sorted(length for length in set(cells["points"]) if short == (length < FEWEST))
    nearest = min(lengths, key=lambda length: abs(np.log(length / points)))
    cells = cells[cells["points"] == nearest]
    shares = [f"{percents(rows)} for the {name}" for name, rows in cells.groupby("estimand", sort=False)]
    after = "" if ramp else f", {cells['after'].iloc[0]} of them after"
    memory, factor = (f"{cells[name].min():g} to {cells[name].max():g}" for name in ("rho", "cluster_factor"))
    return (
        f"On simulated clustered deaths ({nearest} months{after}; autocorrelation {memory}, cluster factors {factor}) "
        f"such 95% intervals held the truth in {' and '.join(shares)}."
    )


def percents(rows: pd.DataFrame) -> str:
    """Smallest and largest coverage of some rows, in percent."""
    return f"{fixed(100 * rows['coverage'].min(), 0)} to {fixed(100 * rows['coverage'].max(), 0)}%"


def calibrated(series: Deaths, design: Design, random: np.random.Generator, *, known: bool) -> Intervals:
    """Fit the calibrated mixture to N series; estimand → (N, 2) on the scale of the log odds, NaN where refused."""
    found = of_deaths(series.militants, series.deaths, design.matrix, series.factor if known else None)
    drawn, _ = found.mixture.draws(DRAWS, random)
    kinds = {"level": "step", "slope": "ramp"} if "ramp" in design.terms else {"level": "step"}
    draws = {name: drawn[..., term_of(design, kind)] for name, kind in kinds.items()}
    ends = {name: np.quantile(values, [0.025, 0.975], axis=1).T for name, values in draws.items()}
    return {name: np.where(found.mixture.converged[:, None], both, np.nan) for name, both in ends.items()}


def run_chunk(cell: Cell, *, seed: int, chunk: int, size: int = CHUNK) -> dict[tuple[str, str], tuple[Array, Array]]:
    """Fit every method to the series of one chunk.

    Found are (method, estimand) → (N,) 1 where the interval holds the truth and 0 where not, and (N,) width on the
    scale of the log odds; NaN where the method gives no interval. The seed is that of the whole run.
    """
    draw, *fits = map(np.random.default_rng, np.random.SeedSequence([seed, cell.index, chunk]).spawn(3))
    design = design_of(cell)
    series = simulate(cell, design, size, draw)
    found: dict[str, Intervals] = {}
    if cell.points >= FEWEST:
        for name, known, random in zip((KNOWN, ESTIMATED), (True, False), fits, strict=True):
            found[name] = calibrated(series, design, random, known=known)
    if not cell.ramp:
        _, ends = contrast(series.militants, series.deaths, design.matrix, series.factor)
        found[TWO_PERIODS] = {"level": ends}
    found |= naive_intervals(series.militants, series.deaths, design)
    held: dict[tuple[str, str], tuple[Array, Array]] = {}
    for method, intervals in found.items():
        for estimand, ends in intervals.items():
            (low, high), truth = ends.T, truth_of(cell)[estimand]
            inside = np.where(np.isfinite(low), (low <= truth) & (truth <= high), np.nan)
            held[method, estimand] = inside, high - low
    return held


def run_cell(cell: Cell, *, seed: int, series: int) -> pd.DataFrame:
    """Simulate a cell: a row a method and estimand, with the columns of ``read_kill_ratio_coverage``."""
    chunks = [run_chunk(cell, seed=seed, chunk=chunk) for chunk in range(series // CHUNK)]
    design, truth = "regression" if cell.ramp else "two periods", "change" if cell.change else "none"
    clusters = (cell.clusters.factor, cell.clusters.events)
    facts = dict(zip(COLUMNS, (cell.index, design, cell.points, cell.after, cell.rho, *clusters, truth), strict=False))
    rows = [
        {**facts, "method": method, "estimand": estimand, **row_of(inside, width)}
        for (method, estimand), (inside, width) in gather(chunks).items()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def row_of(inside: Array, width: Array) -> dict[str, object]:
    """What `judged` counts, with the verdict on the estimated coverage."""
    found = judged(inside, width)
    return found | {"verdict": verdict(float(str(found["coverage"])))}
