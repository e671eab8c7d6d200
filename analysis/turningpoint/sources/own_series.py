"""A series of one's own: named columns of a file, checked before anything is computed from them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import DataError, ParameterError
from turningpoint.number_format import agreeing
from turningpoint.sources.own_files.choices import Choices
from turningpoint.sources.own_files.dates import Dates, in_one_way, read_dates
from turningpoint.sources.own_files.numbers import numbers, refuse
from turningpoint.sources.own_files.periods import add_up, between, over_calendar, place
from turningpoint.sources.own_files.raw_table import read_raw
from turningpoint.sources.own_files.rows import Rows, chosen_rows, read_as, refuse_several, refuse_twice
from turningpoint.sources.own_spans import arrange, uses_spans
from turningpoint.spans import Span
from turningpoint.timeline import Times


@dataclass(frozen=True, eq=False)
class OwnSeries:
    """A series read from a file, not yet an outcome (`analysis.outcome.own_outcome`).

    Attributes
    ----------
    path : the file.
    outcome : name of the outcome's column.
    times : time axis, n periods.
    values : (n,) float, in the file's unit; NaN where the cell is empty, and where a period has no row of its own.
    exposure : (n,) float, above zero, as it stands in the file (not its log), or None.
    covariates : name of the column → (n,) float.
    spans : the rows that stand for several periods: their sums, in order.
    said : how the file was read, in a sentence; empty where there was nothing to find out.
    time : name of the column of times, or names joined by commas.
    dates : how the times of the file are written.
    definition : what the numbers are, where they were counted here; empty where they are a column as given.
    """

    path: Path
    outcome: str
    times: Times
    values: Array
    exposure: Array | None = None
    covariates: dict[str, Array] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    said: str = ""
    time: str = ""
    dates: Dates = field(default_factory=lambda: Dates([]))
    definition: str = ""

    def when(self, text: str, name: str = "intervention") -> str:
        """A date that a user gives, read by the rules of the file, as the label of its period (``periods.place``)."""
        return place(text, self.times, self.dates, name)


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
    choices: Choices | None = None,
) -> OwnSeries:
    """Read the named columns of a file as one regular series.

    A row may stand for several periods and hold their sum: its time is then written ``2016-04/2016-12``, or as a list
    ``2018-01 2018-02 2018-12``, or a second column has the last period. Rows of such a file may stand in any order; a
    period that none of them covers is missing and needs no row.

    Parameters
    ----------
    path : CSV or TSV file with one header line.
    time : column of times, written in one of the ways of ``own_files.date_formats``; regular and in order where every
        row is one period. Several columns are joined by commas: ``year,month``.
    outcome : column of the outcome.
    exposure : column of the exposure, as it is (a model takes its log), or None.
    covariates : columns of covariates.
    allow_missing : whether cells of the outcome may be missing. A missing cell is empty or reads NA, N/A, NaN or
        null in any case, or as ``choices`` say. A missing exposure is refused where there is an outcome, a missing
        covariate always.
    counts : whether the outcome must be a count: whole and not negative.
    time_end : column of the last period of each row, ``time`` being the first; empty where a row is one period.
    choices : what the user says about the file where it leaves something open.

    Raises
    ------
    DataError
        Whatever is wrong with the file: column and rows are named, the header being line 1. What could be read in two
        ways is refused with the option that settles it.
    ParameterError
        One column named for two purposes.
    """
    path, choices = Path(path), choices or Choices()
    columns = [*([exposure] if exposure is not None else []), *covariates]
    names = [time, *([time_end] if time_end is not None else []), outcome, *columns]
    refuse_twice(names)
    raw = read_raw(path, wanted=[name for name in names if name != time], sheet=choices.sheet)
    rows = chosen_rows(raw, time, names[1:], choices)
    dates, texts = _times(rows, time_end, choices)
    with_spans = time_end is not None or uses_spans(texts)
    if with_spans and columns:
        raise DataError(
            "a row of this file may hold the sum of several periods; exposure and covariates need a number a period.",
            file=path,
            column=columns[0],
            remedy="Leave the column out. In Python, an Outcome takes spans beside an exposure of every period.",
        )
    if not with_spans and not choices.total:
        refuse_several(raw, rows, texts, outcome)
    read = {name: numbers(rows.frame[name], path, choices, raw.typed(name)) for name in (outcome, *columns)}
    given = {name: column.values for name, column in read.items()}
    _check_outcome(rows.frame[outcome], given[outcome], path, allow_missing=allow_missing, counts=counts)
    if exposure is not None:
        _check_exposure(rows.frame[exposure], given[exposure], np.isnan(given[outcome]), path)
    for name in covariates:
        refuse(rows.frame[name], np.isnan(given[name]), lambda _: _INCOMPLETE, path, "Fill it in, or leave it out.")
    if choices.total and covariates:
        raise ParameterError(f"column {covariates[0]!r}: covariates are not added up. Leave the column out.")
    summed = add_up(texts, given, rows.where, choices)
    said = [*raw.said, *rows.said, dates.said, *(column.said for column in read.values()), summed.said]
    spans: tuple[Span, ...] = ()
    if with_spans:
        if summed.absent:
            raise ParameterError(
                f"absent {summed.absent}: in a file with sums, a period that no row covers is missing."
            )
        times, given[outcome], spans = arrange(summed.texts, summed.columns[outcome], summed.where)
    else:
        times, given, gone = over_calendar(summed, choices.by)
        if gone.any():
            said.append(_fill(given, gone, outcome, summed.absent, told=bool(choices.absent), path=path))
    if not allow_missing and not with_spans and np.isnan(given[outcome]).any():
        raise DataError("a period has no outcome.", file=path, column=outcome, remedy=ALLOW)
    if exposure is not None:
        given[exposure], filled = between(given[exposure], times)
        said.append(filled)
    return OwnSeries(
        path=path,
        outcome=outcome,
        times=times,
        values=given[outcome],
        exposure=given[exposure] if exposure is not None else None,
        covariates={name: given[name] for name in covariates},
        spans=spans,
        said=read_as(said),
        time=time,
        dates=dates,
    )


ALLOW = "Fill it in, or allow missing values (--allow-missing; allow_missing=true in a report)."
_INCOMPLETE = "a value is missing; exposure and covariates must be complete."


def _times(rows: Rows, time_end: str | None, choices: Choices) -> tuple[Dates, list[str]]:
    """How the times of a file are written, and the time of each row as the program writes it."""
    firsts, where = rows.times, rows.where
    lasts = [str(cell).strip() for cell in rows.frame[time_end]] if time_end is not None else [""] * len(firsts)
    if uses_spans(firsts) and not in_one_way(firsts):  # 01/2015 is no range of an index
        dates, texts = Dates(firsts), firsts
    else:
        ended = [at for at, last in enumerate(lasts) if last]
        both = where._replace(rows=[*where.rows, *(where.rows[at] for at in ended)])
        regular = not (choices.by or choices.absent or time_end)
        dates = read_dates([*firsts, *(lasts[at] for at in ended)], both, choices, regular=regular)
        texts = dates.texts[: len(firsts)]
        for at, last in zip(ended, dates.texts[len(firsts) :], strict=True):
            lasts[at] = last
    return dates, [f"{first}/{last}" if last else first for first, last in zip(texts, lasts, strict=True)]


def _fill(
    given: dict[str, Array], gone: NDArray[np.bool_], outcome: str, absent: str, *, told: bool, path: Path
) -> str:
    """Write a zero where a period has no row, if that is what it means; say what was done."""
    count = int(gone.sum())
    if absent == "zero":
        if others := [name for name in given if name != outcome]:
            problem = f"{count} periods have no row, so that nothing says their {others[0]}."
            raise DataError(problem, file=path, column=others[0], remedy="Give every period a row.")
        given[outcome][gone] = 0.0
    why = "as told" if told else "for events are added up, and a period without one has none"
    what = "zero" if absent == "zero" else "missing"
    return f"{count} absent {agreeing(count, 'period', 'periods')} taken as {what}, {why}"


def _check_exposure(cells: pd.Series, exposure: Array, unseen: NDArray[np.bool_], path: Path) -> None:
    """Refuse an exposure that is missing where there is an outcome, or that is not above zero."""
    refuse(cells, np.isnan(exposure) & ~unseen, lambda _: _INCOMPLETE, path, "Fill it in, or leave the column out.")
    refuse(cells, exposure <= 0, lambda cell: f"exposure {cell} is not above zero.", path)


def _check_outcome(cells: pd.Series, values: Array, path: Path, *, allow_missing: bool, counts: bool) -> None:
    """Refuse outcomes that are missing without leave, and for counts those that are negative or fractional."""
    missing = np.isnan(values)
    if not allow_missing:
        refuse(cells, missing, lambda _: "the outcome is missing.", path, ALLOW)
    if missing.all():
        raise DataError("every outcome is missing.", file=path, column=str(cells.name))
    if counts:
        measured = "A measured outcome needs the gaussian likelihood: turningpoint its --likelihood gaussian."
        refuse(cells, values < 0, lambda cell: f"{cell} is negative; a count is not.", path, measured)
        fractional = ~missing & (values != np.floor(values))
        refuse(cells, fractional, lambda cell: f"{cell} is not a whole number; a count is.", path, measured)
