"""Deaths of two sides period by period, checked and put on a regular time axis."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import DataError
from turningpoint.sources.own_deaths import MOST
from turningpoint.timeline import Times, labels, parse_times, shape_of

COLUMNS = ("month", "militants", "security")
_WHOLE = "Give whole numbers, zero or more."


@dataclass(frozen=True, eq=False)
class TwoSides:
    """Deaths of both sides, one column a period of a regular time axis; all (n,).

    Deaths are zero where ``missing``, in the periods without a row. Cluster factors are 1 where nobody died, and not
    above a month's deaths (all of one side is the most that clusters can do); None where there are none.
    """

    times: Times
    militants: Array
    security: Array
    missing: NDArray[np.bool_]
    factor: Array | None

    @property
    def deaths(self) -> Array:
        """(n,) of both sides."""
        return self.militants + self.security

    @property
    def seen(self) -> NDArray[np.bool_]:
        """(n,) mask of the periods with a death, which alone say something of the ratio."""
        return self.deaths > 0

    def table(self) -> pd.DataFrame:
        """Month, militants, security and their ratio, NaN in a month in which a side has no deaths."""
        both = (self.militants > 0) & (self.security > 0)
        ratio = np.where(both, self.militants / np.where(both, self.security, 1.0), np.nan)
        months = {"month": labels(self.times), "militants": self.militants, "security": self.security}
        return pd.DataFrame({**months, "ratio": ratio})


def two_sides(deaths: pd.DataFrame, *, halves: bool = False) -> TwoSides:
    """Check a table of deaths: month (Period or text), militants, security, and perhaps factor (cluster factors).

    Months may be missing, as absent rows or with both sides empty; they are then not used but keep their place in the
    calendar. With ``halves`` a number may be a half, the mean of two editions. A `DataError` names column and row (the
    header is row 1) of what is wrong.
    """
    for column in COLUMNS:
        if column not in deaths.columns:
            remedy = "It needs the columns month, militants and security."
            raise DataError("the table of deaths has no such column.", column=column, remedy=remedy)
    numbers = {column: _numbers(deaths, column, 2 if halves else 1) for column in COLUMNS[1:]}
    empty = {column: np.isnan(values) for column, values in numbers.items()}
    for column, other in (COLUMNS[1:], COLUMNS[:0:-1]):
        if (one := empty[column] & ~empty[other]).any():
            problem = f"there are deaths of the other side ({other}) but none given here."
            remedy = "Write 0 where nobody died, or leave both sides empty where nothing is known."
            raise DataError(problem, column=column, rows=_rows(one), remedy=remedy)
    times, places = _times(deaths["month"])
    found = {column: np.zeros(len(times)) for column in numbers}
    missing = np.ones(len(times), dtype=bool)
    missing[places] = empty["militants"]
    for column, values in numbers.items():
        found[column][places] = np.nan_to_num(values)
    factor = None
    if "factor" in deaths.columns:
        given = pd.to_numeric(deaths["factor"], errors="coerce").to_numpy(dtype=float)
        wrong = ~((given > 0) & np.isfinite(given)) & (np.nansum(list(numbers.values()), axis=0) > 0)
        if wrong.any():
            raise DataError("a cluster factor is a number above zero.", column="factor", rows=_rows(wrong))
        factor = np.ones(len(times))
        factor[places] = given
        dead = found["militants"] + found["security"]
        factor = np.where(dead > 0, np.minimum(factor, dead), 1.0)
    return TwoSides(times, found["militants"], found["security"], missing, factor)


def _numbers(deaths: pd.DataFrame, column: str, parts: int) -> Array:
    """Numbers of one column that are whole once multiplied by ``parts``, NaN where empty."""
    given = deaths[column]
    values = pd.to_numeric(given, errors="coerce").to_numpy(dtype=float)
    wrong = np.isnan(values) & given.notna().to_numpy()
    wrong |= ~np.isnan(values) & ~((values >= 0) & (values * parts == np.floor(values * parts)) & np.isfinite(values))
    if wrong.any():
        first = given[wrong].iloc[0]
        shown = repr(first) if isinstance(first, str) else str(first)
        raise DataError(f"{shown} is not a number of deaths.", column=column, rows=_rows(wrong), remedy=_WHOLE)
    if (many := values > MOST).any():
        shown = f"{values[many][0]:,.0f}"
        raise DataError(f"{shown} is more than there are people.", column=column, rows=_rows(many), remedy=_WHOLE)
    return values


def _rows(mask: NDArray[np.bool_]) -> list[int]:
    """Lines of a file with one header line."""
    return [int(place) + 2 for place in np.flatnonzero(mask)]


def _times(column: pd.Series) -> tuple[Times, NDArray[np.intp]]:
    """The whole time axis and the place of every row in it. Months may be left out, other periods may not."""
    texts = [str(value).strip() for value in column]
    if not texts or not all(shape_of(text) == "month" for text in texts):
        return parse_times(texts, column="month"), np.arange(len(texts))
    months = pd.PeriodIndex(texts, freq="M")
    if (repeated := months.duplicated()).any():
        raise DataError(f"the month {months[repeated][0]} stands more than once.", column="month", rows=_rows(repeated))
    times = pd.period_range(months.min(), months.max(), freq="M")
    return times, np.asarray(times.get_indexer(months), dtype=np.intp)
