"""Simulate how often the joint test of many specifications finds a change; keep the table.

Takes about twenty minutes on one core and can be stopped: every chunk is kept in ``.benchmarks/joint_null``, and the
next run with the same code and seed goes on from there. The first two kinds, no change and a change at a memory of 0.7,
are simulated a chunk each in turn. The table has of every kind the chunks that are there, and says how many series.
"""

import argparse
import hashlib
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.coverage import SEED
from benchmarks.kept import keep
from turningpoint.robustness.specifications.simulated_size import (
    CELLS,
    CHUNK,
    COLUMNS,
    LARGEST_SIZE,
    REPLICATES,
    SERIES,
    TABLE,
    Cell,
    keys,
    run_chunk,
    summarise,
)

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".benchmarks" / "joint_null"
CODE = ROOT / "analysis" / "turningpoint"
MADE_BY = ("fits.py", "grid.py", "null_series.py", "simulated_size.py")
TOGETHER = 2
MEANING = {
    "truth": "whether level and slope change at the date",
    "rho": "autocorrelation of the latent noise from one month to the next",
    "trend": "course before in the specifications: straight (24 of them) or adaptive (one)",
    "effect": "level, slope, or geometric mean of the ratios of the first year",
    "statistic": "median log effect, share of significant specifications, or largest effect over its error",
    "series": "simulated series of 120 months, 15 events a month before, latent standard deviation 0.3, trend 0.95 a "
    f"year; each against {REPLICATES['straight']} series of its own null, or {REPLICATES['adaptive']} of them",
    "hits": "series with a p-value of at most 0.05",
    "share": "hits over series: the type I error, or the power",
    "low": "lower 99% Monte Carlo bound of the share (Wilson, one-sided)",
    "high": "upper 99% bound",
    "wanted": "largest share wanted without a change, smallest with one; 0 where it is only stated",
    "verdict": f"holds when the share is at most {LARGEST_SIZE:.0%} without a change, at least what is wanted with one",
}


def main(arguments: list[str] | None = None) -> None:
    """Simulate what is left, write table and sidecar, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=np.inf, help="begin nothing new after so many")
    parser.add_argument("--series", type=int, default=SERIES, help=f"of every kind, a multiple of {CHUNK}")
    parser.add_argument("--seed", type=int, default=SEED, help="of every random number")
    parser.add_argument("--output", type=Path, default=TABLE, help="where the table goes")
    chosen = parser.parse_args(arguments)
    if not chosen.minutes >= 0 or chosen.seed < 0 or chosen.series < CHUNK or chosen.series % CHUNK:
        parser.error(f"--minutes and --seed must be 0 or more, --series a multiple of {CHUNK}.")
    folder = WORK / fingerprint(chosen.seed)
    folder.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + 60 * chosen.minutes
    for cell, chunk in tasks(chosen.series // CHUNK):
        if time.monotonic() < end:
            simulate(cell, chunk, chosen.seed, folder)
    found, seconds = gathered(folder, chosen.series // CHUNK)
    if found.empty:
        sys.exit("No chunk was finished in that time, and no table is written. Give it more --minutes.")
    options = "" if chosen.series == SERIES else f" --series {chosen.series}"
    options += "" if chosen.seed == SEED else f" --seed {chosen.seed}"
    keep(
        found.round(dict.fromkeys(("share", "low", "high"), 5)),
        chosen.output,
        title="Type I error and power of the joint test of many specifications, by simulation",
        one_row="one kind of series, course before, effect and statistic",
        meaning=MEANING,
        command=f"python -m benchmarks.joint_null{options}",
        seed=chosen.seed,
        seconds=seconds,
        check=check(chosen.seed),
    )
    print(found.to_string(index=False))


def tasks(chunks: int) -> list[tuple[Cell, int]]:
    """Kinds and chunks in the order in which they are simulated."""
    first = [(cell, chunk) for chunk in range(chunks) for cell in CELLS[:TOGETHER]]
    return first + [(cell, chunk) for cell in CELLS[TOGETHER:] for chunk in range(chunks)]


def gathered(folder: Path, chunks: int) -> tuple[pd.DataFrame, float]:
    """The table of the chunks that are there, and the seconds of processor time behind it."""
    rows: list[dict[str, object]] = []
    seconds = 0.0
    for cell in CELLS:
        paths = [place(cell, chunk, folder) for chunk in range(chunks)]
        stored = [np.load(path) for path in paths if path.exists()]
        if stored:
            rows += summarise(cell, [{key: one["/".join(key)] for key in keys()} for one in stored])
            seconds += sum(float(one["seconds"]) for one in stored)
    return pd.DataFrame(rows, columns=list(COLUMNS)), seconds


def fingerprint(seed: int) -> str:
    """Name of the work folder: it changes with the code that the numbers depend on."""
    digest = hashlib.sha256(f"{seed} {np.__version__}".encode())
    own, engine = CODE / "robustness" / "specifications", CODE / "its" / "calibrated"
    for path in [*(own / name for name in MADE_BY), *sorted(engine.glob("*.py"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def place(cell: Cell, chunk: int, folder: Path) -> Path:
    """File of a chunk."""
    return folder / f"{cell.truth}-{cell.rho:g}-{chunk:02d}.npz"


def simulate(cell: Cell, chunk: int, seed: int, folder: Path) -> None:
    """Simulate a chunk unless it is kept; written whole or not at all."""
    path = place(cell, chunk, folder)
    if path.exists():
        return
    begin = time.process_time()
    found = run_chunk(cell, seed=seed, chunk=chunk)
    seconds = np.array(time.process_time() - begin)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, seconds=seconds, **{"/".join(key): p for key, p in found.items()})
    part.replace(path)
    print(f"{cell.truth} at {cell.rho:g}: {(chunk + 1) * CHUNK} series, {seconds:.1f} s", flush=True)


def check(seed: int) -> dict[str, object]:
    """What a test simulates again to see whether the code still gives the kept numbers: a few series of one kind."""
    found = run_chunk(CELLS[1], seed=seed, chunk=0, size=5)
    return {"size": 5, "p": [float(p) for p in found["straight", "first year", "median"]]}


if __name__ == "__main__":
    main(sys.argv[1:])
