"""The error of a simulated share, and what a cell comes to by the rule of the kept table."""

import numpy as np
import pytest
from scipy import stats

from turningpoint.its.coverage.kept_table import verdict
from turningpoint.its.coverage.monte_carlo import gather, judged, monte_carlo_interval


def test_the_interval_is_wilsons():
    z, n, p = stats.norm.ppf(0.995), 400, 0.9
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert monte_carlo_interval(360, 400) == pytest.approx((middle - half, middle + half))


def test_intervals_that_are_refused_are_counted_apart():
    found = judged(np.array([1.0, 0.0, np.nan, 1.0]), np.array([1.0, 3.0, np.nan, 2.0]))
    assert (found["series"], found["refused"], found["covered"], found["median_width"]) == (3, 1, 2, 2.0)
    assert found["coverage"] == pytest.approx(2 / 3)
    assert (found["low"], found["high"]) == monte_carlo_interval(2, 3)
    assert found["verdict"] == verdict(found["coverage"]) == "fails"


def test_chunks_that_lack_a_method_are_put_behind_those_that_have_it():
    part = {("a", "x"): (np.ones(2), np.zeros(2))}
    whole = gather([part | {("b", "x"): (np.zeros(2), np.ones(2))}, part])
    assert {key: len(one[0]) for key, one in whole.items()} == {("a", "x"): 4, ("b", "x"): 2}
