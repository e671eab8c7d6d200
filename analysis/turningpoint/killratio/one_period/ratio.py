"""Kill ratio of one period, militants killed for each member of the security forces killed, and its change."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.clustered_intervals import (
    METHOD,
    checked_factors,
    clustered_change,
    clustered_interval,
    fisher_ends,
    log_ends,
    normal_quantile,
)
from turningpoint.killratio.one_period.poisson_ratio import RatioInterval, checked_deaths, poisson_rate_ratio
from turningpoint.number_format import confidence_label, fixed

Change = Literal["rise", "fall", "none"]


@dataclass(frozen=True)
class WithIntervals:
    """A kill ratio, or a change of it, with its intervals.

    Attributes
    ----------
    estimate : None where it is not defined.
    intervals : one a method; they assume that one death is one event, and so are too narrow.
    clustered : the intervals a reader should use: by the clusters of the period itself, at a cluster factor, or at the
        lower and the upper end of a band of them. They are for the ratio of the intensities behind the deaths: the
        numbers of the period itself are known.
    confidence : of all the intervals.
    """

    estimate: float | None
    intervals: tuple[RatioInterval, ...]
    clustered: tuple[RatioInterval, ...]
    confidence: float

    @property
    def every(self) -> tuple[RatioInterval, ...]:
        """All intervals, those scaled for clusters first and of them the widest."""
        return (*self.clustered[::-1], *self.intervals)

    def interval(self, method: str = "") -> RatioInterval:
        """Give the interval by one method, by default the first; ``clustered`` at the upper end of the band."""
        named = {interval.method: interval for interval in (*self.intervals, *self.clustered)}
        if (wanted := method or self.intervals[0].method) not in named:
            raise ParameterError(f"no interval by the method {method!r}: there are {', '.join(named)}.")
        return named[wanted]


@dataclass(frozen=True)
class OnePeriodRatio(WithIntervals):
    """Militants killed for each member of the security forces killed in one period, both on one basis."""

    militants: int
    security: int


def ratio_intervals(
    militants: int, security: int, *, confidence: float = 0.95, factors: Sequence[float] | None = None
) -> OnePeriodRatio:
    """Kill ratio of one period with exact conditional, mid-p, score, Wald-log and cluster-scaled intervals.

    The deaths of both sides are taken as two Poisson counts over the same period: the ratio is that of their rates,
    M/S. The first four intervals treat one death as one independent event and are therefore too narrow.

    Parameters
    ----------
    militants, security : deaths of each side, whole numbers, on one basis and from one report.
    confidence : strictly between 0 and 1.
    factors : the cluster factor, or the two ends of a band of them; by default the band that is borrowed where only a
        total is known (`borrowed_band`). Where deaths are known by month see `period_ratio`.

    A `ParameterError` refuses a negative, fractional or not finite number of deaths, a confidence outside (0, 1), and a
    factor below 1.

    >>> ratio = ratio_intervals(193, 592)
    >>> f"{ratio.estimate:.3f}, {ratio.interval().low:.3f} to {ratio.interval().high:.3f}"
    '0.326, 0.276 to 0.384'
    >>> f"{ratio.interval('clustered').low:.3f} to {ratio.interval('clustered').high:.3f}"
    '0.142 to 0.746'
    >>> ratio_intervals(5, 0).interval().high is None
    True
    """
    m, s = checked_deaths((militants, security))
    found = poisson_rate_ratio(m, 1.0, s, 1.0, confidence=confidence)
    clustered = tuple(clustered_interval(m, s, factor, confidence=confidence) for factor in checked_factors(factors))
    return OnePeriodRatio(found.estimate, found.intervals, clustered, confidence, m, s)


@dataclass(frozen=True)
class RatioChange(WithIntervals):
    """Kill ratio of a later period over that of an earlier one; a cluster factor is taken for both periods."""

    earlier: OnePeriodRatio
    later: OnePeriodRatio

    @property
    def sure(self) -> Change:
        """“rise” or “fall” where every interval to use, at both ends of a band, lies on one side of 1; else “none”."""
        if all(one.low is not None and one.low > 1 for one in self.clustered):
            return "rise"
        return "fall" if all(one.high is not None and one.high < 1 for one in self.clustered) else "none"

    def verdict(self) -> str:
        """Say whether there is a change, as the end of a sentence that begins “it is”; of a band at both of its ends.

        >>> ratio_change((165, 137), (2115, 664)).verdict()
        'a rise with a cluster factor of 4 but not with 26: it cannot be told from none'
        >>> ratio_change((193, 592), (2597, 1235)).verdict(), ratio_change((7, 9), (9, 8), factors=[3]).verdict()
        ('a rise at both ends of the band', 'not told from none')
        """
        ends = " at both ends of the band" if len(self.clustered) > 1 else ""
        if self.sure != "none":
            return f"a {self.sure}{ends}"
        narrow, wide = self.clustered[0], self.clustered[-1]
        found = replace(self, clustered=(narrow,)).sure
        if found == "none":
            return "not told from none" + (" at either end of the band" if ends else "")
        return (
            f"a {found} with a cluster factor of {narrow.factor:.3g} but not with {wide.factor:.3g}: it cannot be told "
            "from none"
        )


def ratio_change(
    earlier: tuple[int, int],
    later: tuple[int, int],
    *,
    confidence: float = 0.95,
    factors: Sequence[float] | None = None,
) -> RatioChange:
    """Ratio of two kill ratios with Fisher's conditional, the Wald-log and the cluster-scaled interval.

    The estimate is (M₂/S₂)/(M₁/S₁), the odds ratio of the two-by-two table. Fisher's interval inverts two one-sided
    tests under the noncentral hypergeometric distribution (1935, doi:10.2307/2342435); Wald's is
    log ± z·sqrt(1/M₁ + 1/S₁ + 1/M₂ + 1/S₂).

    Deaths are (militants, security) of each period, both on one basis, or the change is one of definition; ``factors``
    are for both periods. For these and for what is refused see `ratio_intervals`.

    >>> change = ratio_change((193, 592), (2597, 1235))
    >>> f"{change.estimate:.2f}, {change.interval().low:.2f} to {change.interval().high:.2f}"
    '6.45, 5.39 to 7.73'
    """
    before = ratio_intervals(*earlier, confidence=confidence, factors=factors)
    after = ratio_intervals(*later, confidence=confidence, factors=factors)
    counts = m1, s1, m2, s2 = before.militants, before.security, after.militants, after.security
    defined = m1 > 0 and s2 > 0 and s1 + m2 > 0
    estimate = (m2 * s1) / (m1 * s2) if defined else None
    intervals = (
        RatioInterval("fisher", *fisher_ends(*counts, confidence), confidence),
        RatioInterval("wald-log", *_wald_log(*counts, confidence), confidence),
    )
    clustered = tuple(
        clustered_change(earlier, later, factor, confidence=confidence) for factor in checked_factors(factors)
    )
    return RatioChange(estimate, intervals, clustered, confidence, before, after)


def _wald_log(m1: int, s1: int, m2: int, s2: int, confidence: float) -> tuple[float | None, float | None]:
    """Wald's interval on the log scale; without information, hence open at both ends, where a count is zero."""
    if 0 in (m1 + s1, m2 + s2, m1 + m2, s1 + s2):
        return None, None
    if 0 in (m1, s1, m2, s2):
        return 0.0, None
    variance = 1 / m1 + 1 / s1 + 1 / m2 + 1 / s2
    return log_ends(math.log(m2 * s1 / (m1 * s2)), variance, quantile=normal_quantile(confidence))


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
    low = fixed(interval.low, 2)
    return f"{low} with no upper end" if interval.high is None else f"{low} to {fixed(interval.high, 2)}"


def clustered_words(intervals: Sequence[RatioInterval]) -> str:
    """Write the intervals to use: at one cluster factor, at both ends of a band, or by clusters of the period itself.

    >>> found = [clustered_interval(190, 192, factor) for factor in (4, 26)]
    >>> clustered_words(found)
    '95% interval 0.66 to 1.48 at a cluster factor of 4, 0.36 to 2.75 at 26'
    """
    first, *rest = sorted(intervals, key=lambda interval: interval.factor or 0.0)
    how = f"at a cluster factor of {first.factor:.3g}" if first.method == METHOD else f"with {first.title}"
    words = f"{confidence_label(first.confidence)} {interval_words(first)} {how}"
    return words + "".join(f", {interval_words(interval)} at {interval.factor:.3g}" for interval in rest)
