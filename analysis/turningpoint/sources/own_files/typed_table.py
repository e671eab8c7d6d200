"""Tables whose cells have types, workbooks and parquet files: read cell by cell as text that loses nothing."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from python_calamine import CalamineError

from turningpoint.errors import DataError
from turningpoint.files import reason
from turningpoint.sources.csv_table import ONE_ROW

WHOLE = 1e15
"""Below this a whole number is written without exponent."""

_BROKEN = (CalamineError, pl.exceptions.PolarsError, OSError, ValueError, RuntimeError, EOFError)


class Number(str):
    """The text of a cell that is typed as a number: it has a decimal point or none, whatever other cells have."""

    __slots__ = ()


def cell_text(cell: Any) -> str:
    """A cell as text: a number so that it reads back as the same, a date as the program writes dates.

    >>> [cell_text(cell) for cell in (3.0, 0.1, 1e300, None, True, "a b", datetime(2021, 8, 15), date(2021, 8, 15))]
    ['3', '0.1', '1e+300', '', 'True', 'a b', '2021-08-15', '2021-08-15']
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float):
        return Number(int(cell) if abs(cell) < WHOLE and cell == int(cell) else repr(cell))
    if isinstance(cell, int) and not isinstance(cell, bool):
        return Number(cell)
    if isinstance(cell, datetime):
        bare = cell.replace(tzinfo=None)
        return bare.date().isoformat() if bare.time() == time() else bare.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


class TypedTable(ABC):
    """A table of typed cells.

    Attributes
    ----------
    path : the file.
    header : names of the columns.
    said : how it was read, where there was something to find out; clauses.
    """

    path: Path
    header: list[str]
    said: tuple[str, ...] = ()

    @abstractmethod
    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Number of the row as the file counts, and cells, of every row below the header that has any."""

    def lines(self, most: int) -> tuple[list[list[str]], list[int]]:
        """Fields of every row as text, the header first, and their numbers; refused where there are too many."""
        lines, numbers = [self.header], [1]
        for number, cells in self.rows():
            lines.append([cell_text(cell) for cell in cells])
            numbers.append(number)
            if len(lines) > most + 1:
                raise DataError(f"there are more than {most:,} rows.", file=self.path, remedy=ONE_ROW)
        return lines, numbers

    def first(self) -> list[str]:
        """The first row as text; empty where there is none."""
        return next(([cell_text(cell) for cell in cells] for _, cells in self.rows()), [])

    def batches(self, places: Sequence[int], size: int) -> Iterator[tuple[NDArray[np.int64], list[pl.Series]]]:
        """Some columns as text, so many rows at a time, with their numbers."""
        numbers: list[int] = []
        columns: list[list[str]] = [[] for _ in places]
        for number, cells in self.rows():
            numbers.append(number)
            for column, place in zip(columns, places, strict=True):
                column.append(cell_text(cells[place]))
            if len(numbers) == size:
                yield np.array(numbers), [pl.Series(column, dtype=pl.String) for column in columns]
                numbers, columns = [], [[] for _ in places]
        if numbers:
            yield np.array(numbers), [pl.Series(column, dtype=pl.String) for column in columns]


@contextmanager
def as_refusal(path: Path, what: str) -> Iterator[None]:
    """Turn what a library says of a broken file into a ``DataError``, a panic of its Rust among them."""
    try:
        yield
    except (DataError, GeneratorExit, KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:
        if not isinstance(error, _BROKEN) and type(error).__name__ != "PanicException":
            raise
        why = reason(error) if isinstance(error, Exception) else "it is damaged"
        raise DataError(
            f"this is a {what} that cannot be read ({why.splitlines()[0][:120] if why else 'it is damaged'}).",
            file=path,
            remedy="Save it again, or as CSV in UTF-8.",
        ) from error
