"""The time axis of a regular series: months, quarters, years, weeks, days, or a plain index.

A time axis is a ``pandas.PeriodIndex`` (frequencies ``M``, ``Q-…``, ``Y``, ``W-…``, ``D``) or, for an index without a
calendar, a ``pandas.RangeIndex``. An intervention is named by a period's label and is inclusive: it is
the first period after.
"""

import re
from collections.abc import Sequence
from typing import Literal, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import IrregularTimesError, ParameterError, Where

Times = pd.PeriodIndex | pd.RangeIndex
Frequency = Literal["month", "quarter", "year", "week", "day", "index"]

FREQUENCIES = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q-DEC", "year": "Y"}
"""Name of a calendar's period → its code in pandas, of the weeks that end on Sunday."""
_NAMES = {code[0]: name for name, code in FREQUENCIES.items()}
PERIODS_PER_YEAR: dict[str, float] = {"month": 12.0, "quarter": 4.0, "year": 1.0, "week": 365.25 / 7, "day": 365.25}
# Fixed, because the names that calendar and strftime give follow the machine's locale.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
EXAMPLES = {
    "month": "2021-08", "quarter": "2021Q3", "year": "2021", "week": "2021-08-15", "day": "2021-08-15", "index": "80",
}  # fmt: skip
_SHAPES = {
    "year": re.compile(r"(?!0000)[0-9]{4}"),
    "month": re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"(?!0000)[0-9]{4}-?Q[1-4]"),
    "date": re.compile(r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "index": re.compile(r"(?!0000\Z)[+-]?[0-9]{1,15}"),
}


def frequency(times: Times) -> Frequency:
    """Name the frequency of a time axis."""
    return "index" if isinstance(times, pd.RangeIndex) else cast(Frequency, _NAMES[times.freqstr[0]])


def shape_of(text: str) -> str:
    """Name the shape of a time written as text: ``year``, ``quarter``, ``month``, ``date``, ``index`` or ``""``.

    Four digits are a year; any other whole number is an index.

    >>> [shape_of(text) for text in ("2021", "2021Q3", "2021-08", "2021-08-15", "17", "August")]
    ['year', 'quarter', 'month', 'date', 'index', '']
    """
    return next((name for name, shape in _SHAPES.items() if shape.fullmatch(text)), "")


def parse_times(
    texts: Sequence[str], *, file: object = None, column: str | None = None, rows: Sequence[int] = ()
) -> Times:
    """Read a column of times, in order, as a regular time axis.

    Parameters
    ----------
    texts : times as ``YYYY``, ``YYYYQ1`` (or ``YYYY-Q1``), ``YYYY-MM``, ``YYYY-MM-DD`` or whole numbers, all of one
        shape. Whole numbers are years when every one has four digits, else an index. Months (or dates) that are all
        three months apart, each the first of a quarter, are quarters.
    file, column : named in errors.
    rows : line of the file where each time stands; by default counted as in a file with one header line.

    Raises
    ------
    DataError
        A time that cannot be read, shapes that are mixed, times that repeat, run backwards or leave gaps.

    Examples
    --------
    >>> parse_times(["2021-07", "2021-08", "2021-09"]).freqstr
    'M'
    >>> parse_times(["1", "2", "3"])
    RangeIndex(start=1, stop=4, step=1)
    """
    texts = [str(text).strip() for text in texts]
    where = Where(file, column, rows or range(2, len(texts) + 2))
    shapes = [shape_of(text) for text in texts]
    if unreadable := [i for i, shape in enumerate(shapes) if not shape]:
        remedy = "Write times as YYYY, YYYY-MM, YYYY-MM-DD or whole numbers."
        raise where.refused(f"{texts[unreadable[0]]!r} is not a time.", unreadable, remedy)
    if set(shapes) == {"year", "index"}:
        shapes = ["index"] * len(texts)
    if odd := [i for i, shape in enumerate(shapes) if shape != shapes[0]]:
        raise where.refused(f"times of different shapes, {texts[0]!r} and {texts[odd[0]]!r}.", odd, "Use one shape.")
    if len(texts) < 2:
        raise where.refused("a series needs at least two times.")
    ordinals, invalid = _ordinals(texts, shapes[0])
    if invalid:
        raise where.refused(f"{texts[invalid[0]]!r} is not a day of the calendar.", invalid)
    steps = np.diff(ordinals)
    if len(repeated := np.flatnonzero(pd.Series(ordinals).duplicated())):
        raise where.refused(f"the time {texts[repeated[0]]} stands more than once.", repeated, "Keep one row a time.")
    if len(backwards := np.flatnonzero(steps < 0)):
        at = backwards + 1
        problem = f"{texts[at[0]]} comes after {texts[at[0] - 1]}: times are not in order."
        raise where.refused(problem, at, "Sort the rows.")
    times = _regular(texts, ordinals, shapes[0])
    if times is None:
        problem, places, remedy = _irregularity(texts, ordinals, shapes[0])
        raise where.refused(problem, places, remedy, kind=IrregularTimesError)
    return times


def _ordinals(texts: Sequence[str], shape: str) -> tuple[NDArray[np.int64], list[int]]:
    """Whole numbers that order the times, and the positions of days that do not exist."""
    if per_year := {"month": 12, "quarter": 4}.get(shape):
        numbers = [int(text[:4]) * per_year + int(text[-2:].lstrip("Q")) - 1 for text in texts]
        return np.array(numbers, dtype=np.int64), []
    if shape != "date":
        return np.array([int(text) for text in texts], dtype=np.int64), []
    days = pd.to_datetime(pd.Series(texts), format="%Y-%m-%d", errors="coerce")
    if days.isna().any():
        return np.zeros(len(texts), dtype=np.int64), np.flatnonzero(days.isna()).tolist()
    return np.asarray((days - pd.Timestamp("1970-01-01")).dt.days, dtype=np.int64), []


def _regular(texts: Sequence[str], ordinals: NDArray[np.int64], shape: str) -> Times | None:
    """Name the regular time axis with these times, or None where there is none."""
    steps = np.diff(ordinals)
    if shape == "index":
        step = int(steps[0])
        return pd.RangeIndex(int(ordinals[0]), int(ordinals[-1]) + step, step) if (steps == step).all() else None
    if shape == "month" and (steps == 3).all() and ordinals[0] % 3 == 0:
        return pd.PeriodIndex(list(texts), freq=FREQUENCIES["quarter"])
    if shape != "date":
        return pd.PeriodIndex(list(texts), freq=FREQUENCIES[shape]) if (steps == 1).all() else None
    days = pd.DatetimeIndex(list(texts))
    if (steps == 1).all():
        return days.to_period("D")
    if (steps == 7).all():
        return days.to_period(f"W-{_WEEKDAYS[days[0].weekday()]}")
    aligned = len(set(days.day)) == 1 or bool(days.is_month_end.all())
    begins_or_ends = set(days.month) <= {1, 4, 7, 10} or (set(days.month) <= {3, 6, 9, 12} and days.is_month_end.all())
    for freq in ("M", "Y", *(["Q-DEC"] if begins_or_ends else [])):
        periods = days.to_period(freq)
        if aligned and (np.diff(periods.astype("int64")) == 1).all():
            return periods
    return None


def _irregularity(texts: Sequence[str], ordinals: NDArray[np.int64], shape: str) -> tuple[str, list[int], str]:
    """Say why ordered times are not a regular axis: the problem, the positions where it shows, what to do."""
    unit = {"date": "day", "index": "number"}.get(shape, shape)
    if shape == "date" and np.median(np.diff(ordinals)) >= 28:
        unit, ordinals = "month", np.array([int(text[:4]) * 12 + int(text[5:7]) for text in texts])
    steps = np.diff(ordinals)
    values, counts = np.unique(steps, return_counts=True)
    usual = int(values[np.argmax(counts)])
    if len(at := np.flatnonzero(steps != usual) + 1):
        remedy = "Give every period a row; leave the outcome empty where nothing was observed and allow missing values."
        return f"times are irregular: {texts[at[0] - 1]} is followed by {texts[at[0]]}.", at.tolist(), remedy
    if usual == 1:
        return "the dates fall on different days of the month.", [], "Write months as YYYY-MM."
    remedy = "Give a row for every year, month, week or day, or number the times 1, 2, 3, …"
    return f"the times are {usual} {unit}s apart.", [], remedy


def labels(times: Times) -> list[str]:
    """Labels of the periods as a user writes them. A week is named by its last day.

    >>> labels(pd.period_range("2021-07", periods=2, freq="M"))
    ['2021-07', '2021-08']
    """
    if frequency(times) == "week":
        return [day.strftime("%Y-%m-%d") for day in times.end_time]  # type: ignore[union-attr]
    return [str(period) for period in times]


def in_words(label: str) -> str:
    """Name a period as a sentence does: a month by its name, a number of an index as a period.

    >>> in_words("2021-08"), in_words("2021"), in_words("17")
    ('August 2021', '2021', 'period 17')
    """
    shape = shape_of(label)
    if shape == "month":
        return f"{MONTHS[int(label[5:]) - 1]} {label[:4]}"
    return f"period {label}" if shape == "index" else label


def span(times: Times) -> tuple[str, str]:
    """Labels of the first and the last period."""
    names = labels(times)
    return names[0], names[-1]


def cut(times: Times, start: int, stop: int) -> Times:
    """Periods at positions ``start`` to ``stop - 1``, still regular."""
    return cast(Times, times[start:stop])


def position(times: Times, when: str, *, name: str = "intervention") -> int:
    """Position of a period in the time axis; it may lie outside (below 0, or at or above ``len(times)``).

    Raises
    ------
    ParameterError
        ``when`` is not written like the times of the series.

    >>> position(pd.period_range("2021-07", periods=2, freq="M"), "2021-08")
    1
    """
    kind, text = frequency(times), str(when).strip()
    found = shape_of(text)
    if kind == "index" and found == "year":
        found = "index"
    if kind == "quarter" and found in ("quarter", "month"):
        # results name periods by their labels, so there is one way to write each
        label = str(pd.Period(text, freq=times.freqstr))  # type: ignore[union-attr]
        if text != label:
            raise ParameterError(f"{name} {when!r}: this is a series by quarter. Write the whole quarter, {label}.")
    if found != ("date" if kind in ("week", "day") else kind):
        raise ParameterError(
            f"{name} {when!r} does not fit a series by {kind}. Write it like {EXAMPLES[kind]}; "
            f"the series runs from {span(times)[0]} to {span(times)[1]}."
        )
    if isinstance(times, pd.RangeIndex):
        place = (int(when) - times.start) / times.step
        if place != int(place):
            raise ParameterError(f"{name} {when} lies between two times of the series (step {times.step}).")
        return int(place)
    try:
        period = pd.Period(text, freq=times.freqstr)
    except ValueError as error:
        raise ParameterError(f"{name} {when!r} is not a day of the calendar.") from error
    if kind == "week" and name in ("intervention", "pulse"):
        last, earlier = (one.end_time.strftime("%Y-%m-%d") for one in (period, period - 1))
        if last != text:
            raise ParameterError(f"{name} {when} lies inside a week: write {earlier} or {last}, as the series does.")
    return int(period.ordinal - times[0].ordinal)


def years_since(times: Times, origin: int) -> Array:
    """Years from the period at position ``origin`` to each period, negative before it; refused for an index."""
    kind = frequency(times)
    if kind == "index":
        raise ParameterError("time unit 'year' needs times with a calendar; for an index use 'period'.")
    return (np.arange(len(times)) - origin) / PERIODS_PER_YEAR[kind]


def season_phase(times: Times) -> Array:
    """Position of each period in its calendar year, from 0 to below 1; refused for years and an index."""
    kind = frequency(times)
    if isinstance(times, pd.RangeIndex) or kind == "year":
        raise ParameterError(f"a series by {kind} has no seasons: set harmonics to 0.")
    if kind == "month":
        return (times.month.to_numpy() - 1) / 12.0
    if kind == "quarter":
        return (times.quarter.to_numpy() - 1) / 4.0
    return (times.day_of_year.to_numpy() - 1) / 365.25


def calendar_month(times: Times) -> NDArray[np.int64]:
    """Calendar month of each period, 1 to 12; refused where the series is not monthly."""
    if isinstance(times, pd.RangeIndex) or frequency(times) != "month":
        raise ParameterError(f"month indicators need a monthly series; this one is by {frequency(times)}.")
    return times.month.to_numpy()
