"""What is recorded follows the results."""

from dataclasses import replace

import numpy as np
import pandas as pd

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.its import Specification
from turningpoint.reports.chapters.robustness import records
from turningpoint.robustness.control_countries import controlled
from turningpoint.robustness.dates.date_set import DateSet
from turningpoint.robustness.dates.turns import turns_at
from turningpoint.robustness.placebos.in_time import placebo_dates
from turningpoint.robustness.traffic_lights import Light

DATES = ("2021-06", "2021-07", "2021-08", "2021-09")
ONE = np.array([1.0, 2.0, 3.0, 4.0])
FOUND = DateSet(DATES, np.array([8.0, 9.0, 0.0, 1.0]), 0.0, ONE, 60, 12, 1, "month")
FLAT = DateSet(DATES, np.ones(4), 0.0, ONE, 60, 12, 1, "month")
WHERE = {"source": "UCDP", "window": ""}


def test_dates_are_recorded(kept):
    records.record_dates(FOUND, "2021-08", **WHERE)
    one = kept["robustness.date_set"]
    assert (one["verdict"], one["ruled_out"], one["estimate"]) == ("outside", "yes", 2)
    assert one["set"] == "June 2021 to July 2021"
    assert one["log_evidence_over_no_break"].startswith("2021-06 8.000, 2021-07 9.000, ")
    assert kept["robustness.break_date"]["best"] == "2021-09"
    assert kept["robustness.break_date"]["estimate"] == 4.0
    records.record_dates(FLAT, "2021-08", **WHERE)
    one = kept["robustness.date_set"]
    assert (one["verdict"], one["ruled_out"], one["set"]) == ("nothing ruled out", "no", "all")


def test_turns_are_recorded_with_what_they_could_have_found(kept):
    outcome = series(3.0, months=120, start="2005-01")
    events = pd.DataFrame({"event_id": ["other"], "label": ["Another"], "date": ["2012-01"], "away": [24]})
    turns = turns_at(outcome, Specification(("2010-01",), harmonics=0), events, trim=12)
    records.record_turns(turns, **WHERE)
    level = kept["robustness.turn.other.level"]
    assert level["low"] < level["estimate"] < level["high"]
    assert level["smallest_found"] > 1
    assert (level["date"], level["periods_away"]) == ("2012-01", 24)
    assert kept["robustness.turn.other.slope"]["unit"] == "ratio"


def test_shares_of_placebos_are_recorded_by_effect(kept):
    found = placebo_dates(series(3.0), SPECIFICATION)
    records.record_placebo(found, **WHERE)
    assert kept["robustness.placebo_time_share"]["estimate"] == found.share()
    assert kept["robustness.placebo_time_share_slope"]["estimate"] == found.share("slope")
    records.record_placebo(replace(found, kind="space"), **WHERE)
    assert kept["robustness.placebo_space_rank"]["placebos"] == 157
    one = kept["robustness.placebo_time_share"]
    assert (one["either_direction"], one["power"]) == (found.share(either=True), found.power())
    assert one["windows_apart"] == 2
    assert one["estimand"].endswith("as large a rise")
    assert one["rule"] is None
    assert "power" not in kept["robustness.placebo_time_share_slope"]


def test_the_difference_from_a_control_is_recorded(kept):
    found = controlled(series(3.0), [replace(series(seed=2), geography="Elsewhere")], SPECIFICATION)
    records.record_control(replace(found, left_out=("Nowhere",)), **WHERE)
    row = found.frame[(found.frame["effect"] == "level") & (found.frame["series"] == "difference")].iloc[0]
    one = kept["robustness.control_level"]
    assert (one["low"], one["estimate"], one["high"]) == (row["low"], row["ratio"], row["high"])
    assert (one["controls"], one["left_out"]) == (1, "Nowhere")


def test_rival_stories_are_recorded(stories, years, kept):
    records.record_stories(stories, years, confidence=0.95, **WHERE)
    assert kept["robustness.level_with_rivals"]["low"] < kept["robustness.level_with_rivals"]["estimate"]
    assert kept["robustness.level_without_a_year"]["smallest"] < kept["robustness.level_without_a_year"]["largest"]


def test_medians_and_p_values_of_specifications_are_recorded(many, kept):
    records.record_specifications(many, **WHERE)
    assert kept["robustness.specifications_median"]["estimate"] == many.of("level").median
    assert kept["robustness.specifications_p"]["estimate"] == 1 / 40
    assert kept["robustness.specifications_p_slope"]["replicates"] == 39
    straight = many.of("first year", "straight")
    assert kept["robustness.specifications_median_straight_first_year"]["estimate"] == straight.median
    assert kept["robustness.specifications_p_straight"]["estimate"] == many.of("level", "straight").p_median


def test_lights_are_recorded(kept):
    records.record_lights([Light("Date", "against", "April < August.", "figure-break_dates")], **WHERE)
    assert kept["robustness.light_date"]["verdict"] == "against"
