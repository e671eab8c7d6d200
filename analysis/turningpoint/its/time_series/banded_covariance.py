"""Covariances of m periods that are banded, as they are or once the periods are filtered."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import linalg

from turningpoint.arrays import Array


class Whitening(Protocol):
    """A covariance V = LL' of m differenced periods, with unit scale: its factor, undone and measured."""

    @property
    def pivots(self) -> Array:
        """(m,) diagonal of L: standard deviation of each period given those before."""

    def whiten(self, columns: Array) -> Array:
        """Give L⁻¹ times (m, c) columns."""


@dataclass(frozen=True)
class Independent:
    """The covariance of independent periods."""

    periods: int

    @property
    def pivots(self) -> Array:
        """All one."""
        return np.ones(self.periods)

    def whiten(self, columns: Array) -> Array:
        """Leave the columns as they are."""
        return columns


@dataclass(frozen=True, eq=False)
class Banded:
    """A covariance that is banded after a filter (Ansley 1979, doi:10.1093/biomet/66.1.59).

    ``factor`` : (b + 1, m) lower banded Cholesky factor, column by column. ``polynomial`` : applied from row ``begin`` on.
    """

    factor: Array
    polynomial: Array
    begin: int = 0

    @property
    def pivots(self) -> Array:
        """(m,) diagonal of the factor, which the filter does not change."""
        return np.asarray(self.factor[0])

    def whiten(self, columns: Array) -> Array:
        """Filter, then solve by the factor."""
        rows = columns
        if len(self.polynomial) > 1:
            rows = filtered(columns, self.polynomial)
            rows[: self.begin] = columns[: self.begin]
        return np.asarray(linalg.solve_banded((len(self.factor) - 1, 0), self.factor, rows, check_finite=False))

    def solve(self, column: Array) -> Array:
        """V⁻¹ times (m,), where there is no filter."""
        return np.asarray(linalg.cho_solve_banded((self.factor, True), column, check_finite=False))


def filtered(columns: Array, polynomial: Array) -> Array:
    """Apply a polynomial in the lag to (n, c) columns, zero before their first row."""
    rows: Array = polynomial[0] * columns
    for lag in np.flatnonzero(polynomial[1:]) + 1:
        rows[lag:] += polynomial[lag] * columns[:-lag]
    return rows
