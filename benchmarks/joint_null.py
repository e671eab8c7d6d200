"""Simulate how often the joint test of many specifications finds a change where there is none; keep the table.

Takes about two minutes on two cores. Numbers do not depend on the number of workers.
"""

import sys

import numpy as np
import pandas as pd

from benchmarks.kept import command_of, in_processes, keep, options
from turningpoint.robustness.specifications.simulated_size import CHUNK, COLUMNS, RHOS, TABLE, run_chunk, summarise

SERIES = 4000
MEANING = {
    "rho": "autocorrelation of the latent noise from one month to the next",
    "effect": "level or slope",
    "statistic": "of 48 specifications: median log effect, share of significant ones, or largest over its error",
    "series": "simulated series of 120 months without a change, mean 15, latent standard deviation 0.35",
    "hits": "series beyond the limit that the null exceeds in 5%",
    "share": "hits over series: the type I error",
    "low": "lower 99% Monte Carlo bound of the share (Wilson, one-sided)",
    "high": "upper 99% bound",
    "verdict": "holds when the lower bound is at most 6%",
}


def main(arguments: list[str] | None = None) -> None:
    """Run the cells, write table and sidecar, and print what was found."""
    chosen = options(str(__doc__), arguments, table=TABLE, series=SERIES, chunk=CHUNK)
    found, seconds = run(RHOS, seed=chosen.seed, series=chosen.series, workers=chosen.workers)
    keep(
        found.round({"share": 5, "low": 5, "high": 5}),
        chosen.output,
        title="Type I error of the joint test of many specifications, by simulation",
        one_row="one memory, effect and statistic",
        meaning=MEANING,
        command=command_of("joint_null", chosen, series=SERIES),
        seed=chosen.seed,
        seconds=seconds,
        check=check(chosen.seed),
    )
    print(found.to_string(index=False))


def run(rhos: tuple[float, ...], *, seed: int, series: int, workers: int) -> tuple[pd.DataFrame, float]:
    """Simulate cells; give the table and the seconds of processor time behind it."""
    tasks = [(rho, seed, chunk) for rho in rhos for chunk in range(series // CHUNK)]
    done, seconds = in_processes(_chunk, tasks, workers)
    rows = []
    for rho in rhos:
        rows += summarise(rho, [found for (one, _, _), found in zip(tasks, done, strict=True) if one == rho])
    return pd.DataFrame(rows, columns=list(COLUMNS)), seconds


def _chunk(rho: float, seed: int, chunk: int) -> dict[tuple[str, str], tuple[np.ndarray, np.ndarray]]:
    return run_chunk(rho, seed=seed, chunk=chunk)


def check(seed: int) -> dict[str, object]:
    """What a test simulates again to see whether the code still gives the kept numbers: a few series of one cell."""
    found = run_chunk(RHOS[1], seed=seed, chunk=0, size=5)
    return {"rho": RHOS[1], "size": 5, "largest": float(np.median(found["level", "largest"][0]))}


if __name__ == "__main__":
    main(sys.argv[1:])
