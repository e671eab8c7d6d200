"""Titles, captions and alternative texts say what the results say."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.its import Specification, analyse, by_window_start
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.attacks import pictures
from turningpoint.sources.embedded.catalogue import table_info

KABUL = Specification(("2021-08",), errors="hac:6")


@pytest.fixture(scope="module")
def result():
    return analyse(load_outcome("events", start="2015-01", end="2024-12"), KABUL)


@pytest.fixture(scope="module")
def windows():
    return by_window_start(load_outcome("events"), KABUL, starts=("2015-01", "2018-01", "2021-01"), end="2024-12")


def test_the_title_follows_the_rule_of_the_bottom_line(result, windows):
    title = pictures.series_title(result, windows, "August 2021")
    assert "ran above a straight continuation" in title
    assert "itself not straight" in title
    minority = windows.assign(relative_excess_low=[0.2, -0.1, -0.1])
    assert "cannot be told from" in pictures.series_title(result, minority, "August 2021")


def test_the_alternative_text_gives_the_numbers_that_are_drawn(result):
    text = pictures.series_alt(result, "August 2021")
    assert f"{np.nanmax(result.outcome.values[:79]):.0f}, after" in text
    assert f"ends at {result.fit.mean[-1]:,.0f}" in text


def test_windows_are_described_by_their_range(windows, result):
    assert "from 1.15 to 1.91 times" in pictures.windows_title(windows, result)
    assert "2018-01: 1.15" in pictures.windows_alt(windows, result)
    assert "2021-01" not in pictures.windows_alt(windows, result)


def test_the_caption_names_source_and_method(result):
    caption = pictures.series_caption(result)
    assert table_info("ucdp_ged_country_month").short_title in caption
    assert "HAC lag 6" in caption


def test_a_course_that_may_bend_is_not_called_straight(result, windows):
    bending = replace(result, specification=replace(KABUL, errors="calibrated", pre_trend="bending"))
    title = pictures.series_title(bending, windows, "August 2021")
    assert "a continuation of the course before" in title
    assert "straight" not in title


def test_a_level_change_is_described_in_its_unit(result):
    asked = replace(KABUL, likelihood="gaussian")
    measured = analyse(replace(result.outcome, unit="price", values=result.outcome.values / 70), asked)
    windows = by_window_start(measured.outcome, asked, starts=("2015-01", "2018-01"), end="2024-12")
    assert pictures.windows_title(windows, measured).count(" price, depending") == 1
    assert pictures.windows_alt(windows, measured).startswith("Level change with interval")
    assert pictures.windows_caption(measured).startswith("Level change (jump in August 2021 itself)")
    assert pictures.level_number(measured).endswith(" price")
    assert "between 0.0" in pictures.series_alt(measured, "August 2021")


def test_a_fit_beside_its_points_is_explained_where_the_noise_lasts(result):
    calibrated = analyse(result.outcome, replace(KABUL, errors="calibrated"))
    assert "on one side of it" in pictures.series_caption(calibrated)
    short = replace(calibrated, fit=replace(calibrated.fit, noise={"rho": 0.3}))
    for other in (short, result):
        assert "on one side of it" not in pictures.series_caption(other)


def test_the_caption_of_the_effects_names_what_stands_behind(result):
    assert "Conventional: negative binomial, HAC lag 6" in pictures.effects_caption(result, result)
    assert "Conventional" not in pictures.effects_caption(result, None)
