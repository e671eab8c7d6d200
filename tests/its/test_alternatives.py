"""The same question under other choices."""

import pytest

from analysis.errors import ParameterError
from analysis.its import Specification, analyse, by_date, by_model, by_window_start, window_starts
from analysis.outcome import load_outcome

KABUL = Specification(("2021-08",))


@pytest.fixture(scope="module")
def events():
    return load_outcome("events")


def test_window_starts_run_from_two_years_before_to_two_years_before_the_intervention(events):
    starts = window_starts(events, start="2015-01", intervention="2021-08")
    assert starts == tuple(f"{year}-01" for year in range(2013, 2020))


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
    frame = by_window_start(events, KABUL, starts=("2015-01", "2021-01"), end="2024-12")
    assert "7 usable points before" in frame.loc[1, "problem"]


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


def test_rows_name_their_own_method_and_window(events):
    frame = by_model(events.window("2015-01", "2024-12"), KABUL, likelihoods=("poisson",), lags=(1,))
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
