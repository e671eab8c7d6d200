"""From what was counted by day to a series without gaps, and what was left out of it on the way."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from turningpoint.errors import DataError, ParameterError
from turningpoint.number_format import counted
from turningpoint.sources.event_files.dates import known_enough, label, ordinals
from turningpoint.sources.event_files.formats import UCDP_GED
from turningpoint.sources.event_files.release import Release
from turningpoint.sources.event_files.tally import Count
from turningpoint.timeline import EXAMPLES, shape_of

_WEEK = 7
LONGEST = 100_000
"""Periods of a series at most, as many as can be read again."""


@dataclass(frozen=True)
class EventSeries:
    """A series of counts.

    Attributes
    ----------
    by : the period: day, week, month, quarter or year.
    name : what was counted or summed.
    labels : periods, in order, none left out.
    values : number a period; 0 where nothing happened, None where the publisher has no data.
    left_out : what was left out → how many events (or how much of the sum).
    notes : what a reader must know, a sentence each.
    """

    by: str
    name: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    left_out: dict[str, float]
    notes: tuple[str, ...]

    def csv(self) -> str:
        """The series as CSV, whole numbers without a point."""
        name = f'"{self.name.replace(chr(34), chr(34) * 2)}"' if any(sign in self.name for sign in ',"') else self.name
        return f"{self.by},{name}\n" + "".join(
            f"{period},{number(value)}\n" for period, value in zip(self.labels, self.values, strict=True)
        )

    @property
    def total(self) -> float:
        """The sum of all periods."""
        return sum(value for value in self.values if value is not None)


def number(value: float | None) -> str:
    """Write a number as short as it can be read again; nothing where there is none.

    >>> number(3.0), number(2.5), number(None)
    ('3', '2.5', '')
    """
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def series_of(
    count: Count, path: Path, *, by: str, release: Release, start: str | None = None, end: str | None = None
) -> EventSeries:
    """Put what was counted into periods.

    The series runs over what the release covers, else from the first to the last date of the whole file, whatever its
    country; a period without an event is zero.

    Parameters
    ----------
    start, end : first and last period, as in the series (2015-01; of weeks and days a date), both inclusive; a
        `ParameterError` where one cannot be read or they are the wrong way round, a `DataError` for no event inside.
    """
    form, notes = count.layout.format, list(count.layout.notes)
    weekly = form.finest == "week"
    step = _WEEK if by == "week" else 1
    days = np.array(sorted(count.by_day), dtype=np.int64)
    known = known_enough(days, by)
    unknown = sum(count.by_day[day] for day in days[~known].tolist())
    # The weeks of a file are named by their first day already; those of events begin on Monday.
    inside = ordinals(days[known], "day" if weekly and by == "week" else by)
    by_period: Counter[int] = Counter()
    for day, ordinal in zip(days[known].tolist(), inside.tolist(), strict=True):
        by_period[ordinal] += count.by_day[day]
    if not by_period:
        raise DataError(f"no event has a date that says its {by}.", file=path, remedy="Count by a longer period.")
    if weekly and by == "week" and len(odd := np.unique(inside % _WEEK)) > 1:
        raise DataError(f"its weeks begin on {len(odd)} different weekdays.", file=path, remedy="Correct the file.")
    first, last = _bounds(count, by, release, weekly)
    partial = _partial(count, by, release, last)
    if partial and end is None:
        notes.append(partial)
        last -= step
    first = _given(start, by, "--from") if start is not None else first
    last = _given(end, by, "--to") if end is not None else last
    if by == "week":  # a date inside a week names it
        anchor = int(inside[0]) if weekly else -3
        first, last = (one - (one - anchor) % _WEEK for one in (first, last))
    if last < first or (last - first) // step >= LONGEST:
        raise ParameterError(
            f"the series would run from {label(first, by)} to {label(last, by)}. Give --from before --to, and not more "
            f"than {LONGEST:,} periods."
        )
    periods = list(range(first, last + 1, step))
    outside = sum(value for one, value in by_period.items() if not first <= one <= last)
    holes = [one for one in periods if int(label(one, by)[:4]) in form.holes]
    values = tuple(None if one in holes else by_period.get(one, 0.0) for one in periods)
    if not any(values):
        raise DataError(
            f"none of the events lies between {label(first, by)} and {label(last, by)}.",
            file=path,
            remedy="Choose another --from and --to.",
        )
    if holes:
        notes.append(
            f"In {' and '.join(map(str, form.holes))}, {counted(len(holes), by)}, the publisher lost its data: missing "
            "there, not zero (turningpoint its takes it with --allow-missing)."
        )
    left_out = {
        f"no date, or none that says the {by}": unknown,
        f"outside {label(first, by)} to {label(last, by)}": outside,
    }
    return EventSeries(
        by,
        count.what,
        tuple(label(one, by) for one in periods),
        values,
        {reason: value for reason, value in left_out.items() if value},
        (*notes, *_notes(count, by, release, weekly)),
    )


def _bounds(count: Count, by: str, release: Release, weekly: bool) -> tuple[int, int]:
    """First and last period: those of the release where it says so, else of the dates in the file."""
    covered = release.first if release.first * 100 + 1 > count.country_first else 0
    found = "day" if weekly and by == "week" else by  # the weeks of such a file are named by their first day
    start = max(count.first, count.country_first)
    first = _ordinal(covered * 100 + 1, by) if covered else _ordinal(_earliest(start), found)
    last = _ordinal(_last_day(release.last), by) if release.last else _ordinal(_earliest(count.last), found)
    return first, last


def _ordinal(day: int, by: str) -> int:
    return int(ordinals(np.array([day]), by)[0])


def _earliest(day: int) -> int:
    """The first day that a date whose month or day is not known can be."""
    day += 100 if day // 100 % 100 == 0 else 0
    return day + (1 if day % 100 == 0 else 0)


def _last_day(month: int) -> int:
    return month * 100 + monthrange(month // 100, month % 100)[1]


def _partial(count: Count, by: str, release: Release, last: int) -> str:
    """Say that the last period had not ended when the file was made; nothing where it had, or that is not known."""
    if not release.as_of or by not in ("month", "quarter", "year"):
        return ""
    try:
        made = _ordinal(release.as_of, by)
    except ValueError:
        return ""
    if made != last:
        return ""
    period = label(last, by)
    return f"The file is of {release.name}, so {period} had not ended: it is left out (--to {period} keeps it)."


def _notes(count: Count, by: str, release: Release, weekly: bool) -> list[str]:
    form, notes = count.layout.format, []
    if count.coarse:
        are = _amount(count, count.coarse, "has", "have")
        notes.append(f"{are} a date that is known only to the {by} or worse, and counted there.")
    if count.across:
        are = _amount(count, count.across, "ends", "end")
        notes.append(f"{are} in a later {by} than the one it begins in, where it is counted.")
    if count.blank:
        rows = counted(count.blank, "row has", "rows have")
        notes.append(f"{rows} no {count.what}; the sum takes them as nothing and is a lower bound.")
    if weekly and by != "week":
        notes.append(f"Weeks straddle {by}s: each week counts in the {by} in which it begins.")
    if count.preliminary:
        rows = counted(count.preliminary, "row of the file is", "rows of the file are")
        notes.append(f"{rows} preliminary; the final release differs.")
    if count.country_first > (release.first * 100 or count.first):
        why = "it was no state before" if form.everywhere else "its publisher covers countries from different years"
        notes.append(
            f"The series begins where the country does ({_day(count.country_first)}), not the file "
            f"({_day(count.first)}), for {why} (--from chooses another)."
        )
    if not (release.first and release.last):
        notes.append(
            f"The file's dates run from {_day(count.first)} to {_day(count.last)}; its first and last {by} may be "
            "partial (--from and --to choose others)."
        )
    if form is UCDP_GED and not release.name:
        notes.append("Its name does not say the release; name it with --release, for releases are never joined.")
    return notes


def _amount(count: Count, value: float, one: str, more: str) -> str:
    if count.what != "events":
        return f"{value:,.10g} of {count.what} {one}"
    return f"{value:,.10g} {f'event {one}' if value == 1 else f'events {more}'}"


def _given(text: str, by: str, option: str) -> int:
    """The number of a period that a user gave."""
    given = text.strip()
    shape = shape_of(given)
    if shape != ("date" if by in ("day", "week") else by):
        raise ParameterError(f"{option} is {text!r}: a series by {by} wants it like {EXAMPLES[by]}.")
    digits = given.replace("-", "")
    if shape == "quarter":
        return int(digits[:4]) * 4 + int(digits[-1]) - 1
    if shape == "date":
        try:
            np.datetime64(given, "D")
        except ValueError:
            raise ParameterError(f"{option} is {text!r}, which is not a day of the calendar.") from None
    return _ordinal(int(digits.ljust(8, "0")), "day" if by == "week" else by)


def _day(whole: int) -> str:
    text = f"{whole:08d}"
    return "-".join(part for part in (text[:4], text[4:6], text[6:]) if int(part))
