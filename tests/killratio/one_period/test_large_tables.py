"""Fisher's interval of large tables is scipy's where scipy reaches, and Wald's where every cell is large."""

import math

import pytest
from scipy.stats.contingency import odds_ratio

from turningpoint.killratio.one_period.large_tables import large_fisher_ends
from turningpoint.killratio.one_period.ratio import ratio_change


@pytest.mark.parametrize(
    "table",
    [(193, 592, 2597, 1235), (0, 5, 9, 3), (5, 0, 9, 3), (9, 3, 0, 5), (1, 1, 1, 1), (3, 400, 20000, 7), (900,) * 4],
)
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.999])
def test_the_ends_are_those_of_scipy(table, confidence):
    m1, s1, m2, s2 = table
    ends = odds_ratio([[m2, s2], [m1, s1]], kind="conditional").confidence_interval(confidence)
    assert large_fisher_ends(*table, confidence) == pytest.approx((ends.low, ends.high), rel=1e-6)


@pytest.mark.parametrize("earlier", [(10**9, 9), (10**9, 10**9), (9, 10**9), (10**10, 10**7)])
def test_a_billion_deaths_have_a_change(earlier):
    change = ratio_change(earlier, (10**9, 2 * 10**9))
    fisher, wald = change.interval(), change.interval("wald-log")
    rarest = min(earlier)
    assert fisher.low < change.estimate < fisher.high
    assert math.log(fisher.low / wald.low) == pytest.approx(0, abs=2 / rarest)
    assert math.log(fisher.high / wald.high) == pytest.approx(0, abs=2 / rarest)
