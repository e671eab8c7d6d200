"""A sheet of a workbook (xlsx): which one, where its table begins, and how much memory it takes."""

import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from turningpoint.errors import DataError
from turningpoint.names import visible
from turningpoint.number_format import counted
from turningpoint.sources.own_files.typed_table import TypedTable, as_refusal, cell_text

MARK = b"PK\x03\x04"
MOST_CELLS = 60_000_000
"""Cells that a workbook may span, twice those of the largest publisher's."""
BYTES_A_CELL = 80
"""Memory that a cell takes, as measured on a workbook of numbers and texts; blank ones within the table too."""
TOLD_FROM = 1_000_000_000
"""Bytes of memory from which the need is said beforehand."""
_LARGEST = 6_000_000_000
_BLOCK = 4_000_000
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=\"(\d{1,7})\"")
_CELL = re.compile(rb"<(?:\w+:)?c\s+r=\"([A-Z]{1,3})\d")
_ERROR = b' t="e"'


def is_workbook(names: Sequence[str]) -> bool:
    """Whether an archive with these members is a workbook, or a document of that family."""
    return "xl/workbook.xml" in names or "[Content_Types].xml" in names


class Sheet(TypedTable):
    """The table of one sheet. Rows of fewer than two cells above it, like a title, are no part of it."""

    def __init__(self, path: Path, sheet: Any, said: tuple[str, ...]) -> None:
        self.path, self.said, self._sheet = path, said, sheet
        self._begins = next((number for number, cells in self._all() if sum(map(_filled, cells)) > 1), 0)
        header = next((cells for number, cells in self._all() if number == self._begins), [])
        last = max((place for place, cell in enumerate(header) if _filled(cell)), default=-1)
        self.header = [cell_text(cell).strip() for cell in header[: last + 1]]
        if self._begins > 1:
            self.said = (*said, f"the header stands in row {self._begins}")

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Rows with a cell below the header, cut to its width; a cell beyond it is refused."""
        width = len(self.header)
        for number, cells in self._all():
            if number > self._begins and any(map(_filled, cells)):
                if any(map(_filled, cells[width:])):
                    raise DataError(
                        f"a row has more fields than the {width} of the header.",
                        file=self.path,
                        rows=[number],
                        remedy="Give every column a name, or clear what stands beside the table.",
                    )
                yield number, cells[:width]

    def _all(self) -> Iterator[tuple[int, list[Any]]]:
        start = self._sheet.start[0] if self._sheet.start else 0
        return enumerate(self._sheet.iter_rows(), start=start + 1)


def _filled(cell: object) -> bool:
    return cell not in ("", None)


def read_sheet(file: IO[bytes], path: Path, name: str = "") -> Sheet:
    """Read a sheet by name, or the only visible one with a table: two columns and a row below the header at least.

    A `DataError` where it is no workbook or too large, has no such sheet, or several tables and none is named.
    """
    errors = _scan(file, path)
    said = [f"{counted(errors, 'cell')} with an error like #N/A taken as empty"] if errors else []
    file.seek(0)
    with as_refusal(path, "workbook"):
        book = CalamineWorkbook.from_filelike(file)
        sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        listed = ", ".join(repr(visible(one.name)) for one in sheets)
        if name:
            remedy = f"There are {listed} (--sheet)."
            if name not in {one.name for one in sheets}:
                raise DataError(f"there is no sheet {name!r}.", file=path, remedy=remedy)
            table = Sheet(path, book.get_sheet_by_name(name), (f"sheet {name!r}", *said))
            if not table.header:
                raise DataError(f"sheet {name!r} holds no table.", file=path, remedy=remedy)
            return table
        shown = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
        tables = [(one, Sheet(path, book.get_sheet_by_name(one), ())) for one in shown]
        tables = [(one, table) for one, table in tables if len(table.header) > 1 and table.first()]
        if len(tables) != 1:
            raise DataError(
                f"{len(tables) or 'none'} of its sheets {'hold a table' if tables else 'holds a table'}.",
                file=path,
                remedy=f"Name one of {listed} (--sheet NAME; data_sheet in a report).",
            )
        found, table = tables[0]
        clauses = [f"sheet {found!r}, the only one with a table"] if len(sheets) > 1 else []
        table.said = (*clauses, *said, *table.said)
        return table


def _scan(file: IO[bytes], path: Path) -> int:
    """Read the archive through once, in bounded memory: refuse what would grow without end; count error cells."""
    rows = columns = errors = total = 0
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise DataError(
                    "this is an archive and no workbook (xlsx).",
                    file=path,
                    remedy="Save the table as CSV in UTF-8 and give that.",
                )
            for name in names:
                sheet, tail, letters = name.startswith("xl/worksheets/"), b"", set[bytes]()
                with archive.open(name) as member:
                    while block := member.read(_BLOCK):
                        total += len(block)
                        if total > _LARGEST:
                            raise _too_large(path, f"unpacks to more than {_LARGEST / 1e9:.0f} GB")
                        if sheet:
                            content = tail + block
                            rows = max(rows, *map(int, _ROW.findall(content)), 0)
                            letters.update(_CELL.findall(content))
                            errors += content.count(_ERROR) - tail.count(_ERROR)
                            tail = content[content.rfind(b"<") :][-1_000:]
                columns = max(columns, *map(_place, letters), 0)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise DataError(
            f"this is a workbook or an archive that cannot be read ({error}).",
            file=path,
            remedy="Save it again without a password. Save the table as CSV where that does not help.",
        ) from error
    need = rows * columns * BYTES_A_CELL
    if rows * columns > MOST_CELLS:
        raise _too_large(path, f"spans {rows:,} rows and {columns:,} columns")
    if need > TOLD_FROM:
        sys.stderr.write(
            f"{visible(path.name)}: reading this workbook takes about {need / 1e9:.1f} GB of memory and a minute; "
            "as CSV it takes neither.\n"
        )
        sys.stderr.flush()
    return errors


def _too_large(path: Path, why: str) -> DataError:
    return DataError(f"this workbook {why}.", file=path, remedy="Save the table as CSV in UTF-8 and give that.")


def _place(letters: bytes) -> int:
    """Number of a column by its letters.

    >>> _place(b"A"), _place(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
