"""Change of the kill ratio between two periods: the ratio of two ratios."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from turningpoint.killratio.one_period.cluster_factor import BAND
from turningpoint.killratio.one_period.clustered_intervals import (
    checked_factors,
    clustered_change,
    fisher_ends,
    log_ends,
)
from turningpoint.killratio.one_period.poisson_ratio import RatioInterval
from turningpoint.killratio.one_period.ratio import (
    INDEPENDENCE,
    OnePeriodRatio,
    WithIntervals,
    as_odds,
    clustered_words,
    interval_words,
    ratio_intervals,
)
from turningpoint.number_format import fixed


@dataclass(frozen=True)
class RatioChange(WithIntervals):
    """Kill ratio of a later period over that of an earlier one, by Fisher's conditional interval and Wald's.

    Attributes
    ----------
    earlier, later : the two kill ratios. The cluster factors are taken for both periods.
    """

    earlier: OnePeriodRatio
    later: OnePeriodRatio

    def to_frame(self) -> pd.DataFrame:
        """Tidy table, one row an interval: method, earlier, later, estimate, low, high, confidence."""
        earlier, later = (f"{one.militants}:{one.security}" for one in (self.earlier, self.later))
        return self._frame(earlier=earlier, later=later)

    def summary(self) -> str:
        """Say the change in words, with the intervals scaled for clusters and Fisher's."""
        if self.estimate is None or self.earlier.estimate is None or self.later.estimate is None:
            return "The change of the kill ratio is not defined: one side of one period has no deaths."
        return (
            f"From {as_odds(self.earlier.estimate)} to {as_odds(self.later.estimate)}: {fixed(self.estimate, 2)} "
            f"times the earlier ratio ({clustered_words(self.clustered)}). Fisher's conditional: "
            f"{interval_words(self.interval())}. {INDEPENDENCE}"
        )


def ratio_change(
    earlier: tuple[int, int], later: tuple[int, int], *, confidence: float = 0.95, factors: Sequence[float] = BAND
) -> RatioChange:
    """Ratio of two kill ratios with Fisher's conditional, the Wald-log and the cluster-scaled interval.

    The estimate is (M₂/S₂)/(M₁/S₁), the odds ratio of the two-by-two table. Fisher's interval inverts two one-sided
    tests under the noncentral hypergeometric distribution; Wald's is log ± z·sqrt(1/M₁ + 1/S₁ + 1/M₂ + 1/S₂).

    Parameters
    ----------
    earlier, later : (militants, security) deaths of each period; both on one basis, or the change is one of definition.
    confidence : strictly between 0 and 1.
    factors : the cluster factor of both periods, or the two ends of a band of them (`ratio_intervals`).

    Raises
    ------
    ParameterError
        A bad number of deaths, a confidence outside (0, 1), a factor below 1.

    References
    ----------
    Fisher (1935), J. Royal Statistical Society 98(1), doi:10.2307/2342435.

    Examples
    --------
    >>> change = ratio_change((193, 592), (2597, 1235))
    >>> f"{change.estimate:.2f}, {change.interval().low:.2f} to {change.interval().high:.2f}"
    '6.45, 5.39 to 7.73'
    """
    before = ratio_intervals(*earlier, confidence=confidence, factors=factors)
    after = ratio_intervals(*later, confidence=confidence, factors=factors)
    m1, s1, m2, s2 = before.militants, before.security, after.militants, after.security
    defined = m1 > 0 and s2 > 0 and s1 + m2 > 0
    estimate = (m2 * s1) / (m1 * s2) if defined else None
    intervals = (
        RatioInterval("fisher", *fisher_ends(m1, s1, m2, s2, confidence), confidence),
        RatioInterval("wald-log", *_wald_log(m1, s1, m2, s2, confidence), confidence),
    )
    clustered = tuple(
        clustered_change((m1, s1), (m2, s2), factor, confidence=confidence) for factor in checked_factors(factors)
    )
    return RatioChange(estimate, intervals, clustered, confidence, before, after)


def _wald_log(m1: int, s1: int, m2: int, s2: int, confidence: float) -> tuple[float | None, float | None]:
    """Wald's interval on the log scale; without information, hence open at both ends, where a count is zero."""
    if 0 in (m1 + s1, m2 + s2, m1 + m2, s1 + s2):
        return None, None
    if 0 in (m1, s1, m2, s2):
        return 0.0, None
    return log_ends(math.log(m2 * s1 / (m1 * s2)), 1 / m1 + 1 / s1 + 1 / m2 + 1 / s2, confidence)
