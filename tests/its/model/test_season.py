"""Harmonics that sums over several periods do not determine are left out, and nothing else."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DesignError, ParameterError
from turningpoint.its import Specification, build_design
from turningpoint.its.model.season import periods_of_year, seasonality, undetermined, usual_harmonics, weekday

MONTHS = pd.period_range("2001-01", periods=300, freq="M")
DATE = "2014-01"


def sums(length, first=0):
    return [tuple(range(at, at + length)) for at in range(first, 300 - length + 1, length)]


def built(spans, **choices):
    return build_design(MONTHS, Specification((DATE,), **choices), spans=spans)


def test_sums_over_whole_years_hold_no_season():
    design = built(sums(12))
    assert design.left_out == ("sin_1", "cos_1", "sin_2", "cos_2")
    assert design.terms == ("intercept", "trend", "step", "ramp")
    assert design.matrix.shape == (300, 4)
    assert design.before().left_out == design.left_out


def test_half_years_hold_one_number_of_a_season_and_no_pair():
    """From half to half the first pair only changes its sign, so that its phase is open; the second is zero."""
    assert built(sums(6)).left_out == ("sin_1", "cos_1", "sin_2", "cos_2")
    assert built(sums(3), harmonics=1).left_out == ()
    assert built(sums(3)).left_out == ("sin_2", "cos_2")
    assert built(sums(2)).left_out == ()


def test_months_beside_yearly_sums_determine_the_season():
    years = sums(12)[:-3]
    assert built(years).left_out == ()
    assert built([*years, *sums(12)[-3:-1]]).left_out == ()


def test_pairs_are_dropped_from_the_highest():
    """Each month known by itself adds one number on the season to the yearly sums."""
    years = sums(12)[:-1]
    assert built([*years, tuple(range(288, 299))]).left_out == ("sin_1", "cos_1", "sin_2", "cos_2")
    assert built([*years, tuple(range(288, 298))]).left_out == ("sin_2", "cos_2")
    assert built([*years, tuple(range(288, 296))]).left_out == ()


def test_without_sums_a_season_that_cannot_be_told_is_refused_as_before():
    january = np.arange(300) % 12 == 0
    with pytest.raises(DesignError, match="the design is singular: sin_1, sin_2 is zero"):
        build_design(MONTHS, Specification((DATE,)), observed=january)


def test_month_indicators_that_sums_do_not_determine_are_refused():
    with pytest.raises(DesignError, match="depend on each other"):
        built(sums(12), harmonics=0, month_indicators=True)


def test_a_covariate_named_like_a_harmonic_nobody_asked_for_stays():
    rows = np.column_stack([np.ones(20), np.zeros(20), np.zeros(20)])
    assert undetermined(("intercept", "sin_1", "sin_2"), rows, np.ones((240, 3)), 1) == ("sin_1",)


def test_pairs_need_more_observations_than_columns():
    """Five observations and two columns besides: one pair leaves a degree of freedom, a second none."""
    matrix = np.random.default_rng(2).normal(size=(5, 6))
    terms = ("intercept", "trend", "sin_1", "cos_1", "sin_2", "cos_2")
    assert undetermined(terms, matrix, matrix, 2) == ("sin_2", "cos_2")
    assert undetermined(terms[:4], matrix[:4, :4], matrix[:4, :4], 1) == ("sin_1", "cos_1")


def test_quarters_have_a_level_each_with_two_harmonics():
    quarters = pd.period_range("2012Q1", periods=8, freq="Q")
    columns = seasonality(quarters, Specification(("2013Q1",), harmonics=2))
    assert list(columns) == ["sin_1", "cos_1", "cos_2"]
    rows = np.column_stack([np.ones(8), *columns.values()])
    assert np.linalg.matrix_rank(rows) == 4


def test_days_have_days_of_the_week_where_there_are_four_weeks():
    days = pd.period_range("2021-08-09", periods=28, freq="D")
    columns = seasonality(days, Specification(("2021-08-20",), harmonics=0))
    assert list(columns) == [f"weekday_{day}" for day in range(2, 8)]
    assert np.flatnonzero(columns["weekday_2"]).tolist() == [1, 8, 15, 22]
    assert seasonality(days[:27], Specification(("2021-08-20",), harmonics=0)) == {}


@pytest.mark.parametrize(
    ("freq", "periods", "pairs"), [("M", 20, 2), ("Q", 8, 2), ("W", 104, 2), ("W", 103, 0), ("D", 730, 2), ("Y", 40, 0)]
)
def test_harmonics_go_with_the_rhythm_of_the_series(freq, periods, pairs):
    assert usual_harmonics(pd.period_range("2010-01-01", periods=periods, freq=freq)) == pairs
    assert usual_harmonics(pd.RangeIndex(1, 100)) == 0


def test_a_year_has_its_periods():
    axes = {"M": 12, "Q": 4, "Y": 1, "W": 52, "D": 365}
    assert {freq: periods_of_year(pd.period_range("2021-01", periods=3, freq=freq)) for freq in axes} == axes
    assert periods_of_year(pd.RangeIndex(1, 9)) == 12


def test_days_of_the_week_run_from_monday():
    assert weekday(pd.period_range("2021-08-09", periods=8, freq="D")).tolist() == [1, 2, 3, 4, 5, 6, 7, 1]
    with pytest.raises(ParameterError, match="by day; this one is by week"):
        weekday(pd.period_range("2021-08-15", periods=3, freq="W"))
