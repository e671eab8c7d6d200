"""What stands for clusters in a period whose deaths are known month by month, by a rule.

1. Months, where they show no autocorrelation (`months_as_clusters.Memory.none_shown`) and there are 6 or more.
2. Otherwise quarters, where the period has three whole ones or more.
3. Otherwise the period is taken by the deaths of its events, and without those by the borrowed band.

In a single year months are seldom shown to be without autocorrelation, so a year has its four quarters.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import t

from turningpoint.arrays import Array
from turningpoint.killratio.one_period.clustered_intervals import log_ends
from turningpoint.killratio.one_period.months_as_clusters import (
    FEWEST_MONTHS,
    FEWEST_QUARTERS,
    MOST_MEMORY,
    QUARTER,
    Memory,
    in_quarters,
    memory,
    variance_of_log_ratio,
)
from turningpoint.killratio.one_period.poisson_ratio import RatioInterval
from turningpoint.number_format import fixed

Kind = Literal["quarters", "months"]


@dataclass(frozen=True)
class PeriodClusters:
    """Clusters of one period: their kind and number k, the variance of the log ratio, deaths, and why these."""

    kind: Kind
    clusters: int
    variance: float
    militants: int
    security: int
    reason: str

    @property
    def freedom(self) -> int:
        """Degrees of freedom of Student's t."""
        return self.clusters - 1

    @property
    def factor(self) -> float:
        """By how many times these clusters multiply the variance of independent deaths."""
        return self.variance / (1 / self.militants + 1 / self.security)


def period_clusters(months: pd.DataFrame, *, known: Memory | None = None) -> PeriodClusters | None:
    """Choose the clusters of a period by the rule of this module; None where months cannot serve.

    Parameters
    ----------
    months : in order, one row a month: militants, security (deaths; NaN in both where the month is not observed).
    known : autocorrelation of the months of this source over more years than these; by default that of these months. A
        period with months missing has none of its own.
    """
    militants, security = (months[side].to_numpy(dtype=float) for side in ("militants", "security"))
    seen = ~np.isnan(militants) & ~np.isnan(security)
    m, s = militants[seen].sum(), security[seen].sum()
    if not (m and s):
        return None
    if known is None:
        known = memory([(militants, security)]) if seen.all() else Memory(None, None, 0)
    if known.none_shown and seen.sum() >= FEWEST_MONTHS:
        kind: Kind = "months"
        clusters = militants[seen], security[seen]
    elif (quarters := _quarters(militants, security, seen))[0].size >= FEWEST_QUARTERS:
        kind, clusters = "quarters", quarters
    else:
        return None
    variance = float(variance_of_log_ratio(*clusters))
    return PeriodClusters(kind, clusters[0].size, variance, int(m), int(s), _reason(kind, known))


def _quarters(militants: Array, security: Array, seen: np.ndarray) -> tuple[Array, Array]:
    """Deaths by quarters in which a month was observed; none where the period is shorter than one."""
    if militants.size < QUARTER:
        return np.zeros(0), np.zeros(0)
    some = in_quarters(seen.astype(float)) > 0
    whole = [in_quarters(np.where(seen, side, 0.0))[some] for side in (militants, security)]
    return whole[0], whole[1]


def _reason(kind: Kind, known: Memory) -> str:
    if known.autocorrelation is None or known.upper is None:
        return "quarters are the clusters, for the autocorrelation of months is not known"
    found = f"{fixed(known.autocorrelation, 2)}, at most {fixed(known.upper, 2)} with 95% confidence"
    if kind == "months":
        return f"months are the clusters, for they show no autocorrelation ({found}; the limit is {MOST_MEMORY:g})"
    return (
        f"quarters are the clusters, for months are not shown to be without autocorrelation ({found}; the limit is "
        f"{MOST_MEMORY:g})"
    )


def clusters_interval(found: PeriodClusters, *, confidence: float) -> RatioInterval:
    """Interval of the ratio of the intensities behind the deaths: exp(log(M/S) ± t·sd), t with k - 1 degrees.

    >>> table = pd.DataFrame({"militants": [10, 10, 10, 4, 3, 3, 5, 10, 5, 20, 10, 10],
    ...                       "security": [10, 5, 5, 10, 5, 5, 10, 15, 5, 10, 10, 10]})
    >>> one = clusters_interval(period_clusters(table), confidence=0.95)
    >>> f"{one.low:.2f} to {one.high:.2f} by {one.title}"
    '0.48 to 2.09 by quarters as clusters (t with 3 degrees of freedom)'
    """
    middle = math.log(found.militants / found.security)
    ends = _ends(middle, found.variance, found.freedom, confidence)
    return RatioInterval(found.kind, *ends, confidence, found.factor, float(found.freedom))


def clusters_change(earlier: PeriodClusters, later: PeriodClusters, *, confidence: float) -> RatioInterval:
    """Interval of the later ratio of intensities over the earlier one, of two periods apart.

    The variances add up, and Student's t has the degrees of freedom of the period with fewer clusters. Welch's would be
    more, 3 to 6 for two years by quarters, but hold the truth less often than wanted where months go together
    (`simulated_periods`).
    """
    middle = math.log(later.militants / later.security) - math.log(earlier.militants / earlier.security)
    kind = "months" if earlier.kind == later.kind == "months" else "quarters"
    freedom, factor = min(earlier.freedom, later.freedom), max(earlier.factor, later.factor)
    ends = _ends(middle, earlier.variance + later.variance, freedom, confidence)
    return RatioInterval(kind, *ends, confidence, factor, float(freedom))


def _ends(middle: float, variance: float, freedom: float, confidence: float) -> tuple[float, float | None]:
    return log_ends(middle, variance, quantile=float(t.ppf(0.5 + confidence / 2, freedom)))
