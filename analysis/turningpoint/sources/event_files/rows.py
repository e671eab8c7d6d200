"""Rows of an event file in chunks, each column as the texts that occur and a number a row: each text is read once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.errors import DataError
from turningpoint.sources.event_files.recognise import Layout
from turningpoint.sources.event_files.stream import EventBytes

CHUNK = 50_000
_BEYOND = "\0beyond"
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"


@dataclass(frozen=True, eq=False)
class Column:
    """One column of n rows.

    Attributes
    ----------
    cells : (n,) text, as it came from the parser.
    """

    cells: NDArray[np.object_]

    @cached_property
    def _sorted(self) -> tuple[list[str], NDArray[np.int64]]:
        codes, texts = pd.factorize(self.cells)
        plain = [text.strip() if text.isascii() else as_text(text).strip() for text in texts]
        return plain, codes.astype(np.int64)

    @property
    def texts(self) -> list[str]:
        """The texts that occur, without blanks around them."""
        return self._sorted[0]

    @property
    def codes(self) -> NDArray[np.int64]:
        """(n,) place of each row's text in ``texts``."""
        return self._sorted[1]

    def numbers(self, read: Callable[[str], int]) -> NDArray[np.int64]:
        """A whole number a row, read from its text."""
        return np.fromiter(map(read, self.texts), dtype=np.int64, count=len(self.texts))[self.codes]

    def values(self, read: Callable[[str], float]) -> NDArray[np.float64]:
        """A number a row, read from its text."""
        return np.array([read(text) for text in self.texts], dtype=np.float64)[self.codes]

    def where(self, holds: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Whether a condition holds for each row's text."""
        return np.array([holds(text) for text in self.texts], dtype=np.bool_)[self.codes]

    def hashes(self) -> NDArray[np.uint64]:
        """A checksum a row of its text."""
        try:
            return pd.util.hash_array(self.cells, categorize=False)
        except UnicodeEncodeError:  # no UTF-8
            return pd.util.hash_array(np.array(self.texts, dtype=object), categorize=False)[self.codes]


def as_text(cell: str) -> str:
    r"""Read what was no UTF-8 as Latin-1, in which older exports are written.

    >>> as_text("C\udcf3rdoba")
    'Córdoba'
    """
    if not any("\udc80" <= sign <= "\udcff" for sign in cell):
        return cell
    return cell.encode("utf-8", "surrogateescape").decode("latin-1")


Chunk = tuple[NDArray[np.int64], dict[str, Column]]


def chunks(content: EventBytes, layout: Layout, names: list[str]) -> Iterator[Chunk]:
    """Read the named columns in chunks, with the number of each row; no other column is turned into text.

    The header is row 1, as in a spreadsheet.

    Raises
    ------
    DataError
        What is no CSV, and a row with more fields than the header.
    """
    width = len(layout.columns)
    # One column more than the header has: what stands in it belongs to a row that is too long.
    places = {f"c{layout.place(name)}": name for name in names} | {f"c{width}": _BEYOND}
    content.skip(layout.lines, layout.separator.join(f"c{i}" for i in range(width + 1)).encode() + b"\n")
    try:
        frames = pd.read_csv(
            content,  # type: ignore[call-overload]
            sep=layout.separator,
            usecols=list(places),
            dtype=dict.fromkeys(places, object),
            chunksize=CHUNK,
            keep_default_na=False,
            na_filter=False,
            encoding_errors="surrogateescape",
        )
        for frame in frames:
            content.rows_came()
            rows = frame.index.to_numpy() + layout.lines + 1
            columns = {name: Column(frame[place].to_numpy(dtype=object)) for place, name in places.items()}
            long = columns.pop(_BEYOND).where(bool)
            if long.any():
                raise DataError(
                    f"a row has more fields than the {width} of the header.",
                    file=content.path,
                    rows=rows[long].tolist(),
                    remedy="Quote fields that hold a separator.",
                )
            yield rows, columns
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(
            f"this is not a CSV file ({str(error).removeprefix('Error tokenizing data. C error: ')}).",
            file=content.path,
            remedy="Export it again.",
        ) from error
