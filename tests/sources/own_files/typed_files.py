"""Workbooks and parquet files for tests, written cell by cell with the types they are given."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl
import xlsxwriter


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()) -> Path:
    """A workbook of these sheets; dates are typed as dates, None is a blank cell."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "constant_memory": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for r, cells in enumerate(rows):
                for c, cell in enumerate(cells):
                    if isinstance(cell, datetime | date):
                        sheet.write_datetime(r, c, cell, day)  # type: ignore[arg-type]
                    elif isinstance(cell, str) and cell:
                        sheet.write_string(r, c, cell)
                    elif cell is not None:
                        sheet.write(r, c, cell)
    return path


def parquet(path: Path, columns: Mapping[str, Sequence[object]]) -> Path:
    """A parquet file of these columns."""
    pl.DataFrame(dict(columns), strict=False).write_parquet(path)
    return path
