"""Observations that are sums over several periods: half-year reports, "January to November", yearly totals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.number_format import listed

Periods = tuple[int, ...]
"""Places in a time axis, in order; not always neighbours."""


@dataclass(frozen=True)
class Span:
    """One sum: the places of its periods in the series' calendar, and its value."""

    periods: Periods
    value: float


def membership(spans: Sequence[Periods], periods: int) -> Array:
    """(s, n) one where a period belongs to a span, else zero.

    >>> membership([(0, 2)], 4)
    array([[1., 0., 1., 0.]])
    """
    found = np.zeros((len(spans), periods))
    for row, places in zip(found, spans, strict=True):
        row[list(places)] = 1.0
    return found


def with_sums(values: Array, spans: Sequence[Periods]) -> Array:
    """(…, n + s) values of every period (…, n), as simulated, then their sums over each span."""
    if not spans:
        return values
    return np.concatenate([values, values @ membership(spans, values.shape[-1]).T], axis=-1)


def number_of_sum(spans: Sequence[Span], periods: int) -> NDArray[np.int64]:
    """(n,) which sum a period belongs to, counted from 1 in the order given; 0 where it belongs to none.

    >>> number_of_sum([Span((0, 2), 8.0), Span((3, 4), 3.0)], 6)
    array([1, 0, 1, 2, 2, 0])
    """
    found = np.zeros(periods, dtype=np.int64)
    for number, span in enumerate(spans, start=1):
        found[list(span.periods)] = number
    return found


def mean_of_sum(spans: Sequence[Span], periods: int) -> Array:
    """(n,) mean per period of the sum that a period belongs to, NaN where it belongs to none.

    >>> mean_of_sum([Span((0, 2), 8.0)], 3)
    array([ 4., nan,  4.])
    """
    means = np.array([np.nan, *(span.value / len(span.periods) for span in spans)])
    return means[number_of_sum(spans, periods)]


def inside(spans: Sequence[Span], start: int, stop: int) -> tuple[Span, ...]:
    """The sums over periods from ``start`` to before ``stop`` alone, their places counted from ``start``.

    >>> inside([Span((0, 1), 8.0), Span((2, 4), 3.0)], 2, 5)
    (Span(periods=(0, 2), value=3.0),)
    """
    kept = (span for span in spans if start <= min(span.periods) and max(span.periods) < stop)
    return tuple(Span(tuple(place - start for place in span.periods), span.value) for span in kept)


def cut_at(spans: Sequence[Span], border: int) -> Span | None:
    """The first sum with periods before the place ``border`` and from it on, or None.

    >>> cut_at([Span((0, 1, 4), 8.0)], 3)
    Span(periods=(0, 1, 4), value=8.0)
    """
    return next((span for span in spans if min(span.periods) < border <= max(span.periods)), None)


def uncut(spans: Sequence[Span], border: int) -> tuple[int, int]:
    """The nearest places, at or before ``border`` and at or after it, that cut no sum (``cut_at``).

    >>> uncut([Span((0, 1, 4), 8.0)], 3)
    (0, 5)
    """
    low = high = border
    while cut_at(spans, low):
        low -= 1
    while cut_at(spans, high):
        high += 1
    return low, high


def in_words(periods: Periods, labels: Sequence[str]) -> str:
    """Name the periods of a sum by their labels, neighbours as a range.

    >>> in_words((0, 1, 2, 5), ["2018-01", "2018-02", "2018-03", "2018-04", "2018-05", "2018-06"])
    '2018-01 to 2018-03 and 2018-06'
    """
    runs = np.split(np.array(periods), np.flatnonzero(np.diff(periods) > 1) + 1)
    named = [labels[run[0]] if len(run) == 1 else f"{labels[run[0]]} to {labels[run[-1]]}" for run in runs]
    return listed(named)
