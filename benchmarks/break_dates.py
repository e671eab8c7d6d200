"""Simulate how often the test for a break and the set of break dates mislead; keep the table.

Takes about five minutes on two cores. Numbers do not depend on the number of workers.
"""

import sys

import numpy as np
import pandas as pd

from benchmarks.kept import command_of, in_processes, keep, options
from turningpoint.robustness.breaks.simulated_size import (
    CHUNK,
    COLUMNS,
    TABLE,
    BreakCell,
    problem_of,
    run_chunk,
    summarise,
    whole_grid,
)

SERIES = 4000
MEANING = {
    "question": "size: how often no break is rejected where there is none; coverage: how often the set holds the break",
    "rho": "autocorrelation of the latent noise from one month to the next",
    "level": "ratio of the level at the true break; 1 is no change",
    "series": "simulated series of 120 months with a mean of 15 and a latent standard deviation of 0.35",
    "hits": "series in which the test rejects (size) or the set holds the truth (coverage), at 5 and 95%",
    "share": "hits over series",
    "low": "lower 99% Monte Carlo bound of the share (Wilson, one-sided)",
    "high": "upper 99% bound",
    "dates": "dates searched",
    "mean_set": "mean number of dates in the set; 0 where not asked for (size)",
    "verdict": "size holds when the lower bound is at most 6%, coverage when the share is at least 93%",
}


def main(arguments: list[str] | None = None) -> None:
    """Run the grid, write table and sidecar, and print what was found."""
    chosen = options(str(__doc__), arguments, table=TABLE, series=SERIES, chunk=CHUNK)
    found, seconds = run(whole_grid(), seed=chosen.seed, series=chosen.series, workers=chosen.workers)
    keep(
        found.round({"share": 5, "low": 5, "high": 5, "mean_set": 2}),
        chosen.output,
        title="Size of the test for a break, and coverage of the set of break dates, by simulation",
        one_row="one kind of series",
        meaning=MEANING,
        command=command_of("break_dates", chosen, series=SERIES),
        seed=chosen.seed,
        seconds=seconds,
        check=check(chosen.seed),
    )
    print(found.to_string(index=False))


def run(cells: tuple[BreakCell, ...], *, seed: int, series: int, workers: int) -> tuple[pd.DataFrame, float]:
    """Simulate cells; give the table and the seconds of processor time behind it."""
    tasks = [(cell, seed, chunk) for cell in cells for chunk in range(series // CHUNK)]
    done, seconds = in_processes(_chunk, tasks, workers)
    rows = []
    for cell in cells:
        chunks = [found for (one, _, _), found in zip(tasks, done, strict=True) if one == cell]
        rows.append(summarise(cell, chunks))
    return pd.DataFrame(rows, columns=list(COLUMNS)), seconds


def _chunk(cell: BreakCell, seed: int, chunk: int) -> dict[str, np.ndarray]:
    return run_chunk(cell, problem_of(), seed=seed, chunk=chunk)


def check(seed: int) -> dict[str, object]:
    """What a test simulates again to see whether the code still gives the kept numbers: a few series of one cell."""
    found = run_chunk(whole_grid()[1], problem_of(), seed=seed, chunk=0, size=5)
    return {"cell": 1, "size": 5, "median_gain": float(np.median(found["observed"]))}


if __name__ == "__main__":
    main(sys.argv[1:])
