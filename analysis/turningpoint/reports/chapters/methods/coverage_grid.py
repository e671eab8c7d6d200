"""The grid of simulated coverage as the report tells it: how it was made, its words, and summaries."""

import datetime
import itertools
import tomllib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from turningpoint.errors import DataError
from turningpoint.figures.coverage import ESTIMANDS, METHODS
from turningpoint.its.coverage.kept_table import FAILS, OURS, TABLE
from turningpoint.number_format import MISSING, fixed, percent, table_of

COUNTS, MEASURED = "counts", "gaussian"
OUTCOMES = {COUNTS: "counts", MEASURED: "measured values"}
"""Outcome of the grid → its words."""
SERIES = 1_000
"""Series of a cell without which its verdict is provisional."""
COURSES = {
    "straight": "a straight course",
    "kink": "a bend 34 months before",
    "kink_recent": "a bend 12 months before",
    "quadratic": "bending all along",
    "irw": "growth that wanders",
    "kink, memory 0.7": "a bend 34 months before, memory 0.7",
    "kink, spans": "the same, known as sums in part (PICSS)",
    "rising": "straight, rising",
}
"""Kinds whose coverage stands in the report → words; all are in the table's file."""


@dataclass(frozen=True)
class Made:
    """How the grid was made; ``most_series`` were simulated in cells where an interval of ours was in doubt."""

    command: str
    seed: int
    day: datetime.date
    series: int
    most_series: int

    def in_words(self) -> str:
        """Say it for a caption.

        >>> Made("make coverage", 1, datetime.date(2026, 11, 4), 1000, 4000).in_words()
        'Simulated by make coverage, seed 1, on 2026-11-04: 1,000 series a cell, up to 4,000 where ours was in doubt.'
        >>> Made("make coverage", 1, datetime.date(2026, 11, 4), 50, 50).in_words()
        'Simulated by make coverage, seed 1, on 2026-11-04: 50 series a cell. Provisional: a verdict takes 1,000.'
        """
        more = f", up to {self.most_series:,} where ours was in doubt" if self.most_series > self.series else ""
        few = f" Provisional: a verdict takes {SERIES:,}." if self.series < SERIES else ""
        return (
            f"Simulated by {self.command}, seed {self.seed}, on {self.day.isoformat()}: {self.series:,} series "
            f"a cell{more}.{few}"
        )


def how_made(table: Path = TABLE) -> Made:
    """Read from the sidecar of the table of coverage how it was made; a `DataError` where it does not say."""
    sidecar = table.with_suffix(".toml")
    try:
        facts = tomllib.loads(sidecar.read_text(encoding="utf-8"))
        return Made(facts["command"], facts["seed"], facts["made"], facts["series"], facts["most_series"])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise DataError(
            f"does not say how the table of coverage was made ({error}).",
            file=sidecar,
            remedy="Run make coverage, or restore the file.",
        ) from error


def by_method(cells: pd.DataFrame) -> pd.DataFrame:
    """Summarise cells by method and answer, in the order of ``METHODS`` and ``ESTIMANDS``.

    A row has ``cells``, ``failing``, of the coverage ``lowest``, ``median`` and ``highest``, and ``width``, the median
    of the widths over the oracle's. A method that has no words here is refused.
    """
    if unknown := sorted(set(cells["method"]) - set(METHODS)):
        raise DataError(f"the table of coverage has the method {unknown[0]!r}, which the report has no words for.")
    summary = cells.groupby(["method", "estimand"]).agg(
        cells=("verdict", "size"),
        failing=("verdict", lambda found: (found == FAILS).sum()),
        lowest=("coverage", "min"),
        median=("coverage", "median"),
        highest=("coverage", "max"),
        width=("width_over_oracle", "median"),
    )
    return summary.loc[[pair for pair in itertools.product(METHODS, ESTIMANDS) if pair in summary.index]].reset_index()


def methods_table(summary: pd.DataFrame) -> pd.DataFrame:
    """Round a summary by method for the reader."""
    return table_of(
        summary,
        {
            "Method": lambda row: METHODS[row["method"]],
            "Interval for": lambda row: ESTIMANDS[row["estimand"]],
            "Kinds that fail": lambda row: f"{row['failing']} of {row['cells']}",
            "Lowest": lambda row: percent(row["lowest"], decimals=1),
            "Median": lambda row: percent(row["median"], decimals=1),
            "Highest": lambda row: percent(row["highest"], decimals=1),
            "Width over the oracle's": lambda row: MISSING if pd.isna(row["width"]) else fixed(row["width"], 2),
        },
    )


def courses_table(cells: pd.DataFrame, method: str = OURS) -> pd.DataFrame:
    """Give the coverage of a method by course, lower of with and without the change, an answer a column."""
    rows = cells[cells["method"] == method]
    found = rows.groupby(["kind", "estimand"])["coverage"].min().to_dict()

    def share(kind: str, estimand: str) -> str:
        return percent(found[kind, estimand], decimals=1) if (kind, estimand) in found else MISSING

    return table_of(
        [kind for kind in COURSES if kind in set(rows["kind"])],
        {"Course before": lambda kind: COURSES[kind]}
        | {words: partial(share, estimand=name) for name, words in ESTIMANDS.items() if name in set(rows["estimand"])},
    )


def spread(values: pd.Series) -> str:
    """Write the range of coverages.

    >>> spread(pd.Series([0.9, 0.95])), spread(pd.Series([0.9]))
    ('90.0 to 95.0%', '90.0%')
    """
    low, high = (percent(end, decimals=1) for end in (values.min(), values.max()))
    return high if low == high else f"{low.rstrip('%')} to {high}"
