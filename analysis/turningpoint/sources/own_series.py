"""A series of one's own: named columns of a CSV file, checked before anything is computed from them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import DataError, ParameterError
from turningpoint.sources.csv_table import read_text
from turningpoint.sources.own_spans import arrange, uses_spans
from turningpoint.spans import Span
from turningpoint.timeline import Times, parse_times

MISSING = ("", "na", "n/a", "nan", "null")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class OwnSeries:
    """A series read from a CSV file, not yet an outcome (`analysis.outcome.own_outcome`).

    Attributes
    ----------
    path : the file.
    outcome : name of the outcome's column.
    times : time axis, n periods.
    values : (n,) float, in the file's unit; NaN where the cell is empty, and where a period has no row of its own.
    exposure : (n,) float, above zero, as it stands in the file (not its log), or None.
    covariates : name of the column → (n,) float.
    spans : the rows that stand for several periods: their sums, in order.
    """

    path: Path
    outcome: str
    times: Times
    values: Array
    exposure: Array | None = None
    covariates: dict[str, Array] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()


def read_series(
    path: str | Path,
    *,
    time: str,
    outcome: str,
    exposure: str | None = None,
    covariates: Sequence[str] = (),
    allow_missing: bool = False,
    counts: bool = True,
    time_end: str | None = None,
) -> OwnSeries:
    """Read the named columns of a CSV file as one regular series. No other column is looked at.

    A row may stand for several periods and hold their sum: its time is then written ``2016-04/2016-12``, or as a list
    ``2018-01 2018-02 2018-12``, or a second column has the last period. Rows of such a file may stand in any order; a
    period that none of them covers is missing and needs no row.

    Parameters
    ----------
    path : CSV file in UTF-8 with one header line.
    time : column of times as ``YYYY``, ``YYYYQ1``, ``YYYY-MM``, ``YYYY-MM-DD`` or whole numbers; regular and in order
        where every row is one period.
    outcome : column of the outcome.
    exposure : column of the exposure, as it is (a model takes its log), or None.
    covariates : columns of covariates.
    allow_missing : whether cells of the outcome may be missing. A missing cell is empty or reads NA, N/A, NaN or
        null in any case. A missing exposure or covariate is always refused.
    counts : whether the outcome must be a count: whole and not negative.
    time_end : column of the last period of each row, ``time`` being the first; empty where a row is one period.

    Raises
    ------
    DataError
        Whatever is wrong with the file: column and rows are named, the header being line 1.
    ParameterError
        One column named for two purposes.
    """
    path = Path(path)
    columns = [*([exposure] if exposure is not None else []), *covariates]
    names = [time, *([time_end] if time_end is not None else []), outcome, *columns]
    if repeated := [name for name in names if names.count(name) > 1]:
        raise ParameterError(f"column {repeated[0]!r} is named for two purposes. Name each column once.")
    frame = read_text(path, tuple(names))
    texts, rows = frame[time].tolist(), frame.index.tolist()
    with_spans = time_end is not None or uses_spans(texts)
    if with_spans and columns:
        raise DataError(
            "a row of this file may hold the sum of several periods; exposure and covariates need a number a period.",
            file=path,
            column=columns[0],
            remedy="Leave the column out. In Python, an Outcome takes spans beside an exposure of every period.",
        )
    if not with_spans:
        times = parse_times(texts, file=path, column=time, rows=rows)
    values = numbers(frame[outcome], path)
    _check_outcome(frame[outcome], values, path, allow_missing=allow_missing, counts=counts)
    spans: tuple[Span, ...] = ()
    if with_spans:
        if time_end is not None:
            texts = [
                f"{first}/{last}" if last.strip() else first for first, last in zip(texts, frame[time_end], strict=True)
            ]
        times, values, spans = arrange(texts, values, file=path, column=time, rows=rows)
    given = {name: _complete(frame[name], path) for name in columns}
    if exposure is not None:
        refuse(frame[exposure], given[exposure] <= 0, lambda cell: f"exposure {cell} is not above zero.", path)
    return OwnSeries(
        path=path,
        outcome=outcome,
        times=times,
        values=values,
        exposure=given[exposure] if exposure is not None else None,
        covariates={name: given[name] for name in covariates},
        spans=spans,
    )


def refuse(
    cells: pd.Series, bad: NDArray[np.bool_], problem: Callable[[str], str], path: Path, remedy: str = ""
) -> None:
    """Raise a DataError that names the rows of bad cells; ``problem`` words it from the first of them."""
    if bad.any():
        first = repr(str(cells[bad].iloc[0]).strip())
        raise DataError(
            problem(first), file=path, column=str(cells.name), rows=cells.index[bad].tolist(), remedy=remedy
        )


def numbers(cells: pd.Series, path: Path) -> Array:
    """Numbers of a column; NaN where a cell is missing."""
    stripped = cells.str.strip()
    missing = stripped.str.lower().isin(MISSING).to_numpy()
    number = np.array([bool(_NUMBER.fullmatch(cell)) for cell in stripped])
    infinite = np.array([bool(_INFINITE.fullmatch(cell)) for cell in stripped])
    refuse(cells, infinite, lambda cell: f"{cell} is infinite.", path, "Leave the cell empty if it is missing.")
    refuse(
        cells,
        ~(number | missing),
        lambda cell: f"{cell} is not a number.",
        path,
        "Write numbers with a decimal point and without thousands separators.",
    )
    values = np.array([np.nan if gap else float(cell) for cell, gap in zip(stripped, missing, strict=True)])
    refuse(cells, np.isinf(values), lambda cell: f"{cell} is too large for a number.", path)
    return values


def _complete(cells: pd.Series, path: Path) -> Array:
    """Numbers of a column in which no cell may be missing."""
    values = numbers(cells, path)
    refuse(
        cells,
        np.isnan(values),
        lambda _: "a value is missing; exposure and covariates must be complete.",
        path,
        "Fill it in, or leave the column out.",
    )
    return values


def _check_outcome(cells: pd.Series, values: Array, path: Path, *, allow_missing: bool, counts: bool) -> None:
    """Refuse outcomes that are missing without leave, and for counts those that are negative or fractional."""
    missing = np.isnan(values)
    if not allow_missing:
        refuse(
            cells,
            missing,
            lambda _: "the outcome is missing.",
            path,
            "Fill it in, or allow missing values (--allow-missing; allow_missing=true in a report).",
        )
    if missing.all():
        raise DataError("every outcome is missing.", file=path, column=str(cells.name))
    if counts:
        measured = "A measured outcome needs the gaussian likelihood: turningpoint its --likelihood gaussian."
        refuse(cells, values < 0, lambda cell: f"{cell} is negative; a count is not.", path, measured)
        fractional = ~missing & (values != np.floor(values))
        refuse(cells, fractional, lambda cell: f"{cell} is not a whole number; a count is.", path, measured)
