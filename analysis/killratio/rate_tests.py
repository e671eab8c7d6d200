"""Ratio of two Poisson rates: tests of a stated ratio."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from scipy.stats import binomtest
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from analysis.errors import ParameterError
from analysis.killratio.rates import checked_count, checked_exposure

TestMethod = Literal["wald", "score", "wald-log", "score-log", "sqrt", "exact-cond", "cond-midp"]
TEST_METHODS: tuple[TestMethod, ...] = get_args(TestMethod)
Alternative = Literal["two-sided", "larger", "smaller"]
_SCIPY_WORDS: dict[str, Literal["two-sided", "greater", "less"]] = {
    "two-sided": "two-sided",
    "larger": "greater",
    "smaller": "less",
}


@dataclass(frozen=True)
class RateRatioTest:
    """Test of a stated ratio of two Poisson rates.

    Attributes
    ----------
    method : one of `TEST_METHODS`.
    null_ratio : the ratio under test.
    alternative : ``larger`` when the question is whether the true ratio is above it, and so on.
    statistic : standard normal under the null; None for the conditional methods, and where it is not defined.
    p_value : between 0 and 1; None where the method is not defined (see `poisson_rate_ratio_test`).
    """

    method: str
    null_ratio: float
    alternative: str
    statistic: float | None
    p_value: float | None


def poisson_rate_ratio_test(
    count1: int,
    exposure1: float,
    count2: int,
    exposure2: float,
    *,
    null_ratio: float = 1.0,
    method: TestMethod = "exact-cond",
    alternative: Alternative = "two-sided",
) -> RateRatioTest:
    """Test whether the ratio of two independent Poisson rates is a stated one.

    The statistics W = (y₁ - rd·y₂)/sqrt(variance) and their transforms are those of Gu and others. The two-sided
    conditional tests add up all outcomes that are no likelier than the one observed, as R's ``poisson.test`` does; so
    they need not agree with the central intervals of `poisson_rate_ratio`.

    Parameters
    ----------
    count1, count2 : whole numbers, zero or more.
    exposure1, exposure2 : above zero, in one unit.
    null_ratio : above zero.
    method : one of `TEST_METHODS`.
    alternative : ``two-sided``, ``larger`` or ``smaller``.

    Returns
    -------
    RateRatioTest
        The two log methods with one count of zero, and every method but the conditional ones with both zero, have no
        statistic and no p-value. The conditional tests then give 1.

    Raises
    ------
    ParameterError
        A bad count, exposure or null ratio, an unknown method or alternative.

    References
    ----------
    Gu, Ng, Tang & Schucany (2008), Biometrical Journal 50, 283-298, doi:10.1002/bimj.200710403.

    Examples
    --------
    >>> result = poisson_rate_ratio_test(60, 51477.5, 30, 54308.7, method="score", alternative="larger")
    >>> f"{result.statistic:.6f} {result.p_value:.10f}"
    '3.417402 0.0003161094'
    """
    y1, y2 = checked_count("count1", count1), checked_count("count2", count2)
    n1, n2 = checked_exposure("exposure1", exposure1), checked_exposure("exposure2", exposure2)
    null = checked_exposure("null_ratio", null_ratio)
    if method not in TEST_METHODS:
        raise ParameterError(f"unknown test method {method!r}: choose from {', '.join(TEST_METHODS)}.")
    if alternative not in get_args(Alternative):
        raise ParameterError(f"unknown alternative {alternative!r}: choose from {', '.join(get_args(Alternative))}.")
    conditional = method in ("exact-cond", "cond-midp")
    if y1 + y2 == 0:
        return RateRatioTest(method, null, alternative, None, 1.0 if conditional else None)
    if method in ("wald-log", "score-log") and 0 in (y1, y2):
        return RateRatioTest(method, null, alternative, None, None)
    if method == "exact-cond":
        share = null * n1 / (n1 * null + n2)
        side = _SCIPY_WORDS[alternative]
        return RateRatioTest(method, null, alternative, None, float(binomtest(y1, y1 + y2, share, side).pvalue))
    # statsmodels also divides the two rates; with y2 = 0 that quotient is infinite, and we do not use it.
    with np.errstate(divide="ignore"):
        found = poisson_test(y1, n1, y2, n2, value=null, method=method, compare="ratio", alternative=alternative)
    statistic = float(found.statistic)
    return RateRatioTest(
        method, null, alternative, statistic if math.isfinite(statistic) else None, min(float(found.pvalue), 1.0)
    )
