"""Simulate how often the joint test of many specifications finds a change where there is none; keep the table.

Takes about two minutes on two cores. Numbers do not depend on the number of workers.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.robustness.joint_simulation import CHUNK, COLUMNS, RHOS, run_chunk, summarise
from analysis.robustness.joint_table import TABLE
from benchmarks.coverage import SEED
from benchmarks.kept import keep

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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--seed", type=int, default=SEED, help="of every random number")
    parser.add_argument("--series", type=int, default=SERIES, help=f"simulated a cell, a multiple of {CHUNK}")
    parser.add_argument("--output", type=Path, default=TABLE, help="where the table goes")
    chosen = parser.parse_args(arguments)
    if chosen.workers < 1 or chosen.seed < 0 or chosen.series < CHUNK or chosen.series % CHUNK:
        parser.error(f"--workers must be 1 or more, --seed 0 or more and --series a multiple of {CHUNK}.")
    found, seconds = run(RHOS, seed=chosen.seed, series=chosen.series, workers=chosen.workers)
    words = [] if chosen.series == SERIES else [f"--series {chosen.series}"]
    words += [] if chosen.seed == SEED else [f"--seed {chosen.seed}"]
    keep(
        found.round({"share": 5, "low": 5, "high": 5}),
        chosen.output,
        title="Type I error of the joint test of many specifications, by simulation",
        one_row="one memory, effect and statistic",
        meaning=MEANING,
        command=" ".join(["python -m benchmarks.joint_null", *words]),
        seed=chosen.seed,
        seconds=seconds,
        check=check(chosen.seed),
    )
    print(found.to_string(index=False))


def run(rhos: tuple[float, ...], *, seed: int, series: int, workers: int) -> tuple[pd.DataFrame, float]:
    """Simulate cells; give the table and the seconds of processor time behind it."""
    tasks = [(rho, seed, chunk) for rho in rhos for chunk in range(series // CHUNK)]
    if workers == 1:
        done = [_timed(*task) for task in tasks]
    else:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, "1")  # workers would take each other's cores
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            asked = [pool.submit(_timed, *task) for task in tasks]
            done = [future.result() for future in asked]
    rows = []
    for rho in rhos:
        rows += summarise(rho, [found for (one, _, _), (found, _) in zip(tasks, done, strict=True) if one == rho])
    return pd.DataFrame(rows, columns=list(COLUMNS)), sum(seconds for _, seconds in done)


def _timed(rho: float, seed: int, chunk: int) -> tuple[dict[tuple[str, str], tuple[np.ndarray, np.ndarray]], float]:
    begin = time.process_time()
    found = run_chunk(rho, seed=seed, chunk=chunk)
    return found, time.process_time() - begin


def check(seed: int) -> dict[str, object]:
    """What a test simulates again to see whether the code still gives the kept numbers: a few series of one cell."""
    found = run_chunk(RHOS[1], seed=seed, chunk=0, size=5)
    return {"rho": RHOS[1], "size": 5, "largest": float(np.median(found["level", "largest"][0]))}


if __name__ == "__main__":
    main(sys.argv[1:])
