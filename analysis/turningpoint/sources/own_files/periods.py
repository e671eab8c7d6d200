"""Rows and periods: several rows of one added up, absent ones filled or left open, and a date placed among them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import IrregularTimesError, ParameterError, Where
from turningpoint.sources.own_files.choices import Choices
from turningpoint.sources.own_files.date_formats import FORMATS, without_clock, written
from turningpoint.sources.own_files.dates import Dates
from turningpoint.sources.own_spans import MOST_PERIODS, arrange
from turningpoint.timeline import FREQUENCIES, Times, frequency, labels, parse_times, shape_of

_COARSER = {"date": ("day", "week", "month", "quarter", "year"), "month": ("month", "quarter", "year"),
            "quarter": ("quarter", "year"), "year": ("year",)}  # fmt: skip
_ABSENT = (
    "Give every period a row, its outcome empty where nothing was observed (--allow-missing); or say what an absent "
    "one is: --absent zero (nothing happened) or --absent missing (not observed; with --allow-missing), in a report "
    "data_absent. Dated events: --sum --by month."
)


@dataclass(frozen=True, eq=False)
class Summed:
    """Rows added up over periods, or as they are.

    Attributes
    ----------
    texts : a period each, as the program writes them; sorted where rows were added up.
    columns : name → (n,) values or sums; NaN where a part is missing.
    where : the first row of each stands.
    said : what was done, in words; empty where nothing was.
    absent : what a period without a row is, as told or as follows from what was counted.
    """

    texts: Sequence[str]
    columns: dict[str, Array]
    where: Where
    said: str
    absent: str


def add_up(texts: Sequence[str], columns: dict[str, Array], where: Where, choices: Choices) -> Summed:
    """Add up the rows of each period, where the choices say so.

    A row that has a day of its own and is added up over longer periods is an event: a period without one is a zero.
    Elsewhere every period must have as many rows as the others, or it must be said what an absent one is.

    A `DataError` where a time has no such period, or the number of rows differs.
    """
    if not choices.total:
        return Summed(texts, columns, where, "", choices.absent)
    keys = [_period(text, choices.by, where, at) for at, text in enumerate(texts)]
    frame = pd.DataFrame({**columns, "": keys, " ": list(where.rows)})
    grouped = frame.groupby("", sort=True)
    sizes = grouped.size()
    events = bool(choices.by) and shape_of(str(texts[0])) == "date" and choices.by != "day"
    absent = choices.absent or ("zero" if events else "")
    uneven = sizes < sizes.max()
    if uneven.any() and not absent:
        few = str(sizes.index[uneven.to_numpy()][0])
        raise where.refused(
            f"{few} has {sizes[few]:,} of the {sizes.max():,} rows that other times have.",
            np.flatnonzero(frame[""] == few),
            "Say what an absent row is: --absent zero (nothing happened) or --absent missing (not observed; "
            "with --allow-missing) (data_absent in a report).",
        )
    sums = {name: grouped[name].sum().where(grouped[name].count() == sizes) for name in columns}
    if absent == "missing":
        sums = {name: one.where(~uneven) for name, one in sums.items()}
    return Summed(
        [str(key) for key in sizes.index],
        {name: one.to_numpy(dtype=float) for name, one in sums.items()},
        where._replace(rows=grouped[" "].first().tolist()),
        f"{len(frame):,} rows added up by {choices.by or 'time'}",
        absent,
    )


def _period(text: str, by: str, where: Where, at: int) -> str:
    """The period in which a time lies, as the program writes it."""
    if not by:
        return text
    if by not in _COARSER.get(shape_of(text), ()):
        remedy = "Add up over longer periods, or leave --by out."
        raise where.refused(f"{text!r} does not lie in one {by}.", [at], remedy)
    period = pd.Period(text, freq=FREQUENCIES[by])
    return period.end_time.strftime("%Y-%m-%d") if by == "week" else str(period)


def calendar(texts: Sequence[str], where: Where, *, absent: str, by: str = "") -> tuple[Times, Array]:
    """The time axis of rows that are one period each, and where each row lies in it.

    Parameters
    ----------
    absent : what a period without a row is, if it was said; where it was not, one is a `DataError`.
    by : the period over which rows were added up, if they were; where they were not, times must be regular.

    Returns
    -------
    tuple
        Times; (n,) number of the row of each period, NaN where none is.
    """
    order = np.arange(len(texts), dtype=float)
    if by:  # the period is named: it is not for the times to say
        periods = pd.PeriodIndex(list(texts), freq=FREQUENCIES[by])
        whole = pd.period_range(periods.min(), periods.max(), freq=FREQUENCIES[by])
        if len(whole) < 2 or len(whole) > MOST_PERIODS:
            problem = f"the rows lie in {len(whole):,} periods by {by}; a series has 2 to {MOST_PERIODS:,}."
            raise where.refused(problem, remedy="Add them up over another period.")
        return whole, pd.Series(order, index=periods).reindex(whole).to_numpy(dtype=float)
    try:
        return parse_times(texts, **where._asdict()), order
    except IrregularTimesError as error:
        if not absent:
            if not error.rows:
                raise
            named = where._replace(rows=error.rows)
            raise named.refused(error.problem, range(len(error.rows)), _ABSENT) from None
    times, places, _ = arrange(texts, order, where)
    steps = np.diff(np.flatnonzero(np.isfinite(places)))
    unit = frequency(times).replace("index", "number")
    if (common := int(np.gcd.reduce(steps))) > 1 or (unit in ("day", "week") and np.median(steps) > 3):
        apart = f"are {common}" if common > 1 else f"mostly are {np.median(steps):g}"
        raise where.refused(
            f"the times {apart} {unit}s apart, so that it cannot be told which are absent.",
            remedy="Write months as 2021-08, quarters as 2021Q3 and years as 2021; dated events: --sum --by month.",
        )
    return times, places


def over_calendar(summed: Summed, by: str) -> tuple[Times, dict[str, Array], NDArray[np.bool_]]:
    """The time axis of rows, the columns over it, NaN where there is no row, and (n,) which periods have none."""
    times, places = calendar(summed.texts, summed.where, absent=summed.absent, by=by)
    return times, {name: spread(values, places) for name, values in summed.columns.items()}, np.isnan(places)


def place(when: str, times: Times, dates: Dates, name: str = "intervention") -> str:
    """A date that a user gives, read by the rules of the file, as the label of its period; else the text as it is.

    A day inside a month, quarter or year of the series is a `ParameterError`.
    """
    text = dates.read(str(when))
    kind = frequency(times)
    if isinstance(times, pd.RangeIndex):
        return text
    if not shape_of(text) or shape_of(text) == "index":
        bare = without_clock(text)
        text = next(filter(None, (written(form, bare) for form in FORMATS if not form.in_order)), text)
    if shape_of(text) == "month" and kind == "quarter" and dates.form is not None:
        return _begins(pd.Period(text, freq="M").start_time, times, text, name, dates)
    if shape_of(text) != "date" or kind not in ("month", "quarter", "year") or not dates.days:
        return text
    try:
        return _begins(pd.Timestamp(text), times, text, name, dates)
    except ValueError:
        return text


def _begins(day: pd.Timestamp, times: pd.PeriodIndex, text: str, name: str, dates: Dates) -> str:
    """The period that begins on a day, or that a row of the file writes as this day."""
    period = pd.Period(day, freq=times.freqstr)
    month_ends = day.is_month_end and pd.DatetimeIndex(dates.texts).is_month_end.all()
    if day == period.start_time or text in dates.texts or month_ends:
        return str(period)
    raise ParameterError(f"{name} {text} lies inside a {frequency(times)}: write {period} or {period + 1}.")


def spread(values: Array, places: Array) -> Array:
    """Values of rows over the periods they stand for; NaN where there is no row."""
    found: Array = np.append(values, np.nan)[np.nan_to_num(places, nan=-1).astype(int)]
    return found


def between(exposure: Array, times: Times) -> tuple[Array, str]:
    """Exposure where nothing was observed, from its neighbours: the fit does not use it, what was expected does."""
    gaps = np.isnan(exposure)
    if not gaps.any():
        return exposure, ""
    at = np.arange(len(exposure))
    filled = np.interp(at, at[~gaps], exposure[~gaps])
    names = [label for label, gap in zip(labels(times), gaps, strict=True) if gap]
    return filled, f"exposure of {', '.join(names[:3])}{' …' if len(names) > 3 else ''} taken from its neighbours"
