"""Another source: how yearly counts grew before and after, where they are too few for a model."""

from dataclasses import dataclass

import numpy as np

from turningpoint.number_format import fixed
from turningpoint.outcome import load_outcome

SOURCES = ("pips-yearly-attacks", "picss-yearly-attacks")
"""Yearly counts of militant attacks in Pakistan; a hole in them is missing, not zero."""
YEARS_BEFORE = 6


@dataclass(frozen=True)
class YearlyGrowth:
    """Growth factors a year of one source.

    Attributes
    ----------
    source : in words. counts : (year, count), holes left out. before : from the first year shown to the last before
        the intervention's. after : from the last year before to the last there is. None where a year is missing.
    """

    source: str
    counts: tuple[tuple[int, int], ...]
    before: float | None
    after: float | None

    def summary(self) -> str:
        """Say the counts and the growth before and after."""
        listed = ", ".join(f"{year} {count:,}" for year, count in self.counts)
        said = [
            f"{words} {fixed(factor, 2)} times a year"
            for words, factor in (("before", self.before), ("since", self.after))
            if factor is not None
        ]
        return f"{self.source}: {listed}" + (f"; {', '.join(said)}." if said else ".")


def yearly_growth(year: int, *, sources: tuple[str, ...] = SOURCES) -> tuple[YearlyGrowth, ...]:
    """Give the yearly counts of other sources around a year, which counts as after, with mean growth before and since.

    With so few years there is no model and no interval: they are shown so that a reader sees whether another count
    goes the same way.
    """
    found = []
    for name in sources:
        outcome = load_outcome("attacks", source=name)
        counts = {
            int(label): int(value)
            for label, value in zip(outcome.labels, outcome.values, strict=True)
            if np.isfinite(value) and int(label) >= year - YEARS_BEFORE
        }
        earlier, later = [y for y in counts if y < year], [y for y in counts if y >= year]
        before = _growth(counts, min(earlier), max(earlier)) if earlier else None
        after = _growth(counts, max(earlier), max(later)) if earlier and later else None
        found.append(YearlyGrowth(outcome.source, tuple(sorted(counts.items())), before, after))
    return tuple(found)


def _growth(counts: dict[int, int], first: int, last: int) -> float | None:
    """Growth factor a year between two years.

    >>> _growth({2015: 100, 2017: 400}, 2015, 2017)
    2.0
    """
    if last <= first or counts[first] <= 0 or counts[last] <= 0:
        return None
    return float((counts[last] / counts[first]) ** (1 / (last - first)))
