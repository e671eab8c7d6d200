"""An outcome from a pandas Series or DataFrame."""

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.errors import DataError, Where
from turningpoint.regular_series import Outcome
from turningpoint.sources.own_spans import arrange, uses_spans
from turningpoint.spans import Span
from turningpoint.timeline import Times, frequency, labels, parse_times

_COLUMNS = ("first", "last")
_REMEDY = (
    "Index it by periods or dates (a PeriodIndex, a DatetimeIndex), by intervals of dates, or by times as text; or "
    "give a DataFrame with the columns first, last and one of values."
)


def outcome_of(
    data: Outcome | pd.Series | pd.DataFrame,
    *,
    time: str = "",
    outcome: str = "",
    exposure: str = "",
    label: str = "",
    unit: str = "",
    source: str = "",
    geography: str = "",
) -> Outcome:
    """Make an outcome of a pandas object, or give back an outcome as it is.

    Parameters
    ----------
    data : one of these. NaN is a value that was not observed.

        - A Series with a PeriodIndex or DatetimeIndex: one value a period, regular and in order.
        - A Series indexed by text, as a file has it (``sources.read_series``): one time a value, or several, as
          ``2016-04/2016-12`` or ``2018-01 2018-02 2018-12``, of which the value is the sum.
        - A Series with an IntervalIndex of dates, closed on one side: every value is the sum over its interval. Where
          all begin and end with years, quarters or months, that is the period of the series; else it is the day.
        - A DataFrame with the columns ``first`` and ``last`` (periods, dates or text; a missing last is the first) and
          one column of values.

        - A DataFrame of which ``time`` and ``outcome`` name the columns, and ``exposure`` perhaps one more: one row a
          period, regular and in order.

        With sums the rows may stand in any order, and a period that none covers is missing.
    time, outcome, exposure : names of columns of a DataFrame; an exposure is above zero, and is not read where the
        outcome is missing.
    label : what is counted, in words; by default the name of the Series or the column, or "value".
    unit : unit of one value; by default the label and the period.
    source : publication, in words; by default "pandas Series" or "pandas DataFrame".
    geography : place in words, if any.

    Raises
    ------
    DataError
        Times that are not regular, or sums that overlap; rows are counted from 0. Nothing observed.

    Examples
    --------
    >>> months = pd.period_range("2021-06", periods=3, freq="M")
    >>> outcome_of(pd.Series([3, 5, 4], index=months, name="attacks")).summary()
    'Attacks (pandas Series): 12 in 3 months from 2021-06 to 2021-08, 4.0 per month.'
    >>> halves = pd.Series([18, 5, 24], index=["2020-01/2020-06", "2020-07", "2020-08/2020-12"], name="attacks")
    >>> outcome_of(halves).spans
    (Span(periods=(0, 1, 2, 3, 4, 5), value=18.0), Span(periods=(7, 8, 9, 10, 11), value=24.0))
    """
    if isinstance(data, Outcome):
        return data
    kind = f"pandas {type(data).__name__}"
    index: pd.Index | list[str]
    people: Array | None = None
    if isinstance(data, pd.DataFrame) and (time or outcome or exposure):
        column, people = _named(data, time, outcome, exposure, kind)
        index = column.index
    elif isinstance(data, pd.DataFrame):
        column, index = _framed(data, kind)
    elif isinstance(data, pd.Series):
        column, index = data, data.index
    else:
        raise DataError(f"an outcome cannot be made of a {type(data).__name__}.", remedy="Give a pandas Series.")
    values = _numbers(column, kind)
    times, values, spans = _arranged(index, values, kind)
    name = str(column.name) if column.name is not None else "value"
    if not np.isfinite([*values, *(span.value for span in spans)]).any():
        raise DataError("no value was observed.", file=kind, remedy="There is nothing to model.")
    return Outcome(
        name=name,
        label=label or name,
        unit=unit or f"{label or name} per {frequency(times).replace('index', 'period')}",
        source=source or kind,
        geography=geography,
        times=times,
        values=values,
        exposure=people,
        definition=f"{name} of a {kind}, as given.",
        spans=spans,
    )


def _arranged(index: pd.Index | list[str], values: Array, kind: str) -> tuple[Times, Array, tuple[Span, ...]]:
    """Calendar, values of single periods, and sums; a list is of times that may be several."""
    if isinstance(index, pd.PeriodIndex):
        return _regular(index, kind), values, ()
    if isinstance(index, pd.RangeIndex) and index.start == 0:  # what pandas gives where nobody named the times
        raise DataError("its index does not name periods.", file=kind, remedy=_REMEDY)
    if isinstance(index, pd.IntervalIndex):
        return _arranged(_intervals(index, kind), values, kind)
    texts = index if isinstance(index, list) else [_text(time) for time in index]
    where = Where(kind, rows=range(len(texts)))
    if isinstance(index, list) or uses_spans(texts):
        return arrange(texts, values, where)
    return parse_times(texts, **where._asdict()), values, ()


def _numbers(column: pd.Series, kind: str) -> Array:
    try:
        values = column.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise DataError(f"its values are not numbers ({error}).", file=kind) from error
    if len(infinite := np.flatnonzero(np.isinf(values))):
        raise DataError("a value is infinite.", file=kind, rows=infinite.tolist(), remedy="Missing is NaN.")
    return values


def _regular(index: pd.PeriodIndex, kind: str) -> pd.PeriodIndex:
    """Refuse periods that the time axis does not know, or that are not each other's next."""
    if index.freqstr.partition("-")[0] not in ("M", "Q", "Y", "W", "D"):
        remedy = "Sum them over days, weeks, months, quarters or years."
        raise DataError(f"periods of frequency {index.freqstr!r} cannot be analysed.", file=kind, remedy=remedy)
    if len(index) < 2:
        raise DataError("a series needs at least two times.", file=kind)
    if len(odd := np.flatnonzero(np.diff(index.astype("int64")) != 1) + 1):
        names = labels(index)
        raise DataError(
            f"times are irregular: {names[odd[0] - 1]} is followed by {names[odd[0]]}.",
            file=kind,
            rows=odd.tolist(),
            remedy="Sort it, keep one value a period, and give a period without a value NaN (Series.asfreq does).",
        )
    return index


def _intervals(index: pd.IntervalIndex, kind: str) -> list[str]:
    """First and last day of intervals of dates, as text."""
    if not isinstance(index.left, pd.DatetimeIndex) or index.closed not in ("left", "right") or index.hasnans:
        raise DataError(
            "its intervals are not of dates, or not closed on one side.",
            file=kind,
            remedy='Make them as pd.IntervalIndex.from_breaks(dates, closed="left").',
        )
    day = pd.Timedelta(days=1)
    after, before = (0 * day, day) if index.closed == "left" else (day, 0 * day)
    return [f"{_text(one.left + after)}/{_text(one.right - before)}" for one in index]


def _framed(frame: pd.DataFrame, kind: str) -> tuple[pd.Series, list[str]]:
    """The column of values, and the text of first and last period of each row."""
    others = [name for name in frame.columns if name not in _COLUMNS]
    if len(others) != 1 or not set(_COLUMNS) <= set(frame.columns):
        problem = f"its columns are {', '.join(map(str, frame.columns))}."
        raise DataError(problem, file=kind, remedy="Give first, last and one column of values, or a Series.")
    firsts, lasts = ([_text(time) for time in frame[name]] for name in _COLUMNS)
    return frame[others[0]], [f"{one}/{other}" if other else one for one, other in zip(firsts, lasts, strict=True)]


def _named(frame: pd.DataFrame, time: str, outcome: str, exposure: str, kind: str) -> tuple[pd.Series, Array | None]:
    """The column of values indexed by the column of times, and the exposure."""
    for name in filter(None, (time, outcome, exposure)):
        if list(frame.columns).count(name) != 1:
            there = f"There are {', '.join(map(str, frame.columns))}."
            raise DataError("there is no one column of this name.", file=kind, column=name, remedy=there)
    if not time or not outcome:
        raise DataError("the columns of times and of the outcome are needed.", file=kind, remedy="Name both.")
    times = frame[time]
    index = pd.DatetimeIndex(times) if pd.api.types.is_datetime64_any_dtype(times) else pd.Index(times)
    column = pd.Series(frame[outcome].to_numpy(), index=index, name=outcome)
    if not exposure:
        return column, None
    people, seen = _numbers(frame[exposure], kind), frame[outcome].notna().to_numpy()
    if len(wrong := np.flatnonzero(seen & ~(people > 0))):
        raise DataError("the exposure is not above zero.", file=kind, column=exposure, rows=wrong.tolist())
    return column, np.where(people > 0, people, np.nanmedian(people[seen]))


def _text(time: object) -> str:
    """Write a period or date as a user does; nothing for a missing one."""
    if pd.isna(time):  # type: ignore[call-overload]
        return ""
    if isinstance(time, pd.Period):
        return labels(pd.PeriodIndex([time]))[0]
    return time.strftime("%Y-%m-%d") if isinstance(time, pd.Timestamp) else str(time).strip()
