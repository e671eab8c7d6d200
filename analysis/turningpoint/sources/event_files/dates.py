"""Dates of events as publishers write them, as whole numbers YYYYMMDD; what is not known of a date is zero."""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from turningpoint.timeline import MONTHS

Days = NDArray[np.int64]
"""Dates as YYYYMMDD: 20210815, 20210800 (day not known), 20210000 (month not known), 0 (nothing known)."""
UNREADABLE = -1

_ISO = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4}|\d\d)")
_AMERICAN = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}), (\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: \d{1,2}:\d\d(?::\d\d)?)?")
_BY_NAME = {name[:length].lower(): i + 1 for i, name in enumerate(MONTHS) for length in (3, len(name))} | {"sept": 9}
_REMEMBERED = 65_536
_CENTURY = 70
"""Years of two digits from here on are of the 1900s."""


class Known(dict[str, int]):
    """Dates that were read already, for the same come again in every chunk: text → ``read_day`` of it."""

    def __init__(self, order: str = "") -> None:
        super().__init__()
        self.order = order

    def __missing__(self, text: str) -> int:
        """Read a text for the first time; texts beyond a number of them are not kept."""
        day = read_day(text, self.order)
        if len(self) < _REMEMBERED:
            self[text] = day
        return day


def read_day(text: str, order: str = "") -> int:
    """Read one date as YYYYMMDD; 0 where the cell is blank, ``UNREADABLE`` where it is no date.

    Dates like 03/04/2019 need an ``order``, ``dmy`` or ``mdy``; without it they are unreadable, as nothing decides.

    >>> [read_day(text) for text in ("2025-05-16 00:00:00.000", "16 May 2025", "9-May-20", "May 9, 2020", "")]
    [20250516, 20250516, 20200509, 20200509, 0]
    >>> read_day("03/04/2019"), read_day("03/04/2019", "dmy"), read_day("03/04/2019", "mdy")
    (-1, 20190403, 20190304)
    """
    if not text:
        return 0
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _NAMED.fullmatch(text):
        day, month, year = int(found[1]), _BY_NAME.get(found[2].lower(), 0), _full(found[3])
    elif found := _AMERICAN.fullmatch(text):
        day, month, year = int(found[2]), _BY_NAME.get(found[1].lower(), 0), int(found[3])
    elif order and (found := _SLASHED.fullmatch(text)):
        first, second, year = map(int, found.groups())
        day, month = (first, second) if order == "dmy" else (second, first)
    else:
        return UNREADABLE
    return _checked(year, month, day)


def is_ambiguous(text: str) -> bool:
    """Whether a text is a date whose day and month cannot be told apart without being told.

    >>> is_ambiguous("13/01/2019"), is_ambiguous("2019-01-13")
    (True, False)
    """
    return bool(_SLASHED.fullmatch(text))


def read_part(text: str) -> int:
    """Read a year, a number or name of a month, or a number of a day; 0 where blank, ``UNREADABLE`` otherwise.

    >>> [read_part(text) for text in ("2025", "March", "7", "", "x")]
    [2025, 3, 7, 0, -1]
    """
    if not text:
        return 0
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text)
    return _BY_NAME.get(text.lower(), UNREADABLE)


def join_parts(parts: Sequence[Days]) -> Days:
    """Put year, month and perhaps day together; impossible ones are ``UNREADABLE``; without a month no day counts."""
    year, month = parts[0], parts[1] if len(parts) > 1 else np.zeros_like(parts[0])
    day = np.where(month == 0, 0, parts[2]) if len(parts) > 2 else np.zeros_like(year)
    whole = year * 10_000 + month * 100 + day
    bad = (year < 0) | (month < 0) | (month > 12) | (day < 0) | (day > 31) | ((year == 0) & (month > 0))
    for one in np.unique(whole[~bad & (day > 0)]).tolist():
        if _checked(one // 10_000, one // 100 % 100, one % 100) == UNREADABLE:
            bad |= whole == one
    return np.where(bad, UNREADABLE, whole)


def ordinals(days: Days, by: str) -> Days:
    """Number the periods of dates that are known well enough: days since 1970, months or quarters since year 0, years.

    Weeks are numbered as days, by their first, Monday.

    >>> ordinals(np.array([20210815]), "month").tolist() == [2021 * 12 + 7]
    True
    >>> ordinals(np.array([20210815]), "week") - ordinals(np.array([20210809]), "day")
    array([0])
    """
    year, month = days // 10_000, days // 100 % 100
    if by == "year":
        return year
    if by in ("month", "quarter"):
        return year * 12 + month - 1 if by == "month" else year * 4 + (month - 1) // 3
    firsts = ((year - 1970) * 12 + month - 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    since = firsts + days % 100 - 1
    return since if by == "day" else since - (since + 3) % 7  # 1 January 1970 was a Thursday


def known_enough(days: Days, by: str) -> NDArray[np.bool_]:
    """Whether a date says in which period it lies."""
    if by == "year":
        return days > 0
    return days // 100 % 100 > 0 if by in ("month", "quarter") else days % 100 > 0


def label(ordinal: int, by: str) -> str:
    """Write a period as a series of one's own has it: 2021-08-15, 2021-08, 2021Q3, 2021.

    >>> label(2021 * 12 + 7, "month"), label(2021 * 4 + 2, "quarter"), label(0, "week")
    ('2021-08', '2021Q3', '1970-01-01')
    """
    if by == "year":
        return f"{ordinal:04d}"
    if by == "month":
        return f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}"
    if by == "quarter":
        return f"{ordinal // 4:04d}Q{ordinal % 4 + 1}"
    return str(np.datetime64(ordinal, "D"))


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= _CENTURY else 2000)


def _checked(year: int, month: int, day: int) -> int:
    try:
        date(year, month, day)
    except ValueError:
        return UNREADABLE
    return year * 10_000 + month * 100 + day
