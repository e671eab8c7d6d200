"""How often intervals hold the truth, as simulated once: the kept tables and the rules by which they are judged."""

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

_SHARE = pa.Column(float, pa.Check.in_range(0, 1, error="is not a share"))
_SCHEMA = schema(
    {
        "cell": count(),
        "kind": pa.Column(str),
        "course": pa.Column(str),
        "outcome": one_of("counts", "gaussian"),
        "points": count(),
        "before": count(),
        "mean": pa.Column(float),
        "rho": pa.Column(float),
        "deviation": pa.Column(float),
        "truth": one_of("none", "change"),
        "method": pa.Column(str),
        "estimand": one_of(*ANSWERS),
        "series": count(),
        "refused": count(),
        "covered": count(),
        "coverage": _SHARE,
        "low": pa.Column(float),
        "high": pa.Column(float),
        "bias": pa.Column(float),
        "median_width": pa.Column(float),
        "width_over_oracle": pa.Column(float, nullable=True),
        "verdict": one_of(*VERDICTS),
    },
    key=["cell", "method", "estimand"],
)
_THIRDS = schema(
    {
        "cell": count(),
        "kind": pa.Column(str),
        "truth": one_of("none", "change"),
        "estimand": one_of(*ANSWERS),
        "third": count(),
        "rho_low": pa.Column(float),
        "rho_high": pa.Column(float),
        "series": count(),
        "covered": count(),
        "coverage": _SHARE,
        "high": pa.Column(float),
        "verdict": one_of(*VERDICTS),
    },
    key=["cell", "estimand", "third"],
)
COLUMNS, THIRD_COLUMNS = tuple(_SCHEMA.columns), tuple(_THIRDS.columns)


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
