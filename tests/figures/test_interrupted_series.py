"""The picture of a report's series: title, caption and alternative text say what the results say."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.figures.interrupted_series import interrupted_series
from turningpoint.its import Specification, analyse, by_window_start
from turningpoint.outcome import load_outcome

KABUL = Specification(("2021-08",), errors="hac:6")


@pytest.fixture(scope="module")
def result():
    return analyse(load_outcome("events", start="2015-01", end="2024-12"), KABUL)


@pytest.fixture(scope="module")
def windows():
    return by_window_start(load_outcome("events"), KABUL, starts=("2015-01", "2018-01", "2021-01"), end="2024-12")


def test_the_title_follows_the_rule_of_the_bottom_line(result, windows):
    title = interrupted_series(result, windows, "August 2021").title
    assert "ran above a straight continuation" in title
    assert "itself not straight" in title
    minority = windows.assign(relative_excess_low=[0.2, -0.1, -0.1])
    assert "cannot be told from" in interrupted_series(result, minority, "August 2021").title


def test_what_is_drawn_is_what_is_told_and_handed_on(result, windows):
    picture = interrupted_series(result, windows, "August 2021")
    assert f"{np.nanmax(result.outcome.values[:79]):.0f}, after" in picture.alt
    assert f"ends at {result.fit.mean[-1]:,.0f}" in picture.alt
    assert "UCDP GED 25.1" in picture.caption
    assert "HAC lag 6" in picture.caption
    np.testing.assert_array_equal(picture.data["fitted"], result.fit.mean)
    assert picture.figure.get_suptitle().replace("\n", " ") == picture.title


def test_a_course_that_may_bend_is_not_called_straight(result, windows):
    bending = replace(result, specification=replace(KABUL, errors="calibrated", pre_trend="bending"))
    title = interrupted_series(bending, windows, "August 2021").title
    assert "a continuation of the course before" in title
    assert "straight" not in title


def test_small_values_keep_their_decimals(result, windows):
    measured = analyse(
        replace(result.outcome, values=result.outcome.values / 70), replace(KABUL, likelihood="gaussian")
    )
    assert "between 0.0" in interrupted_series(measured, windows, "August 2021").alt


def test_a_fit_beside_its_points_is_explained_where_the_noise_lasts(result, windows):
    calibrated = analyse(result.outcome, replace(KABUL, errors="calibrated"))
    assert "on one side of it" in interrupted_series(calibrated, windows, "August 2021").caption
    short = replace(calibrated, fit=replace(calibrated.fit, noise={**calibrated.fit.noise, "rho": 0.3}))
    for other in (short, result):
        assert "on one side of it" not in interrupted_series(other, windows, "August 2021").caption
