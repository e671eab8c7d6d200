"""Simulate how often intervals hold the truth, and keep the table and its figure: the program behind ``make coverage``.

The whole grid takes hours and can be stopped, or told to stop with ``--minutes``: every chunk of 50 series is kept in
``.benchmarks/coverage``, and the next run with the same code and seed goes on from there. It goes in rounds, 50 series
of every cell, then 250, 500 and 1,000, then 4,000 of those in doubt, so that a run that is stopped has a whole table.
``--quick`` is the first round of some kinds. Numbers do not depend on the number of workers.
"""

import argparse
import hashlib
import itertools
import json
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

from turningpoint.figures.coverage import coverage
from turningpoint.figures.drawing.style import rendered
from turningpoint.its.coverage.grid import Cell, whole_grid
from turningpoint.its.coverage.kept_table import FAILS, OURS, TABLE, THIRDS, read_coverage
from turningpoint.its.coverage.simulate_cell import CHUNK, Chunk, gather, in_doubt, run_chunk, table_of, thirds_of

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".benchmarks" / "coverage"
FIGURES = ROOT / "reports" / "coverage"
SEED = 20210815
ROUNDS = (1, 5, 10, 20)
"""Chunks of every cell after each round."""
MOST = 80
"""Chunks of a cell in doubt."""
QUICK = (
    "straight", "kink", "kink_recent", "quadratic", "irw", "kink, memory 0.7", "kink, spans", "straight, 48 months",
    "straight, mean 3", "straight, memory 0.8", "straight, 9 and 11 months", "gaussian, kink", "gaussian, 48 months",
)  # fmt: skip
"""Kinds of the quick run."""
CHECKED = ("straight", "straight, 9 and 11 months", "gaussian, 48 months")
"""Kinds of which a test simulates a chunk again."""
WITHOUT_NUMBERS = {"model.fit", "model.specification"}
"""Modules of ``its`` that say what is asked and what comes out: the simulated numbers do not hang on them."""
COLUMNS = {
    "cell": "place of the cell in the grid",
    "kind": "kind of series, in words",
    "course": "course before, which goes on after: straight, rising, kink, kink_recent, quadratic, or irw (a slope "
    "that walks)",
    "outcome": "counts or gaussian",
    "points": "number of months",
    "before": "months before the intervention",
    "mean": "mean of the months before the intervention; 0 for a gaussian outcome",
    "rho": "autocorrelation of the latent noise from one month to the next",
    "deviation": "standard deviation of the latent noise",
    "truth": "none, or change: level 2, slope 1.3 a year",
    "method": "calibrated (its trend may bend), calibrated with a straight trend, or with one from 36 months before, "
    "others' models, or the oracle, who knows noise and bend",
    "estimand": "the answer that is judged",
    "series": "simulated series with an interval",
    "refused": "simulated series for which the method gives no interval",
    "covered": "series whose nominal 95% interval holds the truth",
    "coverage": "covered over series",
    "low": "lower end of the 99% Monte Carlo interval of the coverage (Wilson)",
    "high": "upper end of that interval",
    "bias": "mean of estimate less truth, on the log scale (of a gaussian outcome: in its unit; low_point: in months)",
    "median_width": "median width of the interval, on the same scale",
    "width_over_oracle": "that width over the oracle's; nan where the oracle has no such answer",
    "verdict": "fails where the coverage is below 91.0%, else holds",
}
THIRD_COLUMNS = {
    **{name: COLUMNS[name] for name in ("cell", "kind", "truth", "estimand")},
    "third": "of the series of the cell in the order of the estimated memory, the shortest first",
    "rho_low": "shortest estimated memory in it",
    "rho_high": "longest estimated memory in it",
    **{name: COLUMNS[name] for name in ("series", "covered", "coverage", "high")},
    "verdict": "fails where the upper end of the 99% Monte Carlo interval is below 88%, else holds",
}
Task = tuple[Cell, int, Path, int, bool]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is left of the grid, then write tables, sidecars and figure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"some kinds, {CHUNK} series a cell: minutes")
    parser.add_argument("--minutes", type=float, help="begin nothing new after so many")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--seed", type=int, default=SEED, help="of every random number")
    parser.add_argument("--output", type=Path, help="folder of tables and figure, in place of where the kept ones are")
    chosen = parser.parse_args(arguments)
    if chosen.workers < 1 or chosen.seed < 0 or (chosen.minutes is not None and not chosen.minutes > 0):
        parser.error("--workers must be 1 or more, --seed 0 or more and --minutes more than 0.")
    end = time.monotonic() + 60 * chosen.minutes if chosen.minutes is not None else np.inf
    table = chosen.output / TABLE.name if chosen.output else TABLE
    command = "make coverage" + (' ARGS="' + " ".join(words) + '"' if (words := _words(chosen)) else "")
    rounds = ROUNDS[:1] if chosen.quick else ROUNDS
    cells = [cell for cell in whole_grid() if not chosen.quick or cell.kind.name in QUICK]
    kept = run(cells, rounds, seed=chosen.seed, workers=chosen.workers, end=end)
    if not kept:
        sys.exit("No cell was finished in that time, and no table is written. Give it more --minutes.")
    found = keep(kept, table, command=command, seed=chosen.seed)
    draw(read_coverage(table), chosen.output or FIGURES)
    print(summary(found))
    print(f"{table} has {len(kept)} of {len(whole_grid())} cells.")


def run(
    cells: Sequence[Cell], rounds: Sequence[int], *, seed: int, workers: int, end: float = np.inf, work: Path = WORK
) -> dict[Cell, list[Path]]:
    """Simulate the chunks that are not kept yet, round by round, until a time of ``time.monotonic``.

    Gives the files of every cell that has any, without those behind a gap.
    """
    folder = work / fingerprint(seed)
    folder.mkdir(parents=True, exist_ok=True)

    def path(cell: Cell, chunk: int) -> Path:
        return folder / f"cell-{cell.index:03d}-{chunk:02d}.npz"

    def kept(cell: Cell) -> list[Path]:
        return list(itertools.takewhile(Path.exists, (path(cell, chunk) for chunk in range(MOST))))

    def left(chosen: Iterable[Cell], chunks: range, others: bool) -> Iterator[Task]:
        pairs = ((cell, chunk, path(cell, chunk)) for cell in chosen for chunk in chunks)
        return ((cell, chunk, to, seed, others) for cell, chunk, to in pairs if not to.exists())

    first = 0
    for chunks in rounds:
        _do(left(cells, range(first, chunks), True), workers, end, f"to {CHUNK * chunks:,} series a cell")
        first = chunks
    if tuple(rounds) == ROUNDS and time.monotonic() < end:
        doubted = [cell for cell in cells if in_doubt([read_chunk(one) for one in kept(cell)])]
        _do(left(doubted, range(first, MOST), False), workers, end, f"to {CHUNK * MOST:,} series of those in doubt")
    return {cell: files for cell in cells if (files := kept(cell))}


def _do(tasks: Iterator[Task], workers: int, end: float, words: str) -> None:
    """Do tasks, in processes of their own where several go at once, and say what each took."""
    todo = list(tasks)
    print(f"{len(todo)} chunks are left {words}.", flush=True)
    begin = time.monotonic()
    for done, (cell, seconds) in enumerate(_results(todo, workers, lambda: time.monotonic() < end), start=1):
        rest = (time.monotonic() - begin) / done * (len(todo) - done) / 60
        print(f"{done:5d} of {len(todo)}  {cell.kind.name}: {seconds:.1f} s; {rest:.0f} minutes left", flush=True)


def _results(tasks: list[Task], workers: int, go_on: Callable[[], bool]) -> Iterator[tuple[Cell, float]]:
    """Begin tasks as long as it may go on, and give cell and seconds of each as it ends."""
    if workers == 1:
        yield from (simulate_and_store(*task) for task in itertools.takewhile(lambda _: go_on(), tasks))
        return
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # workers would take each other's cores
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        going: set[Future[tuple[Cell, float]]] = set()
        left = iter(tasks)
        while True:
            wanted = workers - len(going) if go_on() else 0
            going |= {pool.submit(simulate_and_store, *task) for task in itertools.islice(left, wanted)}
            if not going:
                return
            done, going = wait(going, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)


def simulate_and_store(cell: Cell, chunk: int, path: Path, seed: int, others: bool) -> tuple[Cell, float]:
    """Simulate a chunk and keep it in a file of its own, written whole or not at all; give the seconds it took."""
    begin = time.process_time()
    found = run_chunk(cell, seed=seed, chunk=chunk, others=others)
    seconds = time.process_time() - begin
    results = {"|".join(key): value for key, value in found.results.items()}
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, suffix=".part", delete=False) as file:
        np.savez(file, allow_pickle=False, rho_=found.rho, seconds_=np.array(seconds), **results)
    Path(file.name).replace(path)
    return cell, seconds


def read_chunk(path: Path) -> Chunk:
    """Read what ``simulate_and_store`` kept."""
    with np.load(path) as stored:
        results = {(name.split("|")[0], name.split("|")[1]): stored[name] for name in stored.files if "|" in name}
        return Chunk(results, stored["rho_"])


def seconds_of(path: Path) -> float:
    """Processor time behind a kept chunk."""
    with np.load(path) as stored:
        return float(stored["seconds_"])


def fingerprint(seed: int, its: Path = ROOT / "analysis" / "turningpoint" / "its") -> str:
    """Name of the work folder: it changes with the code and numbers that the results depend on."""
    digest = hashlib.sha256(f"{seed} {np.__version__}".encode())
    for name in sorted(modules_behind("coverage.simulate_cell", its) - WITHOUT_NUMBERS):
        digest.update(_file(name, its).read_bytes())
    return digest.hexdigest()[:16]


def modules_behind(name: str, its: Path) -> set[str]:
    """A module of ``its``, named below it (``model.design``), and all that it imports from there, directly or not."""
    found, left = set(), {name}
    while left:
        found |= left
        texts = "\n".join(_file(one, its).read_text(encoding="utf-8") for one in left)
        imported = re.findall(r"^from turningpoint\.its\.?([\w.]*) import ([^(\n]+|\([^)]+)", texts, flags=re.MULTILINE)
        names = {f"{room}.{word}".strip(".") for room, words in imported for word in re.findall(r"\w+", words)}
        rooms = {room for room, _ in imported}
        left = {one for one in names | rooms if one and _file(one, its).is_file()} - found
    return found


def _file(name: str, its: Path) -> Path:
    return its / f"{name.replace('.', '/')}.py"


def keep(kept: dict[Cell, list[Path]], table: Path, *, command: str, seed: int) -> pd.DataFrame:
    """Write both tables, rounded to what the simulation bears, and their sidecars; give the first."""
    table.parent.mkdir(parents=True, exist_ok=True)
    chunks = {cell: gather([read_chunk(path) for path in files]) for cell, files in kept.items()}
    cells = pd.concat([table_of(cell, chunk) for cell, chunk in chunks.items()], ignore_index=True)
    thirds = pd.concat([thirds_of(cell, chunk) for cell, chunk in chunks.items()], ignore_index=True)
    series = [len(chunk.rho) for chunk in chunks.values()]
    facts = {
        "title": "Coverage of nominal 95% intervals by simulation",
        "producer": "simulated by this project",
        "command": command,
        "seed": seed,
        "made": datetime.now(UTC).date(),
        "seconds": round(sum(seconds_of(path) for files in kept.values() for path in files)),
        "series": min(series),
        "most_series": max(series),
    }
    versions = {name: version(name) for name in ("numpy", "scipy", "statsmodels", "pandas")}
    for frame, path, columns, one_row in (
        (cells, table, COLUMNS, "one cell of the grid, method and answer"),
        (thirds, table.with_name(THIRDS.name), THIRD_COLUMNS, "one cell, answer of ours and third of the memory"),
    ):
        rounded(frame).to_csv(path, index=False, lineterminator="\n", na_rep="nan")
        more = {"rows": len(frame), "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "one_row": one_row}
        tables = {"versions": {"python": platform.python_version(), **versions}, "columns": columns}
        if path == table:
            tables["check"] = {f"cell_{cell.index}": check(cell, kept[cell][0]) for cell in kept if checked(cell)}
        path.with_suffix(".toml").write_text(toml(facts | more | tables), encoding="utf-8")
    return cells


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares to five places, widths and biases to four digits."""
    shares = {
        name: frame[name].round(5) for name in ("coverage", "low", "high", "rho_low", "rho_high") if name in frame
    }
    sizes = [name for name in ("bias", "median_width", "width_over_oracle") if name in frame]
    return frame.assign(**shares, **{name: [float(f"{size:.4g}") for size in frame[name]] for name in sizes})


def checked(cell: Cell) -> bool:
    """Whether a test simulates a chunk of this cell again."""
    return cell.kind.name in CHECKED and cell.change


def check(cell: Cell, path: Path) -> dict[str, object]:
    """What a test compares to see whether the code still gives the kept numbers: widths of ours in the first chunk."""
    results = read_chunk(path).results
    widths = {estimand: float(np.median(one[:, 2])) for (method, estimand), one in results.items() if method == OURS}
    return {"cell": cell.index, "series": CHUNK, "median_width": widths}


def toml(facts: dict[str, object], name: str = "") -> str:
    """Write facts as TOML, tables last."""
    plain = {key: value for key, value in facts.items() if not isinstance(value, dict)}
    lines = [f"[{name}]"] if name else []
    lines += [
        f"{key} = {json.dumps(value, ensure_ascii=False) if isinstance(value, str) else value}"
        for key, value in plain.items()
    ]
    tables = [toml(value, f"{name}.{key}".strip(".")) for key, value in facts.items() if isinstance(value, dict)]
    return "\n".join(["\n".join(lines) + "\n", *tables])


def draw(found: pd.DataFrame, folder: Path) -> None:
    """Draw the figure."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "coverage.svg").write_bytes(rendered(coverage(found).figure, "svg"))


def summary(found: pd.DataFrame) -> str:
    """Say how many cells fail, ours beside the others, and which of ours."""
    lines = [f"{'method':<28}{'answers':>9}{'fail':>7}{'lowest':>9}{'median':>9}{'highest':>9}"]
    for method, rows in found.groupby("method", sort=False):
        fails = int((rows["verdict"] == FAILS).sum())
        shares = (f"{100 * share:.1f}" for share in (rows["coverage"].agg(["min", "median", "max"])))
        lines.append(f"{method:<28}{len(rows):>9}{fails:>7}" + "".join(f"{share:>9}" for share in shares))
    failing = found[(found["method"] == OURS) & (found["verdict"] == FAILS)]
    lines += [
        f"{row.kind}, {row.truth}, {row.estimand}: {100 * row.coverage:.1f}% of {row.series:,}"
        for row in failing.itertuples()
    ]
    return "\n".join(lines)


def _words(chosen: argparse.Namespace) -> list[str]:
    words = ["--quick"] if chosen.quick else []
    words += [f"--minutes {chosen.minutes:g}"] if chosen.minutes else []
    return words + ([f"--seed {chosen.seed}"] if chosen.seed != SEED else [])


if __name__ == "__main__":
    main(sys.argv[1:])
