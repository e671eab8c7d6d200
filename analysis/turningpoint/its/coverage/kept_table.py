"""How often intervals hold the truth, as simulated once: the kept tables and the rules by which they are judged."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from turningpoint.errors import DataError
from turningpoint.sources.csv_table import DATA, count, one_of, read_table, schema

TABLE = DATA / "simulated" / "coverage.csv"
"""What ``make coverage`` wrote; a sidecar of the same name has the command, the seed and the time that made it."""
THIRDS = TABLE.with_name("coverage_by_memory.csv")
"""The same of ours by third of the estimated memory."""
OURS, STRAIGHT, RECENT, ORACLE = "calibrated", "calibrated, straight", "calibrated, last 36 months", "oracle"
ANSWERS = (
    "level", "slope", "effect_12", "before_after_12", "before_after_24", "before_after_whole", "growth_before",
    "growth_since", "acceleration", "rise_before", "low_point",
)  # fmt: skip
LOWEST = 0.91
"""Estimated coverage of a nominal 95% interval below which a cell fails."""
DOUBT = (0.90, 0.93)
"""Estimates between which more series are simulated."""
LOWEST_OF_THIRD = 0.88
"""A third of the estimated memory fails where the upper end of its 99% Monte Carlo interval lies below."""
HOLDS, FAILS = VERDICTS = ("holds", "fails")

COLUMNS = (
    "cell", "kind", "course", "outcome", "points", "before", "mean", "rho", "deviation", "truth", "method", "estimand",
    "series", "refused", "covered", "coverage", "low", "high", "bias", "median_width", "width_over_oracle", "verdict",
)  # fmt: skip
THIRD_COLUMNS = (
    "cell", "kind", "truth", "estimand", "third", "rho_low", "rho_high", "series", "covered", "coverage", "high",
    "verdict",
)  # fmt: skip
_KINDS = {
    **{name: count() for name in ("cell", "points", "before", "series", "refused", "covered", "third")},
    **{name: pa.Column(str) for name in ("kind", "course", "method")},
    "outcome": one_of("counts", "gaussian"),
    "truth": one_of("none", "change"),
    "estimand": one_of(*ANSWERS),
    "coverage": pa.Column(float, pa.Check.in_range(0, 1, error="is not a share")),
    "width_over_oracle": pa.Column(float, nullable=True),
    "verdict": one_of(*VERDICTS),
}
"""Columns that hold more than plain numbers."""


def _schema(columns: Sequence[str], *key: str) -> pa.DataFrameSchema:
    return schema({name: _KINDS.get(name) or pa.Column(float) for name in columns}, key=list(key))


_SCHEMA = _schema(COLUMNS, "cell", "method", "estimand")
_THIRDS = _schema(THIRD_COLUMNS, "cell", "estimand", "third")


def verdict(coverage: float) -> str:
    """Judge a cell by its estimated coverage.

    >>> verdict(0.91), verdict(0.909)
    ('holds', 'fails')
    """
    return FAILS if coverage < LOWEST else HOLDS


def verdict_of_third(high: float) -> str:
    """Judge a third of the estimated memory by the upper end of its Monte Carlo interval.

    >>> verdict_of_third(0.88), verdict_of_third(0.87)
    ('holds', 'fails')
    """
    return FAILS if high < LOWEST_OF_THIRD else HOLDS


def read_coverage(path: Path | None = None) -> pd.DataFrame:
    """Read the kept table, or one that a run of ``benchmarks/coverage.py`` wrote: a row a cell, method and estimand."""
    return read_table(path, _SCHEMA) if path is not None else _kept().copy()


def read_thirds(path: Path = THIRDS) -> pd.DataFrame:
    """Read the table by third of the estimated memory: a row a cell, estimand and third, the shortest memory first."""
    return read_table(path, _THIRDS)


@cache
def _kept() -> pd.DataFrame:
    if not TABLE.is_file():
        raise DataError("there is no table of coverage.", file=TABLE, remedy="Run make coverage, or restore the file.")
    return read_table(TABLE, _SCHEMA)
