"""What changed between two reports, the weightiest first: verdicts, then estimates, other numbers, and files."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from turningpoint.number_format import counted
from turningpoint.reports.run.compare_reports import Difference, is_folder, is_number, read_results, shown
from turningpoint.reports.settings.scope import notice_in

LINES = 30
"""Lines of the summary at most, however much differs."""
FEW = 3
"""Lines that are left for every later section."""
LONGEST = 60
"""Letters of a value in the summary at most."""
DIGITS = 5
"""Digits of a number in the summary."""
_WORDS = ("verdict", "estimate", "certified", "ruled_out", "equivalence", "sure")
"""Fields whose change of words is a change of what is said; an estimate in words is a date."""
_ENDS = ("estimate", "low", "high")


@dataclass(frozen=True)
class Change:
    """One thing that changed: a result, or a file of figures and tables.

    Attributes
    ----------
    where : id of the result, or the file. old, new : values in words.
    size : how much, to sort by. told : the size in words.
    """

    where: str
    old: str
    new: str
    size: float = math.inf
    told: str = ""

    def __str__(self) -> str:
        """One line of text."""
        pairs = enumerate(zip(self.old, self.new, strict=False))
        same = next((place for place, (one, other) in pairs if one != other), 0)
        begin = max(0, same - LONGEST // 3) if max(len(self.old), len(self.new)) > LONGEST else 0
        old, new = (_cut(f"{'…' if begin else ''}{text[begin:]}") for text in (self.old, self.new))
        values = f": {old} → {new}" if self.old or self.new else ""
        return f"{self.where}{values}{f' ({self.told})' if self.told else ''}"


@dataclass(frozen=True)
class Summary:
    """What changed, by kind; each list has the largest change first.

    Attributes
    ----------
    notices : what must be known before: one of the two is no full report. counts : how much changed, in a sentence.
    verdicts : words that say something. estimates : results with an interval, in widths of the earlier interval.
    numbers : other numbers of results, by their relative difference. texts : results of which only wording changed.
    files : data of figures and tables. added, removed : ids and files.
    """

    notices: tuple[str, ...]
    counts: str
    verdicts: tuple[Change, ...]
    estimates: tuple[Change, ...]
    numbers: tuple[Change, ...]
    texts: tuple[Change, ...]
    files: tuple[Change, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def sections(self) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """The lists that are not empty, each with what it holds."""
        named = (
            ("Verdicts and other words that say something", self.verdicts),
            ("Estimates, by the change in widths of the earlier interval", self.estimates),
            ("Other numbers, by their relative difference", self.numbers),
            ("Data of figures and tables", self.files),
            ("Results of which only the wording changed", self.texts),
        )
        return tuple((title, changes) for title, changes in named if changes)

    def lines(self, most: int = LINES) -> list[str]:
        """At most so many lines of text: every section is told, the first ones at greatest length."""
        ends = [
            f"{what.capitalize()}: {_cut(', '.join(names), 2 * LONGEST)}"
            for what, names in (("added", self.added), ("removed", self.removed))
            if names
        ]
        sections = self.sections
        left = most - len(self.notices) - 1 - len(ends) - len(sections)
        shown: list[int] = []
        for after, (_, changes) in zip(range(len(sections) - 1, -1, -1), sections, strict=True):
            shown.append(min(len(changes), left - sum(shown) - FEW * after))
        lines = [*self.notices, self.counts]
        for (title, changes), many in zip(sections, shown, strict=True):
            of = f"{many} of {len(changes):,}" if many < len(changes) else f"{len(changes)}"
            lines += [f"{title} ({of})", *(f"  {change}" for change in changes[:many])]
        return [*lines, *ends]


def summary_of(old: Path, new: Path, differences: Sequence[Difference]) -> Summary:
    """Sort the differences of two reports (`compare_reports`) by what they mean for a reader."""
    before, after = read_results(old), read_results(new)
    changed: dict[str, list[Difference]] = defaultdict(list)
    for one in differences:
        if one.what == "changed":
            changed[one.where].append(one)
    of_results = {id: found for id, found in changed.items() if id in before}
    files = {where: found for where, found in changed.items() if where not in before}
    in_widths = {id: change for id in of_results if (change := _estimate(id, before[id], after[id]))}
    numbers = {id: change for id, found in of_results.items() if id not in in_widths and (change := _number(found))}
    words = [
        one
        for found in of_results.values()
        for one in found
        if one.field in _WORDS
        and one.relative is None
        and (isinstance(one.old, str) or isinstance(one.new, str | bool))
    ]
    told = {*in_widths, *numbers, *(one.where for one in words)}
    return Summary(
        notices=tuple(
            f"{name}: {notice}" for name, of in ((old, before), (new, after)) if (notice := notice_in(of.values()))
        ),
        counts=_counts(len(before), len(of_results), len(files), old, new),
        verdicts=tuple(map(_change, sorted(words, key=lambda one: one.field != "verdict"))),
        estimates=_sorted(in_widths.values()),
        numbers=_sorted(numbers.values()),
        texts=tuple(
            _change(found[0], fields=", ".join(each.field for each in found))
            for id, found in of_results.items()
            if id not in told
        ),
        files=_sorted(_file(where, found) for where, found in files.items()),
        added=tuple(one.where for one in differences if one.what == "added"),
        removed=tuple(one.where for one in differences if one.what == "removed"),
    )


def _change(one: Difference, size: float = math.inf, told: str = "", *, fields: str = "") -> Change:
    """A difference in words, under the name of what differs and its field or fields."""
    return Change(f"{one.where}, {fields or one.field}", shown(one.old, DIGITS), shown(one.new, DIGITS), size, told)


def _sorted(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: -change.size))


def _estimate(id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change | None:
    """The change of an estimate or its ends in widths of the earlier interval; None without a width or a change."""
    low, high = before.get("low"), before.get("high")
    if not (is_number(low) and is_number(high)) or not high > low:  # type: ignore[operator]
        return None
    pairs = [(before.get(name), after.get(name)) for name in _ENDS]
    if all(one == other for one, other in pairs):
        return None
    both = [(one, other) for one, other in pairs if is_number(one) and is_number(other)]
    size = max((abs(other - one) for one, other in both), default=0.0) / (high - low)  # type: ignore[operator]
    lost = len(both) < len(_ENDS)
    told = "an end or the estimate is new or gone" if lost else f"{size:.2g} of its width"
    return Change(id, _interval(before), _interval(after), math.inf if lost else size, told)


def _number(found: Sequence[Difference]) -> Change | None:
    """The largest relative change among the numbers of one result."""
    numbers = [one for one in found if is_number(one.old) or is_number(one.new)]
    largest = max(numbers, key=lambda difference: _relative(difference)[0], default=None)
    return _change(largest, *_relative(largest)) if largest else None


def _file(where: str, found: Sequence[Difference]) -> Change:
    """One file: how many cells changed, and the largest of them."""
    cells = [one for one in found if one.field not in ("columns", "rows")]
    numbers = [one for one in cells if one.relative is not None]
    shape = [f"{one.field} {one.old} → {one.new}" for one in found if one.field in ("columns", "rows")]
    said = [f"{counted(len(cells), 'cell')} changed"] if cells else []
    largest = max(numbers, key=lambda difference: _relative(difference)[0], default=None)
    if largest is None or shape:  # a row more shifts the others: what stands in one place is not the same thing
        return Change(where, "", "", math.inf, _cut("; ".join([*shape, *said]), 2 * LONGEST))
    size, told = _relative(largest)
    return _change(largest, size, "; ".join([told, *said]))


def _relative(one: Difference) -> tuple[float, str]:
    if one.relative is None:
        return math.inf, "a number is new or gone"
    return one.relative, "from zero" if math.isinf(one.relative) else f"relative difference {one.relative:.3g}"


def _counts(results: int, changed: int, files: int, old: Path, new: Path) -> str:
    said = f"{changed:,} of {counted(results, 'result')} changed"
    if is_folder(old) and is_folder(new):
        return f"{said}, and the data of {counted(files, 'figure or table', 'figures and tables')}."
    return f"{said}; only results were compared."


def _interval(record: Mapping[str, Any]) -> str:
    estimate, low, high = (shown(record.get(name), DIGITS) for name in _ENDS)
    return f"{estimate} ({low} to {high})"


def _cut(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
