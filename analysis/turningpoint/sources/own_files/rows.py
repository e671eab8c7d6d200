"""Which rows of a file make the series: one group of several, no totals, and what to do where a period has several."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.errors import DataError, ParameterError, Where
from turningpoint.names import visible
from turningpoint.sources.event_files.recognise import advice
from turningpoint.sources.own_files.choices import Choices
from turningpoint.sources.own_files.raw_table import RawTable
from turningpoint.timeline import shape_of

_WORD = r"(?:grand |sub-?|year |annual )?(?:totals?|sum|overall|all|gesamt|summe|insgesamt|somme|suma)"
_TOTAL = re.compile(rf"{_WORD}\b.*", re.IGNORECASE)
_TOTAL_ALONE = re.compile(_WORD, re.IGNORECASE)
_MOST_SHOWN = 12


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of a file that make a series.

    Attributes
    ----------
    frame : the wanted columns as text, the line of the file as index.
    times : the time of each row as text; of several columns joined by a blank.
    where : the times stand: in the column of times, or several of which the names are joined by commas.
    said : what was left out, in words.
    """

    frame: pd.DataFrame
    times: list[str]
    where: Where
    said: tuple[str, ...] = ()

    def only(self, kept: NDArray[np.bool_]) -> "Rows":
        """Some of the rows."""
        times = [text for text, here in zip(self.times, kept, strict=True) if here]
        frame = self.frame[kept]
        return replace(self, frame=frame, times=times, where=self.where._replace(rows=frame.index.tolist()))


def time_columns(header: Sequence[str], time: str) -> list[str]:
    """The columns that ``time`` names: one, or several joined by commas, as ``year,month``.

    >>> time_columns(["year", "month", "n"], "year,month"), time_columns(["year,month", "n"], "year,month")
    (['year', 'month'], ['year,month'])
    """
    parts = [part.strip() for part in time.split(",")]
    return parts if time not in header and len(parts) > 1 and set(parts) <= set(header) else [time]


def chosen_rows(raw: RawTable, time: str, columns: Sequence[str], choices: Choices) -> Rows:
    """The rows of the group asked for, without those whose time says that they are totals.

    A `DataError` where there is no such column or group, or a total among rows that are to be added up.
    """
    groups = dict(group_of(text) for text in choices.group)
    times = time_columns(raw.header, time)
    frame = raw.columns(*dict.fromkeys([*times, *columns, *groups]))
    for column, value in groups.items():
        cells = frame[column].str.strip()
        if not (cells == value).any():
            raise DataError(
                f"no row has {value!r}.", file=raw.path, column=column, remedy=f"There are {_listed(cells)} (--group)."
            )
        frame = frame[cells == value]
    total = np.logical_or.reduce([frame[name].str.strip().str.fullmatch(_TOTAL).to_numpy() for name in times])
    said = [f"rows with {name} {value!r}" for name, value in groups.items()]
    if total.any():
        lines, cells = frame.index[total].tolist(), frame.loc[total, times].agg(" ".join, axis=1)
        named = ", ".join(f"{line} ({str(cell).strip()!r})" for line, cell in zip(lines, cells, strict=True))
        said.append(f"left out as {'a total' if len(lines) == 1 else 'totals'}: row{'s'[: len(lines) > 1]} {named}")
        frame = frame[~total]
        if not len(frame):
            raise DataError("every row is a total.", file=raw.path, column=time)
    if choices.total:
        _refuse_totals(raw, frame.index, {*times, *columns, *groups})
    joined = frame[times[0]] if len(times) == 1 else _joined(frame[times])
    where = Where(raw.path, time, frame.index.tolist())
    return Rows(frame, [str(text).strip() for text in joined], where, tuple(said))


def refuse_twice(names: Sequence[str]) -> None:
    """Refuse a column that is named for two purposes."""
    if repeated := [name for name in names if names.count(name) > 1]:
        raise ParameterError(f"column {repeated[0]!r} is named for two purposes. Name each column once.")


def read_as(said: Iterable[str]) -> str:
    """Say in a sentence how a file was read; nothing where there was nothing to find out."""
    words = "; ".join(filter(None, said))
    return f"Read as follows: {words}." if words else ""


def group_of(text: str) -> tuple[str, str]:
    """Column and value of ``COLUMN=VALUE``."""
    column, _, value = text.partition("=")
    return column.strip(), value.strip()


def _joined(frame: pd.DataFrame) -> list[str]:
    """Times from columns of their parts; a column named after quarters or weeks holds their numbers."""
    parts: list[list[str]] = []
    for name in frame.columns:
        cells = frame[name].str.strip()
        marks = {"Q": r"(?i)q(uarter|tr)?\b", "W": r"(?i)(iso[ _]?)?we?e?k"}
        mark = next((mark for mark, called in marks.items() if re.match(called, name)), "")
        parts.append([mark + cell if re.fullmatch(r"[0-9]{1,2}", cell) else cell for cell in cells])
    return [" ".join(cells) for cells in zip(*parts, strict=True)]


def _refuse_totals(raw: RawTable, rows: pd.Index, known: set[str]) -> None:
    """Refuse to add up rows of which one is the total of others, as any column of words may say."""
    for name, cells in _others(raw, known, rows).items():
        if (total := cells.str.strip().str.fullmatch(_TOTAL_ALONE).to_numpy()).any():
            first = cells[total].iloc[0].strip()
            problem = f"{first!r} is the total of other rows and would be added to them."
            remedy = f"Take these rows out, or take them alone: --group {name}={first}."
            raise Where(raw.path, str(name), cells.index.tolist()).refused(problem, np.flatnonzero(total), remedy)


def _others(raw: RawTable, known: Collection[str], rows: pd.Index) -> pd.DataFrame:
    """The other columns of the rows, but for those whose name stands twice."""
    names = [name for name in raw.header if name not in known and raw.header.count(name) == 1]
    return raw.columns(*names).loc[rows] if names else pd.DataFrame(index=rows)


def refuse_several(raw: RawTable, rows: Rows, times: Sequence[str], outcome: str) -> None:
    """Refuse a period with several rows: nothing is thrown away, and what the user may want is named."""
    repeated = np.flatnonzero(pd.Series(list(times)).duplicated())
    if not len(repeated):
        return
    first, column = times[repeated[0]], rows.where.column
    parts = [name for name in raw.header if re.match(r"(?i)month|quarter|week", name)]
    if parts and shape_of(first) == "year":
        remedy = f"Column {parts[0]!r} says more: --time {column},{parts[0]} joins the two."
    else:
        days = bool(re.fullmatch(r"\d{4}-\d\d-\d\d", first))
        by = " --by month" if days else ""
        ways = [f"To add up {outcome}: --sum{by} (in a report data_sum=true{' data_by=month' if days else ''})"]
        ways += [f"to keep one group: --group {name}={value}" for name, value in _keys(raw, rows, times, outcome)]
        way = "month" if days else "PERIOD"
        by_hand = f"turningpoint events {raw.path.name} --date {column} --by {way} --out counts.csv"
        ways += [f"to count the rows: {advice(raw.path) or by_hand}"]
        remedy = f"{'; '.join(ways)}. If it is a slip, correct it."
    raise rows.where.refused(f"the time {first} stands more than once.", repeated, remedy)


def _keys(raw: RawTable, rows: Rows, times: Sequence[str], outcome: str) -> list[tuple[str, str]]:
    """Columns that tell the rows of a period apart, with one of their values."""
    found = []
    for name, cells in _others(raw, (outcome, *rows.frame.columns), rows.frame.index).items():
        told_apart = not pd.DataFrame({"value": cells.to_numpy(), "time": list(times)}).duplicated().any()
        if told_apart and 1 < cells.nunique() <= len(cells) // 2:
            found.append((str(name), str(cells.iloc[0]).strip()))
    return found[:3]


def _listed(cells: pd.Series) -> str:
    values = list(dict.fromkeys(cells))
    more = f" and {len(values) - _MOST_SHOWN} more" if len(values) > _MOST_SHOWN else ""
    return ", ".join(visible(str(value))[:60] for value in values[:_MOST_SHOWN]) + more
