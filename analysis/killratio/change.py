"""Change of the kill ratio between two periods: the ratio of two ratios."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats.contingency import odds_ratio

from analysis.errors import ParameterError
from analysis.killratio.one_period import INDEPENDENCE, OnePeriodRatio, as_odds, interval_words, ratio_intervals
from analysis.killratio.rates import RatioInterval
from analysis.wording import confidence_label

CHANGE_TITLES = {"fisher": "Fisher, conditional on all margins", "wald-log": "Wald on the log scale"}


@dataclass(frozen=True)
class RatioChange:
    """Kill ratio of a later period over that of an earlier one.

    Attributes
    ----------
    earlier, later : the two kill ratios.
    estimate : later over earlier, no unit; None where it is not defined (a zero in the denominator).
    intervals : Fisher's conditional (``fisher``) and Wald's (``wald-log``); one death is taken as one event.
    confidence : of both intervals.
    """

    earlier: OnePeriodRatio
    later: OnePeriodRatio
    estimate: float | None
    intervals: tuple[RatioInterval, ...]
    confidence: float

    def interval(self, method: str = "fisher") -> RatioInterval:
        """Give the interval by one method.

        Raises
        ------
        ParameterError
            There is no interval by this method.
        """
        for interval in self.intervals:
            if interval.method == method:
                return interval
        raise ParameterError(f"no interval by the method {method!r}: there are {', '.join(CHANGE_TITLES)}.")

    def to_frame(self) -> pd.DataFrame:
        """Tidy table, one row a method: method, earlier, later, estimate, low, high, confidence (NaN is open)."""
        return pd.DataFrame(
            {
                "method": [CHANGE_TITLES[interval.method] for interval in self.intervals],
                "earlier": f"{self.earlier.militants}:{self.earlier.security}",
                "later": f"{self.later.militants}:{self.later.security}",
                "estimate": pd.Series([self.estimate] * len(self.intervals), dtype=float),
                "low": pd.Series([interval.low for interval in self.intervals], dtype=float),
                "high": pd.Series([interval.high for interval in self.intervals], dtype=float),
                "confidence": self.confidence,
            }
        )

    def summary(self) -> str:
        """Say the change in words, with Fisher's interval and what it assumes."""
        if self.estimate is None or self.earlier.estimate is None or self.later.estimate is None:
            return "The change of the kill ratio is not defined: one side of one period has no deaths."
        return (
            f"From {as_odds(self.earlier.estimate)} to {as_odds(self.later.estimate)}: {self.estimate:.2f} times the "
            f"earlier ratio ({confidence_label(self.confidence)} {interval_words(self.interval())}, "
            f"Fisher's conditional). {INDEPENDENCE}"
        )


def ratio_change(earlier: tuple[int, int], later: tuple[int, int], *, confidence: float = 0.95) -> RatioChange:
    """Ratio of two kill ratios with Fisher's conditional and the Wald-log interval.

    The estimate is (M₂/S₂)/(M₁/S₁), the odds ratio of the two-by-two table. Fisher's interval inverts two one-sided
    tests under the noncentral hypergeometric distribution; Wald's is log ± z·sqrt(1/M₁ + 1/S₁ + 1/M₂ + 1/S₂).

    Parameters
    ----------
    earlier, later : (militants, security) deaths of each period; both on one basis, or the change is one of definition.
    confidence : strictly between 0 and 1.

    Raises
    ------
    ParameterError
        A bad number of deaths, or a confidence outside (0, 1).

    References
    ----------
    Fisher (1935), J. Royal Statistical Society 98(1), doi:10.2307/2342435.

    Examples
    --------
    >>> change = ratio_change((193, 592), (2597, 1235))
    >>> f"{change.estimate:.2f}, {change.interval().low:.2f} to {change.interval().high:.2f}"
    '6.45, 5.39 to 7.73'
    """
    before = ratio_intervals(*earlier, confidence=confidence)
    after = ratio_intervals(*later, confidence=confidence)
    m1, s1, m2, s2 = before.militants, before.security, after.militants, after.security
    defined = m1 > 0 and s2 > 0 and s1 + m2 > 0
    estimate = (m2 * s1) / (m1 * s2) if defined else None
    intervals = (
        RatioInterval("fisher", *_fisher(m1, s1, m2, s2, confidence), confidence),
        RatioInterval("wald-log", *_wald_log(m1, s1, m2, s2, confidence), confidence),
    )
    return RatioChange(before, after, estimate, intervals, confidence)


def _fisher(m1: int, s1: int, m2: int, s2: int, confidence: float) -> tuple[float | None, float | None]:
    """Fisher's conditional interval; None, None where a margin is zero and nothing can be learnt."""
    if 0 in (m1 + s1, m2 + s2, m1 + m2, s1 + s2):
        return None, None
    ends = odds_ratio(np.array([[m2, s2], [m1, s1]]), kind="conditional").confidence_interval(confidence)
    return float(ends.low), (float(ends.high) if math.isfinite(ends.high) else None)


def _wald_log(m1: int, s1: int, m2: int, s2: int, confidence: float) -> tuple[float | None, float | None]:
    """Wald's interval on the log scale; without information, hence open at both ends, where a count is zero."""
    if 0 in (m1 + s1, m2 + s2, m1 + m2, s1 + s2):
        return None, None
    if 0 in (m1, s1, m2, s2):
        return 0.0, None
    middle = math.log(m2 * s1 / (m1 * s2))
    half = float(ndtri(0.5 + confidence / 2)) * math.sqrt(1 / m1 + 1 / s1 + 1 / m2 + 1 / s2)
    return math.exp(middle - half), math.exp(middle + half)
