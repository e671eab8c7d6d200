"""Quarters, or months, as clusters: how much the log of a kill ratio varies when what lies within one goes together.

With m and s the deaths of each side in each of k clusters, M and S their sums, d = m/M - s/S adds up to zero over the
clusters, and the log of M/S has about the variance k/(k - 1) Σd². Student's t has k - 1 degrees of freedom. This asks
nothing of how deaths come within a cluster, only that clusters are alike and independent of each other.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from turningpoint.arrays import Array

QUARTER = 3
"""Months of a quarter: they are counted from the first month of the period; one or two left over join the last."""
YEAR = 12
FEWEST_QUARTERS = 3
FEWEST_MONTHS = 6
MOST_MEMORY = 0.2
"""Months show no autocorrelation when the upper 95% limit of that of neighbours is below this: there, months taken as
independent understate the standard deviation by less than a quarter."""
_PULL = 4
"""The mean taken away lowers an autocorrelation ρ by (1 + 4ρ)/n."""
_LIMIT = float(ndtri(0.95))


@dataclass(frozen=True)
class Memory:
    """Autocorrelation of what neighbouring months add to the log ratio, and the upper limit of its interval (95%).

    ``autocorrelation`` is pooled over the ``years`` (periods) and corrected for the mean of each being taken away. Both
    are None where no period has more than four months.
    """

    autocorrelation: float | None
    upper: float | None
    years: int

    @property
    def none_shown(self) -> bool:
        """Whether months may stand for clusters: not that no autocorrelation was found, but that little is possible."""
        return self.upper is not None and self.upper < MOST_MEMORY


def shares(militants: Array, security: Array) -> Array:
    """What each cluster adds to the log ratio: d = m/M - s/S along the last axis; NaN where a side has no deaths."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(militants / militants.sum(-1, keepdims=True) - security / security.sum(-1, keepdims=True))


def variance_of_log_ratio(militants: Array, security: Array) -> Array:
    """Variance of log(M/S) by clusters, (..., k) → (...), never below that of independent deaths, 1/M + 1/S.

    >>> float(variance_of_log_ratio(np.array([30.0, 10, 20, 40]), np.array([20.0, 20, 30, 30])).round(4))
    0.0533
    """
    k = militants.shape[-1]
    with np.errstate(divide="ignore"):
        independent = 1 / militants.sum(-1) + 1 / security.sum(-1)
    return np.asarray(np.maximum(k / (k - 1) * (shares(militants, security) ** 2).sum(-1), independent))


def in_quarters(values: Array) -> Array:
    """Add up months (..., n) by quarters (..., n // 3); one or two months left over join the last quarter.

    >>> in_quarters(np.arange(1.0, 9)).tolist()
    [6.0, 30.0]
    """
    starts = np.arange(values.shape[-1] // QUARTER) * QUARTER
    return np.asarray(np.add.reduceat(values, starts, axis=-1))


def memory(periods: Sequence[tuple[Array, Array]]) -> Memory:
    """Autocorrelation of neighbouring months, pooled over periods of (militants, security), each (n,) in order.

    That of one period is r = Σd_t d_{t-1} / Σd² of its `shares`. Where it is ρ in truth, r has about the mean
    ρ - (1 + 4ρ)/n (Marriott & Pope 1954, doi:10.1093/biomet/41.3-4.390) and, for ρ = 0, the variance
    (n - 2)²/(n²(n - 1)) (Moran 1948, doi:10.1093/biomet/35.3-4.255). Pooled is the mean of (r + 1/n)/(1 - 4/n).
    """
    found = [(value, one[0].size) for one in periods if one[0].size > _PULL and math.isfinite(value := lag_one(*one))]
    if not found:
        return Memory(None, None, 0)
    values, n = (np.array(column, dtype=float) for column in zip(*found, strict=True))
    left = 1 - _PULL / n
    error = math.sqrt(((n - 2) ** 2 / (n**2 * (n - 1) * left**2)).sum()) / len(n)
    middle = float(((values + 1 / n) / left).mean())
    return Memory(middle, middle + _LIMIT * error, len(n))


def memory_by_year(militants: Array, security: Array) -> Memory:
    """`memory` of stretches of twelve months from the first one on, (n,) each; of all months where there are fewer.

    A course of the ratio over years is thus not taken for autocorrelation. A stretch with a month missing (NaN) and the
    months left over at the end have no say.
    """
    places = range(0, max(militants.size - YEAR + 1, 1), YEAR)
    pieces = [(militants[at : at + YEAR], security[at : at + YEAR]) for at in places]
    return memory([(m, s) for m, s in pieces if not (np.isnan(m).any() or np.isnan(s).any())])


def lag_one(militants: Array, security: Array) -> float:
    """Autocorrelation of neighbouring months of one period as found, not corrected (see `memory`); NaN without any."""
    d = shares(militants, security)
    square = float((d**2).sum())
    return float((d[1:] * d[:-1]).sum()) / square if square > 0 else math.nan


def months_may_stand(militants: Array, security: Array) -> NDArray[np.bool_]:
    """`Memory.none_shown` for N series of months (N, n) at once."""
    found = [memory([one]).none_shown for one in zip(militants, security, strict=True)]
    return np.array(found, dtype=bool)
