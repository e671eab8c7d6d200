"""What the intervals of a kill ratio, and of a ratio of two, have in common: look-up, table, what each assumes."""

from collections.abc import Sequence

import pandas as pd

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.clustered_intervals import ClusteredInterval
from turningpoint.killratio.one_period.poisson_ratio import METHOD_TITLES, RatioInterval

CHANGE_TITLES = {"fisher": "Fisher, conditional on all margins", "wald-log": "Wald on the log scale"}
_TITLES = {**METHOD_TITLES, **CHANGE_TITLES}
_SMALL = "each death is an independent event"
_LARGE = f"{_SMALL}, and no side has only a few deaths"
_ASSUMES = {
    "exact": f"{_SMALL}; it then never covers too rarely",
    "mid-p": f"{_SMALL}; it then covers about as often as it says",
    "score": f"{_LARGE} (an approximation)",
    "wald-log": f"{_LARGE} (an approximation)",
    "fisher": f"{_SMALL}; it then never covers too rarely",
}


def interval_by(intervals: Sequence[RatioInterval], method: str) -> RatioInterval:
    """Give the interval by one method; of the clustered ones the one with the largest factor, the widest.

    Raises
    ------
    ParameterError
        There is no interval by this method.
    """
    found = [interval for interval in intervals if interval.method == method]
    if not found:
        known = ", ".join(dict.fromkeys(interval.method for interval in intervals))
        raise ParameterError(f"no interval by the method {method!r}: there are {known}.")
    return max(found, key=lambda interval: interval.factor if isinstance(interval, ClusteredInterval) else 0.0)


def title_of(interval: RatioInterval) -> str:
    """Name the method of an interval, and its cluster factor where it takes one.

    >>> title_of(ClusteredInterval("clustered", 0.5, 2.0, 0.95, 3.0))
    'scaled for clusters (factor 3)'
    """
    if isinstance(interval, ClusteredInterval):
        return f"scaled for clusters (factor {interval.factor:.3g})"
    return _TITLES[interval.method]


def assumption_of(interval: RatioInterval) -> str:
    """Say what an interval assumes, as the end of a sentence that begins “it assumes that”.

    >>> assumption_of(ClusteredInterval("clustered", 0.5, 2.0, 0.95, 3.0))
    'deaths come in clusters that multiply the variance of the log ratio by 3'
    """
    if isinstance(interval, ClusteredInterval):
        return f"deaths come in clusters that multiply the variance of the log ratio by {interval.factor:.3g}"
    return _ASSUMES[interval.method]


def intervals_frame(intervals: Sequence[RatioInterval], estimate: float | None, **columns: object) -> pd.DataFrame:
    """Tidy table, one row an interval: method, ``columns``, estimate, low, high, confidence (NaN is open)."""
    return pd.DataFrame(
        {
            "method": [title_of(interval) for interval in intervals],
            **columns,
            "estimate": pd.Series([estimate] * len(intervals), dtype=float),
            "low": pd.Series([interval.low for interval in intervals], dtype=float),
            "high": pd.Series([interval.high for interval in intervals], dtype=float),
            "confidence": [interval.confidence for interval in intervals],
        }
    )


def document(interval: RatioInterval) -> dict[str, object]:
    """Give an interval as plain keys and values: method, factor, low, high (None is open), confidence, assumes."""
    return {
        "method": interval.method,
        "factor": interval.factor if isinstance(interval, ClusteredInterval) else None,
        "low": interval.low,
        "high": interval.high,
        "confidence": interval.confidence,
        "assumes": assumption_of(interval),
    }
