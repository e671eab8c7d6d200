"""Simulate how often intervals of the kill ratio of a year, and of its change, hold the truth; keep the table.

The monthly intensities of the two sides are constant, vary independently, or go together from month to month. 1,000
series a cell, 4,000 where an interval that is used comes close to the limit. Takes about a minute on one core.
"""

import sys

import numpy as np
import pandas as pd

from benchmarks.coverage_columns import COLUMNS as SHARED
from benchmarks.kept import command_of, in_processes, keep, options
from turningpoint.its.coverage.kept_table import HOLDS
from turningpoint.killratio.simulated_periods.coverage import CHUNK, QUARTERS, TABLE, close_call, run_cell, run_chunk
from turningpoint.killratio.simulated_periods.years import Cell, whole_grid

SERIES = 1000
CLOSER = 4
"""So many times as many series in a cell that comes close to the limit."""
MEANING = {
    "cell": "place of the cell in the grid",
    "question": "year: ratio of one year, in truth 2; change: its change between two years apart, in truth 2",
    "events": "lethal events a year, of both sides together",
    "waves": "how monthly intensities vary, each side on its own: constant, independent, autocorrelated",
    "deviation": "standard deviation of the log of a monthly intensity",
    "rho": "its autocorrelation from one month to the next",
    "cluster_factor": "mean square over mean of the deaths of an event",
    "method": "quarters or months as clusters with Student's t, events, the borrowed band, or none",
    **{name: SHARED[name] for name in ("series", "refused", "covered", "coverage", "low", "high", "verdict")},
    "median_width": "median width on the log scale",
}


def main(arguments: list[str] | None = None) -> None:
    """Run the grid, write table and sidecar, and print what was found."""
    chosen = options(str(__doc__), arguments, table=TABLE, series=SERIES, chunk=CHUNK)
    found, seconds = run(whole_grid(), seed=chosen.seed, series=chosen.series, workers=chosen.workers)
    keep(
        found.round({"coverage": 5, "low": 5, "high": 5, "median_width": 4}),
        chosen.output,
        title="Coverage of nominal 95% intervals of the kill ratio of a year, and of its change, by simulation",
        one_row="one cell of the grid and method",
        meaning=MEANING,
        command=command_of("kill_ratio_years", chosen, series=SERIES),
        seed=chosen.seed,
        seconds=seconds,
        check=check(chosen.seed),
    )
    print(summary(found))


def run(cells: tuple[Cell, ...], *, seed: int, series: int, workers: int) -> tuple[pd.DataFrame, float]:
    """Simulate cells; give the table and the seconds of processor time behind it."""
    done, seconds = in_processes(_cell, [(cell, seed, series) for cell in cells], workers)
    return pd.concat(done, ignore_index=True), seconds


def _cell(cell: Cell, seed: int, series: int) -> pd.DataFrame:
    rows = run_cell(cell, seed=seed, series=series)
    return run_cell(cell, seed=seed, series=CLOSER * series) if close_call(rows) else rows


def check(seed: int) -> dict[str, object]:
    """What a test simulates again to see whether the code still gives the kept numbers: one chunk of the first cell."""
    cell = whole_grid()[0]
    inside, width = run_chunk(cell, seed=seed, chunk=0)[QUARTERS]
    return {"cell": cell.index, "covered": int(np.nansum(inside)), "median_width": float(np.nanmedian(width))}


def summary(found: pd.DataFrame) -> str:
    """Say by question, waves and method how many cells fail, and the lowest and highest coverage."""
    lines = [
        f"{question:<8}{waves:<16}{method:<34}{int((rows['verdict'] != HOLDS).sum()):>2} of {len(rows)} fail, "
        f"{100 * rows['coverage'].min():.1f} to {100 * rows['coverage'].max():.1f}%, "
        f"width {rows['median_width'].min():.2f} to {rows['median_width'].max():.2f}"
        for (question, waves, method), rows in found.groupby(["question", "waves", "method"], sort=False)
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
