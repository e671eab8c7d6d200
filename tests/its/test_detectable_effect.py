"""What effect the data could have shown."""

import numpy as np
import pytest
from scipy.stats import norm

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.its import Specification, analyse
from turningpoint.its.detectable_effect import curve_in_words, detectable_level, operating_curve


def test_it_follows_the_width_and_not_the_estimate():
    found = [analyse(series(jump), SPECIFICATION) for jump in (1.0, 3.0)]
    rises = [detectable_level(one).rise for one in found]
    assert rises[0] == pytest.approx(rises[1], rel=0.15)
    level = found[0].level
    error = np.log(level.high / level.low) / (2 * norm.ppf(0.975))
    assert np.log(rises[0]) == pytest.approx((norm.ppf(0.975) + norm.ppf(0.8)) * error)


def test_rise_and_fall_are_mirrors_and_a_surer_find_needs_more():
    analysis = analyse(series(), SPECIFICATION)
    found, surer = detectable_level(analysis), detectable_level(analysis, share=0.95)
    assert found.rise * found.fall == pytest.approx(1.0)
    assert surer.rise > found.rise
    assert f"{found.rise:.1f}-fold" in found.summary()


def test_a_gaussian_outcome_has_a_difference():
    analysis = analyse(series(), Specification(("2010-01",), likelihood="gaussian", harmonics=1))
    found = detectable_level(analysis)
    assert found.fall == -found.rise
    assert "events" in found.summary("events per month")


def test_about_four_in_five_such_jumps_are_found():
    size = detectable_level(analyse(series(), SPECIFICATION)).rise
    found = [analyse(series(size, seed=seed), SPECIFICATION).level.low > 1 for seed in range(2, 22)]
    assert np.mean(found) >= 0.5


def test_the_operating_curve_rises_with_the_power_and_half_is_the_interval_alone():
    analysis = analyse(series(), SPECIFICATION)
    curve = operating_curve(analysis)
    assert [power.share for power in curve] == [0.5, 0.8, 0.9]
    assert curve[0].rise < curve[1].rise < curve[2].rise
    level = analysis.level
    assert np.log(curve[0].rise) == pytest.approx(np.log(level.high / level.low) / 2)
    assert curve[1] == detectable_level(analysis)
    assert f"{curve[2].rise:.1f}-fold in 90%" in curve_in_words(curve)
    assert curve_in_words(()) == ""
