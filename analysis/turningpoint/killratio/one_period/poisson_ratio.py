"""Ratio of two Poisson rates: the interval by four methods.

Given their sum n = y₁ + y₂, the first count is binomial with probability p = rd/(1 + rd), where r is the ratio of the
rates and d the ratio of the exposures. An interval for p is an interval for r = p/((1 - p)d).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson_2indep

from turningpoint.errors import ParameterError
from turningpoint.its.effects.effect import refuse_not_finite
from turningpoint.sources.own_deaths import MOST

INTERVAL_METHODS = ("exact", "mid-p", "score", "wald-log")
_SMALL = "each death is an independent event"
_LARGE = f"{_SMALL}, and no side has only a few deaths (an approximation)"
_TITLES_AND_ASSUMPTIONS = {
    "exact": ("exact conditional (Clopper-Pearson, central)", f"{_SMALL}; it then never covers too rarely"),
    "mid-p": ("conditional mid-p (central)", f"{_SMALL}; it then covers about as often as it says"),
    "score": ("score (Wilson, conditional)", _LARGE),
    "wald-log": ("Wald on the log scale", _LARGE),
    "fisher": ("Fisher, conditional on all margins", f"{_SMALL}; it then never covers too rarely"),
}


@dataclass(frozen=True)
class RatioInterval:
    """One interval for a ratio, or for a ratio of two.

    By one of `INTERVAL_METHODS` or ``fisher``, which take each death as one event; by ``clustered``, at a cluster
    factor; or by ``months``, ``quarters`` or ``events`` of the period itself as clusters.

    ``high`` is None where the interval is open above, and both ends are where the data hold no information at all (both
    counts zero); a `FitError` where one is not finite. ``factor`` is the cluster factor, given or found, the larger of
    two periods; None where each death is one event. ``freedom`` are the degrees of freedom of Student's t, or None.
    """

    method: str
    low: float | None
    high: float | None
    confidence: float
    factor: float | None = None
    freedom: float | None = None

    @property
    def title(self) -> str:
        """Name of the method, with the cluster factor or the degrees of freedom where it has them.

        >>> RatioInterval("clustered", 0.5, 2.0, 0.95, 3.0).title
        'scaled for clusters (factor 3)'
        >>> RatioInterval("quarters", 0.5, 2.0, 0.95, 4.4, 3.0).title
        'quarters as clusters (t with 3 degrees of freedom)'
        """
        return self._words()[0]

    @property
    def assumes(self) -> str:
        """What it assumes, as the end of a sentence that begins “it assumes that”.

        >>> RatioInterval("clustered", 0.5, 2.0, 0.95, 3.0).assumes
        'deaths come in clusters that multiply the variance of the log ratio by 3'
        >>> RatioInterval("quarters", 0.5, 2.0, 0.95, 4.4, 3.0).assumes
        'the quarters of a period are alike and independent of each other'
        """
        return self._words()[1]

    def _words(self) -> tuple[str, str]:
        """Title and assumption."""
        if self.freedom is not None:
            title = f"{self.method} as clusters (t with {self.freedom:.3g} degrees of freedom)"
            return title, f"the {self.method} of a period are alike and independent of each other"
        if self.factor is None:
            return _TITLES_AND_ASSUMPTIONS[self.method]
        at = f"(factor {self.factor:.3g})"
        if self.method == "events":
            return f"events as clusters {at}", "events are independent of each other: fighting does not come in waves"
        clusters = f"deaths come in clusters that multiply the variance of the log ratio by {self.factor:.3g}"
        return f"scaled for clusters {at}", clusters

    def __post_init__(self) -> None:
        refuse_not_finite(f"interval by {self.method}", None, self.low, self.high)


@dataclass(frozen=True)
class RateRatio:
    """Ratio of two Poisson rates, None where the second count is zero, with an interval a method, as asked for."""

    estimate: float | None
    intervals: tuple[RatioInterval, ...]


def poisson_rate_ratio(
    count1: int,
    exposure1: float,
    count2: int,
    exposure2: float,
    *,
    methods: Sequence[str] = INTERVAL_METHODS,
    confidence: float = 0.95,
) -> RateRatio:
    """Ratio of two independent Poisson rates, with central intervals.

    ``exact`` inverts two one-sided binomial tests (Clopper-Pearson), ``mid-p`` counts half of the probability of
    what was observed, ``score`` is Wilson's binomial interval, ``wald-log`` is log r ± z·sqrt(1/y₁ + 1/y₂).
    All but ``wald-log`` are conditional on the sum of the counts. With a count of zero an end is open: low 0, or high
    None; with both zero estimate and ends are None. Counts are whole numbers, exposures above zero in one unit; Gu, Ng,
    Tang & Schucany (2008), Biometrical Journal 50, 283-298, doi:10.1002/bimj.200710403.

    >>> result = poisson_rate_ratio(60, 51477.5, 30, 54308.7, methods=["exact"])
    >>> f"{result.estimate:.3f} ({result.intervals[0].low:.3f} to {result.intervals[0].high:.3f})"
    '2.110 (1.340 to 3.388)'
    """
    y1, y2 = checked_count("count1", count1), checked_count("count2", count2)
    n1, n2 = float(exposure1), float(exposure2)
    for name, exposure in (("exposure1", n1), ("exposure2", n2)):
        if not np.isfinite(exposure) or exposure <= 0:
            raise ParameterError(f"{name} is {exposure}: give a finite number above zero.")
    checked_confidence(confidence)
    if unknown := [method for method in methods if method not in INTERVAL_METHODS]:
        raise ParameterError(f"unknown interval method {unknown[0]!r}: choose from {', '.join(INTERVAL_METHODS)}.")
    intervals = tuple(
        RatioInterval(method, *_ends(y1, n1, y2, n2, method, confidence), confidence) for method in methods
    )
    return RateRatio((y1 / n1) / (y2 / n2) if y2 else None, intervals)


def _ends(y1: int, n1: float, y2: int, n2: float, method: str, confidence: float) -> tuple[float | None, float | None]:
    """Low and high end of the interval for the ratio; None is an open end."""
    if y1 + y2 == 0:
        return None, None
    if method == "wald-log":
        if y1 == 0 or y2 == 0:
            return 0.0, None
        low, high = confint_poisson_2indep(y1, n1, y2, n2, method="wald-log", compare="ratio", alpha=1 - confidence)
        return float(low), float(high)
    if method == "mid-p":
        share_low, share_high = _mid_p_share(y1, y1 + y2, confidence)
    else:
        name = {"exact": "beta", "score": "wilson"}[method]
        share_low, share_high = proportion_confint(y1, y1 + y2, alpha=1 - confidence, method=name)
    exposures = n1 / n2
    return (
        float(share_low / (1 - share_low) / exposures) if y1 else 0.0,
        float(share_high / (1 - share_high) / exposures) if y2 else None,
    )


def _mid_p_share(y: int, n: int, confidence: float) -> tuple[float, float]:
    """Central mid-p interval of a binomial probability; an end that is not determined by a root is 0 or 1."""
    tail = (1 - confidence) / 2

    def root(excess: Callable[[float], float]) -> float:
        return float(brentq(excess, 0.0, 1.0, xtol=1e-15, rtol=4 * np.finfo(float).eps))

    low = root(lambda p: binom.sf(y, n, p) + 0.5 * binom.pmf(y, n, p) - tail) if y else 0.0
    high = root(lambda p: binom.cdf(y - 1, n, p) + 0.5 * binom.pmf(y, n, p) - tail) if y < n else 1.0
    return low, high


def checked_count(name: str, value: float) -> int:
    """Give a count back as an int; refuse one that is negative, fractional, not finite, or more than `MOST`."""
    if isinstance(value, bool) or not np.isfinite(value) or value < 0 or value != int(value):
        raise ParameterError(f"{name} is {value}: give a whole number, zero or more.")
    if value > MOST:
        raise ParameterError(f"{name} is {value:,}: that is more than there are people. Give at most {MOST:,}.")
    return int(value)


def checked_deaths(pair: tuple[float, float]) -> tuple[int, int]:
    """Give deaths of militants and security forces back as ints; refuse them as `checked_count`."""
    return checked_count("militants", pair[0]), checked_count("security", pair[1])


def checked_confidence(value: float) -> None:
    """Refuse a confidence outside (0, 1)."""
    if not 0 < value < 1:
        raise ParameterError(f"confidence is {value}: give a number strictly between 0 and 1, like 0.95.")
