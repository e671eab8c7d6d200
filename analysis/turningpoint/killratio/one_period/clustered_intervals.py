"""Intervals of a kill ratio, and of a ratio of two, when deaths come in clusters: the ones a reader should use."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import logsumexp, ndtri
from scipy.stats.contingency import odds_ratio

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.borrowed_band import borrowed_band
from turningpoint.killratio.one_period.poisson_ratio import RatioInterval, checked_confidence, checked_deaths

METHOD = "clustered"
LARGEST_TABLE = 1_000_000
"""Deaths of a table beyond which scipy's sum over every table with the same margins is slow, or overflows."""
WIDTH = 20
"""Standard deviations on either side of what was observed that are summed over; farther tables add nothing."""
LEAST = 2000
"""Tables on either side that are summed over at least: a skewed distribution's deviation says little."""


def clustered_interval(militants: int, security: int, factor: float, *, confidence: float = 0.95) -> RatioInterval:
    """Interval of a kill ratio M/S whose log has F times the variance of independent deaths.

    It is exp(log(M/S) ± z·sqrt(F(1/M + 1/S))). With no deaths on one side it is the exact conditional interval of the
    counts over F, open at one end; Clopper-Pearson's limits are then closed forms and need no whole numbers.

    Both ends None where nobody died; ``high`` None without deaths of security forces. F is 1 or more.

    >>> found = clustered_interval(190, 192, 3.14)
    >>> f"{found.low:.2f} to {found.high:.2f}"
    '0.69 to 1.41'
    """
    m, s = checked_deaths((militants, security))
    f = checked_factor(factor)
    checked_confidence(confidence)
    low: float | None = 0.0
    high: float | None = None
    if m and s:
        low, high = log_ends(math.log(m / s), f * (1 / m + 1 / s), quantile=normal_quantile(confidence))
    elif m:
        low = 1 / _odds(f / m, confidence)
    elif s:
        high = _odds(f / s, confidence)
        high = high if math.isfinite(high) else None
    else:
        low = None
    return RatioInterval(METHOD, low, high, confidence, f)


def clustered_change(
    earlier: tuple[int, int], later: tuple[int, int], factor: float | tuple[float, float], *, confidence: float = 0.95
) -> RatioInterval:
    """Interval of the ratio of two kill ratios when deaths come in clusters.

    It is Wald's on the log scale with F₁(1/M₁ + 1/S₁) + F₂(1/M₂ + 1/S₂) for the variance. Where a side of a period has
    no deaths it is Fisher's conditional interval of the deaths over F, rounded down to whole events but never below
    the one event that there must have been.

    Both ends None where a period has no deaths, or one side has none in either. Deaths are (militants, security);
    ``factor`` is that of both periods, or of the earlier and the later one.

    >>> found = clustered_change((193, 592), (2597, 1235), 10)
    >>> f"{found.low:.1f} to {found.high:.1f}"
    '3.7 to 11.3'
    """
    counts = (*checked_deaths(earlier), *checked_deaths(later))
    f1, f2 = map(checked_factor, factor if isinstance(factor, tuple) else (factor, factor))
    checked_confidence(confidence)
    m1, s1, m2, s2 = counts
    if all(counts):
        variance = f1 * (1 / m1 + 1 / s1) + f2 * (1 / m2 + 1 / s2)
        low, high = log_ends(math.log(m2 / s2) - math.log(m1 / s1), variance, quantile=normal_quantile(confidence))
        return RatioInterval(METHOD, low, high, confidence, max(f1, f2))
    low_high = fisher_ends(_events(m1, f1), _events(s1, f1), _events(m2, f2), _events(s2, f2), confidence)
    return RatioInterval(METHOD, *low_high, confidence, max(f1, f2))


def fisher_ends(m1: int, s1: int, m2: int, s2: int, confidence: float) -> tuple[float | None, float | None]:
    """Fisher's conditional interval of (m₂/s₂)/(m₁/s₁); None, None where a margin is zero and nothing can be learnt."""
    if 0 in (m1 + s1, m2 + s2, m1 + m2, s1 + s2):
        return None, None
    if m1 + s1 + m2 + s2 > LARGEST_TABLE:
        low, high = large_fisher_ends(m1, s1, m2, s2, confidence)
        return low, (high if math.isfinite(high) else None)
    ends = odds_ratio(np.array([[m2, s2], [m1, s1]]), kind="conditional").confidence_interval(confidence)
    return float(ends.low), (float(ends.high) if math.isfinite(ends.high) else None)


def large_fisher_ends(m1: int, s1: int, m2: int, s2: int, confidence: float) -> tuple[float, float]:
    """Ends of the interval of (m₂/s₂)/(m₁/s₁) by two one-sided tests given all margins; the upper may be infinite.

    The noncentral hypergeometric probabilities come from the ratios of neighbours, each exact to rounding, around the
    table observed: with a billion in a cell as well as with nine.

    >>> low, high = large_fisher_ends(193, 592, 2597, 1235, 0.95)
    >>> f"{low:.2f}, {high:.2f}"
    '5.39, 7.73'
    """
    cells = np.array([m1, s1, m2, s2], dtype=float) + 0.5
    deviation = float((1 / cells).sum() ** -0.5)
    reach = int(WIDTH * deviation) + LEAST
    least, most = max(0, m2 - s1), min(m2 + s2, m1 + m2)
    k = np.arange(max(least, m2 - reach), min(most, m2 + reach) + 1, dtype=float)
    # log of P(k + 1)/P(k) at odds ratio 1: the four cells of the table with k in m₂'s place
    low = k[:-1]
    step = np.log(m2 + s2 - low) + np.log(m1 + m2 - low) - np.log(low + 1) - np.log(s1 - m2 + low + 1)
    plain = np.concatenate([[0.0], np.cumsum(step)])
    middle = float(np.log(cells[2] / cells[3]) - np.log(cells[0] / cells[1]))
    around = (middle - 60 / deviation, middle + 60 / deviation)
    tail = np.log((1 - confidence) / 2)

    def root(part: NDArray[np.bool_]) -> float:
        def excess(log_odds: float) -> float:
            weight = plain + log_odds * (k - m2)
            return float(logsumexp(weight[part]) - logsumexp(weight) - tail)

        return float(np.exp(brentq(excess, *around, xtol=1e-13)))

    return root(k >= m2) if m2 > least else 0.0, root(k <= m2) if m2 < most else float("inf")


def with_clustered(table: pd.DataFrame, intervals: Sequence[Sequence[RatioInterval]]) -> pd.DataFrame:
    """Add the intervals for clustered deaths to a table of kill ratios.

    The table with clusters (how they were taken: the method of the interval), freedom (degrees of freedom of Student's
    t; NaN where there are none), factor_low, factor_high, clustered_low, clustered_high (interval at the upper factor,
    the wider one) and clustered_low_narrow, clustered_high_narrow (at the lower factor). NaN is open. ``intervals`` are
    those of each row, narrower first: one, or two at both ends of a band.
    """
    numbers = ("freedom", "factor_low", "factor_high", "clustered_low", "clustered_high")
    columns = (*numbers, "clustered_low_narrow", "clustered_high_narrow")
    ends = [(found[0], found[-1]) for found in intervals]
    rows = [
        (wide.freedom, narrow.factor, wide.factor, wide.low, wide.high, narrow.low, narrow.high)
        for narrow, wide in ends
    ]
    named = table.assign(clusters=[wide.method for _, wide in ends])
    return named.assign(**pd.DataFrame(rows, table.index, columns, dtype=float))


def checked_factor(value: float) -> float:
    """Give a cluster factor back as a float; refuse one that is below 1 or not finite."""
    if isinstance(value, bool) or not math.isfinite(value) or value < 1:
        raise ParameterError(
            f"the cluster factor is {value}: give 1 (each death an event of its own) or more, like 5 or 20."
        )
    return float(value)


def checked_factors(values: Sequence[float] | None) -> tuple[float, ...]:
    """Give one cluster factor, or the two ends of a band in order, back as floats; refuse any other number of them.

    None is the band that is borrowed from UCDP (`borrowed_band`).
    """
    if values is None:
        return borrowed_band()
    if len(values) not in (1, 2):
        raise ParameterError(f"{len(values)} cluster factors: give one, or the two ends of a band.")
    return tuple(sorted(map(checked_factor, values)))


def normal_quantile(confidence: float) -> float:
    """Two-sided quantile of the normal distribution."""
    return float(ndtri(0.5 + confidence / 2))


def log_ends(middle: float, variance: float, *, quantile: float) -> tuple[float, float | None]:
    """Ends of exp(middle ± quantile·sd); an end too large for a number is open."""
    half = quantile * math.sqrt(variance)
    return math.exp(middle - half), (math.exp(middle + half) if middle + half < 700 else None)


def _odds(per_event: float, confidence: float) -> float:
    """Odds at the far limit of Clopper-Pearson when all of n events fall on one side: tail^(-1/n) - 1."""
    exponent = -math.log((1 - confidence) / 2) * per_event
    return math.expm1(exponent) if exponent < 700 else math.inf


def _events(deaths: int, factor: float) -> int:
    """How many independent events so many deaths are worth, in whole ones."""
    return max(int(deaths / factor), 1) if deaths else 0
