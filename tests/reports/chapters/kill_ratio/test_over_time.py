"""Which dates the kill ratio is looked at, and what is said of them."""

import pytest

from turningpoint.killratio.deaths_per_event import ucdp_lethality
from turningpoint.killratio.over_time.month_cluster_factors import deaths_by_month
from turningpoint.killratio.over_time.smooth_course import smooth_ratio
from turningpoint.reports.chapters.kill_ratio import over_time
from turningpoint.sources.embedded.catalogue import table_info


def at(sides, when):
    return over_time.at_intervention(sides, when, confidence=0.95, seed=1)


def test_dates_come_from_the_table_of_events():
    assert over_time.month_of(over_time.OPERATION) == "2014-06"
    assert over_time.month_of(over_time.MASSACRE) == "2014-12"


def test_at_the_change_of_power_little_is_known_and_it_is_said(sides):
    found = at(sides, "2021-08")
    words = over_time.little_is_known(found, "2021-08", sides)
    assert found.kind == "two periods"
    assert found.course["month"].iloc[0] == "2018-01"
    assert "Deaths by side end in December 2021, 5 months after" in words
    assert "inconclusive" in words
    assert "No slope" in found.reason
    assert "held the truth" in found.coverage


def test_where_months_suffice_there_is_a_regression(sides):
    found = at(sides, "2016-01")
    assert found.kind == "regression"
    assert over_time.little_is_known(found, "2016-01", sides).startswith("**Month by month.**")


@pytest.mark.parametrize("when", ["2023-01", "2009-01", "2010-01"])
def test_outside_the_deaths_by_side_nothing_is_said(sides, when):
    assert at(sides, when) is None
    assert "nothing can be said" in over_time.little_is_known(None, when, sides)


def test_table_and_frame_have_the_same_numbers(sides):
    alone, both = over_time.at_operation(sides, confidence=0.95, seed=1)
    table = over_time.over_time_table([alone, both])
    assert table["Date"].tolist() == ["June 2014", "June 2014", "June 2014", "December 2014"]
    frame = over_time.over_time_frame([alone, both])
    own = frame[frame["method"] == "calibrated"]
    assert [f"{value:.2f}" for value in own["estimate"]] == table["Times"].tolist()
    assert [f"{row.low:.2f} to {row.high:.2f}" for row in own.itertuples()] == table["Calibrated"].tolist()
    assert frame["method"].nunique() == 1 + len(table.columns) - 5
    assert over_time.distinct(alone, None, alone, both) == [alone, both]


def test_prose_follows_the_deaths(sides):
    doubled = sides.copy()
    later = doubled["month"] >= "2021-08"
    doubled.loc[later, "deaths_militant"] *= 4
    doubled.loc[later, "sumsq_militant"] *= 16
    doubled.loc[later, "sumprod_state_militant"] *= 4
    before, after = (over_time.little_is_known(at(rows, "2021-08"), "2021-08", rows) for rows in (sides, doubled))
    assert "inconclusive" in before
    assert before != after


def test_the_figure_marks_what_lies_inside(sides):
    course = smooth_ratio(deaths_by_month(sides))
    assert over_time.marks(course, "2021-08") == [("2014-06", "operation of 2014"), ("2021-08", "intervention")]
    assert over_time.marks(course, "2014-06") == [("2014-06", "intervention")]
    assert over_time.marks(course, "2024-06") == [("2014-06", "operation of 2014")]


def test_deaths_per_event_are_listed_by_year():
    words = over_time.lethality_words(ucdp_lethality(["2021-08"]))
    assert "8.6 in 2015" in words
    assert "In August 2021 itself" in words


def test_deaths_per_event_reach_as_far_as_ucdp():
    found, _ = over_time.lethality_at("2021-08", "2015-01", "2099-12", confidence=0.95)
    assert found.analysis.outcome.labels[-1] == table_info("ucdp_ged_country_month").coverage_end
    nothing, why = over_time.lethality_at("2098-08", "2015-01", "2099-12", confidence=0.95)
    assert nothing is None
    assert "cannot be said" in why
