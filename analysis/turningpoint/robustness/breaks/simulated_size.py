"""Simulate the test for a break and the set of dates: how often they mislead when the truth is known.

The null of every series is simulated once, not many times, and the p-values of all series of a cell come from these
replicates together (warp speed; Giacomini, Politis & White 2013, doi:10.1017/S0266466612000655).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa
from scipy.stats import binomtest

from turningpoint.arrays import Array
from turningpoint.its.coverage.simulated_series import Course, draw_series, lognormal_counts
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import fixed
from turningpoint.outcome import Outcome
from turningpoint.robustness.breaks.candidate_dates import BreakProblem, break_problem
from turningpoint.robustness.breaks.gains import courses_of, scan_series
from turningpoint.sources.csv_table import DATA, count, one_of, read_table, schema

POINTS, MEAN, DEVIATION, ALPHA, AT = 120, 15.0, 0.35, 0.05, 79
"""Months, mean of a month, standard deviation of the latent noise on the log scale, further dispersion, true break."""
NOMINAL = 0.95
LARGEST_SIZE, SMALLEST_COVERAGE = 0.06, 0.93
CHUNK = 250


@dataclass(frozen=True)
class BreakCell:
    """One kind of series.

    Attributes
    ----------
    rho : memory of the latent noise. level : ratio of the level at the true break; 1 is no change.
    """

    rho: float
    level: float

    @property
    def question(self) -> str:
        """What the cell is for."""
        return "size" if self.level == 1 else "coverage"


def whole_grid() -> tuple[BreakCell, ...]:
    """Cells of the kept table: no change, then a doubling."""
    return tuple(BreakCell(rho, level) for level in (1.0, 2.0) for rho in (0.0, 0.4, 0.7))


def problem_of(points: int = POINTS) -> BreakProblem:
    """The dates that are searched in every series."""
    times = pd.period_range("2010-01", periods=points, freq="M")
    outcome = Outcome("events", "events", "events per month", "simulated", "", times, np.full(points, MEAN))
    return break_problem(outcome, Specification((str(times[AT]),)))


def run_chunk(cell: BreakCell, problem: BreakProblem, *, seed: int, chunk: int, size: int = CHUNK) -> dict[str, Array]:
    """Simulate a chunk of a cell.

    Returns
    -------
    dict
        observed and null: (size,) statistics, the largest gain or how far the true date's lies below it; short (size,
        d): how far the gain of every date lies below the largest, in cells with a change.
    """
    streams = np.random.SeedSequence([seed, int(100 * cell.rho), int(100 * cell.level), chunk]).spawn(2)
    random, again = (np.random.default_rng(stream) for stream in streams)
    mean = MEAN * np.where(np.arange(POINTS) >= AT, cell.level, 1.0)
    values = lognormal_counts(
        Course(mean, mean), rho=cell.rho, deviation=DEVIATION, alpha=ALPHA, series=size, random=random
    ).observed
    found = scan_series(values, problem)
    times = pd.period_range("2010-01", periods=POINTS, freq="M")
    place = None if cell.level == 1 else problem.dates.index(str(times[AT]))
    replicate = draw_series(courses_of(values, problem, place), found.noise, again)
    null = scan_series(replicate, problem).gain
    if place is None:
        return {"observed": found.gain.max(axis=1), "null": null.max(axis=1)}
    short = found.gain.max(axis=1)[:, None] - found.gain
    return {"observed": short[:, place], "null": null.max(axis=1) - null[:, place], "short": short}


def summarise(cell: BreakCell, chunks: list[dict[str, Array]]) -> dict[str, object]:
    """Row of the table of a cell: how often the test rejects or the set holds the truth, and the size of the set."""
    observed, null = (np.concatenate([chunk[name] for chunk in chunks]) for name in ("observed", "null"))
    limit = float(np.quantile(null, NOMINAL))
    size = cell.question == "size"
    hits = int((observed > limit).sum() if size else (observed <= limit).sum())
    ends = binomtest(hits, len(observed)).proportion_ci(0.98, method="wilson")  # each end one-sided at 99%
    held = ends.low <= LARGEST_SIZE if size else hits / len(observed) >= SMALLEST_COVERAGE
    row: dict[str, object] = {
        "question": cell.question,
        "rho": cell.rho,
        "level": cell.level,
        "series": len(observed),
        "hits": hits,
        "share": hits / len(observed),
        "low": float(ends.low),
        "high": float(ends.high),
        "dates": len(problem_of().dates),
        "mean_set": 0.0,
        "verdict": "holds" if held else "fails",
    }
    if not size:
        inside = np.concatenate([(chunk["short"] <= limit).sum(axis=1) for chunk in chunks])
        row["mean_set"] = float(inside.mean())
    return row


COLUMNS = ("question", "rho", "level", "series", "hits", "share", "low", "high", "dates", "mean_set", "verdict")


TABLE = DATA / "simulated" / "break_dates.csv"
"""What ``benchmarks/break_dates.py`` wrote."""
_SHARE = pa.Check.in_range(0, 1, error="is not a share")
_SCHEMA = schema(
    {
        "question": one_of("size", "coverage"),
        "rho": pa.Column(float),
        "level": pa.Column(float),
        "series": count(),
        "hits": count(),
        "share": pa.Column(float, _SHARE),
        "low": pa.Column(float, _SHARE),
        "high": pa.Column(float, _SHARE),
        "dates": count(),
        "mean_set": pa.Column(float),
        "verdict": one_of("holds", "fails"),
    },
    key=["question", "rho"],
)


def read_break_table(path: Path | None = None) -> pd.DataFrame:
    """Read the kept table, a row a kind of series.

    Raises
    ------
    DataError
        There is no such table, or a value that does not fit.
    """
    return read_table(path or TABLE, _SCHEMA)


def simulated_words(table: pd.DataFrame | None = None) -> str:
    """Say what the simulation found of the test and of the set.

    Raises
    ------
    DataError
        There is no such table.
    """
    cells = read_break_table() if table is None else table
    size, cover = (cells[cells["question"] == question] for question in ("size", "coverage"))
    listed = ", ".join(
        f"{fixed(row['mean_set'], 0)} of {fixed(row['dates'], 0)} dates at {row['rho']:g}"
        for row in cover.to_dict("records")
    )
    return (
        f"On simulated series without a break (memory {size['rho'].min():g} to {size['rho'].max():g}) the test found "
        f"one in {fixed(100 * size['share'].min(), 1)} to {fixed(100 * size['share'].max(), 1)}%, at a nominal "
        "5%; where the level "
        f"doubled, the 95% set held the true date in {fixed(100 * cover['share'].min(), 1)} to "
        f"{fixed(100 * cover['share'].max(), 1)}%. Its mean size grows with the memory: {listed}."
    )
