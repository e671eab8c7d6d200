"""Kill ratio of a period whose deaths are known month by month, and its change between two such periods."""

import math
from dataclasses import dataclass, replace

import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.clustered_intervals import clustered_change, clustered_interval
from turningpoint.killratio.one_period.months_as_clusters import Memory
from turningpoint.killratio.one_period.period_clusters import (
    PeriodClusters,
    clusters_change,
    clusters_interval,
    period_clusters,
)
from turningpoint.killratio.one_period.poisson_ratio import RatioInterval
from turningpoint.killratio.one_period.ratio import OnePeriodRatio, RatioChange, ratio_change, ratio_intervals

INTENSITIES = (
    "The interval is for the ratio of the intensities behind the deaths, not for the numbers of the period, which are "
    "known."
)


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

    def summary(self) -> str:
        """Say the ratio, how its interval was made, and for what it is."""
        return f"{self.ratio.summary()} {self.reason[:1].upper()}{self.reason[1:]}. {INTENSITIES}"


def ratio_of_months(
    months: pd.DataFrame, *, known: Memory | None = None, event_factor: float | None = None, confidence: float = 0.95
) -> PeriodRatio:
    """Kill ratio of all months of a table together, by quarters or whatever else the rule of `period_clusters` says.

    Parameters
    ----------
    months, known : see `period_clusters`.
    event_factor : cluster factor of the period by its events (`cluster_factor`); taken only where months cannot serve.

    Raises
    ------
    ParameterError
        No month was observed, a number of deaths is bad, or the confidence lies outside (0, 1).

    Examples
    --------
    >>> from turningpoint.killratio.one_period.borrowed_band import months_of
    >>> from turningpoint.sources import read_sides
    >>> year = months_of(read_sides(), "2021-01", "2021-12")
    >>> year = year.rename(columns={"deaths_militant": "militants", "deaths_state": "security"})
    >>> found = ratio_of_months(year)
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
    by_events = replace(whole, clustered=(_by_events(scaled),))
    return PeriodRatio(by_events, None, factor, f"{short}: its events are taken as clusters")


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
        return replace(change, clustered=(_by_events(clustered_change(*pairs, factors, confidence=confidence)),))
    return change


def _by_events(scaled: RatioInterval) -> RatioInterval:
    return replace(scaled, method="events")
