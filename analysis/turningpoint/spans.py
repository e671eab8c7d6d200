"""Observations that are sums over several periods: half-year reports, "January to November", yearly totals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from turningpoint.arrays import Array

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
