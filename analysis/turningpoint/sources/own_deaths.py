"""Deaths of two sides of one's own: named columns of a CSV file, on one basis, checked before anything is computed."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import DataError, ParameterError
from turningpoint.sources.own_files.choices import Choices
from turningpoint.sources.own_files.dates import Dates, read_dates
from turningpoint.sources.own_files.numbers import numbers, refuse
from turningpoint.sources.own_files.periods import add_up, over_calendar, place
from turningpoint.sources.own_files.raw_table import read_raw
from turningpoint.sources.own_files.rows import chosen_rows, read_as, refuse_several, refuse_twice
from turningpoint.timeline import Times, frequency

MOST = 10_000_000_000
"""Deaths that are believed at most; up to here every interval of a kill ratio keeps six digits."""
HALF = 0.5


@dataclass(frozen=True, eq=False)
class OwnDeaths:
    """Deaths of both sides of a file.

    Attributes
    ----------
    months : month (Period M), militants, security (deaths a month; NaN in both where the month is not observed).
    said : how the file was read, in a sentence; empty where there was nothing to find out.
    dates : how the times of the file are written.
    """

    months: pd.DataFrame
    said: str
    dates: Dates

    def when(self, text: str) -> str:
        """A date that a user gives, read by the rules of the file (``periods.place``)."""
        return place(text, pd.PeriodIndex(self.months["month"]), self.dates)


def read_own_deaths(
    path: str | Path,
    *,
    time: str,
    militants: str,
    security: str,
    basis_column: str | None = None,
    basis: str | None = None,
    allow_missing: bool = False,
    reading: Choices | None = None,
    whole: bool = False,
    means: bool = False,
) -> OwnDeaths:
    """Read deaths of both sides, month by month, from a file.

    Parameters
    ----------
    path : CSV or TSV file with one header line.
    time : column of months, written in one of the ways of ``own_files.date_formats``; regular and in order. Several
        columns are joined by commas: ``year,month``.
    militants, security : columns of the deaths of each side, whole numbers.
    basis_column : column that says what each row counts, or None. All rows must then be on one basis.
    basis : the basis whose rows are taken; by default the only one there is.
    allow_missing : whether cells of deaths may be missing; a month that lacks one side is then taken as not observed.
    reading : what the user says about the file where it leaves something open.
    whole : whether ``security`` is the column of the whole of which ``militants`` are a part (k of n): what is left of
        it is then the other side.
    means : whether a number may be a half, the mean of two editions.

    Raises
    ------
    DataError
        Whatever is wrong with the file: column and rows are named, the header being line 1.
    ParameterError
        One column named for two purposes, or a basis without its column.
    """
    path, choices = Path(path), reading or Choices()
    names = [time, militants, security, *([basis_column] if basis_column is not None else [])]
    refuse_twice(names)
    raw = read_raw(path, wanted=names[1:], sheet=choices.sheet)
    rows = chosen_rows(raw, time, names[1:], choices)
    if basis_column is not None:
        rows = rows.only(_on_one_basis(rows.frame[basis_column], basis, path))
    elif basis is not None:
        problem = f"the basis {basis!r} is asked for, but no column says the basis of a row (--basis-column)."
        raise ParameterError(problem)
    frame, sides_of = rows.frame, (militants, security)
    dates = read_dates(rows.times, rows.where, choices, regular=not (choices.by or choices.absent))
    if not choices.total:
        refuse_several(raw, rows, dates.texts, f"{militants} and {security}")
    read = {name: numbers(frame[name], path, choices, raw.typed(name)) for name in sides_of}
    said = [*raw.said, *rows.said, dates.said, *(column.said for column in read.values())]
    sides = {
        name: _deaths(frame[name], column.values, path, allow_missing=allow_missing, means=means)
        for name, column in read.items()
    }
    if means and (halves := sum(int((dead % 1 == HALF).sum()) for dead in sides.values())):
        said.append(f"{halves} numbers are halves, taken as means of two editions")
    if whole:
        more = sides[militants] > sides[security]
        refuse(frame[militants], more, lambda cell: f"{cell} is more than the {security} of its row.", path)
        sides[security] = sides[security] - sides[militants]
    summed = add_up(dates.texts, sides, rows.where, choices)
    times, sides, gone = over_calendar(summed, choices.by)
    said.append(summed.said)
    if gone.any():
        said.append(f"{gone.sum()} absent months taken as {summed.absent}")
    if summed.absent == "zero":
        sides = {name: np.where(gone, 0.0, dead) for name, dead in sides.items()}
    months = _months(times, sides[militants], sides[security], path, time, allow_missing)
    return OwnDeaths(months, read_as(said), dates)


def _months(
    times: Times, militants: Array, security: Array, path: Path, column: str, allow_missing: bool
) -> pd.DataFrame:
    """Months of both sides; one that lacks a side is not observed."""
    if frequency(times) != "month":
        raise DataError("the times are not months.", file=path, column=column, remedy="Write them as YYYY-MM.")
    unseen = np.isnan(militants) | np.isnan(security)
    if unseen.any() and not allow_missing:
        raise DataError("a month has no deaths of both sides.", file=path, column=column, remedy=_ALLOW)
    if unseen.all():
        raise DataError("no month has deaths of both sides.", file=path, column=column)
    killed = {"militants": militants, "security": security}
    return pd.DataFrame({"month": times, **{side: np.where(unseen, np.nan, dead) for side, dead in killed.items()}})


_ALLOW = "Fill them in (0 is a number, a blank is not), or allow missing months (--allow-missing)."


def _on_one_basis(column: pd.Series, basis: str | None, path: Path) -> NDArray[np.bool_]:
    """Which rows are on one basis; a ratio of two numbers on two bases says nothing."""
    cells = column.str.strip()
    refuse(column, (cells == "").to_numpy(), lambda _: "a row does not say its basis.", path)
    there = list(dict.fromkeys(cells))
    if basis is None:
        odd, way_out = (cells != there[0]).to_numpy(), f"Choose one of {', '.join(there)} (--basis)."
        told = "the basis is {} here and {!r} above; a kill ratio is on one basis."
        refuse(column, odd, lambda cell: told.format(cell, there[0]), path, way_out)
    elif basis not in there:
        remedy = f"Choose {', '.join(there)}."
        raise DataError(f"no row has the basis {basis!r}.", file=path, column=str(column.name), remedy=remedy)
    return (cells == (basis or there[0])).to_numpy()


def _deaths(cells: pd.Series, values: Array, path: Path, *, allow_missing: bool, means: bool) -> Array:
    """Deaths of one side; NaN where a cell is missing."""
    missing = np.isnan(values)
    if not allow_missing:
        refuse(cells, missing, lambda _: "the deaths are missing.", path, _ALLOW)
    refuse(cells, values < 0, lambda cell: f"{cell} is negative; deaths are not.", path)
    broken = ~missing & (values != np.floor(values))
    halves = "If a half is the mean of two editions, say so: --means."
    if means:
        broken &= values % 1 != HALF
        refuse(cells, broken, lambda cell: f"{cell} is neither a whole number nor a half.", path)
    refuse(cells, broken, lambda cell: f"{cell} is not a whole number of deaths.", path, halves)
    refuse(cells, values > MOST, lambda cell: f"{cell} is more than there are people.", path)
    return values
