"""Conditions on the rows of an event file, as ``--where`` takes them: ``kind=1``, ``date_prec<=3``, ``actor~TTP``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from operator import contains, ge, gt, le, lt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from turningpoint.errors import DataError, ParameterError, Where
from turningpoint.names import did_you_mean, visible
from turningpoint.sources.event_files.recognise import Layout
from turningpoint.sources.event_files.rows import NUMBER, Column

_CONDITION = re.compile(r"\s*([^=<>!~]+?)\s*(<=|>=|!=|==|=|<|>|~)\s*(.*?)\s*", re.DOTALL)
_NUMBER = re.compile(NUMBER)
_REMEMBERED = 2_000
_SHOWN = 8
_ORDER: dict[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True)
class Condition:
    """One condition.

    Attributes
    ----------
    text : as the user wrote it.
    columns : the columns it looks at, in small letters; it holds where it holds for one of them (``!=``: for all).
    sign : ``=``, ``!=``, ``~`` (holds the text, in any case), ``<``, ``<=``, ``>`` or ``>=``.
    values : alternatives; a number where the sign is one of order.
    met : the alternatives that some row met, filled while the file is read.
    seen : values of the columns that occurred, up to a number, filled likewise.
    """

    text: str
    columns: tuple[str, ...]
    sign: str
    values: tuple[str, ...]
    met: set[str] = field(default_factory=set)
    seen: dict[str, None] = field(default_factory=dict)

    def holds(self, columns: Mapping[str, Column], path: Path, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say for which rows it holds; a `DataError` where a cell is compared with a number and is none."""
        kept = np.zeros(len(rows), dtype=np.bool_)
        for name in self.columns:
            column = columns[name]
            for text in column.texts[: _REMEMBERED - len(self.seen)]:
                self.seen.setdefault(text)
            if self.sign in _ORDER:
                odd = column.where(lambda text: bool(text) and not _NUMBER.fullmatch(text))
                if odd.any():
                    problem = f"{column.first(odd)!r} is not a number, which {self.text!r} needs."
                    raise Where(path, name, rows.tolist()).refused(problem, np.flatnonzero(odd))
            kept |= column.where(self._meets)
        return ~kept if self.sign == "!=" else kept

    def unmet(self) -> str:
        """Say which of several values no row had, and the nearest that occurred; nothing where each was met."""
        if self.sign in _ORDER or self.sign == "!=":
            return ""
        for value in self.values:
            if value not in self.met:
                inside = [text for text in self.seen if value and value.casefold() in text.casefold()]
                near = inside or get_close_matches(value, list(self.seen), n=1, cutoff=0.6)
                hint = f"Did you mean {visible(near[0])!r}? " if near else ""
                shown = [visible(text)[:40] for text in self.seen if text][:_SHOWN]
                more = " and more" if len(self.seen) > _SHOWN else ""
                return f"{hint}Its values are {', '.join(map(repr, shown))}{more}."
        return ""

    def _meets(self, text: str) -> bool:
        if self.sign in _ORDER:
            return bool(text) and _ORDER[self.sign](float(text), float(self.values[0]))
        folded, meets = text.casefold(), contains if self.sign == "~" else _same
        hits = [value for value in self.values if meets(folded, value.casefold())]
        self.met.update(hits)
        return bool(hits)


def read_conditions(texts: list[str], layout: Layout, path: Path) -> list[Condition]:
    """Read conditions; a column is named as in the file, or by a plain word such as actor, province, kind, precision.

    Alternatives stand apart by ``|``. A `ParameterError` for what is no condition, or compares with something that is
    not a number; a `DataError` where the file has no such column, with the nearest.
    """
    return [_condition(text, layout, path) for text in texts]


def _condition(text: str, layout: Layout, path: Path) -> Condition:
    if not (found := _CONDITION.fullmatch(text)):
        raise ParameterError(
            f"--where is {text!r}: write COLUMN=VALUE, or with !=, <, <=, >, >= or ~ (holds the text), "
            "like 'date_prec<=3'."
        )
    name, sign, value = found[1].lower(), found[2].replace("==", "="), found[3]
    columns = layout.having([name]) or layout.having(layout.format.words.get(name, ()))
    if not columns:
        hint = did_you_mean(name, [one.lower() for one in (*layout.format.words, *layout.columns) if one])
        words = f"Plain words for it are {', '.join(layout.format.words)}; " if layout.format.words else ""
        remedy = f"{hint}{words}the file has {layout.named}."
        raise DataError("there is no such column.", file=path, column=found[1], remedy=remedy)
    if sign in _ORDER and not _NUMBER.fullmatch(value):
        raise ParameterError(f"--where is {text!r}: {value!r} is not a number, and {sign} needs one.")
    values = (value,) if sign in _ORDER else tuple(part.strip() for part in value.split("|"))
    return Condition(text.strip(), tuple(columns), sign, values)


def _same(cell: str, value: str) -> bool:
    """Whether two texts are equal, or are the same number."""
    numbers = _NUMBER.fullmatch(cell) and _NUMBER.fullmatch(value)
    return cell == value or (numbers is not None and float(cell) == float(value))
