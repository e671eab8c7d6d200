"""One observation out of printed figures: its months, its value, and how it was put together."""

from dataclasses import dataclass
from typing import Literal

from turningpoint.number_format import counted
from turningpoint.sources.printed_totals.borders import Months, Term
from turningpoint.sources.printed_totals.figure import month_label
from turningpoint.spans import in_words

Kind = Literal["printed", "derived", "sum"]
MOST_NAMED = 3
"""Months that a formula names one by one; more are counted, with their sum."""


@dataclass(frozen=True)
class Observation:
    """A count of one month, or of several together, in order but not always neighbours.

    ``kind`` says whether a single month was ``printed`` or ``derived`` by subtraction; what is known of several months
    together alone is a ``sum``. ``terms`` are the figures that it was put together from.
    """

    months: Months
    value: int
    kind: Kind
    terms: tuple[Term, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of its months."""
        return tuple(map(month_label, self.months))

    @property
    def period(self) -> str:
        """Its months in words, neighbours as a range."""
        return months_in_words(self.months)

    @property
    def formula(self) -> str:
        """How its value follows, e.g. ``2023-01 to 2023-06 271 − 2023-01 to 2023-05 224``."""
        totals = [term for term in self.terms if not term.figure.is_month or len(self.terms) == 1]
        rest = [term for term in self.terms if term not in totals]
        parts = [(term.sign, f"{term.figure.name} {term.figure.value:,}") for term in totals]
        for sign in (1, -1):
            months = [term.figure for term in rest if term.sign == sign]
            if len(months) > MOST_NAMED:
                named = months_in_words(sorted(figure.first for figure in months))
                added = sum(figure.value for figure in months)
                parts.append((sign, f"{counted(len(months), 'printed month')} ({named}) {added:,}"))
            else:
                parts += [(sign, f"{figure.name} {figure.value:,}") for figure in months]
        text = "".join(f"{' + ' if sign > 0 else ' − '}{part}" for sign, part in parts)
        return text.removeprefix(" + ").strip()

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports its figures stand in, each once."""
        return tuple(dict.fromkeys(term.figure.cited for term in self.terms))

    @property
    def links(self) -> tuple[str, ...]:
        """Links of those reports, each once."""
        return tuple(dict.fromkeys(term.figure.url for term in self.terms if term.figure.url))


def months_in_words(months: Months | list[int]) -> str:
    """Name months by their labels, neighbours as a range.

    >>> months_in_words((24240, 24241, 24250))
    '2020-01 to 2020-02 and 2020-11'
    """
    first = min(months)
    return in_words(tuple(month - first for month in months), [month_label(m) for m in range(first, max(months) + 1)])
