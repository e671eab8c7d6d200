"""Read a table from a CSV file and hold it against its schema; every misfit is a ``DataError`` that names the row.

The rows of a frame read here are numbered as an editor counts the lines of the file: the header is line 1, so the
first data row is 2. The number is the frame's index while it is checked, which is how a failure finds its way back.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from turningpoint.errors import DataError
from turningpoint.files import read_bytes
from turningpoint.names import did_you_mean, listed, problem_of

DATA = Path(__file__).resolve().parents[3] / "data"
MOST_ROWS = 100_000
"""Rows of a table at most: 270 years of days."""
ONE_ROW = "Give a table with one row a period."
Rule = Callable[[pd.DataFrame], pd.Series]
"""Whether something holds for each row."""
MONTH = r"\d{4}-(0[1-9]|1[0-2])"


def read_text(path: Path, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Read a CSV file as text, nothing converted.

    Parameters
    ----------
    path : a file with one header line, fields separated by commas, in UTF-8 (a byte order mark is skipped).
    columns : the columns wanted, in this order; empty means all. The others are not looked at.

    Returns
    -------
    pandas.DataFrame
        Text columns; the index holds the line of the file at which each row begins.

    Raises
    ------
    DataError
        No such file, not a file, not readable, not UTF-8, not a CSV, empty, without rows, with a row of the wrong
        length, with a column name that repeats, or without a wanted column.
    """
    content = read_bytes(path, remedy=ONE_ROW)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"this is not UTF-8 text (byte {error.start + 1} cannot be read).",
            file=path,
            remedy="Save the file as CSV in UTF-8; a workbook must be exported first.",
        ) from error
    lines, numbers = lines_of(text, path)
    names = [name.strip() for name in lines[0]]
    if len(names) == 1 and (found := next((mark for mark in ";\t|" if mark in names[0]), "")):
        problem = f"the header has no comma but {found!r}: the columns are not separated by commas."
        raise DataError(problem, file=path, rows=[1], remedy="Save the file as comma-separated CSV.")
    return framed(lines, numbers, names, path, columns)


def framed(
    lines: list[list[str]], numbers: list[int], header: list[str], path: Path, columns: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The wanted columns of lines of a file as ``read_text`` gives them, or its refusal; empty means all."""
    for name in columns:
        if problem := problem_of(name):
            problem = f"this is no name of a column: {problem}."
            raise DataError(problem, file=path, column=name[:40], rows=[1], remedy="Rename it.")
        if name not in header:
            remedy = f"{did_you_mean(name, header)}The file has: {listed(header)}."
            raise DataError("there is no such column.", file=path, column=name, remedy=remedy)
    if repeated := [name for name, count in Counter(header).items() if count > 1 and (not columns or name in columns)]:
        raise DataError("the name stands more than once in the header.", file=path, column=repeated[0], rows=[1])
    if len(lines) == 1:
        raise DataError("there is a header and no row below it.", file=path, remedy="Give a table with data.")
    if ragged := [number for line, number in zip(lines, numbers, strict=True) if len(line) != len(header)]:
        problem = f"the number of fields is not the {len(header)} of the header."
        remedy = "Quote fields that hold a comma, and remove empty lines."
        raise DataError(problem, file=path, rows=ragged, remedy=remedy)
    wanted = columns or tuple(header)
    places = [header.index(name) for name in wanted]
    return pd.DataFrame(
        {name: [line[place] for line in lines[1:]] for name, place in zip(wanted, places, strict=True)},
        index=pd.Index(numbers[1:], name="row"),
        dtype=str,
    )


def lines_of(text: str, path: Path, *, separator: str = ",") -> tuple[list[list[str]], list[int]]:
    """Fields of every line of a text, the header first, and the line of the file where each begins.

    A `DataError` where it is no CSV, has too many rows, a null byte or nothing in it.
    """
    lines, numbers, begins = [], [], 1
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
        for line in reader:
            lines.append(line)
            numbers.append(begins)
            begins = reader.line_num + 1
            if len(lines) > MOST_ROWS + 1:
                raise DataError(f"there are more than {MOST_ROWS:,} rows.", file=path, remedy=ONE_ROW)
    except csv.Error as error:
        raise DataError(f"this is not a CSV file ({error}).", file=path, rows=[begins]) from error
    while lines and not any(field.strip() for field in lines[-1]):
        lines.pop()
        numbers.pop()
    if not lines:
        raise DataError("the file is empty.", file=path, remedy="Give a CSV file with a header line and data.")
    if nul := [number for line, number in zip(lines, numbers, strict=True) if any("\0" in field for field in line)]:
        raise DataError("this is not a CSV file (it holds a null byte).", file=path, rows=nul)
    return lines, numbers


def read_table(path: Path, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Read a CSV file through its schema: the schema's columns, converted and checked, rows numbered from 0.

    A `DataError` for what `read_text` refuses, and for every value that does not fit the schema.
    """
    frame = read_text(path, tuple(schema.columns))
    try:
        checked = schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as failures:
        raise _translate(failures.failure_cases, list(schema.columns), path) from None
    return checked.reset_index(drop=True)


def _translate(cases: pd.DataFrame, columns: list[str], path: Path) -> DataError:
    """The first failure of a schema, as an error for a reader: conversions before values, values before sums."""
    cases = cases.dropna(subset="index")
    converted = cases["check"].str.startswith(("coerce_dtype", "dtype"))
    of_value, of_key = cases["schema_context"].eq("Column"), cases["check"].eq("multiple_fields_uniqueness")
    order = np.select([converted, of_value, of_key], [0, 1, 2], default=3)
    first = cases.iloc[int(np.argmin(order))]
    same = cases[cases["check"].eq(first["check"]) & cases["schema_context"].eq(first["schema_context"])]
    column = None
    if first["schema_context"] == "Column":
        same, column = same[same["column"].eq(first["column"])], first["column"]
    rows = sorted({int(row) for row in same["index"]})
    problem = f"{first['check']}."
    if order.min() == 0:
        whole = "whole " if "int" in first["check"] else ""
        problem = f"{str(first['failure_case'])!r} is not a {whole}number."
    elif order.min() == 1:
        problem = f"{str(first['failure_case'])!r} {problem}"
    elif order.min() == 2:
        problem = f"two rows have the same {' and '.join(name for name in columns if name in set(same['column']))}."
    return DataError(problem, file=path, column=column, rows=rows, remedy="Correct the file.")


def count() -> pa.Column:
    """A column of whole numbers, none negative."""
    return pa.Column("int64", pa.Check.ge(0, error="is negative"))


def text(pattern: str, problem: str) -> pa.Column:
    """A column of text in which every value matches a pattern as a whole."""
    return pa.Column(str, pa.Check(lambda cells: cells.str.fullmatch(pattern), error=problem))


def one_of(*values: str) -> pa.Column:
    """A column of text that takes known values only."""
    known = ", ".join(repr(value) for value in values)
    return pa.Column(str, pa.Check.isin(values, error=f"is not one of the known values ({known})"))


def month() -> pa.Column:
    """A column of months as text, YYYY-MM."""
    return text(MONTH, "is not a month like 2021-08")


def schema(
    columns: dict[str, pa.Column], *, key: list[str], rules: Mapping[str, Rule] | None = None
) -> pa.DataFrameSchema:
    """A schema with these columns, unique in its key, whose values are converted from text.

    ``rules`` over several columns: what is wrong where one does not hold → whether it holds for each row.
    """
    checks = [pa.Check(holds, error=problem) for problem, holds in (rules or {}).items()]
    return pa.DataFrameSchema(columns, unique=key, checks=checks, coerce=True, strict=True)


def periods(months: pd.Series) -> pd.PeriodIndex:
    """Months written as YYYY-MM, as a period index (by arithmetic: parsing 14,655 strings takes a second).

    >>> periods(pd.Series(["2021-08"]))
    PeriodIndex(['2021-08'], dtype='period[M]')
    """
    years, numbers = months.str.slice(0, 4).astype("int64"), months.str.slice(5, 7).astype("int64")
    dates = (years * 12 + numbers - 1 - 1970 * 12).to_numpy().astype("datetime64[M]")
    return pd.DatetimeIndex(dates).to_period("M")


def with_months(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn the column ``month`` from text into periods."""
    return frame.assign(month=periods(frame["month"]))
