"""Write a simulated table with its sidecar: command, seed, versions, checksum, and what a test simulates again."""

import hashlib
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from benchmarks.coverage import toml


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
