"""Count the rows of an event file, or sum a column, by day, in chunks: memory hardly grows with the file."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.errors import DataError, ParameterError, Where
from turningpoint.names import did_you_mean, visible
from turningpoint.sources.countries import began, names_of
from turningpoint.sources.event_files.dates import (
    UNREADABLE,
    Days,
    Known,
    is_ambiguous,
    join_parts,
    known_enough,
    ordinals,
    read_part,
)
from turningpoint.sources.event_files.filters import read_conditions
from turningpoint.sources.event_files.formats import PERIODS
from turningpoint.sources.event_files.recognise import Layout, recognise
from turningpoint.sources.event_files.rows import NUMBER, Column, chunks
from turningpoint.sources.event_files.stream import event_bytes
from turningpoint.sources.event_files.tally import ALL, Count, Passing, judge

MOST_ROWS = 10_000_000
"""Rows of an event file at most; eight bytes of each are kept, to find rows that stand twice."""
_NUMBER = re.compile(NUMBER)
_COUNTRY = re.compile(r"\s*country\s*==?\s*([^|]*[^|\s])\s*", re.IGNORECASE)
_REMEMBERED = 400


def count_events(
    path: Path,
    *,
    country: str | None = None,
    where: list[str] | None = None,
    by: str = "",
    what: str = "events",
    date: str | None = None,
    order: str = "",
    sheet: str = "",
) -> Count:
    """Count the events of a file, or sum one of its columns.

    Parameters
    ----------
    country : ISO 3166 code, or name as in the file, or ``all``; needed where the file has several after the filters.
    where : conditions, all of which a row must meet; see ``filters.read_conditions``. ``country=PAK`` is the country.
    by : one of ``PERIODS``; by default months, or the finest period that a coarser file has.
    what : ``events``, or a column whose numbers are summed.
    date : column of dates, for a file of no known format.
    order : ``dmy`` or ``mdy`` where dates like 03/04/2019 stand in it.
    sheet : of a workbook; by default its only one with a table.

    Raises
    ------
    DataError, ParameterError
        Whatever is wrong with the file or does not fit it; place and way out are named.
    """
    country, where = _country_of(country, where or [])
    with event_bytes(path, sheet) as (content, facts):
        layout = recognise(content, date)
        by = by or max("month", layout.format.finest, key=PERIODS.index)
        state = _prepare(path, layout, country, where, by, what, order)
        place = None if what == "events" else layout.place(what)
        count = Count(layout, what if place is None else layout.columns[place])
        for rows, columns in chunks(content, layout, _needed(state)):
            _add(rows, columns, state, count)
            if count.rows > MOST_ROWS:
                problem = f"there are more than {MOST_ROWS:,} rows, or no end to them."
                raise DataError(problem, file=path, remedy="Cut the file into years and count each.")
    judge(state, count, country)
    if layout.format.everywhere:
        firsts = [began(name) for name in count.countries] if len(count.countries) == 1 else []
    else:
        firsts = [state.firsts[name] for name in count.countries if state.firsts[name] < 10**8]
    count.country_first = min(firsts, default=0)
    count.sha256, count.size = str(facts["sha256"]), cast("int", facts.get("bytes", 0))
    return count


def _country_of(country: str | None, where: list[str]) -> tuple[str | None, list[str]]:
    """The country, which may stand among the conditions as ``country=PAK``, and the other conditions."""
    found = [match[1] for text in where if (match := _COUNTRY.fullmatch(text))]
    if country is not None or len(found) != 1:
        return country, where
    return found[0], [text for text in where if not _COUNTRY.fullmatch(text)]


def _prepare(
    path: Path, layout: Layout, country: str | None, where: list[str], by: str, what: str, order: str
) -> Passing:
    form = layout.format
    if PERIODS.index(by) < PERIODS.index(form.finest):
        coarser = ", ".join(PERIODS[PERIODS.index(form.finest) :])
        raise ParameterError(f"{path.name} is {form.title}: it cannot be counted by {by}. Use --by {coarser}.")
    summed = form.counts if what == "events" else what.lower()
    if summed and layout.place(summed) is None:
        hint = did_you_mean(summed, [name.lower() for name in layout.columns])
        remedy = f"{hint}--count takes events or one of: {layout.named}."
        raise DataError("there is no such column to sum.", file=path, column=what, remedy=remedy)
    if country and not layout.having((form.country, form.code)):
        remedy = "Leave --country out, or use --where COL=VALUE."
        raise DataError("the file has no column of countries.", file=path, remedy=remedy)
    wanted = names_of(country) if country and country.lower() != ALL else frozenset()
    return Passing(path, layout, by, order, wanted, read_conditions(where, layout, path), summed, Known(order))


def _needed(state: Passing) -> list[str]:
    """The columns that are looked at, in small letters; no other is read."""
    form = state.layout.format
    names = [
        *form.date, form.end, form.country, form.code, form.precision, form.marks[0], *form.key, *form.apart,
        state.summed, *(name for one in state.conditions for name in one.columns),
    ]  # fmt: skip
    return state.layout.having(names)


def _add(rows: NDArray[np.int64], columns: Mapping[str, Column], state: Passing, count: Count) -> None:
    """Add a chunk of rows."""
    form = state.layout.format
    days = _dates(columns, form.date, state, rows)
    dated = days[days >= 10_000]
    if len(dated):
        count.first = min(count.first or 10**8, int(dated.min()))
        count.last = max(count.last, int(dated.max()))
    count.rows += len(rows)
    if not form.undated and (bad := days == 0).any():
        raise Where(state.path, form.date[0], rows.tolist()).refused(
            "an event has no date; a row that is too short, or a quotation mark out of place, looks like this.",
            np.flatnonzero(bad),
            "Export the file again.",
        )
    if key := [columns[name] for name in form.key if name in columns]:
        keys = np.zeros(len(rows), dtype=np.uint64)
        for column in key:
            keys = keys * np.uint64(1_000_003) + column.hashes()
        keys[days == 0] = 0  # a row without a date is no event
        state.keys.append(keys)
        state.rows.append(rows)
    if form.marks[0] in columns:
        count.preliminary += int(
            columns[form.marks[0]].where(lambda text: text.lower().startswith(form.marks[1])).sum()
        )
    kept = _kept(columns, state, rows)
    count.kept += int(kept.sum())
    for name in form.apart:
        if name in columns:
            state.apart.setdefault(name, {}).update(_some(columns[name], kept))
    if (named := columns.get(form.country, columns.get(form.code))) is not None:
        firsts = np.full(len(named.texts), 10**8)
        np.minimum.at(firsts, named.codes[days >= 10_000], days[days >= 10_000])
        for name, first in zip(named.texts, firsts.tolist(), strict=True):
            state.firsts[name] = min(first, state.firsts.get(name, 10**8))
        count.countries.update(_some(named, kept))
    weights = _weights(columns, state, kept, rows, count)
    days, weights = days[kept], weights[kept]
    codes, found = pd.factorize(days)
    for day, total in zip(found.tolist(), np.bincount(codes, weights, len(found)).tolist(), strict=True):
        count.by_day[day] += total
    known = known_enough(days, state.by)
    if form.precision in columns and state.by in form.coarse:
        coarse = columns[form.precision].values(_number)[kept] >= form.coarse[state.by]
        count.coarse += float(weights[coarse & known].sum())
    if form.end in columns:
        ends = _dates(columns, (form.end,), state, rows)[kept]
        both = known & known_enough(ends, state.by) & (days != ends)
        later = ordinals(days[both], state.by) != ordinals(ends[both], state.by)
        count.across += float(weights[both][later].sum())


def _dates(columns: Mapping[str, Column], names: tuple[str, ...], state: Passing, rows: NDArray[np.int64]) -> Days:
    """Dates of the rows; one that cannot be read stops everything, for then the columns may have slipped."""
    if len(names) == 1 and state.layout.format.finest != "year":
        days = columns[names[0]].numbers(state.days.__getitem__)
    else:
        days = join_parts([columns[name].numbers(read_part) for name in names if name in columns])
    if (bad := days == UNREADABLE).any():
        text = ", ".join(columns[name].first(bad) for name in names)
        problem, remedy = "is not a date.", "Correct the row, or name another column (--date COL)."
        if not state.order and is_ambiguous(text):
            problem = "is a date whose day and month nothing tells apart."
            remedy = "Say which comes first: --dates dmy or --dates mdy."
        problem = f"{visible(text)[:60]!r} {problem}"
        if text.lower() == ", ".join(names):
            problem = "the header stands there again: two files were put together."
            remedy = "Count each file by itself."
        raise Where(state.path, " and ".join(names), rows.tolist()).refused(problem, np.flatnonzero(bad), remedy)
    return days


def _kept(columns: Mapping[str, Column], state: Passing, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows are of the country and meet every condition."""
    form = state.layout.format
    kept = np.ones(len(rows), dtype=np.bool_)
    for name in {form.country, form.code} & set(columns):
        if name == form.country or form.country not in columns:
            state.everywhere.update(_some(columns[name], kept))
    if state.wanted:
        kept = np.zeros(len(rows), dtype=np.bool_)
        for name in {form.country, form.code} & set(columns):
            kept |= columns[name].where(lambda text: text.casefold() in state.wanted)
    for condition in state.conditions:
        kept &= condition.holds(columns, state.path, rows)
    return kept


def _weights(
    columns: Mapping[str, Column], state: Passing, kept: NDArray[np.bool_], rows: NDArray[np.int64], count: Count
) -> NDArray[np.float64]:
    """What each row adds: one event, or its number in the column that is summed."""
    if not state.summed:
        return np.ones(len(kept))
    column = columns[state.summed]
    values, empty = column.values(_number), column.where(lambda text: not text)
    below_zero = f"Leave such rows out: --where '{state.summed}>=0'."
    for bad, problem, remedy in (
        (np.isnan(values) & ~empty & kept, "is not a number", "Correct the row."),
        ((values < 0) & kept, "is below zero, which often stands for 'not known'", below_zero),
    ):
        if bad.any():
            told = f"{visible(column.first(bad))[:60]!r} {problem}; nothing can be summed with it."
            raise Where(state.path, state.summed, rows.tolist()).refused(told, np.flatnonzero(bad), remedy)
    count.blank += int((empty & kept).sum())
    return np.where(empty, 0.0, values)


def _number(text: str) -> float:
    return float(text) if _NUMBER.fullmatch(text) else float("nan")


def _some(column: Column, kept: NDArray[np.bool_]) -> dict[str, None]:
    """Values that occur in the rows kept, as many as a message may need."""
    return {column.texts[code]: None for code in pd.unique(column.codes[kept])[:_REMEMBERED].tolist()}
