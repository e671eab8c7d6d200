"""Kill ratio of a period whose deaths are known month by month, and its change between two such periods.

What stands for clusters in a period is decided by a rule:

1. Months, where they show no autocorrelation (`months_as_clusters.Memory.none_shown`) and there are 6 or more.
2. Otherwise quarters, where the period has three whole ones or more.
3. Otherwise the period is taken by the deaths of its events, and without those by the borrowed band.

In a single year months are seldom shown to be without autocorrelation, so a year has its four quarters.
"""

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import t

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.clustered_intervals import clustered_change, clustered_interval, log_ends
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
from turningpoint.killratio.one_period.ratio import OnePeriodRatio, RatioChange, ratio_change, ratio_intervals
from turningpoint.number_format import fixed

INTENSITIES = (
    "The interval is for the ratio of the intensities behind the deaths, not for the numbers of the period, which are "
    "known."
)
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
    kind: Kind = "months" if known.none_shown and seen.sum() >= FEWEST_MONTHS else "quarters"
    clusters = (militants[seen], security[seen]) if kind == "months" else _quarters(militants, security, seen)
    if kind == "quarters" and clusters[0].size < FEWEST_QUARTERS:
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
    return _interval(found.kind, middle, found.variance, found.freedom, found.factor, confidence)


def clusters_change(earlier: PeriodClusters, later: PeriodClusters, *, confidence: float) -> RatioInterval:
    """Interval of the later ratio of intensities over the earlier one, of two periods apart.

    The variances add up, and Student's t has the degrees of freedom of the period with fewer clusters. Welch's would be
    more, 3 to 6 for two years by quarters, but hold the truth less often than wanted where months go together
    (`simulated_periods`).
    """
    middle = math.log(later.militants / later.security) - math.log(earlier.militants / earlier.security)
    kind: Kind = "months" if earlier.kind == later.kind == "months" else "quarters"
    freedom, factor = min(earlier.freedom, later.freedom), max(earlier.factor, later.factor)
    return _interval(kind, middle, earlier.variance + later.variance, freedom, factor, confidence)


def _interval(
    kind: Kind, middle: float, variance: float, freedom: int, factor: float, confidence: float
) -> RatioInterval:
    ends = log_ends(middle, variance, quantile=float(t.ppf(0.5 + confidence / 2, freedom)))
    return RatioInterval(kind, *ends, confidence, factor, float(freedom))


@dataclass(frozen=True)
class PeriodRatio:
    """Kill ratio of months, with the interval by the clusters that the rule of `period_clusters` chose.

    ``reason`` says why these clusters; ``clusters`` is None where months cannot serve, and ``ratio`` then has the
    interval by events (``event_factor``, never below 1), or at both ends of the borrowed band.
    """

    ratio: OnePeriodRatio
    clusters: PeriodClusters | None
    event_factor: float | None
    reason: str


def ratio_of_months(
    months: pd.DataFrame, *, known: Memory | None = None, event_factor: float | None = None, confidence: float = 0.95
) -> PeriodRatio:
    """Kill ratio of all months of a table together, by quarters or whatever else the rule of `period_clusters` says.

    Parameters
    ----------
    months, known : see `period_clusters`.
    event_factor : cluster factor of the period by its events (`cluster_factor`); taken only where months cannot serve.

    A `ParameterError` says that no month was observed, a number of deaths is bad, or the confidence outside (0, 1).

    >>> from turningpoint.killratio.one_period.cluster_factor import months_of
    >>> from turningpoint.sources import read_sides
    >>> found = ratio_of_months(months_of(read_sides(), "2021-01", "2021-12"))
    >>> found.clusters.kind, f"{found.ratio.clustered[0].low:.2f} to {found.ratio.clustered[0].high:.2f}"
    ('quarters', '0.50 to 1.97')
    """
    seen = months[["militants", "security"]].dropna()
    if seen.empty:
        raise ParameterError("no month of the period has deaths of both sides: there is no kill ratio.")
    whole = ratio_intervals(*(int(seen[side].sum()) for side in ("militants", "security")), confidence=confidence)
    clusters = period_clusters(months, known=known)
    if clusters is not None:
        interval = clusters_interval(clusters, confidence=confidence)
        return PeriodRatio(replace(whole, clustered=(interval,)), clusters, event_factor, clusters.reason)
    short = "the period has too few months with deaths on both sides to take quarters or months as clusters"
    if event_factor is None or not math.isfinite(event_factor):
        return PeriodRatio(whole, None, None, f"{short}: the band of cluster factors is borrowed")
    factor = max(event_factor, 1.0)
    scaled = clustered_interval(whole.militants, whole.security, factor, confidence=confidence)
    whole = replace(whole, clustered=(replace(scaled, method="events"),))
    return PeriodRatio(whole, None, factor, f"{short}: its events are taken as clusters")


def change_of_months(earlier: PeriodRatio, later: PeriodRatio) -> RatioChange:
    """Later kill ratio over the earlier one, of two periods apart.

    Where both have clusters of their own the interval is by these (`clusters_change`); where one has
    none, by the events of both; where these are not known either, at both ends of the borrowed band.
    """
    (first, last), confidence = (earlier.ratio, later.ratio), earlier.ratio.confidence
    pairs = ((first.militants, first.security), (last.militants, last.security))
    change = replace(ratio_change(*pairs, confidence=confidence), earlier=first, later=last)
    if earlier.clusters is not None and later.clusters is not None:
        interval = clusters_change(earlier.clusters, later.clusters, confidence=confidence)
        return replace(change, clustered=(interval,))
    if earlier.event_factor is not None and later.event_factor is not None:
        factors = max(earlier.event_factor, 1.0), max(later.event_factor, 1.0)
        scaled = clustered_change(*pairs, factors, confidence=confidence)
        return replace(change, clustered=(replace(scaled, method="events"),))
    return change
