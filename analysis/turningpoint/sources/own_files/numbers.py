"""Numbers as people write them: the decimal mark and thousands separators of a column, and what is missing in it."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import Where
from turningpoint.sources.own_files.choices import Choices

MISSING = ("", "na", "n/a", "nan", "null")
"""What is missing without being told, in any case of letters."""
MARKS = (
    ".", "..", "...", "-", "--", "–", "—", "?", "*", "x", "nd", "n.d.", "n.a.", "#n/a", "#na", "n.k.", "none",
    "missing", "unknown", "not available", "no data", "…",
)  # fmt: skip
"""What often stands for a missing value, and is one only where a user says so."""
_WORDS = {".": "decimal point", ",": "decimal comma"}
_BLANKS = " '’\u00a0\u2009\u202f"
"""Thousands separators that can be nothing else."""
_PLAINLY = "Write numbers with a decimal point and without thousands separators"
_Readable = dict[str, NDArray[np.bool_]]
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)


def _grammar(decimal: str) -> re.Pattern[str]:
    """Numbers with one decimal mark; the other mark, blanks and apostrophes may set thousands (or lakhs) apart."""
    other, mark = {".": ",", ",": r"\."}[decimal], re.escape(decimal)
    grouped = "|".join(
        rf"[1-9]\d{{0,2}}(?:{one}\d{{3}})+|[1-9]\d?(?:{one}\d{{2}})+{one}\d{{3}}" for one in (other, *_BLANKS)
    )
    return re.compile(rf"[+-]?(?:(?:\d+|{grouped})(?:{mark}\d*)?|{mark}\d+)(?:[eE][+-]?\d+)?", re.ASCII)


_GRAMMARS = {decimal: _grammar(decimal) for decimal in ".,"}


def value_of(text: str, decimal: str) -> float:
    """The number that a text is under a decimal mark, or NaN where it is none.

    >>> value_of("26,014,945", "."), value_of("1.234,5", ","), value_of("1,5", "."), value_of("1,23,456", ".")
    (26014945.0, 1234.5, nan, 123456.0)
    """
    text = text.replace("\u2212", "-")
    if not _GRAMMARS[decimal].fullmatch(text):
        return np.nan
    other = "," if decimal == "." else "."
    return float(text.translate({ord(sign): None for sign in other + _BLANKS}).replace(decimal, "."))


@dataclass(frozen=True, eq=False)
class Column:
    """Numbers of a column: (n,) values, NaN where a cell is missing, and how they were read; empty where plainly."""

    values: Array
    said: str = ""


def refuse(
    cells: pd.Series, bad: NDArray[np.bool_], problem: Callable[[str], str], path: Path, remedy: str = ""
) -> None:
    """Raise a DataError that names the rows of bad cells; ``problem`` words it from the first of them."""
    if bad.any():
        told = problem(repr(str(cells[bad].iloc[0]).strip()))
        raise Where(path, str(cells.name), cells.index.tolist()).refused(told, np.flatnonzero(bad), remedy)


def numbers(
    cells: pd.Series, path: Path, choices: Choices | None = None, typed: Collection[int] = frozenset()
) -> Column:
    """Read the numbers of a column; a comma is never dropped from a number unless only that can be meant.

    What the file itself has typed as numbers, in the lines ``typed``, is taken as it is.
    A `DataError` for what is no number, infinite or too large, and a column that may be read in two ways that differ.
    """
    choices = choices or Choices()
    stripped = [str(cell).strip() for cell in cells]
    told = {text.strip().casefold() for text in choices.missing}
    missing = np.array([cell.casefold() in MISSING or cell.casefold() in told for cell in stripped], dtype=bool)
    infinite = np.array([bool(_INFINITE.fullmatch(cell)) for cell in stripped], dtype=bool)
    remedy = "Leave the cell empty if it is missing."
    refuse(cells, infinite & ~missing, lambda cell: f"{cell} is infinite.", path, remedy)
    present = ["" if gap else cell for cell, gap in zip(stripped, missing, strict=True)]
    exact = cells.index.isin(list(typed))
    both = {
        mark: np.array([value_of(cell, "." if known else mark) for cell, known in zip(present, exact, strict=True)])
        for mark in choices.decimal or ".,"
    }
    readable = {mark: ~np.isnan(values) | missing for mark, values in both.items()}
    neither = ~np.logical_or.reduce(list(readable.values()))
    marks = sorted({cell for cell, bad in zip(stripped, neither, strict=True) if bad and cell.casefold() in MARKS})
    refuse(cells, neither, lambda cell: f"{cell} is not a number.", path, _way_out(marks, choices))
    mark = choices.decimal or _decided(cells, stripped, both, readable, path)
    values = both[mark]
    refuse(cells, np.isinf(values), lambda cell: f"{cell} is too large for a number.", path)
    return Column(values, _said(cells, stripped, values, mark, readable, choices))


def _way_out(marks: Sequence[str], choices: Choices) -> str:
    """What to do about cells that are no numbers, some of which may be marks of what is missing."""
    if marks:
        options = " ".join(f"--missing {mark}" if mark.isalnum() else f"--missing {mark!r}" for mark in marks)
        in_report = f"data_missing={','.join(marks)} and allow_missing=true"
        return f"If it stands for a missing value, say so: {options} --allow-missing (in a report {in_report})."
    return f"Numbers were to have a {_WORDS[choices.decimal]} (--decimal)." if choices.decimal else f"{_PLAINLY}."


def _decided(cells: pd.Series, texts: Sequence[str], both: dict[str, Array], readable: _Readable, path: Path) -> str:
    """The decimal mark under which every cell is a number; refused where there are two, or none, and it matters."""
    able = [mark for mark in both if readable[mark].all()]
    if len(able) == 1:
        return able[0]
    point, comma = both["."], both[","]
    where = Where(path, str(cells.name), cells.index.tolist())
    if not able:
        first, second = (int(np.flatnonzero(~readable[mark])[0]) for mark in (",", "."))
        problem = f"{texts[first]!r} has a decimal point or none, {texts[second]!r} a comma: both cannot be."
        raise where.refused(problem, sorted((first, second)), f"{_PLAINLY}.")
    differ = (point != comma) & ~(np.isnan(point) & np.isnan(comma))
    if differ.any():
        at = int(np.flatnonzero(differ)[0])
        problem = f"{texts[at]!r} may be {point[at]:,.12g} or {comma[at]:,.12g}."
        say = "say which mark is the decimal one: --decimal . or --decimal , (data_decimal in a report)."
        raise where.refused(problem, np.flatnonzero(differ), f"{_PLAINLY}, or {say}")
    return "."


def _said(
    cells: pd.Series, texts: Sequence[str], values: Array, mark: str, readable: _Readable, choices: Choices
) -> str:
    """How numbers were read, in words, where they are not plain ones with a decimal point."""
    plain = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
    odd = [i for i, text in enumerate(texts) if not np.isnan(values[i]) and not plain.fullmatch(text)]
    told = {text.strip().casefold() for text in choices.missing} - set(MISSING)
    gaps = [text for text in dict.fromkeys(texts) if text.casefold() in told]
    said = [f"{', '.join(map(repr, gaps))} is missing, as told"] if gaps else []
    if odd or (choices.decimal == "," and any("." in text for text in texts)):
        at = odd[0] if odd else 0
        words = f"{texts[at]!r} is {values[at]:,.12g}" if odd else ""
        if choices.decimal:
            why = "as told"
        else:
            other = {".": ",", ",": "."}[mark]
            only = np.flatnonzero(~readable[other])
            why = f"{texts[only[0]]!r} in row {cells.index[only[0]]} decides" if len(only) else words
        said.insert(0, f"column {str(cells.name)!r} has a {_WORDS[mark]}: {why}")
    return "; ".join(said)
