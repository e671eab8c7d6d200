"""Simulate the test for a break and the set of dates: how often they mislead when the truth is known."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from turningpoint.arrays import Array
from turningpoint.its.coverage.simulated_series import draw_series
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import fixed
from turningpoint.outcome import Outcome
from turningpoint.robustness import simulated_tables as kept
from turningpoint.robustness.breaks.candidate_dates import BreakProblem, break_problem
from turningpoint.robustness.breaks.gains import courses_of, scan_series
from turningpoint.sources.csv_table import count, one_of

SMALLEST_COVERAGE = 0.93
COLUMNS = ("question", "rho", "level", *kept.SHARE, "dates", "mean_set", "verdict")
CHUNK = kept.CHUNK
TABLE = kept.FOLDER / "break_dates.csv"
"""What ``benchmarks/break_dates.py`` wrote."""


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


def problem_of() -> BreakProblem:
    """The dates that are searched in every series."""
    outcome = Outcome(
        "events", "events", "events per month", "simulated", "", kept.TIMES, np.full(kept.POINTS, kept.MEAN)
    )
    return break_problem(outcome, Specification((kept.WHEN,)))


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
    values = kept.counts_at(cell.rho, cell.level, size=size, random=random)
    found = scan_series(values, problem)
    place = None if cell.level == 1 else problem.dates.index(kept.WHEN)
    null = scan_series(draw_series(courses_of(values, problem, place), found.noise, again), problem).gain
    if place is None:
        return {"observed": found.gain.max(axis=1), "null": null.max(axis=1)}
    short = found.gain.max(axis=1)[:, None] - found.gain
    return {"observed": short[:, place], "null": null.max(axis=1) - null[:, place], "short": short}


def summarise(cell: BreakCell, chunks: list[dict[str, Array]]) -> dict[str, object]:
    """Row of the table of a cell: how often the test rejects or the set holds the truth, and the size of the set."""
    observed, null = (np.concatenate([chunk[name] for chunk in chunks]) for name in ("observed", "null"))
    limit = float(np.quantile(null, kept.NOMINAL))
    size = cell.question == "size"
    hits = int((observed > limit).sum() if size else (observed <= limit).sum())
    row = {"question": cell.question, **vars(cell), **kept.share_of(hits, len(observed))}
    held = row["low"] <= kept.LARGEST_SIZE if size else hits / len(observed) >= SMALLEST_COVERAGE
    inside = 0.0 if size else float(np.concatenate([(one["short"] <= limit).sum(axis=1) for one in chunks]).mean())
    row |= {"dates": len(problem_of().dates), "mean_set": inside}
    return {**row, "verdict": "holds" if held else "fails"}


def read_break_table(path: Path = TABLE) -> pd.DataFrame:
    """Read the kept table, a row a kind of series; errors as `kept.read_simulated`."""
    cell = {"question": one_of("size", "coverage"), "rho": pa.Column(float), "level": pa.Column(float)}
    return kept.read_simulated(path, cell, ["question", "rho"], dates=count(), mean_set=pa.Column(float))


def simulated_words(table: pd.DataFrame | None = None) -> str:
    """Say what the simulation found of the test and of the set."""
    cells = read_break_table() if table is None else table
    size, cover = (cells[cells["question"] == question] for question in ("size", "coverage"))
    listed = ", ".join(
        f"{fixed(row['mean_set'], 0)} of {fixed(row['dates'], 0)} dates at {row['rho']:g}"
        for row in cover.to_dict("records")
    )
    return (
        f"On simulated series without a break (memory {size['rho'].min():g} to {size['rho'].max():g}) the test found "
        f"one in {kept.percents(size['share'])}, at a nominal 5%; where the level doubled, the 95% set held the true "
        f"date in {kept.percents(cover['share'])}. Its mean size grows with the memory: {listed}."
    )
