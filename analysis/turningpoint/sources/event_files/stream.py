"""The bytes of an event file, plain or the one table of a zip: read once, in bounded memory, hashed on the way."""

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from turningpoint.errors import DataError
from turningpoint.files import opened, reason, wait_for_pipe
from turningpoint.sources.own_files import parquet, workbook
from turningpoint.sources.own_files.typed_table import TypedTable

LARGEST = 4_000_000_000
"""Bytes of a table that are read at most: about ten times all events of UCDP's GED."""
LONGEST_ROWS = 128_000_000
"""Bytes between two reports of the parser that rows came out: where there are more, a quote was never closed."""
_HEAD = 1_000_000
_AS_CSV = "Save the table as CSV in UTF-8 and give that"
_MAGIC = {
    b"PK\x03\x04": "this is a zip file, which cannot be read from a pipe. Give the file itself.",
    b"PAR1": "this is a parquet file, which cannot be read from a pipe. Give the file itself.",
    b"\x1f\x8b": "this is a gzip file, which is not read here. Unpack it (gunzip FILE) and give the CSV.",
    b"\xd0\xcf\x11\xe0": f"this is a workbook with a password, or of the old kind (xls), which is not read. {_AS_CSV}.",
    b"\xff\xfe": f"this is UTF-16 text. {_AS_CSV}.",
    b"\xfe\xff": f"this is UTF-16 text. {_AS_CSV}.",
}


class EventBytes:
    """What the parser reads from; everything that would be endless or is no text stops here with a ``DataError``.

    Attributes
    ----------
    head : the first bytes, to recognise the format by; ``read`` gives them again.
    """

    def __init__(self, path: Path, file: IO[bytes], *, hashed: bool, pipe: bool) -> None:
        self.path = path
        self._file, self._pipe = file, pipe
        self._hash = hashlib.sha256() if hashed else None
        self._total = self._since_rows = 0
        self.head = b""
        while len(self.head) < _HEAD and self.head.count(b"\n") < 3 and (block := self._next(65_536)):
            self.head += block
        self._left = self.head
        self._since_rows = 0

    def skip(self, lines: int) -> None:
        """Begin after this many lines of the head."""
        self._left = b"".join(self.head.splitlines(keepends=True)[lines:])

    def unread(self, block: bytes) -> None:
        """Give these bytes before all others."""
        self._left = block + self._left

    def read(self, size: int = 65_536) -> bytes:
        """Give the next bytes, none at the end."""
        if self._left:
            block, self._left = self._left, b""
            return block
        return self._next(size)

    def __iter__(self) -> Iterator[bytes]:
        """Only so that pandas takes this for a file; it calls ``read``."""
        return iter(self.read, b"")

    def rows_came(self) -> None:
        """Note that the parser made rows of what it was given."""
        self._since_rows = 0

    def sha256(self) -> str:
        """Checksum of all that was read; empty for a member of an archive, whose own is that of the archive."""
        return self._hash.hexdigest() if self._hash else ""

    def _next(self, size: int) -> bytes:
        if self._pipe:
            wait_for_pipe(self._file, self.path)
        try:
            block = self._file.read(size) or b""
        except (OSError, zlib.error, zipfile.BadZipFile, EOFError) as error:
            raise self._refused(f"the file cannot be read to its end ({reason(error)}).") from error
        if not self._total and (found := next((mark for mark in _MAGIC if block.startswith(mark)), b"")):
            raise self._refused(_MAGIC[found])
        if b"\0" in block:
            raise self._refused("this is not a CSV file (it holds a null byte).", f"{_AS_CSV}.")
        if self._hash:
            self._hash.update(block)
        self._total += len(block)
        self._since_rows += len(block)
        if self._total > LARGEST:
            problem = f"there is more than {LARGEST / 1e9:.0f} GB to read, or no end to it."
            raise self._refused(problem, "Cut the file into years and count each.")
        if self._since_rows > LONGEST_ROWS:
            raise self._refused(
                f"{LONGEST_ROWS / 1e6:.0f} MB hold no {'row' if self._total > LONGEST_ROWS else 'whole set of rows'}: "
                "a quotation mark is not closed, or a line has no end.",
                "Export the file again.",
            )
        return block

    def _refused(self, problem: str, remedy: str = "") -> DataError:
        return DataError(problem, file=self.path, remedy=remedy)


@contextmanager
def event_bytes(path: Path, sheet: str = "") -> Iterator[tuple[EventBytes | TypedTable, dict[str, object]]]:
    """Open an event file; the dictionary holds ``sha256`` and ``bytes`` of the file once all was read.

    Of a workbook it is the named ``sheet``, or the only one with a table. A `DataError` for no such file, a folder, a
    pipe without a writer, no CSV, a zip without exactly one table, what is too large, and a file that was changed or
    replaced while it was read.
    """
    facts: dict[str, object] = {}
    with opened(path) as (raw, before):
        regular = stat.S_ISREG(before.st_mode)
        mark = raw.read(4) if regular else b""
        if mark in (workbook.MARK, parquet.MARK):
            raw.seek(0)
            facts["sha256"] = hashlib.file_digest(raw, "sha256").hexdigest()
        if regular:
            raw.seek(0)
        names = _members(path, raw) if mark == workbook.MARK else []
        if sheet and not workbook.is_workbook(names):
            raise DataError(f"sheet {sheet!r}: only a workbook has sheets.", file=path, remedy="Leave --sheet out.")
        if workbook.is_workbook(names):
            yield workbook.read_sheet(raw, path, sheet), facts
        elif mark == parquet.MARK:
            yield parquet.ParquetTable(path, path), facts
        elif names or mark == workbook.MARK:
            with _only_table(path, raw) as member:
                yield EventBytes(path, member, hashed=False, pipe=False), facts
        else:
            content = EventBytes(path, raw, hashed=True, pipe=not regular)
            yield content, facts
            facts["sha256"] = content.sha256()
        if regular:
            _refuse_changed(path, before, os.fstat(raw.fileno()))
            facts["bytes"] = before.st_size


def _refuse_changed(path: Path, before: os.stat_result, after: os.stat_result) -> None:
    """Refuse a file that is not what it was when its first byte was read."""
    try:
        now = path.stat()
    except OSError:
        now = None
    facts = [(one.st_dev, one.st_ino, one.st_size, one.st_mtime_ns) for one in (before, after, now) if one is not None]
    if len(facts) < 3 or len(set(facts)) > 1:
        raise DataError(
            "the file was changed or replaced while it was read.", file=path, remedy="Count it again when it is whole."
        )


def _members(path: Path, raw: IO[bytes]) -> list[str]:
    """Names in an archive; refused where it cannot be read."""
    try:
        with zipfile.ZipFile(raw) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> DataError:
    return DataError(f"the archive cannot be read ({reason(error)}).", file=path, remedy="Unpack it and give the CSV.")


@contextmanager
def _only_table(path: Path, raw: IO[bytes]) -> Iterator[IO[bytes]]:
    """Open the one table in a zip."""
    try:
        with zipfile.ZipFile(raw) as archive:
            names = archive.namelist()
            own = [name for name in names if not name.startswith("__MACOSX/")]
            tables = [name for name in own if name.lower().endswith((".csv", ".tsv", ".txt"))]
            if len(tables) != 1:
                shown = ", ".join((tables or names)[:8]) or "nothing"
                raise DataError(
                    f"the archive holds {len(tables) or 'no'} tables ({shown}); one is counted at a time.",
                    file=path,
                    remedy="Unpack the CSV you mean and give that.",
                )
            with archive.open(tables[0]) as member:
                yield member
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise _unreadable(path, error) from error
