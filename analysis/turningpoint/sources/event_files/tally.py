"""What was counted in an event file, and whether it may be one series: judged once all rows were seen."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from turningpoint.errors import DataError, Where
from turningpoint.names import listed, visible
from turningpoint.number_format import counted
from turningpoint.sources.event_files.dates import Known
from turningpoint.sources.event_files.filters import Condition
from turningpoint.sources.event_files.recognise import Layout

ALL = "all"
"""In the place of a country: all of them together."""


@dataclass
class Count:
    """What was counted, and what the rows said about themselves.

    Attributes
    ----------
    layout : format and columns.
    what : ``events``, or the column that was summed, as the file writes it.
    by_day : date as YYYYMMDD → sum, over the rows that were kept; 0 where a row has no date.
    rows, kept : rows of the file, and those after country and filters.
    coarse : of those kept, events whose date is known to the period or worse.
    across : of those kept, events that end in a later period than they begin in; they count where they begin.
    blank : of those kept, rows without a number in the column that was summed.
    first, last : first and last date of the whole file, as YYYYMMDD.
    country_first : from when the first of ``countries`` is covered: its first date, whatever else is filtered, or where
        the format covers all, the day from which the only country was a state; 0 where nothing says so.
    countries : names of the countries in the rows that were kept.
    preliminary : rows of the whole file that are marked preliminary.
    sha256, size : of the file; the size is 0 for what is no regular file.
    """

    layout: Layout
    what: str
    by_day: Counter[int] = field(default_factory=Counter)
    rows: int = 0
    kept: int = 0
    coarse: float = 0
    across: float = 0
    blank: int = 0
    first: int = 0
    last: int = 0
    country_first: int = 0
    countries: dict[str, None] = field(default_factory=dict)
    preliminary: int = 0
    sha256: str = ""
    size: int = 0


@dataclass
class Passing:
    """What is needed only while the rows pass by."""

    path: Path
    layout: Layout
    by: str
    order: str
    wanted: frozenset[str]
    conditions: list[Condition]
    summed: str
    days: Known
    everywhere: dict[str, None] = field(default_factory=dict)
    firsts: dict[str, int] = field(default_factory=dict)
    apart: dict[str, dict[str, None]] = field(default_factory=dict)
    keys: list[NDArray[np.uint64]] = field(default_factory=list)
    rows: list[NDArray[np.int64]] = field(default_factory=list)


def judge(state: Passing, count: Count, country: str | None) -> None:
    """Refuse what must not be counted as one series, now that all rows were seen."""
    path, form = state.path, state.layout.format
    if not count.rows:
        raise DataError("there is a header and no row below it.", file=path, remedy="Give a file with events.")
    if state.keys:
        keys = np.concatenate(state.keys)
        order = np.argsort(keys, kind="stable")
        twice = np.flatnonzero((np.diff(keys[order]) == 0) & (keys[order][1:] != 0)) + 1
        if len(twice):
            named = state.layout.having(form.key)
            raise Where(path, rows=np.concatenate(state.rows).tolist()).refused(
                f"{counted(len(twice), 'row repeats', 'rows repeat')} the {' and '.join(named)} of a row above: "
                "releases were put together, or rows stand twice, and each would count double.",
                np.sort(order[twice]),
                "Count one release at a time.",
            )
    years = count.last // 10_000 - count.first // 10_000 + 1
    if count.preliminary and years > 2:
        raise DataError(
            f"{counted(count.preliminary, 'row is', 'rows are')} marked preliminary ({form.marks[0]} begins with "
            f"{form.marks[1].capitalize()!r}), and the dates run over {years} years: a final and a Candidate release "
            "were put together.",
            file=path,
            remedy="Count one release at a time; never join them.",
        )
    for condition in state.conditions:
        if problem := condition.unmet():
            raise DataError(f"no row meets {condition.text!r}.", file=path, remedy=problem)
    if not count.kept:
        raise DataError(_nothing_left(state, country), file=path, remedy=_countries(state.everywhere))
    for name, values in state.apart.items():
        if len(values) > 1:
            raise DataError(
                f"its values {', '.join(sorted(map(visible, values))[:6])} count the same events more than once.",
                file=path,
                column=name,
                remedy=f"Choose one: --where '{name}={next(iter(sorted(values)))}'.",
            )
    if len(count.countries) > 1 and not country:
        raise DataError(
            f"the rows are of {len(count.countries):,} countries.",
            file=path,
            remedy=f"Choose one (--country PAK), or all together (--country {ALL}); its and robustness have --where "
            f"country=PAK for it, a report data_group=country=PAK. {_countries(count.countries)}",
        )


def _nothing_left(state: Passing, country: str | None) -> str:
    conditions = " and ".join(repr(one.text) for one in state.conditions)
    asked = [f"is of {country!r}"] if country and state.wanted else []
    return f"no row {' and '.join([*asked, *([f'meets {conditions}'] if conditions else [])])}."


def _countries(names: Mapping[str, None]) -> str:
    shown = listed(sorted(visible(name)[:40] for name in names if name), 12)
    return f"Countries in the file: {shown}." if shown else ""
