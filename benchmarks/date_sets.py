"""Simulate how often the set of dates misleads and how often it rules anything out; keep the table.

Takes about half an hour on one core and can be stopped: every chunk is kept in ``.benchmarks/date_sets``, and the next
run with the same code and seed goes on from there. A kind is in the table once all its series are there; those without
which nothing is said come first, together. Numbers do not depend on where it was stopped.
"""

import argparse
import hashlib
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.coverage import SEED
from benchmarks.kept import keep
from turningpoint.robustness.dates.date_set import BOUND, CERTAIN
from turningpoint.robustness.dates.simulated_kinds import CHUNK, EVERY, KINDS, SET, DateKind, run_chunk
from turningpoint.robustness.dates.simulated_size import COLUMNS, TABLE, summarise

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".benchmarks" / "date_sets"
CODE = ROOT / "analysis" / "turningpoint"
MADE_BY = ("evidence.py", "candidates.py", "simulated_kinds.py")
CHUNKS = 12
"""Of every kind: 300 series."""
TOGETHER = 4
"""The first so many kinds are simulated a chunk each in turn, the others one after the other."""
MEANING = {
    "number": f"of the kind; the bound was set on those up to {SET} and is judged on the others",
    "kind": "course before (straight 0.95 a year, kink 0.83 then 1.2 from 34 months before, quadratic, irw), what "
    "changes at the date, memory where it is not 0.4",
    "truth": "what there is to find: a break, a corner of the course, or none",
    "series": "simulated series of 120 months, 15 events a month before, latent standard deviation 0.3",
    "hits": f"series in which anything is ruled out: log evidence of the best of every {EVERY}rd date more than "
    f"{BOUND:g} above three in four of them and above no break, or {CERTAIN:g} above no break",
    "share": "hits over series",
    "low": "lower 99% Monte Carlo bound of the share (Wilson, one-sided)",
    "high": "upper 99% bound",
    "false_exclusion": "share of series in which dates are ruled out and the set misses the true date, or the one "
    "compared that is nearest to the corner; where there is neither, in which anything is ruled out",
    "holds_truth": "share of series whose smallest set holds the true date, whether or not it rules out; 0 without one",
    "near": "share of series whose best date lies within three months of the true one; 0 without one",
    "mean_set": "mean share of the dates in the smallest set",
    "limit": "bound at which the share of misled series would be as wanted, were the truth none",
    "refused": "series for which there is no finite estimate: they rule nothing out",
    "use": "whether the bound was set on this kind or is judged on it",
    "verdict": "holds: misled in at most 7% of series, without break and corner in 10%, or 15% at a memory of 0.8",
}


def main(arguments: list[str] | None = None) -> None:
    """Simulate what is left, write table and sidecar of the kinds that are whole, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=np.inf, help="begin nothing new after so many")
    parser.add_argument("--seed", type=int, default=SEED, help="of every random number")
    parser.add_argument("--output", type=Path, default=TABLE, help="where the table goes")
    chosen = parser.parse_args(arguments)
    if not chosen.minutes >= 0 or chosen.seed < 0:
        parser.error("--minutes must be 0 or more and --seed 0 or more.")
    folder = WORK / fingerprint(chosen.seed)
    folder.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + 60 * chosen.minutes
    for one, chunk in tasks():
        if time.monotonic() < end:
            simulate(one, chunk, chosen.seed, folder)
    found, seconds = gathered(folder)
    if found.empty:
        sys.exit("No kind was finished in that time, and no table is written. Give it more --minutes.")
    keep(
        found.round(dict.fromkeys(("share", "low", "high", "false_exclusion", "holds_truth", "near", "mean_set"), 5))
        .round({"limit": 3}),
        chosen.output,
        title="How often the set of dates misleads, and how often it rules anything out, by simulation",
        one_row="one kind of series",
        meaning=MEANING,
        command="python -m benchmarks.date_sets" + ("" if chosen.seed == SEED else f" --seed {chosen.seed}"),
        seed=chosen.seed,
        seconds=seconds,
        check=check(chosen.seed),
    )  # fmt: skip
    print(found.to_string(index=False))
    print(f"{chosen.output} has {len(found)} of {len(KINDS)} kinds.")


def tasks() -> list[tuple[DateKind, int]]:
    """Kinds and chunks in the order in which they are simulated."""
    first = [(one, chunk) for chunk in range(CHUNKS) for one in KINDS[:TOGETHER]]
    return first + [(one, chunk) for one in KINDS[TOGETHER:] for chunk in range(CHUNKS)]


def gathered(folder: Path) -> tuple[pd.DataFrame, float]:
    """The table of the kinds whose chunks are all there, in order of their numbers, and the seconds behind it."""
    rows, seconds = [], 0.0
    for one in sorted(KINDS, key=lambda kind: kind.number):
        paths = [place(one, chunk, folder) for chunk in range(CHUNKS)]
        if all(path.exists() for path in paths):
            stored = [np.load(path) for path in paths]
            rows.append(summarise(one, np.concatenate([each["gain"] for each in stored])))
            seconds += sum(float(each["seconds"]) for each in stored)
    return pd.DataFrame(rows, columns=list(COLUMNS)), seconds


def fingerprint(seed: int) -> str:
    """Name of the work folder: it changes with the code that the numbers depend on."""
    digest = hashlib.sha256(f"{seed} {np.__version__}".encode())
    dates, engine = CODE / "robustness" / "dates", CODE / "its" / "calibrated"
    for path in [*(dates / name for name in MADE_BY), *sorted(engine.glob("*.py"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def place(one: DateKind, chunk: int, folder: Path) -> Path:
    """File of a chunk."""
    return folder / f"{one.number:02d}-{chunk:02d}.npz"


def simulate(one: DateKind, chunk: int, seed: int, folder: Path) -> None:
    """Simulate a chunk unless it is kept; written whole or not at all."""
    path = place(one, chunk, folder)
    if path.exists():
        return
    begin = time.process_time()
    gain = run_chunk(one, seed=seed, chunk=chunk)
    seconds = time.process_time() - begin
    with tempfile.NamedTemporaryFile("wb", dir=folder, suffix=".part", delete=False) as file:
        np.savez(file, gain=gain, seconds=np.array(seconds))
    Path(file.name).replace(path)
    print(f"{one.name}: {(chunk + 1) * CHUNK} series, {seconds:.1f} s", flush=True)


def check(seed: int) -> dict[str, object]:
    """What a test simulates again to see whether the code still gives the kept numbers: a few series of one kind."""
    gain = run_chunk(KINDS[1], seed=seed, chunk=0, size=4)
    return {"kind": KINDS[1].number, "size": 4, "largest": [round(float(one), 6) for one in gain.max(axis=1)]}


if __name__ == "__main__":
    main(sys.argv[1:])
