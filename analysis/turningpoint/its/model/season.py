"""Columns of the season, and which of them the observations determine."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.its.model.specification import Specification
from turningpoint.timeline import PERIODS_PER_YEAR, Times, calendar_month, frequency, season_phase

SMALLEST_SINGULAR = 1e-9
"""A singular value below this part of the largest is rounding."""
SEASON_YEARS = 2
"""Years that weeks or days must hold for the season of the year to be told from the course."""
FEWEST_DAYS = 28
"""Days from which the days of the week are told apart."""


def seasonality(times: Times, specification: Specification) -> dict[str, Array]:
    """Columns of the season, (n,) by name: month indicators, or pairs of sine and cosine of the calendar year.

    A series of four weeks of days or more has an indicator of each day of the week but Monday besides.
    """
    if specification.month_indicators:
        month = calendar_month(times)
        return {f"month_{m}": (month == m).astype(float) for m in range(2, 13)}
    columns: dict[str, Array] = {}
    if frequency(times) == "day" and len(times) >= FEWEST_DAYS:
        day = weekday(times)
        columns |= {f"weekday_{d}": (day == d).astype(float) for d in range(2, 8)}
    for k in range(1, specification.harmonics + 1):
        angle = 2 * np.pi * k * season_phase(times)
        columns |= {f"sin_{k}": np.sin(angle), f"cos_{k}": np.cos(angle)}
    if specification.harmonics == 6 and frequency(times) == "month":
        del columns["sin_6"]  # half a cycle a month: its sine is zero in every month
    if specification.harmonics >= 2 and frequency(times) == "quarter":
        del columns["sin_2"]  # half a cycle a quarter; what is left gives every quarter its own level
    return columns


def usual_harmonics(times: Times) -> int:
    """Pairs of harmonics that go with a series where none are asked for.

    Two for months, and for quarters, each of which then has its own level; two for weeks and days where the series
    holds two years or more; none otherwise.
    """
    kind, n = frequency(times), len(times)
    long = n >= SEASON_YEARS * periods_of_year(times)
    return 2 if kind in ("month", "quarter") or (kind in ("week", "day") and long) else 0


def periods_of_year(times: Times) -> int:
    """Whole periods of one year: 12 months, 4 quarters, 52 weeks, 365 days, 1 year; 12 of an index.

    >>> periods_of_year(pd.period_range("2021-01-04", periods=3, freq="W"))
    52
    """
    return int(PERIODS_PER_YEAR.get(frequency(times), 12.0))


def weekday(times: Times) -> NDArray[np.int64]:
    """Day of the week of each period, Monday 1 to Sunday 7; a ParameterError where the series is not by day."""
    if isinstance(times, pd.RangeIndex) or frequency(times) != "day":
        raise ParameterError(f"weekday indicators need a series by day; this one is by {frequency(times)}.")
    return times.day_of_week.to_numpy() + 1


def undetermined(terms: Sequence[str], rows: Array, matrix: Array, harmonics: int) -> tuple[str, ...]:
    """Name the pairs of harmonics that the observations do not determine beside all other columns.

    Pairs are tried from the lowest on; each is kept that adds its columns to the rank and leaves more observations than
    columns.

    Parameters
    ----------
    terms, harmonics : k names, and how many pairs there are.
    rows : (m, k) mean design row of every observation.
    matrix : (n, k) rows of every period. They set the scale: the sine of a whole year's sum is zero but for rounding.
    """
    size = np.abs(matrix).max(axis=0)
    scaled = rows / np.where(size > 0, size, 1.0)
    pairs = [[i for i, term in enumerate(terms) if term in (f"sin_{k}", f"cos_{k}")] for k in range(1, harmonics + 1)]
    kept = [i for i in range(len(terms)) if not any(i in pair for pair in pairs)]
    left_out: list[int] = []
    for pair in pairs:
        wider = [*kept, *pair]
        if len(rows) > len(wider) and _rank(scaled[:, wider]) == _rank(scaled[:, kept]) + len(pair):
            kept = wider
        else:
            left_out += pair
    return tuple(terms[i] for i in left_out)


def _rank(rows: Array) -> int:
    singular = np.linalg.svd(rows, compute_uv=False)
    return int((singular > SMALLEST_SINGULAR * singular[0]).sum())
