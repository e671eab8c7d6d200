"""The error of a simulated share, and the rule by which intervals of the kill ratio are judged."""

import numpy as np
from scipy import stats

from turningpoint.arrays import Array

CONFIDENCE = 0.99
"""Of the Monte Carlo interval."""
WANTED = (0.935, 0.965)
"""Coverage wanted of a nominal 95% interval."""
VERDICTS = ("holds", "too low", "too high")

Results = dict[tuple[str, str], tuple[Array, Array]]


def monte_carlo_interval(covered: int, series: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval of a share found in so many simulated series (1927, doi:10.1080/01621459.1927.10502953).

    >>> low, high = monte_carlo_interval(950, 1000)
    >>> round(low, 4), round(high, 4)
    (0.9291, 0.965)
    """
    ends = stats.binomtest(covered, series).proportion_ci(confidence, method="wilson")
    return float(ends.low), float(ends.high)


def verdict(low: float, high: float) -> str:
    """Judge a cell by its Monte Carlo interval: it fails when all of that lies outside what is wanted.

    >>> verdict(0.91, 0.94), verdict(0.90, 0.93), verdict(0.97, 0.99)
    ('holds', 'too low', 'too high')
    """
    if high < WANTED[0]:
        return "too low"
    return "too high" if low > WANTED[1] else "holds"


def gather(parts: list[Results]) -> Results:
    """Put chunks end to end; those that came later lack the conventional methods."""
    found: Results = {}
    for key in parts[0]:
        inside, width = zip(*(part[key] for part in parts if key in part), strict=True)
        found[key] = np.concatenate(inside), np.concatenate(width)
    return found


def judged(inside: Array, width: Array) -> dict[str, object]:
    """Count how often intervals held the truth, and judge it; NaN is an interval that was refused."""
    known = np.isfinite(inside)
    series, covered = int(known.sum()), int(inside[known].sum())
    low, high = monte_carlo_interval(covered, series)
    return {
        "series": series,
        "refused": int((~known).sum()),
        "covered": covered,
        "coverage": covered / series,
        "low": low,
        "high": high,
        "median_width": float(np.median(width[known])),
        "verdict": verdict(low, high),
    }
