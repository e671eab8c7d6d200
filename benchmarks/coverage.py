"""Simulate how often intervals hold the truth, and keep the table and its figure: the program behind ``make coverage``.

The whole grid takes most of an hour on two cores and can be stopped: every finished cell is kept in
``.benchmarks/coverage``, and the next run with the same code, seed and numbers goes on from there. ``--quick`` takes a
part of the grid and fewer series. Numbers do not depend on the number of workers.
"""

import argparse
import hashlib
import json
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

from turningpoint.figures.coverage import coverage
from turningpoint.figures.drawing.style import rendered
from turningpoint.its.calibrated.many_intervals import DRAWS, FORECASTS
from turningpoint.its.coverage.grid import Cell, quick_grid, whole_grid
from turningpoint.its.coverage.kept_table import OURS, TABLE, read_coverage
from turningpoint.its.coverage.simulate_cell import CHUNK, run_cell, run_chunk

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".benchmarks" / "coverage"
FIGURES = ROOT / "reports" / "coverage"
SEED = 20210815
WITHOUT_NUMBERS = {"model.fit", "model.specification"}
"""Modules of ``its`` that say what is asked and what comes out: the simulated numbers do not hang on them."""
COLUMNS = {
    "cell": "place of the cell in the whole grid",
    "process": "lognormal (latent autoregression times negative-binomial noise), gaussian, feedback (INGARCH), curved",
    "points": "number of months; the intervention stands after two thirds of them",
    "rho": "autocorrelation of the latent noise from one month to the next",
    "mean": "mean of the months before the intervention; 0 for a gaussian outcome",
    "truth": "none, or change: level 2, slope 1.5 a year, trend -0.12 a year",
    "harmonics": "pairs of harmonics in course and design",
    "method": "calibrated (bending: with a pre-trend that may bend), or a conventional model with its errors",
    "estimand": "level, slope, expected_excess, relative_excess or observed_excess",
    "series": "simulated series with an interval",
    "refused": "simulated series for which the method gives no interval",
    "covered": "series whose nominal 95% interval holds the truth",
    "coverage": "covered over series; where the truth is none, 1 less the type I error of the test",
    "low": "lower end of the 99% Monte Carlo interval of the coverage (Wilson)",
    "high": "upper end of that interval",
    "median_width": "median width: on the log scale, of an excess over the expected untouched sum; gaussian: its unit",
    "verdict": "holds, or too low or too high: the Monte Carlo interval lies wholly outside 93.5 to 96.5%",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is left of the grid, then write table, sidecar and figures, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a part of the grid, 300 series a cell: minutes")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--seed", type=int, default=SEED, help="of every random number")
    parser.add_argument("--output", type=Path, help="folder of table and figures, in place of where the kept ones are")
    chosen = parser.parse_args(arguments)
    if chosen.workers < 1 or chosen.seed < 0:
        parser.error("--workers must be 1 or more and --seed 0 or more.")
    cells, series, most = (quick_grid(), 300, 300) if chosen.quick else (whole_grid(), 1000, 4000)
    folder = chosen.output or (WORK / "quick" if chosen.quick else None)
    table = folder / "coverage.csv" if folder else TABLE
    command = "make coverage" + (' ARGS="' + " ".join(words) + '"' if (words := _words(chosen)) else "")
    found, seconds = run(cells, seed=chosen.seed, series=series, most=most, workers=chosen.workers)
    keep(found, table, command=command, seed=chosen.seed, series=series, most=most, seconds=seconds)
    draw(read_coverage(table), folder or FIGURES)
    print(summary(found))
    print(f"{table} has every cell, and the figures are in {folder or FIGURES}.")


def run(
    cells: Sequence[Cell], *, seed: int, series: int, most: int, workers: int, work: Path = WORK
) -> tuple[pd.DataFrame, float]:
    """Simulate the cells that are not kept yet.

    Returns
    -------
    tuple
        The table, a row a cell, method and estimand; and the seconds of processor time behind it.
    """
    folder = work / fingerprint(seed, series, most)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {cell: folder / f"cell-{cell.index:03d}.json" for cell in cells}
    left = sorted((cell for cell in cells if not paths[cell].exists()), key=lambda cell: -cell.points)
    if len(left) < len(cells):
        print(f"{len(cells) - len(left)} of {len(cells)} cells are kept from an earlier run.")
    tasks = [(cell, paths[cell], seed, series, most) for cell in left]
    for done, words in enumerate(_results(tasks, workers), start=1 + len(cells) - len(left)):
        print(f"{done:4d} of {len(cells)} cells  {words}", flush=True)
    stored = [json.loads(paths[cell].read_text(encoding="utf-8")) for cell in cells]
    found = pd.concat([pd.DataFrame(one["rows"]) for one in stored], ignore_index=True)
    return found.sort_values(["cell"], kind="stable", ignore_index=True), sum(one["seconds"] for one in stored)


def _results(tasks: list[tuple[Cell, Path, int, int, int]], workers: int) -> Iterator[str]:
    """Do the tasks, in processes of their own where several go at once, and give their words as they end."""
    if workers == 1:
        yield from (simulate_and_store(*task) for task in tasks)
    else:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, "1")  # workers would take each other's cores
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            asked = [pool.submit(simulate_and_store, *task) for task in tasks]
            yield from (future.result() for future in as_completed(asked))


def simulate_and_store(cell: Cell, path: Path, seed: int, series: int, most: int) -> str:
    """Simulate one cell and keep it in a file of its own, written whole or not at all; say what was found."""
    begin = time.process_time()
    rows = run_cell(cell, seed=seed, series=series, most=most)
    seconds = time.process_time() - begin
    with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8") as file:
        json.dump({"seconds": seconds, "rows": rows.to_dict("records")}, file)
    Path(file.name).replace(path)
    ours = rows[rows["method"] == OURS]
    shares = ", ".join(f"{row.estimand} {100 * row.coverage:.1f}" for row in ours.itertuples())
    return (
        f"{cell.process} n={cell.points} rho={cell.rho:g} mean={cell.mean:g} {rows['truth'].iloc[0]}: {shares} "
        f"({ours['series'].max():,} series, {seconds:.0f} s)"
    )


def fingerprint(seed: int, series: int, most: int, its: Path = ROOT / "analysis" / "turningpoint" / "its") -> str:
    """Name of the work folder: it changes with the code and numbers that the results depend on."""
    digest = hashlib.sha256(f"{seed} {series} {most} {np.__version__}".encode())
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


def keep(found: pd.DataFrame, table: Path, *, command: str, seed: int, series: int, most: int, seconds: float) -> None:
    """Write the table, rounded to what the simulation bears, and its sidecar."""
    table.parent.mkdir(parents=True, exist_ok=True)
    rounded = found.assign(
        median_width=[float(f"{width:.4g}") for width in found["median_width"]],
        **{name: found[name].round(5) for name in ("coverage", "low", "high")},
    )
    rounded.to_csv(table, index=False, lineterminator="\n")
    versions = {name: version(name) for name in ("numpy", "scipy", "statsmodels", "pandas")}
    facts = {
        "title": "Coverage of nominal 95% intervals by simulation",
        "producer": "simulated by this project",
        "command": command,
        "seed": seed,
        "made": datetime.now(UTC).date(),
        "seconds": round(seconds),
        "series": series,
        "most_series": most,
        "draws": DRAWS,
        "forecasts": FORECASTS,
        "rows": len(rounded),
        "sha256": hashlib.sha256(table.read_bytes()).hexdigest(),
        "one_row": "one cell of the grid, method and estimand",
        "versions": {"python": platform.python_version(), **versions},
        "check": {process: check(int(rows["cell"].iloc[0]), seed) for process, rows in found.groupby("process")},
        "columns": {name: COLUMNS[name] for name in rounded.columns},
    }
    table.with_suffix(".toml").write_text(toml(facts), encoding="utf-8")


def check(cell: int, seed: int) -> dict[str, object]:
    """What a test simulates again to see whether the code still gives the kept numbers: one chunk of one cell."""
    results = run_chunk(whole_grid()[cell], seed=seed, chunk=0, conventional=False)
    widths = {estimand: float(np.median(width)) for (_, estimand), (_, width) in results.items()}
    return {"cell": cell, "seed": seed, "series": CHUNK, "median_width": widths}


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
    """Draw the figures of counts and of gaussian outcomes, where the table has them."""
    folder.mkdir(parents=True, exist_ok=True)
    for process, name in (("lognormal", "coverage"), ("gaussian", "coverage_gaussian")):
        cells = found[found["process"] == process]
        if len(cells):
            (folder / f"{name}.svg").write_bytes(rendered(coverage(cells).figure, "svg"))


def summary(found: pd.DataFrame) -> str:
    """Say how many cells fail, ours beside the others, and which of ours."""
    lines = [f"{'method':<28}{'cells':>7}{'fail':>7}{'lowest':>9}{'highest':>9}   (process lognormal or gaussian)"]
    judged = found[found["process"].isin(["lognormal", "gaussian"])]
    for method, rows in judged.groupby("method", sort=False):
        fails = int((rows["verdict"] != "holds").sum())
        low, high = (f"{100 * share:.1f}" for share in (rows["coverage"].min(), rows["coverage"].max()))
        lines.append(f"{method:<28}{len(rows):>7}{fails:>7}{low:>9}{high:>9}")
    failing = found[(found["method"] == OURS) & (found["verdict"] != "holds")]
    lines += [
        f"{row.process} n={row.points} rho={row.rho:g} mean={row.mean:g} {row.truth} harmonics={row.harmonics} "
        f"{row.estimand}: {100 * row.coverage:.1f}% of {row.series:,} ({row.verdict})"
        for row in failing.itertuples()
    ]
    return "\n".join(lines)


def _words(chosen: argparse.Namespace) -> list[str]:
    return (["--quick"] if chosen.quick else []) + ([f"--seed {chosen.seed}"] if chosen.seed != SEED else [])


if __name__ == "__main__":
    main(sys.argv[1:])
