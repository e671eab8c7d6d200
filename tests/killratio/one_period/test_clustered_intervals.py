"""Intervals scaled for clusters: by hand, against the exact ones, at zeros and at the edge of numbers."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats.contingency import odds_ratio

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.clustered_intervals import (
    checked_factors,
    clustered_change,
    clustered_interval,
    fisher_ends,
    large_fisher_ends,
    with_clustered,
)
from turningpoint.killratio.one_period.poisson_ratio import RatioInterval, poisson_rate_ratio
from turningpoint.killratio.one_period.ratio import ratio_change

Z = 1.959963984540054


def test_interval_by_hand():
    found = clustered_interval(190, 192, 3.14)
    half = Z * math.sqrt(3.14 * (1 / 190 + 1 / 192))
    assert [found.low, found.high] == pytest.approx([190 / 192 * math.exp(-half), 190 / 192 * math.exp(half)])
    assert (found.method, found.factor, found.confidence) == ("clustered", 3.14, 0.95)


def test_factor_one_is_the_wald_interval():
    wald = poisson_rate_ratio(40, 1.0, 25, 1.0, methods=["wald-log"]).intervals[0]
    found = clustered_interval(40, 25, 1)
    assert [found.low, found.high] == pytest.approx([wald.low, wald.high])


@pytest.mark.parametrize("factor", [1, 4])
def test_a_zero_is_the_exact_interval_of_the_counts_over_the_factor(factor):
    deaths = 12
    exact = poisson_rate_ratio(deaths // factor, 1.0, 0, 1.0, methods=["exact"]).intervals[0]
    open_above = clustered_interval(deaths, 0, factor)
    assert open_above.low == pytest.approx(exact.low)
    assert open_above.high is None
    none_below = clustered_interval(0, deaths, factor)
    assert none_below.low == 0
    assert none_below.high == pytest.approx(1 / exact.low)
    nothing = clustered_interval(0, 0, factor)
    assert (nothing.low, nothing.high) == (None, None)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 4000), st.integers(0, 4000), st.floats(1, 1e7), st.floats(0.5, 0.999))
def test_ends_are_numbers_or_open_and_hold_the_estimate(militants, security, factor, confidence):
    found = clustered_interval(militants, security, factor, confidence=confidence)
    assert all(math.isfinite(end) for end in (found.low, found.high) if end is not None)
    if militants and security:
        assert found.low <= militants / security * (1 + 1e-9)
        assert found.high is None or found.high >= militants / security * (1 - 1e-9)


def test_coverage_on_clustered_deaths_where_the_naive_interval_fails():
    """Compound Poisson deaths with the true factor: the scaled interval covers, the exact one does not."""
    rng = np.random.default_rng(11)
    covered = {"clustered": 0, "exact": 0}
    size, series, truth = 6, 400, 1.5
    for _ in range(series):
        m, s = size * rng.poisson(60), size * rng.poisson(40)
        exact = poisson_rate_ratio(m, 1.0, s, 1.0, methods=["exact"]).intervals[0]
        for found in (clustered_interval(m, s, size), exact):
            covered[found.method] += found.low <= truth <= found.high
    assert 0.92 < covered["clustered"] / series < 0.98
    assert covered["exact"] / series < 0.7


def test_change_by_hand_with_a_factor_for_each_period():
    found = clustered_change((193, 592), (2597, 1235), (3.0, 10.0))
    half = Z * math.sqrt(3 * (1 / 193 + 1 / 592) + 10 * (1 / 2597 + 1 / 1235))
    middle = math.log(2597 / 1235 * 592 / 193)
    assert [found.low, found.high] == pytest.approx([math.exp(middle - half), math.exp(middle + half)])
    assert found.factor == 10


@pytest.mark.parametrize(
    ("earlier", "later", "low", "high"),
    [
        ((30, 40), (50, 0), "some", None),
        ((30, 40), (0, 50), 0.0, "some"),
        ((0, 40), (50, 30), "some", None),
        ((0, 0), (5, 3), None, None),
        ((3, 0), (5, 0), None, None),
    ],
)
def test_change_with_zeros(earlier, later, low, high):
    found = clustered_change(earlier, later, 3)
    for mine, wanted in zip((found.low, found.high), (low, high), strict=True):
        assert math.isfinite(mine) if wanted == "some" else mine == wanted
    if low is not None:
        naive = fisher_ends(*earlier, *later, 0.95)
        assert found.low <= naive[0]
        assert naive[1] is None or found.high >= naive[1]


def test_change_with_a_zero_takes_whole_events_and_at_least_one():
    found = clustered_change((31, 2), (0, 50), 10)
    assert (found.low, found.high) == fisher_ends(3, 1, 0, 5, 0.95)


@pytest.mark.parametrize("deaths", [30, 35, 37, 39])
def test_a_part_of_an_event_is_none(deaths):
    found = clustered_change((deaths, 48), (0, 59), 10)
    assert (found.low, found.high) == fisher_ends(3, 4, 0, 5, 0.95)


@pytest.mark.parametrize("bad", [0, 0.99, -3, float("nan"), float("inf"), True])
def test_bad_factors_are_refused(bad):
    with pytest.raises(ParameterError, match="the cluster factor is"):
        clustered_interval(1, 1, bad)
    with pytest.raises(ParameterError, match="the cluster factor is"):
        clustered_change((1, 1), (1, 1), (2, bad))


def test_bad_deaths_and_levels_are_refused():
    with pytest.raises(ParameterError, match="security is -1"):
        clustered_interval(1, -1, 3)
    with pytest.raises(ParameterError, match=r"militants is 1\.5"):
        clustered_change((1, 1), (1.5, 1), 3)
    with pytest.raises(ParameterError, match="confidence"):
        clustered_change((1, 1), (1, 1), 3, confidence=0)


def test_factors_come_in_order():
    assert checked_factors([10, 3]) == (3.0, 10.0)
    assert checked_factors((3.2,)) == (3.2,)


def test_table_gets_the_wide_and_the_narrow_interval():
    table = pd.DataFrame({"militants": [951, 0, 9], "security": [528, 4, 0]}, index=[7, 8, 9])
    counts, factors = table.itertuples(index=False, name=None), [(3, 10), (3, 10), (5,)]
    pairs = zip(counts, factors, strict=True)
    found = with_clustered(table, [[clustered_interval(*two, f, confidence=0.9) for f in fs] for two, fs in pairs])
    assert found.index.tolist() == [7, 8, 9]
    wide, narrow = (clustered_interval(951, 528, factor, confidence=0.9) for factor in (10, 3))
    first = found.loc[7, ["clustered_low", "clustered_high", "clustered_low_narrow", "clustered_high_narrow"]]
    assert first.tolist() == [wide.low, wide.high, narrow.low, narrow.high]
    assert np.isnan(found.loc[9, "clustered_high"])
    assert found.loc[9, "factor_low"] == found.loc[9, "factor_high"] == 5
    assert found["clusters"].tolist() == ["clustered"] * 3
    assert found["freedom"].isna().all()
    assert "clustered_low" not in table


def test_clusters_of_its_own_keep_their_degrees_of_freedom():
    table = pd.DataFrame({"militants": [9], "security": [5]})
    found = with_clustered(table, [[RatioInterval("quarters", 1.0, 3.0, 0.95, 4.4, 3.0)]])
    assert found[["clusters", "freedom", "factor_high"]].iloc[0].tolist() == ["quarters", 3.0, 4.4]


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
