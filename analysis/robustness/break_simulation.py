"""Simulate the test for a break and the set of dates: how often they mislead when the truth is known.

The null of every series is simulated once, not many times, and the p-values of all series of a cell come from these
replicates together (warp speed; Giacomini, Politis & White 2013, doi:10.1017/S0266466612000655).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binomtest

from analysis.its.simulation import Course, lognormal_counts
from analysis.its.specification import Specification
from analysis.outcome import Outcome
from analysis.robustness.break_problem import BreakProblem, break_problem
from analysis.robustness.break_series import courses_of, draw_series, scan_series

Array = NDArray[np.float64]
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
