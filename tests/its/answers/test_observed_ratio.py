"""What is observed before and after, without a model."""

import numpy as np
import pandas as pd
import pytest

from tests.its.spans_series import KABUL, picss
from turningpoint.its.answers.observed_ratio import CROSSES, observed_ratio
from turningpoint.outcome import Outcome
from turningpoint.spans import Span
from turningpoint.timeline import position

TIMES = pd.period_range("2020-01", periods=8, freq="M")


def outcome(values, spans=(), exposure=None):
    return Outcome("n", "n", "n per month", "made up", "", TIMES, np.array(values), exposure=exposure, spans=spans)


def test_it_is_the_mean_after_over_the_mean_before():
    series = outcome([9.0, 9.0, 1.0, 3.0, 4.0, 8.0, 0.0, 0.0])
    assert observed_ratio(series, 4, 2)[0] == pytest.approx(12 / 4)
    assert observed_ratio(series, 4, None)[0] == pytest.approx(12 / 22)


def test_what_was_not_observed_and_the_exposure_are_taken_out():
    series = outcome([9.0, 9.0, np.nan, 3.0, 4.0, 8.0, 0.0, 0.0])
    assert observed_ratio(series, 4, 2)[0] == pytest.approx(6 / 3)
    weighed = outcome([9.0, 9.0, 1.0, 3.0, 4.0, 8.0, 0.0, 0.0], exposure=np.array([1, 1, 1, 3, 2, 4, 1, 1.0]))
    assert observed_ratio(weighed, 4, 2)[0] == pytest.approx((12 / 6) / (4 / 4))


def test_a_sum_inside_counts_and_one_across_a_border_does_not():
    gone = [np.nan, np.nan, 1.0, 3.0, 4.0, 8.0, 0.0, 0.0]
    inside = outcome(gone, (Span((0, 1), 10.0),))
    assert observed_ratio(inside, 4, None)[0] == pytest.approx(12 / 14)
    assert observed_ratio(inside, 4, 3) == (None, CROSSES)
    assert observed_ratio(inside, 4, 2)[0] == pytest.approx(12 / 4)


def test_nothing_before_has_no_ratio():
    found, words = observed_ratio(outcome([0.0] * 4 + [1.0] * 4), 4, None)
    assert found is None
    assert "nothing was counted" in words


def test_the_published_sums_cross_the_border_of_twelve_months():
    series = picss()
    at = position(series.times, KABUL)
    assert observed_ratio(series, at, 12) == (None, CROSSES)
    assert observed_ratio(series, at, 24)[0] == pytest.approx(2.21, abs=0.01)
