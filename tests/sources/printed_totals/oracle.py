"""What totals determine, by linear algebra alone: the row space of their indicators, in fractions.

Nothing here is shared with the reduction: no borders, no graph, no order. A set of months is determined just when its
indicator lies in the row space of the indicators of the figures.
"""

from fractions import Fraction
from itertools import combinations


class RowSpace:
    """Reduced rows of the indicators of figures over n months, each with its value beside it."""

    def __init__(self, figures, months):
        """Reduce indicators with values, ``figures`` as (first, last, value)."""
        self.months, self.rows = months, []
        for first, last, value in figures:
            indicator = [Fraction(int(first <= month <= last)) for month in range(months)]
            self._add([*indicator, Fraction(value)])

    def _add(self, row):
        row = self._less_rows(row)
        lead = next((place for place in range(self.months) if row[place]), None)
        if lead is None:
            return
        row = [entry / row[lead] for entry in row]
        self.rows = [[a - b * other[lead] for a, b in zip(other, row, strict=True)] for other in self.rows] + [row]

    def _less_rows(self, row):
        for known in self.rows:
            lead = next(place for place in range(self.months) if known[place])
            row = [a - b * row[lead] for a, b in zip(row, known, strict=True)]
        return row

    def value(self, months):
        """What these months add to, or None where that does not follow."""
        rest = self._less_rows([*(Fraction(int(month in months)) for month in range(self.months)), Fraction(0)])
        return None if any(rest[: self.months]) else -rest[self.months]

    def determined(self, months):
        """Every non-empty subset of some months that is determined, smallest first."""
        sizes = range(1, len(months) + 1)
        return [set(part) for size in sizes for part in combinations(sorted(months), size) if self.determines(part)]

    def determines(self, months):
        """Whether the sum of these months follows."""
        return self.value(set(months)) is not None
