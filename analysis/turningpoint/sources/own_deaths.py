"""Deaths of two sides of one's own: named columns of a CSV file, on one basis, checked before anything is computed."""

from pathlib import Path

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.errors import DataError, ParameterError
from turningpoint.sources.csv_table import read_text
from turningpoint.sources.own_files.numbers import numbers, refuse
from turningpoint.timeline import frequency, parse_times

MOST = 10_000_000_000
"""Deaths that are believed at most; up to here every interval of a kill ratio keeps six digits."""


def read_deaths(
    path: str | Path,
    *,
    time: str,
    militants: str,
    security: str,
    basis_column: str | None = None,
    basis: str | None = None,
    allow_missing: bool = False,
) -> pd.DataFrame:
    """Read deaths of both sides, month by month, from a CSV file. No other column is looked at.

    Parameters
    ----------
    path : CSV file in UTF-8 with one header line.
    time : column of months, ``YYYY-MM`` or ``YYYY-MM-DD``; regular and in order.
    militants, security : columns of the deaths of each side, whole numbers.
    basis_column : column that says what each row counts, or None. All rows must then be on one basis.
    basis : the basis whose rows are taken; by default the only one there is.
    allow_missing : whether cells of deaths may be missing; a month that lacks one side is then taken as not observed.

    Returns
    -------
    pandas.DataFrame
        month (Period M), militants, security (deaths a month; NaN in both where the month is not observed).

    Raises
    ------
    DataError
        Whatever is wrong with the file: column and rows are named, the header being line 1.
    ParameterError
        One column named for two purposes, or a basis without its column.
    """
    path = Path(path)
    names = [time, militants, security, *([basis_column] if basis_column is not None else [])]
    if repeated := [name for name in names if names.count(name) > 1]:
        raise ParameterError(f"column {repeated[0]!r} is named for two purposes. Name each column once.")
    frame = read_text(path, tuple(names))
    if basis_column is not None:
        frame = _on_one_basis(frame, basis_column, basis, path)
    elif basis is not None:
        problem = f"the basis {basis!r} is asked for, but no column says the basis of a row (--basis-column)."
        raise ParameterError(problem)
    times = parse_times(frame[time].tolist(), file=path, column=time, rows=frame.index.tolist())
    if frequency(times) != "month":
        raise DataError("the times are not months.", file=path, column=time, remedy="Write them as YYYY-MM.")
    sides = {name: _deaths(frame[name], path, allow_missing=allow_missing) for name in (militants, security)}
    unseen = np.isnan(sides[militants]) | np.isnan(sides[security])
    if unseen.all():
        raise DataError("no month has deaths of both sides.", file=path, column=security)
    killed = {"militants": sides[militants], "security": sides[security]}
    return pd.DataFrame({"month": times, **{side: np.where(unseen, np.nan, dead) for side, dead in killed.items()}})


def _on_one_basis(frame: pd.DataFrame, column: str, basis: str | None, path: Path) -> pd.DataFrame:
    """Rows on one basis; a ratio of two numbers on two bases says nothing."""
    cells = frame[column].str.strip()
    refuse(frame[column], (cells == "").to_numpy(), lambda _: "a row does not say its basis.", path)
    there = list(dict.fromkeys(cells))
    if basis is None:
        odd, way_out = (cells != there[0]).to_numpy(), f"Choose one of {', '.join(there)} (--basis)."
        told = "the basis is {} here and {!r} above; a kill ratio is on one basis."
        refuse(frame[column], odd, lambda cell: told.format(cell, there[0]), path, way_out)
        return frame
    if basis not in there:
        remedy = f"Choose {', '.join(there)}."
        raise DataError(f"no row has the basis {basis!r}.", file=path, column=column, remedy=remedy)
    return frame[cells == basis]


def _deaths(cells: pd.Series, path: Path, *, allow_missing: bool) -> Array:
    """Deaths of one side; NaN where a cell is missing."""
    values = numbers(cells, path).values
    missing = np.isnan(values)
    if not allow_missing:
        remedy = "Fill them in (0 is a number, a blank is not), or allow missing months (--allow-missing)."
        refuse(cells, missing, lambda _: "the deaths are missing.", path, remedy)
    refuse(cells, values < 0, lambda cell: f"{cell} is negative; deaths are not.", path)
    broken = ~missing & (values != np.floor(values))
    refuse(cells, broken, lambda cell: f"{cell} is not a whole number of deaths.", path)
    refuse(cells, values > MOST, lambda cell: f"{cell} is more than there are people.", path)
    return values
