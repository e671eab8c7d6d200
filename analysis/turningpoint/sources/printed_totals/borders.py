"""Totals over neighbouring months as differences between the borders of months, and what follows from them.

A total over the months from a border to another is the count up to the later border less the count up to the earlier.
So the totals are the edges of a graph whose nodes are borders: what lies between two borders is determined just when a
path joins them, and a set of months just when its borders, later ends less beginnings, cancel in every connected part.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from turningpoint.sources.printed_totals.figure import Figure

Months = tuple[int, ...]


@dataclass(frozen=True)
class Term:
    """A figure that is added (sign 1) or taken off (sign -1)."""

    sign: int
    figure: Figure


class Borders:
    """A forest of figures over borders. What a figure says between borders already joined is ``spare``."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        """Join the borders of each figure, in the order given."""
        self.spare: list[Figure] = []
        part: dict[int, int] = {}
        edges: dict[int, list[tuple[int, Term]]] = defaultdict(list)
        for figure in figures:
            begin, end = figure.first, figure.last + 1
            one, other = part.setdefault(begin, begin), part.setdefault(end, end)
            if one == other:
                self.spare.append(figure)
                continue
            part.update((border, one) for border, which in part.items() if which == other)
            edges[begin].append((end, Term(1, figure)))
            edges[end].append((begin, Term(-1, figure)))
        self._part = part
        self._from_root = _ways(edges, set(part.values()))

    def stretches(self) -> list[range]:
        """The months between each two neighbouring borders of a connected part: the finest that follow directly."""
        borders = defaultdict(list)
        for border in sorted(self._part):
            borders[self._part[border]].append(border)
        return [range(a, b) for part in borders.values() for a, b in pairwise(part)]

    def terms(self, months: Sequence[int]) -> tuple[Term, ...] | None:
        """The figures that add up to a set of months, added before taken off; None where it is not determined."""
        balance: dict[int, int] = defaultdict(int)
        counts: dict[Figure, int] = defaultdict(int)
        for border, sign in ends(months):
            if border not in self._part:
                return None
            balance[self._part[border]] += sign
            for term in self._from_root[border]:
                counts[term.figure] += sign * term.sign
        if any(balance.values()):
            return None
        kept = [Term(1 if n > 0 else -1, figure) for figure, n in counts.items() for _ in range(abs(n))]
        return tuple(sorted(kept, key=lambda t: (-t.sign, t.figure.first - t.figure.last, t.figure.first)))


def _ways(edges: dict[int, list[tuple[int, Term]]], roots: set[int]) -> dict[int, tuple[Term, ...]]:
    """For every border the figures on the way to it from the root of its part."""
    ways: dict[int, tuple[Term, ...]] = dict.fromkeys(roots, ())
    ahead = list(roots)
    while ahead:
        border = ahead.pop()
        for following, term in edges.get(border, ()):
            if following not in ways:
                ways[following] = (*ways[border], term)
                ahead.append(following)
    return ways


def ends(months: Sequence[int]) -> list[tuple[int, int]]:
    """The borders of a set of months in order: -1 where a run begins, 1 where it has ended.

    >>> ends([3, 4, 9])
    [(3, -1), (5, 1), (9, -1), (10, 1)]
    """
    held = set(months)
    signs = {border: (border - 1 in held) - (border in held) for month in held for border in (month, month + 1)}
    return sorted((border, sign) for border, sign in signs.items() if sign)


def total(terms: Sequence[Term]) -> int:
    """What terms add up to."""
    return sum(term.sign * term.figure.value for term in terms)
