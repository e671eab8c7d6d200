"""The tables of the checks of robustness."""

import numpy as np

from tests.robustness.placebo_series import series
from turningpoint.its import Specification
from turningpoint.reports.chapters.robustness import tables
from turningpoint.robustness.breaks.one_break import BreakDates
from turningpoint.robustness.breaks.segments import many_breaks

DATES = ("2021-06", "2021-07", "2021-08", "2021-09")
FOUND = BreakDates(DATES, np.array([1.0, 3.0, 2.0, 1.0]), np.array([0.5, 0.9, 0.01, 0.02]), 0.01, 60, 12, 199, 0.95)


def test_events_are_set_against_the_dates():
    table = tables.dates_table(FOUND, [("2021-08", "Fall of Kabul"), ("2031-01", "Later")])
    assert table["Event"].tolist() == ["Best single break", "Fall of Kabul"]
    assert table["In the set"].tolist() == ["yes", "no"]


def test_the_smallest_bic_is_marked():
    many = many_breaks(series(3.0, months=120, start="2005-01"), Specification(("2010-01",), harmonics=0))
    assert tables.segments_table(many).loc[many.chosen, ""] == "smallest"


def test_every_story_and_year_has_its_row(stories, years):
    table = tables.stories_table(stories)
    assert len(table) == stories["story"].nunique()
    assert table["The other event"].iloc[0] == table["The other event"].iloc[-1] == "–"
    left = tables.left_out_table(years)
    assert left["Left out"].tolist()[:2] == ["nothing", "2015"]
    assert left.columns.tolist() == ["Left out", "Level", "Slope"]


def test_specifications_are_set_side_by_side_by_effect(many):
    assert tables.joint_table(many)["Effect"].tolist() == ["level", "slope"]
    assert len(tables.split_table(many)) == 4


def test_the_reports_own_is_found_by_its_choices(many):
    place = tables.nearest(many.frame, outcome="events", start="2002-01", end="2014-12", harmonics=0)
    assert many.frame.loc[place, ["shift", "pre_trend", "start"]].tolist() == [0, "straight", "2002-01"]
    assert tables.nearest(many.frame, outcome="x", start="", end="", harmonics=0) is None
