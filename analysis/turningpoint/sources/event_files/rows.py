"""Rows of an event file in chunks, each column as the texts that occur and a number a row: each text is read once.

Text is cut at line ends outside quotation marks and read by polars, every column as text. Where a quotation mark stands
inside a field, as RFC 4180 does not allow, or anything else is odd, pandas reads on, which takes or refuses it.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from turningpoint.errors import DataError
from turningpoint.sources.event_files.recognise import Layout
from turningpoint.sources.event_files.stream import EventBytes
from turningpoint.sources.own_files.typed_table import TypedTable

CHUNK = 50_000
_BYTES_A_ROW = 200
"""So many bytes are taken for a row of a chunk."""
_AT_ONCE = 1_000_000
_BEYOND = "\0beyond"
_QUOTE, _END = ord('"'), ord("\n")
_SEED = 1
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"


@dataclass(frozen=True, eq=False)
class Column:
    """One column of n rows.

    Attributes
    ----------
    cells : (n,) text, as it came from the parser.
    """

    cells: pl.Series | NDArray[np.object_]

    @cached_property
    def _parted(self) -> tuple[pl.Series, NDArray[np.int64]]:
        """The texts that occur, as they stand there, and the place of each row's text among them."""
        if isinstance(self.cells, pl.Series):
            texts = self.cells.unique(maintain_order=True)
            return texts, self.cells.cast(pl.Enum(texts)).to_physical().to_numpy().astype(np.int64)
        codes, found = pd.factorize(self.cells)
        return pl.Series([as_text(text) for text in found], dtype=pl.String), codes.astype(np.int64)

    @cached_property
    def texts(self) -> list[str]:
        """The texts that occur, without blanks around them."""
        return [text.strip() for text in self._parted[0].to_list()]

    @property
    def codes(self) -> NDArray[np.int64]:
        """(n,) place of each row's text in ``texts``."""
        return self._parted[1]

    def numbers(self, read: Callable[[str], int]) -> NDArray[np.int64]:
        """A whole number a row, read from its text."""
        return np.fromiter(map(read, self.texts), dtype=np.int64, count=len(self.texts))[self.codes]

    def values(self, read: Callable[[str], float]) -> NDArray[np.float64]:
        """A number a row, read from its text."""
        return np.array([read(text) for text in self.texts], dtype=np.float64)[self.codes]

    def where(self, holds: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Whether a condition holds for each row's text."""
        return np.array([holds(text) for text in self.texts], dtype=np.bool_)[self.codes]

    def first(self, where: NDArray[np.bool_]) -> str:
        """The text of the first of some rows."""
        return self.texts[int(self.codes[where.argmax()])]

    def hashes(self) -> NDArray[np.uint64]:
        """A checksum a row of its text, the same whoever read it."""
        if isinstance(self.cells, pl.Series):
            return self.cells.hash(_SEED).to_numpy()
        return self._parted[0].hash(_SEED).to_numpy()[self.codes]


def as_text(cell: str) -> str:
    r"""Read what was no UTF-8 as Latin-1, in which older exports are written.

    >>> as_text("C\udcf3rdoba")
    'Córdoba'
    """
    if cell.isascii() or not any("\udc80" <= sign <= "\udcff" for sign in cell):
        return cell
    return cell.encode("utf-8", "surrogateescape").decode("latin-1")


Chunk = tuple[NDArray[np.int64], dict[str, Column]]


def chunks(content: EventBytes | TypedTable, layout: Layout, names: list[str]) -> Iterator[Chunk]:
    """Read the named columns in chunks, with the number of each row; no other column is turned into text.

    The header is row 1, as in a spreadsheet. A `DataError` for what is no CSV, and a row longer than the header.
    """
    places = [place for name in names if (place := layout.place(name)) is not None]
    if isinstance(content, TypedTable):
        skipped = layout.lines - 1  # a row of tags
        for rows, cells in content.batches(places, CHUNK):
            yield rows[skipped:], {name: Column(one[skipped:]) for name, one in zip(names, cells, strict=True)}
            skipped = 0
        return
    content.skip(layout.lines)
    row, left, ended = layout.lines + 1, b"", False
    while not ended:
        block, ended = _block(content)
        whole = left + block
        cut = _cut(whole, layout.separator, ended=ended)
        if cut is None:
            content.unread(_heading(layout) + whole)
            yield from _by_pandas(content, content, layout, names, row)
            return
        part, left = whole[:cut], whole[cut:]
        if part and (columns := _by_polars(part, layout, names, places)) is not None:
            content.rows_came()
            rows = np.arange(row, row + len(columns[names[0]].cells))
            yield rows, columns
            row += len(rows)
        elif part:
            _refuse_long(part, layout, row, content)
            for rows, columns in _by_pandas(io.BytesIO(_heading(layout) + part), content, layout, names, row):
                yield rows, columns
                row = int(rows[-1]) + 1


def _block(content: EventBytes) -> tuple[bytes, bool]:
    """The next bytes, about those of a chunk, and whether they are the last."""
    whole = bytearray()
    while len(whole) < CHUNK * _BYTES_A_ROW:
        if not (block := content.read(_AT_ONCE)):
            return bytes(whole), True
        whole += block
    return bytes(whole), False


def _cut(whole: bytes, separator: str, *, ended: bool) -> int | None:
    """Where the last whole row ends; None where a quotation mark is not at the end of a field or doubled."""
    signs = np.frombuffer(whole, dtype=np.uint8)
    quotes = np.flatnonzero(signs == _QUOTE)
    opening, closing = quotes[::2], quotes[1::2]
    before, after = signs[opening[opening > 0] - 1], signs[closing[closing < len(signs) - 1] + 1]
    beside = (ord(separator), _END, _QUOTE)
    if not np.isin(before, beside).all() or not np.isin(after, (*beside, ord("\r"))).all():
        return None
    if ended:
        return None if len(quotes) % 2 else len(whole)
    end = whole.rfind(b"\n")
    while end >= 0 and (inside := int(np.searchsorted(quotes, end))) % 2:
        end = whole.rfind(b"\n", 0, int(quotes[inside - 1]))
    return end + 1


def _by_polars(part: bytes, layout: Layout, names: list[str], places: list[int]) -> dict[str, Column] | None:
    """Columns of whole rows; None where they are odd: too long, without a date, a blank line among them, no UTF-8."""
    ends = np.flatnonzero(np.frombuffer(part, dtype=np.uint8) == _END)
    odd = part.startswith((b"\n", b"\r\n")) or (np.diff(ends) == 1).any()
    if odd or (b"\r" in part and (b"\n\r\n" in part or part.count(b"\r") != part.count(b"\r\n"))):
        return None
    try:
        frame = pl.read_csv(
            part,
            has_header=False,
            separator=layout.separator,
            schema={f"column_{i}": pl.String for i in range(len(layout.columns))},
            empty_string_is_null=False,  # all columns are parsed: of some of them polars cuts rows that are too long
        )
    except BaseException as error:
        if isinstance(error, pl.exceptions.PolarsError) or type(error).__name__ == "PanicException":
            return None
        raise
    columns = {name: frame[f"column_{place}"].fill_null("") for name, place in zip(names, places, strict=True)}
    if (columns[layout.format.date[0]].str.strip_chars() == "").any():
        return None
    return {name: Column(column) for name, column in columns.items()}


def _refuse_long(part: bytes, layout: Layout, row: int, content: EventBytes) -> None:
    """Refuse rows with something behind the last column, which pandas would cut off where a blank comes first."""
    text = io.StringIO(part.decode("utf-8", "surrogateescape"), newline="")
    records = (one for one in csv.reader(text, delimiter=layout.separator) if any(cell.strip() for cell in one))
    try:
        if long := [row + at for at, one in enumerate(records) if any(one[len(layout.columns) :])]:
            raise _too_long(content, layout, long)
    except csv.Error:
        return  # pandas reads longer fields


def _too_long(content: EventBytes, layout: Layout, rows: list[int]) -> DataError:
    return DataError(
        f"a row has more fields than the {len(layout.columns)} of the header.",
        file=content.path,
        rows=rows,
        remedy="Quote fields that hold a separator.",
    )


def _heading(layout: Layout) -> bytes:
    """What pandas reads first: names, one more than there are, and a row of nothing, since it takes any for right."""
    width = len(layout.columns)
    # what stands in the additional column belongs to a row that is too long
    return f"{layout.separator.join(f'c{i}' for i in range(width + 1))}\n{layout.separator * width}\n".encode()


def _by_pandas(
    source: EventBytes | io.BytesIO, content: EventBytes, layout: Layout, names: list[str], row: int
) -> Iterator[Chunk]:
    """Read rows from number ``row`` on as pandas does."""
    places = {f"c{layout.place(name)}": name for name in names} | {f"c{len(layout.columns)}": _BEYOND}
    try:
        frames = pd.read_csv(
            source,  # type: ignore[arg-type]
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
            frame = frame.loc[1:]  # noqa: PLW2901 - the row of nothing is the file's no row
            rows = frame.index.to_numpy() + row - 1
            columns = {name: Column(frame[place].to_numpy(dtype=object)) for place, name in places.items()}
            long = columns.pop(_BEYOND).where(bool)
            if long.any():
                raise _too_long(content, layout, rows[long].tolist())
            if len(rows):
                yield rows, columns
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        problem = str(error).removeprefix("Error tokenizing data. C error: ")
        raise DataError(f"this is not a CSV file ({problem}).", file=content.path, remedy="Export it again.") from error
