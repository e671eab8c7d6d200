"""All tables of a report in one workbook, unrounded: the cells of their CSV files, and the same bytes every time."""

import csv
import datetime
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from turningpoint.errors import RunError
from turningpoint.files import write_file
from turningpoint.names import as_plain

WORKBOOK = "tables.xlsx"
FIRST_ROW = 4
"""Row of the header of a sheet, counted from 0: above it stand the caption, the source and the way back."""
_LISTED = "Tables"
_CREATED = datetime.datetime(2000, 1, 1)
"""A date that never changes, so that the bytes do not; the manifest has the true one."""
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_LONGEST_NAME, _LONGEST_CELL = 31, 32767
_WIDEST, _NARROWEST = 48, 9

Cell = float | bool | str | None


def write_workbook(run_folder: Path, parts: Iterable[Mapping[str, Any]], *, title: str) -> Path | None:
    """Write ``tables.xlsx`` into a run's folder; nothing where there is no table.

    Parameters
    ----------
    run_folder : holds ``tables/NAME.csv``. parts : what notebooks handed over (``notebook_output``); tables are taken,
        in their order. title : of the report.

    Raises
    ------
    RunError
        A cell is longer than a workbook holds.
    """
    tables = [part for part in parts if part["kind"] == "table"]
    if not tables:
        return None
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": as_plain(title), "subject": "Tables, unrounded", "created": _CREATED})
        bold, link = book.add_format({"bold": True}), book.get_default_url_format()
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        first = book.add_worksheet(_LISTED)
        first.write_string(0, 0, as_plain(title), bold)
        first.write_string(1, 0, "Every table of the report, unrounded; a name leads to its sheet.")
        first.write_row(3, 0, ("Table", "Caption, with source and units", "Rows"), head)
        for row, (part, sheet) in enumerate(zip(tables, sheet_names(part["name"] for part in tables), strict=True), 4):
            text = (run_folder / "tables" / f"{part['name']}.csv").read_text(encoding="utf-8")
            header, *rows = csv.reader(io.StringIO(text, newline="")) if text else [[]]
            caption = as_plain(part["caption"])
            first.write_url(row, 0, f"internal:'{sheet}'!A1", link, part["name"])
            first.write_string(row, 1, caption)
            first.write_number(row, 2, len(rows))
            one = book.add_worksheet(sheet)
            one.write_string(0, 0, caption, bold)
            one.write_string(1, 0, f"Source: {as_plain(title)}; the same cells as tables/{part['name']}.csv")
            one.write_url(2, 0, f"internal:'{_LISTED}'!A1", link, "All tables")
            for column, name in enumerate(header):
                one.write_string(FIRST_ROW, column, name, head)
                width = max([len(name), *(len(line[column]) for line in rows[:200])])
                one.set_column(column, column, min(_WIDEST, max(_NARROWEST, width + 1)))
            _fill(one, rows, part["name"])
            one.freeze_panes(FIRST_ROW + 1, 0)
        first.set_column(0, 0, max(len(part["name"]) for part in tables) + 1)
        first.set_column(1, 1, 2 * _WIDEST)
        first.freeze_panes(4, 0)
    write_file(run_folder / WORKBOOK, content.getvalue())
    return run_folder / WORKBOOK


def sheet_names(names: Iterable[str]) -> list[str]:
    r"""Names of sheets as workbooks allow them: at most 31 letters, none of ``[]:*?/\``, unique whatever the case.

    >>> sheet_names(["effects", "Effects", "a:b", "x" * 40, "history"])
    ['effects', 'Effects~2', 'a_b', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'history~2']
    """
    taken = {_LISTED.lower(), "history"}  # the second is kept for their own use
    found = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", name).strip("'")[:_LONGEST_NAME] or "table"
        sheet, number = plain, 1
        while sheet.lower() in taken:
            number += 1
            sheet = f"{plain[: _LONGEST_NAME - len(f'~{number}')]}~{number}"
        taken.add(sheet.lower())
        found.append(sheet)
    return found


def value_of(text: str) -> Cell:
    """What a cell of a CSV file is in a workbook: a number, a truth value, text, or nothing.

    >>> [value_of(text) for text in ("1.50", "-2e-05", "True", "", "2015-01", "007", "=1+1", "1e999")]
    [1.5, -2e-05, True, None, '2015-01', '007', '=1+1', '1e999']
    """
    if text in ("True", "False"):
        return text == "True"
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text or None


def _fill(sheet: Any, rows: Sequence[Sequence[str]], table: str) -> None:
    """Write the rows below the header; every text as text, whatever it begins with."""
    for row, line in enumerate(rows, FIRST_ROW + 1):
        for column, text in enumerate(line):
            if len(text) > _LONGEST_CELL:
                raise RunError(
                    f"table {table!r}, row {row - FIRST_ROW}: a workbook has {_LONGEST_CELL:,} letters a cell."
                )
            match value_of(text):
                case bool(value):
                    sheet.write_boolean(row, column, value)
                case float(value):
                    sheet.write_number(row, column, value)
                case str(value):
                    sheet.write_string(row, column, value)
