"""Rows that may stand for several periods: from their times and values to one calendar, its values and its sums."""

import itertools
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.errors import Where
from turningpoint.spans import Span
from turningpoint.timeline import FREQUENCIES, Times, labels, shape_of

MOST_PERIODS = 100_000
"""Periods of a calendar at most, as many as a table may have rows."""
_WAYS = (
    "Write several periods as 2016-04/2016-12, or list them in order: 2018-01 2018-02 2018-12. All times of a file "
    "have one shape: YYYY-MM, YYYYQ1, YYYY, YYYY-MM-DD or whole numbers; a year among months is 2017-01/2017-12."
)
_Parts = list[tuple[str, str]]


def uses_spans(texts: Sequence[str]) -> bool:
    """Whether any of the times names several periods, as ``2016-04/2016-12`` or ``2018-01 2018-02 2018-12``.

    >>> uses_spans(["2016-03", "2016-04/2016-12"]), uses_spans(["2016-03", "August 2021", "2021/08"])
    (True, False)
    """
    return any(_is_span(_parts(text)) for text in texts if "/" in text or " " in text.strip())


def _is_span(parts: _Parts) -> bool:
    ends = [end for part in parts for end in dict.fromkeys(part)]
    shapes = {shape_of(end) for end in ends}
    if shapes == {"year", "index"}:  # 999/1001 is one, and 2021/08 a month in another hand
        return all(int(first) < int(second) for first, second in itertools.pairwise(ends))
    return len(ends) > 1 and len(shapes) == 1 and "" not in shapes


def _parts(text: str) -> _Parts:
    """First and last period of each part of a time: parts are separated by blanks, ends by a slash."""
    cells = re.sub(r"\s*/\s*", "/", text.strip()).split() or [""]
    return [(first, last if slash else first) for first, slash, last in (cell.partition("/") for cell in cells)]


def arrange(texts: Sequence[str], values: Array, where: Where) -> tuple[Times, Array, tuple[Span, ...]]:
    """Arrange rows, in whatever order, over the complete calendar from the first to the last period they name.

    Parameters
    ----------
    texts : the period or periods of each row: a time, a range ``FIRST/LAST``, or several of these in order,
        separated by blanks.
    values : one a row; a row whose value is NaN was not observed and only stretches the calendar.
    where : the rows stand, as errors name it.

    Returns
    -------
    tuple
        The calendar of n periods; (n,) values of single periods, NaN where there is none; the sums, in order.

    Raises
    ------
    DataError
        A time that cannot be read, shapes that are mixed, a range that runs backwards, periods that are named twice.

    Examples
    --------
    >>> times, values, spans = arrange(["2018-04", "2018-01/2018-02"], np.array([5.0, 9.0]), Where(rows=[2, 3]))
    >>> labels(times), values, spans
    (['2018-01', '2018-02', '2018-03', '2018-04'], array([nan, nan, nan,  5.]), (Span(periods=(0, 1), value=9.0),))
    """
    parts = [_parts(str(text)) for text in texts]
    times, ordinals = _calendar(parts, where)
    places = []
    for i, pairs in enumerate(parts):
        text = repr(str(texts[i]).strip())
        if any(ordinals[last] < ordinals[first] for first, last in pairs):
            raise where.refused(f"{text} ends before it begins.", [i], _WAYS)
        named = tuple(place for first, last in pairs for place in range(ordinals[first], ordinals[last] + 1))
        if any(later <= earlier for earlier, later in itertools.pairwise(named)):
            raise where.refused(f"the periods of {text} are not in order, or one stands twice.", [i], _WAYS)
        places.append(named)
    _refuse_overlap(texts, places, values, labels(times), where)
    single = np.full(len(times), np.nan)
    known = [(named, float(value)) for named, value in zip(places, values, strict=True) if np.isfinite(value)]
    for named, value in known:
        if len(named) == 1:
            single[named[0]] = value
    return times, single, tuple(Span(*row) for row in sorted(known) if len(row[0]) > 1)


def _calendar(parts: list[_Parts], where: Where) -> tuple[Times, dict[str, int]]:
    """The complete calendar of all the times, and the place of each in it."""
    row_of = {end: i for i, pairs in reversed(list(enumerate(parts))) for pair in pairs for end in pair}
    shapes = {end: shape_of(end) for end in row_of}
    if unreadable := [end for end, shape in shapes.items() if not shape]:
        first = min(unreadable, key=row_of.__getitem__)
        raise where.refused(f"{first!r} is not a time.", sorted({row_of[end] for end in unreadable}), _WAYS)
    kinds = set(shapes.values())
    if kinds == {"year", "index"}:
        kinds = {"index"}
    if len(kinds) > 1:
        first = min(shapes, key=row_of.__getitem__)
        odd = min((end for end in shapes if shapes[end] != shapes[first]), key=row_of.__getitem__)
        raise where.refused(f"times of different shapes, {first!r} and {odd!r}.", [row_of[odd]], _WAYS)
    if kinds == {"index"}:
        periods, found = None, {end: int(end) for end in row_of}
    else:
        periods = _periods(parts, row_of, kinds.pop(), where)
        found = dict(zip(row_of, periods.astype("int64").tolist(), strict=True))
    low, high = min(found.values()), max(found.values())
    if high - low >= MOST_PERIODS:
        raise where.refused(f"the times run over {high - low + 1:,} periods; {MOST_PERIODS:,} is the most.")
    if low == high:
        raise where.refused("a series needs at least two times.")
    times = pd.RangeIndex(low, high + 1) if periods is None else pd.period_range(periods.min(), periods.max())
    return times, {end: ordinal - low for end, ordinal in found.items()}


def _periods(parts: list[_Parts], row_of: dict[str, int], shape: str, where: Where) -> pd.PeriodIndex:
    """The period of every time that was read, in the order of ``row_of``."""
    if shape != "date":
        return pd.PeriodIndex(list(row_of), freq=FREQUENCIES[shape])
    days = pd.Series(pd.to_datetime(pd.Series(list(row_of)), format="%Y-%m-%d", errors="coerce"))
    if days.isna().any():
        wrong = [end for end, bad in zip(row_of, days.isna(), strict=True) if bad]
        raise where.refused(f"{wrong[0]!r} is not a day of the calendar.", sorted({row_of[end] for end in wrong}))
    pairs = [pair for row in parts for pair in row]
    firsts, lasts = (pd.DatetimeIndex([pair[side] for pair in pairs]) for side in (0, 1))
    return pd.DatetimeIndex(days).to_period(frequency_of_days(firsts, lasts))


def frequency_of_days(firsts: pd.DatetimeIndex, lasts: pd.DatetimeIndex) -> str:
    """The longest period of which first and last days all are borders, or which one day each stands for.

    Years, quarters or months where every first day begins one and every last day ends one; weeks where all days are
    one day of the week; months where all are one day of the month, or its last; days otherwise.

    >>> firsts = pd.DatetimeIndex(["2016-04-01", "2017-01-01"])
    >>> frequency_of_days(firsts, pd.DatetimeIndex(["2016-12-31", "2017-01-31"]))
    'M'
    """
    for freq in ("Y", "Q-DEC", "M"):
        begin = (firsts.to_period(freq).start_time == firsts).all()
        if begin and (lasts.to_period(freq).end_time.normalize() == lasts).all():
            return freq
    every = pd.DatetimeIndex([*firsts, *lasts])
    if len(set(every.day_of_week)) == 1:
        return f"W-{every[0].day_name()[:3].upper()}"
    return "M" if len(set(every.day)) == 1 or every.is_month_end.all() else "D"


def _refuse_overlap(
    texts: Sequence[str], places: Sequence[tuple[int, ...]], values: Array, names: Sequence[str], where: Where
) -> None:
    """Refuse observed rows that share a period; where a sum is less than the rows inside it, that is said too."""
    known = [i for i, value in enumerate(values) if np.isfinite(value)]
    counts = np.zeros(len(names), dtype=np.int64)
    for i in known:
        counts[list(places[i])] += 1
    if counts.max() <= 1:
        return
    at = int(np.argmax(counts > 1))
    rows = [i for i in known if at in places[i]]
    longest = max(rows, key=lambda i: len(places[i]))
    if len(places[longest]) == 1:
        raise where.refused(f"the time {names[at]} stands more than once.", rows, "Keep one row a time.")
    shared = set(places[longest])
    rows = sorted(i for i in known if shared.intersection(places[i]))
    within = [i for i in rows if i != longest and shared.issuperset(places[i])]
    parts, total = float(sum(values[i] for i in within)), float(values[longest])
    less = f" Its sum, {total:,.10g}, is less than the {parts:,.10g} of the rows inside it." if parts > total else ""
    raise where.refused(
        f"{names[at]} lies in {str(texts[longest]).strip()!r} and in another row, so it would be counted twice.{less}",
        rows,
        "Keep the sum or its parts; or take the parts off the sum, and give it the periods that are left.",
    )
