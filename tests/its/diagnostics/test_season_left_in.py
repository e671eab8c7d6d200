"""A season that the design does not hold and the series shows."""

import numpy as np
import pandas as pd
import pytest

from tests.its.answers.case_files import case
from turningpoint.its import Specification, build_design
from turningpoint.its.diagnostics.season_left_in import season_left_in

MONTHS = pd.period_range("2015-01", periods=96, freq="M")


def told(values, harmonics=0, likelihood="quasi-poisson", times=MONTHS, when="2020-01"):
    design = build_design(times, Specification((when,), harmonics=harmonics))
    return season_left_in(values, design, likelihood=likelihood)


def series(swing, seed=1):
    mean = 30 * np.exp(swing * np.sin(2 * np.pi * np.arange(96) / 12))
    return np.random.default_rng(seed).poisson(mean).astype(float)


def test_weeks_with_a_season_say_so_where_it_is_left_out_and_not_where_it_is_held():
    choices = {"interventions": ("2018-11-12",), "errors": "independent"}
    without = case("weekly_season", "week", "cases", harmonics=0, **choices)
    assert any("season of the year that the model leaves out" in one for one in without.fit.messages)
    assert not any("season" in one for one in case("weekly_season", "week", "cases", **choices).fit.messages)


def test_the_size_is_that_of_the_season():
    assert "about 1.6 times the mean" in told(series(0.5))
    assert told(series(0.5), harmonics=1) == ""
    assert "above it" in told(series(0.5), likelihood="gaussian")


def test_without_a_season_nothing_is_told():
    assert [told(series(0.0, seed)) for seed in range(20)].count("") >= 19


@pytest.mark.parametrize("freq", ["Y", "M"])
def test_years_and_less_than_two_years_are_not_asked(freq):
    times = pd.period_range("2000-01", periods=20, freq=freq)
    when = str(times[10])
    assert told(series(0.8)[:20], times=times, when=when) == ""
