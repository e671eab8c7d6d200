"""What programs that simulate a table share: options, processes, and the table kept with its sidecar."""

import argparse
import hashlib
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from benchmarks.coverage import SEED, toml

Found = TypeVar("Found")


def options(
    description: str, arguments: list[str] | None, *, table: Path, series: int, chunk: int
) -> argparse.Namespace:
    """Read the options workers, seed, series and output."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--seed", type=int, default=SEED, help="of every random number")
    parser.add_argument("--series", type=int, default=series, help=f"simulated a cell, a multiple of {chunk}")
    parser.add_argument("--output", type=Path, default=table, help="where the table goes")
    chosen = parser.parse_args(arguments)
    if chosen.workers < 1 or chosen.seed < 0 or chosen.series < chunk or chosen.series % chunk:
        parser.error(f"--workers must be 1 or more, --seed 0 or more and --series a multiple of {chunk}.")
    return chosen


def command_of(program: str, chosen: argparse.Namespace, *, series: int) -> str:
    """Write the command that makes the same table again."""
    words = [] if chosen.series == series else [f"--series {chosen.series}"]
    words += [] if chosen.seed == SEED else [f"--seed {chosen.seed}"]
    return " ".join([f"python -m benchmarks.{program}", *words])


def in_processes(
    work: Callable[..., Found], tasks: Sequence[tuple[Any, ...]], workers: int
) -> tuple[list[Found], float]:
    """Do every task; give the results in their order and the seconds of processor time behind them."""
    if workers == 1:
        done = [_timed(work, task) for task in tasks]
    else:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, "1")  # workers would take each other's cores
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            asked = [pool.submit(_timed, work, task) for task in tasks]
            done = [future.result() for future in asked]
    return [found for found, _ in done], sum(seconds for _, seconds in done)


def _timed(work: Callable[..., Found], task: tuple[Any, ...]) -> tuple[Found, float]:
    begin = time.process_time()
    found = work(*task)
    return found, time.process_time() - begin


def keep(
    found: pd.DataFrame,
    table: Path,
    *,
    title: str,
    one_row: str,
    meaning: Mapping[str, str],
    command: str,
    seed: int,
    seconds: float,
    check: Mapping[str, object],
) -> None:
    """Write table and sidecar.

    Parameters
    ----------
    found : rounded to what the simulation bears. meaning : column → what it holds. seconds : of processor time.
    check : a few series that a test simulates again to see whether the code still gives the kept numbers.
    """
    table.parent.mkdir(parents=True, exist_ok=True)
    found.to_csv(table, index=False, lineterminator="\n")
    facts = {
        "title": title,
        "producer": "simulated by this project",
        "command": command,
        "seed": seed,
        "made": datetime.now(UTC).date(),
        "seconds": round(seconds),
        "rows": len(found),
        "sha256": hashlib.sha256(table.read_bytes()).hexdigest(),
        "one_row": one_row,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scipy", "pandas")},
        },
        "check": dict(check),
        "columns": {name: meaning[name] for name in found.columns},
    }
    table.with_suffix(".toml").write_text(toml(facts), encoding="utf-8")
