"""How often intervals hold the truth, as simulated once: the kept table, and where data lie in it."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from scipy import stats

from turningpoint.errors import DataError
from turningpoint.number_format import fixed
from turningpoint.sources.csv_table import DATA, count, one_of, read_table, schema

TABLE = DATA / "simulated" / "coverage.csv"
"""What ``make coverage`` wrote; a sidecar of the same name has the command, the seed and the time that made it."""
WANTED = (0.935, 0.965)
"""Coverage wanted of a nominal 95% interval."""
CONFIDENCE = 0.99
"""Of the Monte Carlo interval by which a cell is judged."""
OURS = "calibrated"
VERDICTS = ("holds", "too low", "too high")

_SCHEMA = schema(
    {
        "cell": count(),
        "process": one_of("lognormal", "gaussian", "feedback", "curved"),
        "points": count(),
        "rho": pa.Column(float),
        "mean": pa.Column(float),
        "truth": one_of("none", "change"),
        "harmonics": count(),
        "method": pa.Column(str),
        "estimand": one_of("level", "slope", "expected_excess", "relative_excess", "observed_excess"),
        "series": count(),
        "refused": count(),
        "covered": count(),
        "coverage": pa.Column(float, pa.Check.in_range(0, 1, error="is not a share")),
        "low": pa.Column(float),
        "high": pa.Column(float),
        "median_width": pa.Column(float),
        "verdict": one_of(*VERDICTS),
    },
    key=["cell", "method", "estimand"],
)
COLUMNS = tuple(_SCHEMA.columns)


def monte_carlo_interval(covered: int, series: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval of a share found in so many simulated series (1927, doi:10.1080/01621459.1927.10502953).

    >>> low, high = monte_carlo_interval(950, 1000)
    >>> round(low, 4), round(high, 4)
    (0.9291, 0.965)
    """
    ends = stats.binomtest(covered, series).proportion_ci(confidence, method="wilson")
    return float(ends.low), float(ends.high)


def verdict(low: float, high: float) -> str:
    """Judge a cell by its Monte Carlo interval: it fails when all of that lies outside what is wanted.

    >>> verdict(0.91, 0.94), verdict(0.90, 0.93), verdict(0.97, 0.99)
    ('holds', 'too low', 'too high')
    """
    if high < WANTED[0]:
        return "too low"
    return "too high" if low > WANTED[1] else "holds"


@dataclass(frozen=True)
class Proven:
    """What the simulations say of data like these.

    Attributes
    ----------
    inside : whether the data lie within the grid that was simulated.
    holds : whether they do, and no interval of the neighbouring cells fails.
    lowest, highest : coverage of our intervals among the neighbouring cells, those nearest where the data lie outside.
    reason : why it does not hold, in one sentence; empty where it does.
    failing : estimand → its coverage farthest from 95% among the neighbouring cells, of those that fail.
    """

    inside: bool
    holds: bool
    lowest: float
    highest: float
    reason: str
    failing: dict[str, float]


def read_coverage(path: Path | None = None) -> pd.DataFrame:
    """Read the kept table, or one that a run of ``benchmarks/coverage.py`` wrote: a row a cell, method and estimand."""
    return read_table(path, _SCHEMA) if path is not None else _kept().copy()


@cache
def _kept() -> pd.DataFrame:
    if not TABLE.is_file():
        raise DataError("there is no table of coverage.", file=TABLE, remedy="Run make coverage, or restore the file.")
    return read_table(TABLE, _SCHEMA)


def proven(
    points: int,
    rho: float,
    mean: float | None = None,
    *,
    estimands: Sequence[str] = (),
    table: pd.DataFrame | None = None,
) -> Proven:
    """Tell whether the calibrated intervals held in all cells around data like these.

    The neighbours are the cells next below and next above in number of points, memory and mean, with and without a
    change. A memory below zero is taken for none.

    Parameters
    ----------
    points : number of points used. rho : autocorrelation of the latent noise.
    mean : events a period before the intervention; None for a gaussian outcome.
    estimands : those that count; all by default. table : as ``read_coverage`` gives it; the kept one by default.
    """
    cells = _kept() if table is None else table
    process = "gaussian" if mean is None else "lognormal"
    cells = cells[(cells["method"] == OURS) & (cells["process"] == process)]
    if estimands:
        cells = cells[cells["estimand"].isin(estimands)]
    if cells.empty:
        raise DataError(
            f"the table of coverage has no {process} cell of the calibrated model.", remedy="Run make coverage again."
        )
    wanted = {"points": float(points), "rho": max(rho, 0.0)} | ({} if mean is None else {"mean": mean})
    beyond = []
    for factor, value in wanted.items():
        grid = sorted(set(cells[factor]))
        if not grid[0] <= value <= grid[-1]:
            beyond.append(_WORDS[factor].format(value=f"{value:.3g}", low=f"{grid[0]:g}", high=f"{grid[-1]:g}"))
        cells = cells[cells[factor].isin(_neighbours(grid, value))]
    failing = cells[cells["verdict"] != "holds"]
    reasons = []
    if beyond:
        words = " and ".join(beyond)
        reasons.append(f"{words[0].upper()}{words[1:]} {'lies' if len(beyond) == 1 else 'lie'} outside the grid.")
    if len(failing):
        worst = failing.iloc[int((failing["coverage"] - 0.95).abs().argmax())]
        at = "" if mean is None else f", mean {worst['mean']:g}"
        reasons.append(
            f"On simulated series near these ({worst['points']} points, memory {worst['rho']:g}{at}), the 95% interval "
            f"for the {worst['estimand'].replace('_', ' ')} holds the truth in {fixed(100 * worst['coverage'], 1)}%."
        )
    return Proven(
        inside=not beyond,
        holds=not reasons,
        lowest=float(cells["coverage"].min()),
        highest=float(cells["coverage"].max()),
        reason=" ".join(reasons),
        failing={
            str(name): float(rows["coverage"].iloc[int((rows["coverage"] - 0.95).abs().argmax())])
            for name, rows in failing.groupby("estimand", sort=False)
        },
    )


_WORDS = {
    "points": "a series of {value} points ({low} to {high} were simulated)",
    "rho": "a memory of {value} ({low} to {high} were simulated)",
    "mean": "a mean of {value} a period ({low} to {high} were simulated)",
}


def _neighbours(grid: list[float], value: float) -> tuple[float, float]:
    """The values of a grid next below and above, or its nearest end.

    >>> _neighbours([24, 48, 96], 50), _neighbours([24, 48, 96], 48), _neighbours([24, 48, 96], 432)
    ((48, 96), (48, 48), (96, 96))
    """
    above = bisect.bisect_left(grid, value)
    high = grid[min(above, len(grid) - 1)]
    low = high if high == value or above == len(grid) else grid[max(above - 1, 0)]
    return low, high
