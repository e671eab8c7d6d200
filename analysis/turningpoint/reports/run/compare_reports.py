"""Compare two reports: which numbers were added, removed or changed, and by how much."""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from turningpoint.errors import DataError, ParameterError
from turningpoint.files import read_bytes, reason
from turningpoint.number_format import counted
from turningpoint.reports.run.collected_results import RESULTS

TOLERANCE = 1e-6
"""Relative difference that counts as the same: what results keep across machines."""
NEAR_ZERO = 1e-12
"""Absolute difference that counts as the same, in the unit of the number."""


@dataclass(frozen=True)
class Difference:
    """One difference between two reports.

    Attributes
    ----------
    where : id of the result, or file of the figure's or table's data.
    what : ``added``, ``removed`` or ``changed``.
    field : name of what changed, e.g. ``estimate``, or row and column of a file; empty for added and removed.
    old, new : the values.
    relative : |new - old| / |old| for numbers, else None.
    """

    where: str
    what: str
    field: str = ""
    old: Any = None
    new: Any = None
    relative: float | None = None

    def __str__(self) -> str:
        """One line of text."""
        if self.what != "changed":
            return f"{self.what}: {self.where}"
        share = f" (relative difference {self.relative:.3g})" if self.relative is not None else ""
        return f"changed: {self.where}, {self.field}: {shown(self.old)} → {shown(self.new)}{share}"


def compare_reports(old: Path, new: Path, *, tolerance: float = TOLERANCE) -> list[Difference]:
    """List what differs between two reports, results first, in the order of the old one.

    Where both are folders, the data of figures and tables (CSV) are compared too. Texts are compared exactly, numbers
    within the tolerance. A change of order is none.

    Parameters
    ----------
    old, new : a report's folder, or its ``results.json``.
    tolerance : relative difference of two numbers that counts as the same.

    Raises
    ------
    DataError
        One of the two is no report, or cannot be read: also one with a number that is not finite, or two results of
        one id, which `collected_results` never writes.
    ParameterError
        A tolerance that is not a finite number.
    """
    if not math.isfinite(tolerance):
        raise ParameterError(f"the tolerance is {tolerance}: give a finite number, like {TOLERANCE:g}.")
    found = list(_mappings(read_results(old), read_results(new), tolerance))
    if is_folder(old) and is_folder(new):
        for kind in ("figures", "tables"):
            found += _folders(old / kind, new / kind, kind, tolerance)
    return found


def changed_since(before: Path, after: Path) -> str:
    """Say in a sentence what the results of a report change against the one before it; empty where there was none."""
    if not (before / RESULTS).is_file():
        return ""
    try:
        found = compare_reports(before / RESULTS, after / RESULTS)
    except DataError:
        return "The report before cannot be read."
    verdicts = {one.where for one in found if one.field == "verdict"}
    others = {one.where for one in found} - verdicts
    if not found:
        return "None since the report before."
    return f"{counted(len(verdicts), 'verdict')} and {counted(len(others), 'other result')} since the report before."


def _mappings(old: Mapping[str, Any], new: Mapping[str, Any], tolerance: float) -> Iterator[Difference]:
    for name in {**old, **new}:
        if name not in new or name not in old:
            yield Difference(name, "added" if name in new else "removed")
            continue
        before, after = old[name], new[name]
        for key in {**before, **after}:
            if (relative := _difference(before.get(key), after.get(key), tolerance)) is not None:
                share = None if math.isnan(relative) else relative
                yield Difference(name, "changed", key, before.get(key), after.get(key), share)


def _difference(old: Any, new: Any, tolerance: float) -> float | None:
    """Relative difference of two values that differ, NaN where they are not numbers; None where they are the same."""
    if not (is_number(old) and is_number(new)):
        return None if type(old) is type(new) and old == new else math.nan
    gap = abs(new - old)
    if gap <= max(NEAR_ZERO, tolerance * abs(old)) and math.isfinite(gap):
        return None
    return gap / abs(old) if old else math.inf


def read_results(path: Path) -> dict[str, dict[str, Any]]:
    """Results of a report by id; ``path`` is its folder, or its ``results.json``."""
    file = path / RESULTS if is_folder(path) else path
    try:
        text = read_bytes(file).decode("utf-8")
        entries = json.loads(
            text, parse_float=_finite, parse_int=_finite, parse_constant=_finite, object_pairs_hook=_once
        )
        return _once((entry["id"], _checked(entry)) for entry in entries)
    except DataError as error:
        why = f"{reason(error.__cause__)}." if isinstance(error.__cause__, OSError) else "it is too large."
        remedy = "Give a report's folder or its results.json."
        raise DataError(f"cannot be read: {why}", file=file, remedy=remedy) from error
    except RecursionError:
        raise DataError("is nested too deeply for a list of results.", file=file, remedy=_WANTED) from None
    except (ValueError, KeyError, TypeError) as error:
        why = f": {error}" if isinstance(error, _NotResultsError) else ""
        raise DataError(f"is not a list of results{why}.", file=file, remedy=_WANTED) from error


_WANTED = "Give a report's results.json."


class _NotResultsError(ValueError):
    """What no report writes."""


def _finite(text: str) -> int | float:
    """Read a number; one that is infinite, no number, or too large to be told from infinity is refused."""
    value = float(text)
    if not math.isfinite(value):
        raise _NotResultsError(f"{text[:20]}{'…' if len(text) > 20 else ''} is not a finite number")
    return value if any(sign in text for sign in ".eE") else int(text)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Gather by name; a name that stands twice would hide the first."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _NotResultsError(f"{name!r} stands twice")
        found[name] = value
    return found


def _checked(entry: dict[str, Any]) -> dict[str, Any]:
    """Give a result back whose id is a text and whose fields are plain."""
    if not isinstance(entry["id"], str):
        raise _NotResultsError(f"the id {str(entry['id'])[:20]!r} is no text")
    for name, value in entry.items():
        if value is not None and not isinstance(value, str | int | float):
            raise _NotResultsError(f"field {name!r} of {entry['id']!r} is a {type(value).__name__}")
    return entry


def is_folder(path: Path) -> bool:
    """Whether there is a folder that can be looked at."""
    try:
        return path.is_dir()
    except OSError:  # a name too long, a folder that may not be entered: said when it is read
        return False


def _folders(old: Path, new: Path, kind: str, tolerance: float) -> Iterator[Difference]:
    """Differences between the CSV files of two folders."""
    before, after = ({path.name: path for path in folder.glob("*.csv")} for folder in (old, new))
    for name in sorted(before.keys() | after.keys()):
        where = f"{kind}/{name}"
        if name not in after or name not in before:
            yield Difference(where, "added" if name in after else "removed")
        else:
            yield from _mappings(_cells(before[name], where), _cells(after[name], where), tolerance)


def _cells(path: Path, where: str) -> dict[str, dict[str, Any]]:
    """Cells of a CSV file as one mapping from "row R, column C" to value, under the file's name."""
    try:
        rows = list(csv.reader(io.StringIO(read_bytes(path).decode("utf-8"), newline="")))
    except (ValueError, csv.Error) as error:
        raise DataError(f"cannot be read: {error}.", file=path) from error
    header = rows[0] if rows else []
    cells: dict[str, Any] = {"columns": ", ".join(header), "rows": len(rows) - 1}
    for number, row in enumerate(rows[1:], start=2):
        for place, cell in enumerate(row):
            name = header[place] if place < len(header) and header.count(header[place]) == 1 else str(place + 1)
            cells[f"row {number}, column {name}"] = _value(cell)
    return {where: cells}


def _value(cell: str) -> float | str:
    try:
        number = float(cell)
    except ValueError:
        return cell
    return number if math.isfinite(number) else cell


def is_number(value: object) -> bool:
    """Whether a value is a number; a truth value is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def shown(value: object, digits: int = 10) -> str:
    """Write a value of a result or a cell for a reader, a number with so many digits."""
    if value is None:
        return "nothing"
    return f"{value:.{digits}g}" if isinstance(value, float) else str(value)
