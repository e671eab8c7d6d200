"""From bytes to a table of text: encoding and separator of a file are found, and what was found is said."""

import csv
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from turningpoint.errors import DataError
from turningpoint.files import read_bytes
from turningpoint.sources.csv_table import MOST_ROWS, ONE_ROW, framed, lines_of
from turningpoint.sources.own_files import parquet, workbook
from turningpoint.sources.own_files.typed_table import Number, TypedTable
from turningpoint.sources.own_files.workbook import read_sheet

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_LARGEST_HEAD = 65_536
"""Letters from which the separator is told: some thousand lines."""


@dataclass(frozen=True, eq=False)
class RawTable:
    """A file as text, nothing converted.

    Attributes
    ----------
    path : the file.
    header : names of the columns, without the blanks around them.
    lines : fields of every line, the header first.
    numbers : line of the file at which each begins.
    said : how it was read, where that is not a CSV with commas in UTF-8; clauses.
    """

    path: Path
    header: list[str]
    lines: list[list[str]]
    numbers: list[int]
    said: tuple[str, ...] = ()

    def typed(self, column: str) -> set[int]:
        """Lines at which a column holds what the file has typed as a number."""
        place = self.header.index(column)
        return {number for number, line in zip(self.numbers, self.lines, strict=True) if type(line[place]) is Number}

    def columns(self, *names: str) -> pd.DataFrame:
        """Columns by name, or all of them, the line of each row as index; refused as ``csv_table.read_text`` does."""
        return framed(self.lines, self.numbers, self.header, self.path, names)


def read_raw(path: Path, *, wanted: Sequence[str] = (), sheet: str = "") -> RawTable:
    """Read a CSV or TSV file in whatever encoding and with whatever separator it has, a workbook or a parquet file.

    Parameters
    ----------
    wanted : names of columns; where a file can be cut in two ways, the one that has them is right.
    sheet : of a workbook; by default its only one with a table.

    A `DataError` where there is no such file, no table, or in a workbook no such sheet or several.
    """
    content = read_bytes(path, remedy=ONE_ROW)
    if content.startswith(workbook.MARK):
        return _typed(read_sheet(io.BytesIO(content), path, sheet))
    if content.startswith(_OLD_WORKBOOK):
        raise DataError(
            "this is a workbook with a password, or of the old kind (xls), which is not read.",
            file=path,
            remedy="Save it as xlsx without a password, or the table as CSV, and give that file.",
        )
    if sheet:
        raise DataError(f"sheet {sheet!r}: only a workbook has sheets.", file=path, remedy="Leave --sheet out.")
    if content.startswith(parquet.MARK):
        return _typed(parquet.ParquetTable(io.BytesIO(content), path))
    text, encoding = _decoded(content, path)
    separator = _separator(text, wanted)
    lines, numbers = lines_of(text, path, separator=separator)
    said = [encoding] if encoding else []
    said += [f"columns separated by {SEPARATORS[separator]}"] if separator != "," else []
    return RawTable(path, [name.strip() for name in lines[0]], lines, numbers, tuple(said))


def _typed(table: TypedTable) -> RawTable:
    lines, numbers = table.lines(MOST_ROWS)
    return RawTable(table.path, table.header, lines, numbers, table.said)


def _decoded(content: bytes, path: Path) -> tuple[str, str]:
    """The text of a file, and its encoding in words where that is not UTF-8."""
    if codec := _UTF16.get(content[:2]) or _without_mark(content):
        try:
            return content.decode(codec).removeprefix("\ufeff"), "text in UTF-16"
        except UnicodeDecodeError as error:
            raise DataError(f"this is not UTF-16 text (byte {error.start + 1} cannot be read).", file=path) from error
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        text = content.decode("cp1252", errors="replace")
        if odd := next((sign for sign in text if ord(sign) < 32 and sign not in "\t\n\r"), ""):
            raise DataError(
                f"this is not UTF-8 text (byte {error.start + 1} cannot be read), nor text of another kind ({odd!a}).",
                file=path,
                remedy="Save the file as CSV in UTF-8; a workbook must be exported first.",
            ) from error
        return text, "text in Windows-1252 (Latin-1)"


def _without_mark(content: bytes) -> str:
    """UTF-16 that does not say so: every second byte of its first letters is null."""
    head = content[:64]
    if len(content) % 2 or len(head) < 8:
        return ""
    even, odd = head[::2], head[1::2]
    if not any(odd) and all(even):
        return "utf-16-le"
    return "utf-16-be" if not any(even) and all(odd) else ""


def _separator(text: str, wanted: Sequence[str]) -> str:
    """The sign between columns: one under which every line has the same number of fields, two at least.

    Where several do, the one whose header has the wanted names, then the comma; where none does, the one with these
    names, and the lines that are not like the header are refused later.
    """
    heads = {sign: _head(text, sign) for sign in SEPARATORS}
    even = [sign for sign, lines in heads.items() if lines and len(lines[0]) > 1 and len({*map(len, lines)}) == 1]
    named = [sign for sign in even or SEPARATORS if heads[sign] and {*wanted} <= {*map(str.strip, heads[sign][0])}]
    most = sorted(SEPARATORS, key=lambda sign: -len(heads[sign][0]) if heads[sign] else 0)
    return next(iter([*(named if wanted else []), *even, *most]))


def _head(text: str, separator: str) -> list[list[str]]:
    """Fields of the first lines of a text, but for lines without any text; none where it is no table."""
    head = text[:_LARGEST_HEAD]
    if len(text) > len(head):
        head = head[: head.rfind("\n") + 1]
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator, strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend(itertools.islice(reader, 2000))
    except csv.Error:
        lines = lines[:-1]  # a field of several lines may be cut
    return [line for line in lines if any(field.strip() for field in line)]
