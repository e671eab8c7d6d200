"""Simulate how often intervals of the kill ratio over time hold the truth when deaths come in clusters; keep the table.

Takes about twenty minutes on two cores. Numbers do not depend on the number of workers.
"""

import argparse
import hashlib
import os
import platform
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.coverage import SEED, toml
from benchmarks.coverage_columns import COLUMNS as SHARED
from turningpoint.killratio.over_time.simulated_coverage import DRAWS, KNOWN, TABLE, run_cell, run_chunk
from turningpoint.killratio.over_time.simulated_deaths import Cell, whole_grid

COLUMNS = {
    "cell": "place of the cell in the grid",
    "design": "regression (trend, step, ramp) or two periods (step alone around a level course)",
    "points": "number of months",
    "after": "months from the intervention on",
    "rho": "autocorrelation of the latent noise of each side's events from one month to the next",
    "cluster_factor": "mean square over mean of the deaths of an event",
    "events": "events a month before any change",
    "truth": "none, or change: level 2 and, in a regression, slope 1.5 a year with trend -0.12 a year",
    "method": "calibrated with the deaths of each event known or not, Student's t, or a naive one",
    "estimand": "level or slope, ratios of odds",
    **{name: SHARED[name] for name in ("series", "refused", "covered", "coverage", "low", "high", "verdict")},
    "median_width": "median width on the scale of the log odds",
}


def main(arguments: list[str] | None = None) -> None:
    """Run the grid, write table and sidecar, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--seed", type=int, default=SEED, help="of every random number")
    parser.add_argument("--series", type=int, default=1000, help="simulated a cell, a multiple of 50")
    parser.add_argument("--output", type=Path, default=TABLE, help="where the table goes")
    chosen = parser.parse_args(arguments)
    if chosen.workers < 1 or chosen.seed < 0 or chosen.series < 50 or chosen.series % 50:
        parser.error("--workers must be 1 or more, --seed 0 or more and --series a multiple of 50.")
    found, seconds = run(whole_grid(), seed=chosen.seed, series=chosen.series, workers=chosen.workers)
    words = [] if chosen.series == 1000 else [f"--series {chosen.series}"]
    words += [] if chosen.seed == SEED else [f"--seed {chosen.seed}"]
    command = " ".join(["python -m benchmarks.kill_ratio_coverage", *words])
    keep(found, chosen.output, command=command, seed=chosen.seed, series=chosen.series, seconds=seconds)
    print(summary(found))


def run(cells: tuple[Cell, ...], *, seed: int, series: int, workers: int) -> tuple[pd.DataFrame, float]:
    """Simulate cells; give the table and the seconds of processor time behind it."""
    tasks = sorted(cells, key=lambda cell: -cell.points)
    if workers == 1:
        done = [_timed(cell, seed, series) for cell in tasks]
    else:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, "1")  # workers would take each other's cores
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            asked = [pool.submit(_timed, cell, seed, series) for cell in tasks]
            done = [future.result() for future in asked]
    found = pd.concat([rows for rows, _ in done], ignore_index=True)
    return found.sort_values("cell", kind="stable", ignore_index=True), sum(seconds for _, seconds in done)


def _timed(cell: Cell, seed: int, series: int) -> tuple[pd.DataFrame, float]:
    begin = time.process_time()
    rows = run_cell(cell, seed=seed, series=series)
    return rows, time.process_time() - begin


def keep(found: pd.DataFrame, table: Path, *, command: str, seed: int, series: int, seconds: float) -> None:
    """Write the table, rounded to what the simulation bears, and its sidecar."""
    table.parent.mkdir(parents=True, exist_ok=True)
    rounded = found.round({"coverage": 5, "low": 5, "high": 5, "median_width": 4})
    rounded.to_csv(table, index=False, lineterminator="\n")
    facts = {
        "title": "Coverage of nominal 95% intervals of the kill ratio over time by simulation",
        "producer": "simulated by this project",
        "command": command,
        "seed": seed,
        "made": datetime.now(UTC).date(),
        "seconds": round(seconds),
        "series": series,
        "draws": DRAWS,
        "rows": len(rounded),
        "sha256": hashlib.sha256(table.read_bytes()).hexdigest(),
        "one_row": "one cell of the grid, method and estimand",
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scipy", "pandas")},
        },
        "check": check(seed),
        "columns": {name: COLUMNS[name] for name in rounded.columns},
    }
    table.with_suffix(".toml").write_text(toml(facts), encoding="utf-8")


def check(seed: int) -> dict[str, object]:
    """What a test simulates again to see whether the code still gives the kept numbers: one chunk of the first cell."""
    cell = whole_grid()[0]
    found = run_chunk(cell, seed=seed, chunk=0)
    widths = {name: float(np.median(found[KNOWN, name][1])) for name in ("level", "slope")}
    return {"cell": cell.index, "median_width": widths}


def summary(found: pd.DataFrame) -> str:
    """Say of every method how many cells fail, and its lowest and highest coverage."""
    groups = found.groupby(["design", "method", "estimand"], sort=False)
    lines = [
        f"{design:<12}{method:<40}{estimand:<7}{int((rows['verdict'] != 'holds').sum()):>3} of {len(rows)} fail, "
        f"{100 * rows['coverage'].min():.1f} to {100 * rows['coverage'].max():.1f}%"
        for (design, method, estimand), rows in groups
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
