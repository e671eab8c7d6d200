"""The grid of simulated coverage as the report tells it: how it was made, its words, and a summary by method."""

import datetime
import itertools
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from turningpoint.errors import DataError
from turningpoint.figures.coverage import ESTIMANDS, METHODS
from turningpoint.its.coverage.example_series import CONFIDENCE
from turningpoint.its.coverage.kept_table import TABLE
from turningpoint.number_format import percent, table_of

SHORT = {"lognormal": "counts", "gaussian": "measured", "feedback": "feedback", "curved": "curved"}
"""Process of the grid → what it simulates, in a word."""
COUNTS, MEASURED, FEEDBACK, CURVED = SHORT
PROCESSES = {
    COUNTS: "counts",
    MEASURED: "measured values",
    FEEDBACK: "counts that feed on themselves (INGARCH)",
    CURVED: "counts around a course that bends before the intervention",
}
"""The same in words."""
EFFECTS = {**ESTIMANDS, "relative_excess": "relative excess"}
"""Estimand of the grid → its words. Tables leave out the relative excess, which goes with the expected one."""
HOLDS, LOW, HIGH = "holds", "too low", "too high"


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
        'Simulated by make coverage, seed 1, on 2026-11-04: 1,000 series a cell, 4,000 where ours was in doubt.'
        """
        return (
            f"Simulated by {self.command}, seed {self.seed}, on {self.day.isoformat()}: {self.series:,} series "
            f"a cell, {self.most_series:,} where ours was in doubt."
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
    """Summarise the cells of one process by method and effect, in the order of ``METHODS`` and ``EFFECTS``.

    A row has ``cells``, ``too_low``, ``too_high``, and of the coverage ``lowest``, ``median``, ``highest`` and
    ``worst``, the one farthest from the nominal level. A method that has no words here is refused.
    """
    if unknown := sorted(set(cells["method"]) - set(METHODS)):
        raise DataError(f"the table of coverage has the method {unknown[0]!r}, which the report has no words for.")
    summary = cells.groupby(["method", "estimand"]).agg(
        cells=("verdict", "size"),
        too_low=("verdict", lambda found: (found == LOW).sum()),
        too_high=("verdict", lambda found: (found == HIGH).sum()),
        lowest=("coverage", "min"),
        median=("coverage", "median"),
        highest=("coverage", "max"),
        worst=("coverage", lambda found: found.iloc[(found - CONFIDENCE).abs().to_numpy().argmax()]),
    )
    return summary.loc[[pair for pair in itertools.product(METHODS, EFFECTS) if pair in summary.index]].reset_index()


def methods_table(summary: pd.DataFrame) -> pd.DataFrame:
    """Round a summary by method for the reader; the relative excess is left out."""
    return table_of(
        summary[summary["estimand"].isin(ESTIMANDS)],
        {
            "Method": lambda row: METHODS[row["method"]],
            "Interval for": lambda row: EFFECTS[row["estimand"]],
            "Cells that fail": lambda row: f"{row['too_low'] + row['too_high']} of {row['cells']}",
            "Too low": lambda row: row["too_low"],
            "Too high": lambda row: row["too_high"],
            "Lowest": lambda row: percent(row["lowest"], decimals=1),
            "Median": lambda row: percent(row["median"], decimals=1),
            "Highest": lambda row: percent(row["highest"], decimals=1),
        },
    )


def spread(values: pd.Series) -> str:
    """Write the range of coverages.

    >>> spread(pd.Series([0.9, 0.95])), spread(pd.Series([0.9]))
    ('90.0 to 95.0%', '90.0%')
    """
    low, high = (percent(end, decimals=1) for end in (values.min(), values.max()))
    return high if low == high else f"{low.rstrip('%')} to {high}"
