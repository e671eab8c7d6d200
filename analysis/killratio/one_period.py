"""Kill ratio of one period: militants killed for each member of the security forces killed."""

from dataclasses import dataclass

import pandas as pd

from analysis.errors import ParameterError
from analysis.killratio.rates import METHOD_TITLES, RatioInterval, checked_count, poisson_rate_ratio
from analysis.wording import confidence_label

INDEPENDENCE = (
    "This interval assumes that one death is one independent event; deaths come in clusters, "
    "so the real uncertainty is larger."
)


@dataclass(frozen=True)
class OnePeriodRatio:
    """Kill ratio of one period.

    Attributes
    ----------
    militants, security : deaths of each side in the period, on one basis.
    estimate : militants killed for each member of the security forces killed; None where none was killed.
    intervals : one a method; they assume that one death is one event (`INDEPENDENCE`).
    confidence : of all the intervals.
    """

    militants: int
    security: int
    estimate: float | None
    intervals: tuple[RatioInterval, ...]
    confidence: float

    def interval(self, method: str = "exact") -> RatioInterval:
        """Give the interval by one method.

        Raises
        ------
        ParameterError
            There is no interval by this method.
        """
        for interval in self.intervals:
            if interval.method == method:
                return interval
        known = ", ".join(interval.method for interval in self.intervals)
        raise ParameterError(f"no interval by the method {method!r}: there are {known}.")

    def to_frame(self) -> pd.DataFrame:
        """Tidy table, one row a method: method, militants, security, estimate, low, high, confidence (NaN is open)."""
        return pd.DataFrame(
            {
                "method": [METHOD_TITLES[interval.method] for interval in self.intervals],
                "militants": self.militants,
                "security": self.security,
                "estimate": pd.Series([self.estimate] * len(self.intervals), dtype=float),
                "low": pd.Series([interval.low for interval in self.intervals], dtype=float),
                "high": pd.Series([interval.high for interval in self.intervals], dtype=float),
                "confidence": self.confidence,
            }
        )

    def summary(self) -> str:
        """Say the ratio in words, with the exact interval and what it assumes."""
        if self.militants + self.security == 0:
            return "No deaths on either side: the kill ratio of this period is not defined."
        if self.estimate is None:
            low = self.interval().low
            return (
                f"{self.militants:,} militants and no member of the security forces killed: the kill ratio has no "
                f"upper end; it is at least {low:.2g} ({confidence_label(self.confidence)}, exact conditional). "
                f"{INDEPENDENCE}"
            )
        return (
            f"{self.militants:,} militants to {self.security:,} members of the security forces killed: "
            f"{as_odds(self.estimate)} ({confidence_label(self.confidence)} {interval_words(self.interval())}, exact "
            f"conditional). {INDEPENDENCE}"
        )


def ratio_intervals(militants: int, security: int, *, confidence: float = 0.95) -> OnePeriodRatio:
    """Kill ratio of one period with exact conditional, mid-p, score and Wald-log intervals.

    The deaths of both sides are taken as two Poisson counts over the same period: the ratio is that of their rates,
    M/S. The intervals treat one death as one independent event and are therefore too narrow.

    Parameters
    ----------
    militants, security : deaths of each side, whole numbers, on one basis and from one report.
    confidence : strictly between 0 and 1.

    Raises
    ------
    ParameterError
        A negative, fractional or not finite number of deaths, or a confidence outside (0, 1).

    See Also
    --------
    analysis.killratio.change.ratio_change : the ratio of two such ratios.

    Examples
    --------
    >>> ratio = ratio_intervals(193, 592)
    >>> f"{ratio.estimate:.3f}, {ratio.interval().low:.3f} to {ratio.interval().high:.3f}"
    '0.326, 0.276 to 0.384'
    >>> ratio_intervals(5, 0).interval().high is None
    True
    """
    checked_count("militants", militants)
    checked_count("security", security)
    found = poisson_rate_ratio(militants, 1.0, security, 1.0, confidence=confidence)
    return OnePeriodRatio(found.count1, found.count2, found.estimate, found.intervals, confidence)


def as_odds(ratio: float, separator: str = " to ") -> str:
    """Write a ratio the way people say it; ``separator`` stands between the two numbers.

    >>> as_odds(0.326), as_odds(2.103), as_odds(1.0), as_odds(0.0)
    ('1 to 3.1', '2.1 to 1', '1 to 1', '0 to 1')
    >>> as_odds(3.185, ":")
    '3.2:1'
    """
    if 0 < ratio < 1:
        return f"1{separator}{1 / ratio:.2g}"
    return f"{ratio:.2g}{separator}1"


def interval_words(interval: RatioInterval) -> str:
    """Write the ends of an interval with two decimals; an open end is said in words.

    >>> interval_words(RatioInterval("exact", 0.3, None, 0.95))
    '0.30 with no upper end'
    """
    if interval.low is None:
        return "not defined"
    return (
        f"{interval.low:.2f} with no upper end"
        if interval.high is None
        else f"{interval.low:.2f} to {interval.high:.2f}"
    )
