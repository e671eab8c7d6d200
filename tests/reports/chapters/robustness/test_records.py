"""What is recorded follows the results."""

from dataclasses import replace

import numpy as np

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.its import Specification
from turningpoint.reports.chapters.robustness import records
from turningpoint.robustness.breaks.one_break import BreakDates
from turningpoint.robustness.breaks.two_breaks import two_breaks
from turningpoint.robustness.placebos.in_time import placebo_dates
from turningpoint.robustness.traffic_lights import Light

DATES = ("2021-06", "2021-07", "2021-08", "2021-09")
FOUND = BreakDates(DATES, np.array([1.0, 3.0, 2.0, 1.0]), np.array([0.5, 0.9, 0.01, 0.02]), 0.01, 60, 12, 199, 0.95)
WHERE = {"source": "UCDP", "window": ""}


def test_dates_are_recorded(kept):
    records.record_dates(FOUND, "2021-08", **WHERE)
    assert kept["robustness.break_date"]["verdict"] == "outside"
    assert kept["robustness.break_date"]["estimate"] == 0.01
    assert kept["robustness.break_date"]["set"] == "2021-06 to 2021-07"
    assert kept["robustness.no_break"]["estimate"] == 0.01
    assert kept["robustness.no_break"]["source"] == "UCDP"
    records.record_dates(FOUND, "2031-08", **WHERE)
    assert kept["robustness.break_date"]["estimate"] is None
    assert kept["robustness.break_date"]["verdict"] == "not searched"


def test_a_second_break_is_recorded(kept):
    outcome = series(3.0, months=120, start="2005-01")
    two = two_breaks(outcome, Specification(("2010-01",), harmonics=0), replicates=19)
    records.record_second(two, **WHERE)
    assert kept["robustness.second_break"]["estimate"] == two.p_second


def test_shares_of_placebos_are_recorded_by_effect(kept):
    found = placebo_dates(series(3.0), SPECIFICATION)
    records.record_placebo(found, **WHERE)
    assert kept["robustness.placebo_time_share"]["estimate"] == found.share()
    assert kept["robustness.placebo_time_share_slope"]["estimate"] == found.share("slope")
    records.record_placebo(replace(found, kind="space"), **WHERE)
    assert kept["robustness.placebo_space_rank"]["placebos"] == 157


def test_rival_stories_are_recorded(stories, years, kept):
    records.record_stories(stories, years, confidence=0.95, **WHERE)
    assert kept["robustness.level_with_rivals"]["low"] < kept["robustness.level_with_rivals"]["estimate"]
    assert kept["robustness.level_without_a_year"]["smallest"] < kept["robustness.level_without_a_year"]["largest"]


def test_medians_and_p_values_of_specifications_are_recorded(many, kept):
    records.record_specifications(many, **WHERE)
    assert kept["robustness.specifications_median"]["estimate"] == many.of("level").median
    assert kept["robustness.specifications_p"]["estimate"] == 1 / 40
    assert kept["robustness.specifications_p_slope"]["replicates"] == 39


def test_lights_are_recorded(kept):
    records.record_lights([Light("Date", "fails", "April < August.", "figure-break_dates")], **WHERE)
    assert kept["robustness.light_date"]["verdict"] == "fails"
