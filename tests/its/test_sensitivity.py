"""The same question under other choices."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tests.its.examples import MONTHS, WHEN, measured
from tests.its.spans_series import half_years, picss
from turningpoint.errors import ParameterError
from turningpoint.its import (
    Specification,
    analyse,
    analyse_design,
    by_date,
    by_model,
    by_window_start,
    sensitivity,
    window_starts,
)
from turningpoint.its.detectable_effect import detectable_level
from turningpoint.its.window_agreement import direction
from turningpoint.outcome import Outcome, load_outcome

KABUL = Specification(("2021-08",), errors="hac:6")


@pytest.fixture(scope="module")
def events():
    return load_outcome("events")


def test_window_starts_run_from_two_years_before_to_two_years_before_the_intervention(events):
    starts = window_starts(events, start="2015-01", intervention="2021-08")
    assert starts == tuple(f"{year}-01" for year in range(2013, 2020))


@pytest.mark.parametrize(("month", "last"), [("07", "2019-07"), ("08", "2019-08"), ("09", "2018-09")])
def test_two_years_to_the_month_are_enough(events, month, last):
    assert window_starts(events, start=f"2015-{month}", intervention="2021-08")[-1] == last


def test_the_own_start_is_always_among_them(events):
    assert "2020-06" in window_starts(events, start="2020-06", intervention="2021-08")


def test_window_starts_stay_within_the_coverage(events):
    assert window_starts(events, start="1989-06", intervention="1994-01")[0] == "1989-06"


def test_effects_by_window_start_are_those_of_the_plan(events):
    """METHODS: level/slope 2013 2.2/1.8, 2015 1.9/1.7, 2017 1.5/1.5, 2018 1.15/1.25, 2019 1.05/1.2."""
    frame = by_window_start(
        events, KABUL, starts=("2013-01", "2015-01", "2017-01", "2018-01", "2019-01"), end="2024-12"
    )
    assert frame["level_ratio"].tolist() == pytest.approx([2.2, 1.9, 1.5, 1.15, 1.05], abs=0.06)
    assert frame["slope_ratio"].tolist() == pytest.approx([1.8, 1.7, 1.5, 1.25, 1.2], abs=0.06)
    assert (frame["problem"] == "").all()


def test_a_window_without_a_result_says_why(events):
    frame = by_window_start(events, KABUL, starts=("2015-01", "2021-06"), end="2024-12")
    assert "2 usable points before" in frame.loc[1, "problem"]


def test_a_window_outside_the_coverage_is_refused(events):
    with pytest.raises(ParameterError, match="coverage"):
        by_window_start(events, KABUL, starts=("1980-01",), end="2024-12")


def test_models_hold_the_default_among_them(events):
    window = events.window("2015-01", "2024-12")
    frame = by_model(window, KABUL).set_index(["likelihood", "errors"])
    level = analyse(window, KABUL).effect("level_ratio")
    row = frame.loc[("negative-binomial", "hac:6")]
    assert (row["level_ratio"], row["level_ratio_low"]) == pytest.approx((level.estimate, level.low))
    assert frame.loc[("poisson", "independent"), "level_ratio_low"] > row["level_ratio_low"]
    assert len(frame) == 15


def test_an_analysis_that_is_known_is_not_fitted_again(events, monkeypatch):
    window = events.window("2015-01", "2024-12")
    known = analyse(window, KABUL)
    own, fitted = (KABUL.likelihood, KABUL.errors), []
    monkeypatch.setattr(
        sensitivity, "analyse_design", lambda *given, **more: fitted.append(given[2]) or analyse_design(*given, **more)
    )
    frame = by_model(window, KABUL, models=(own, ("poisson", "independent")), known=known)
    assert [one.likelihood for one in fitted] == ["poisson"]
    assert frame.equals(by_model(window, KABUL, models=(own, ("poisson", "independent"))))


def test_rows_name_their_own_method_and_window(events):
    frame = by_model(
        events.window("2015-01", "2024-12"), KABUL, models=(("poisson", "independent"), ("poisson", "hac:1"))
    )
    assert frame["method"].tolist() == [
        "Poisson, independent errors, normal quantile",
        "Poisson, HAC lag 1, normal quantile",
    ]
    assert (frame["window"] == "2015-01 to 2024-12").all()


def test_a_single_break_fits_best_in_2020(events):
    """METHODS: from 2015 a single break fits best in 2020."""
    dates = by_date(events.window("2015-01", "2024-12"), KABUL).set_index("when")["log_likelihood"]
    assert dates.idxmax() == "2020-04"
    assert dates.index[0] == "2016-01"
    assert dates.index[-1] == "2024-01"
    own = analyse(events.window("2015-01", "2024-12"), KABUL).fit.log_likelihood
    assert dates["2021-08"] == pytest.approx(own)


def test_a_quasi_likelihood_has_no_dates(events):
    quasi = Specification(("2021-08",), likelihood="quasi-poisson")
    assert by_date(events.window("2019-01", "2024-12"), quasi).empty


@pytest.fixture(scope="module")
def deaths():
    return Outcome("deaths", "deaths", "deaths per month", "simulation", "", MONTHS, measured(level=20))


GAUSSIAN = Specification((WHEN,), likelihood="gaussian", errors="ar1-reml", harmonics=0)


def test_models_of_a_gaussian_outcome_are_the_conventional_ones(deaths):
    frame = by_model(deaths, GAUSSIAN).set_index("errors")
    assert list(frame.index) == ["independent", "hac:1", "hac:4", "hac:12", "prais-winsten", "ar1-reml", "ar1-ml"]
    assert (frame["problem"] == "").all()
    own = analyse(deaths, GAUSSIAN)
    row = frame.loc["ar1-reml"]
    assert (row["level_change"], row["level_change_low"]) == pytest.approx((own.level.estimate, own.level.low))
    assert (row["slope_change"], row["slope_change_high"]) == pytest.approx((own.slope.estimate, own.slope.high))
    assert row["expected_excess"] == pytest.approx(own.effect("expected_excess").estimate)
    assert row["relative_excess"] == pytest.approx(own.effect("relative_excess").estimate)
    assert not {"level_ratio", "slope_ratio"} & set(frame)


def test_a_model_that_cannot_be_fitted_says_why_in_its_row(deaths):
    every_other = replace(deaths, values=np.where(np.arange(108) % 2 == 0, deaths.values, np.nan))
    frame = by_model(every_other, GAUSSIAN).set_index("errors")
    assert "no two used periods are neighbours" in frame.loc["prais-winsten", "problem"]
    assert frame.loc["independent", "problem"] == ""


@pytest.mark.parametrize("pre_trend", ["straight", "adaptive"])
def test_beside_a_calibrated_model_the_conventional_ones_are_compared(deaths, events, pre_trend):
    window = events.window("2018-01", "2024-12")
    calibrated = {"errors": "calibrated", "pre_trend": pre_trend}
    assert by_model(window, replace(KABUL, **calibrated)).equals(by_model(window, KABUL))
    assert by_model(deaths, replace(GAUSSIAN, **calibrated)).equals(by_model(deaths, GAUSSIAN))
    assert by_date(window, replace(KABUL, **calibrated)).equals(by_date(window, KABUL))
    assert by_date(deaths, replace(GAUSSIAN, **calibrated)).equals(by_date(deaths, GAUSSIAN))


def test_the_date_of_a_gaussian_break_is_found_by_least_squares(deaths):
    dates = by_date(deaths, GAUSSIAN).set_index("when")["log_likelihood"]
    assert dates.idxmax() == WHEN
    plain = analyse(deaths, replace(GAUSSIAN, errors="independent"))
    assert dates[WHEN] == pytest.approx(plain.fit.log_likelihood)


def test_windows_of_a_gaussian_outcome(deaths):
    frame = by_window_start(deaths, GAUSSIAN, starts=("2015-01", "2017-01"), end="2023-12")
    assert frame["level_change"].notna().all()
    assert (frame["problem"] == "").all()


def test_a_design_with_covariates_is_compared_as_it_is(deaths):
    rain = np.random.default_rng(4).normal(size=108)
    own = analyse(deaths, GAUSSIAN, covariates={"rain": rain})
    frame = by_model(deaths, GAUSSIAN, design=own.design).set_index("errors")
    assert frame.loc["ar1-reml", "level_change"] == pytest.approx(own.level.estimate)
    assert (
        frame.loc["ar1-reml", "level_change"]
        != by_model(deaths, GAUSSIAN).set_index("errors").loc["ar1-reml", "level_change"]
    )


SUMS = Specification(("2021-08",), likelihood="quasi-poisson", errors="independent")


def test_other_models_of_a_series_with_sums_use_single_months_and_say_so():
    outcome = picss()
    frame = by_model(outcome, SUMS).set_index(["likelihood", "errors"])
    assert (frame["problem"] == "").all()
    own = frame.loc[("quasi-poisson", "independent")]
    assert "only" not in own["method"]
    assert own["level_ratio"] == pytest.approx(analyse(outcome, SUMS).level.estimate)
    assert (own["points_before"], own["points_after"]) == (37, 54)
    others = frame.drop(index=("quasi-poisson", "independent"))
    assert others["method"].str.contains(", single months only, ").all()
    plain = by_model(replace(outcome, spans=()), SUMS).set_index(["likelihood", "errors"])
    numbers = ["level_ratio", "slope_ratio", "relative_excess_high", "points_before", "curvature_z"]
    assert others[numbers].equals(plain.drop(index=("quasi-poisson", "independent"))[numbers])


def test_sums_without_single_months_have_no_other_models_and_say_why():
    halves = half_years()
    frame = by_model(halves, SUMS).set_index(["likelihood", "errors"])
    assert "without the sums over several periods: the intervention" in frame.loc[("poisson", "hac:6"), "problem"]
    assert frame.loc[("quasi-poisson", "independent"), "problem"] == ""


def test_dates_are_compared_with_the_sums():
    outcome = picss()
    poisson = replace(SUMS, likelihood="poisson")
    dates = by_date(outcome, poisson).set_index("when")["log_likelihood"]
    assert dates["2021-08"] == pytest.approx(analyse(outcome, poisson).fit.log_likelihood)
    assert dates.notna().all()


def test_window_starts_that_would_cut_a_sum_move_to_the_next_that_does_not():
    """2015-04 and 2015-12 are one sum, April to December 2016 another."""
    outcome = picss()
    starts = window_starts(outcome, start="2016-05", intervention="2021-08")
    assert starts == ("2016-01", "2017-01", "2018-01", "2019-01", "2019-05")
    assert window_starts(outcome, start="2016-12", intervention="2021-08")[1] == "2017-01"
    plain = window_starts(replace(outcome, spans=()), start="2016-05", intervention="2021-08")
    assert plain == tuple(f"{year}-05" for year in range(2015, 2020))


def test_what_needs_an_analysis_alone_takes_one_with_sums():
    outcome = picss()
    analysis = analyse(outcome, SUMS)
    power = detectable_level(analysis)
    half = np.log(analysis.level.high / analysis.level.low) / 2
    assert power.rise == pytest.approx(np.exp(half * (1 + stats.norm.ppf(0.8) / stats.norm.ppf(0.975))))
    windows = by_window_start(outcome, SUMS, starts=("2015-01",), end="2026-01")
    assert windows.loc[0, "level_ratio"] == pytest.approx(analysis.level.estimate)
    assert direction(analysis, windows) == "above"
