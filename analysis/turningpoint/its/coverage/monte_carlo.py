"""How often simulated intervals held the truth: shares, the error of simulating them, and what they come to."""

from typing import Any

import numpy as np
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.its.coverage.kept_table import verdict

CONFIDENCE = 0.99
"""Of the Monte Carlo interval."""

Results = dict[tuple[str, str], tuple[Array, Array]]


def monte_carlo_interval(covered: int, series: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval of a share found in so many simulated series (1927, doi:10.1080/01621459.1927.10502953).

    >>> low, high = monte_carlo_interval(950, 1000)
    >>> round(low, 4), round(high, 4)
    (0.9291, 0.965)
    """
    ends = stats.binomtest(covered, series).proportion_ci(confidence, method="wilson")
    return float(ends.low), float(ends.high)


def gather(parts: list[Results]) -> Results:
    """Put chunks end to end; those that came later lack the conventional methods."""
    found: Results = {}
    for key in parts[0]:
        inside, width = zip(*(part[key] for part in parts if key in part), strict=True)
        found[key] = np.concatenate(inside), np.concatenate(width)
    return found


def judged(inside: Array, width: Array) -> dict[str, Any]:
    """Count how often intervals held the truth, and judge it; NaN is an interval that was refused."""
    known = np.isfinite(inside)
    series, covered = int(known.sum()), int(inside[known].sum())
    low, high = monte_carlo_interval(covered, series)
    counts = {"series": series, "refused": int((~known).sum()), "covered": covered, "coverage": covered / series}
    found = {"low": low, "high": high, "median_width": float(np.median(width[known]))}
    return {**counts, **found, "verdict": verdict(covered / series)}
