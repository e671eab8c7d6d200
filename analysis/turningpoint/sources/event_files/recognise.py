"""What an event file is: its format, columns and separator, told from its first lines."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from turningpoint.errors import DataError
from turningpoint.names import listed, problem_of
from turningpoint.number_format import sentence_case
from turningpoint.sources.event_files.formats import FORMATS, GED_COLUMNS, UCDP_GED, Format, of_ones_own
from turningpoint.sources.event_files.stream import EventBytes, event_bytes
from turningpoint.sources.own_files.typed_table import TypedTable

MOST_COLUMNS = 500
"""Columns of an event file at most; the widest format has 135."""
_SHOWN = 12
_RELID = re.compile(r"[A-Z]{2,4}-\d{4}-\d-.*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d.*")


class UnknownFormatError(DataError):
    """The columns are those of no known format."""


@dataclass(frozen=True)
class Layout:
    """What the first lines say.

    Attributes
    ----------
    format : what the file was taken for.
    columns : names as the file writes them, in order.
    separator : what stands between fields.
    lines : lines before the first row.
    notes : what is unusual about the file, in words.
    """

    format: Format
    columns: tuple[str, ...]
    separator: str
    lines: int
    notes: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """The columns as a message names them, not all where there are many."""
        return listed(self.columns[:60], letters=40)

    def place(self, column: str) -> int | None:
        """Where a column stands, by its name in any case; None where it does not."""
        lower = [name.lower() for name in self.columns]
        return lower.index(column.lower()) if column.lower() in lower else None

    def having(self, columns: Iterable[str]) -> list[str]:
        """Those of some columns that the file has, each once; an empty name is none."""
        return [name for name in dict.fromkeys(columns) if name and self.place(name) is not None]


def recognise(content: EventBytes | TypedTable, date: str | None = None) -> Layout:
    """Say what a file is by its columns; ``date`` names the column of dates of a file of another format.

    A `DataError` for no table, too many columns, two of one name, or columns of no known format: those found, the
    formats there are and the nearest one are named.
    """
    path = content.path
    if isinstance(content, TypedTable):
        records, separator = [content.header, content.first()], ""
    else:
        records, separator = _records(content)
    if not any(records[0]):
        raise DataError("there is no header.", file=path, remedy="Give a table with a header line and events.")
    names = [name.strip() for name in records[0]]
    if _is_headerless(names):
        note = "It has no header line; its columns are UCDP's, in order."
        return Layout(UCDP_GED, GED_COLUMNS, separator, 0, (note,))
    _check(names, path)
    tags = len(records) > 1 and any(records[1]) and all(cell == "" or cell.startswith("#") for cell in records[1])
    notes = ["Its second line holds HXL tags and is no event."] if tags else []
    notes += [f"{sentence_case(said)}." for said in content.said] if isinstance(content, TypedTable) else []
    return Layout(_format_of(names, path, date), tuple(names), separator, 2 if tags else 1, tuple(notes))


def event_format(path: Path, *, sheet: str = "") -> Layout | None:
    """Recognise an event file of a known format, or nothing; it is opened again, so it must be a regular one."""
    if not path.is_file():
        return None
    try:
        with event_bytes(path, sheet) as (content, _):
            return recognise(content)
    except DataError:
        return None


def advice(path: Path) -> str:
    """Say how to make a series of a file that is an event file of a known format; nothing where it is none."""
    if (layout := event_format(path)) is None:
        return ""
    form = layout.format
    country = " --country PAK" if form.country else ""
    return (
        f"This is {form.name} ({form.title}), which is counted first: turningpoint events {path.name}{country} "
        "--out counts.csv; then give counts.csv, with --time month --outcome events. Its and robustness count it "
        "themselves where --time and --outcome are left out, a report where data_time is."
    )


def _records(content: EventBytes) -> tuple[list[list[str]], str]:
    """The first two records, and the separator that makes the most of the first."""
    if not content.head:
        remedy = "Give a CSV file with a header line and events."
        raise DataError("the file is empty.", file=content.path, remedy=remedy)
    if b"\n" not in content.head:
        raise DataError("the first line has no end: this is no CSV file.", file=content.path)
    text = content.head.decode("utf-8-sig", errors="replace")
    found: list[tuple[list[list[str]], str]] = []
    for mark in ",;\t":
        records: list[list[str]] = []
        try:
            records.extend(islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 2))
        except csv.Error as error:
            if not records:
                raise DataError(f"this is not a CSV file ({error}).", file=content.path, rows=[1]) from error
        found.append((records, mark))
    return max(found, key=lambda one: len(one[0][0]) if one[0] else 0)


def _is_headerless(first: list[str]) -> bool:
    places = {name: GED_COLUMNS.index(name) for name in ("id", "relid", "date_start", "date_end")}
    return (
        len(first) == len(GED_COLUMNS)
        and first[places["id"]].isdigit()
        and bool(_RELID.fullmatch(first[places["relid"]]))
        and all(_DAY.fullmatch(first[places[name]]) for name in ("date_start", "date_end"))
    )


def _check(names: list[str], path: Path) -> None:
    if len(names) > MOST_COLUMNS:
        some = listed(names, _SHOWN, 40)
        raise DataError(
            f"there are {len(names):,} columns ({some}); {MOST_COLUMNS} are the most that are read.",
            file=path,
            rows=[1],
            remedy="An event file has one row an event; the widest format known has 135 columns.",
        )
    if odd := [name for name in names if problem_of(name)]:
        raise DataError(f"this is no name of a column: {problem_of(odd[0])}.", file=path, rows=[1], remedy="Rename it.")
    twice = [name for name, count in Counter(name.lower() for name in names if name).items() if count > 1]
    if twice:
        raise DataError(
            "the name stands more than once in the header (small and capital letters are one).",
            file=path,
            column=twice[0],
            rows=[1],
            remedy="Rename or remove one of the columns.",
        )


def _format_of(names: list[str], path: Path, date: str | None) -> Format:
    have, some = {name.lower() for name in names}, listed(names, _SHOWN, 40)
    if date is not None:
        if date.strip().lower() not in have:
            raise DataError("there is no such column.", file=path, column=date, remedy=f"The file has: {some}.")
        return of_ones_own(date)
    fitting = [one for one in FORMATS if have.issuperset(one.needed)]
    if fitting:
        return max(fitting, key=lambda one: len(one.needed))
    nearest = max(FORMATS, key=lambda one: len(have.intersection(one.needed)) / len(one.needed))
    lacking = [name for name in nearest.needed if name not in have]
    near = f" The nearest is {nearest.name}, which it is not for want of {', '.join(lacking)}."
    raise UnknownFormatError(
        f"this is no event file of a known format: its columns are {some}; known are "
        f"{', '.join(one.name for one in FORMATS)}.{near if len(lacking) < len(nearest.needed) else ''}",
        file=path,
        rows=[1],
        remedy="If it has one row an event, name its column of dates (--date COL).",
    )
