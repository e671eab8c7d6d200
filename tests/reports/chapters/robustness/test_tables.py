"""The tables of the checks of robustness."""

from dataclasses import replace

import numpy as np
import pandas as pd

from tests.robustness.placebo_series import series
from turningpoint.its import Specification
from turningpoint.reports.chapters.robustness import tables
from turningpoint.robustness.dates.date_set import DateSet
from turningpoint.robustness.dates.turns import Turn, turns_at
from turningpoint.robustness.specifications.grid import CALIBRATED

DATES = ("2021-06", "2021-07", "2021-08", "2021-09")
FOUND = DateSet(DATES, np.array([8.0, 9.0, 0.0, 1.0]), 0.0, np.zeros(4), 60, 12, 1, "month")


def test_events_are_set_against_the_dates():
    table = tables.dates_table(FOUND, [("2021-06", "Before"), ("2021-08", "Fall of Kabul"), ("2031-01", "Later")])
    assert table["Event"].tolist() == ["Before", "Fall of Kabul"]
    assert table["Possible"].tolist() == ["yes", "no"]
    assert table["Log evidence over no break"].tolist() == ["8.0", "0.0"]
    frame = tables.dates_frame(FOUND, [("2021-06", "Before"), ("2021-08", "Fall of Kabul"), ("2031-01", "Later")])
    assert frame[["date", "event"]].values.tolist() == [["2021-06", "Before"], ["2021-08", "Fall of Kabul"]]
    assert frame["log_evidence"].tolist() == [8.0, 0.0]
    assert frame["weight"].tolist() == [FOUND.weight[0], FOUND.weight[2]]


def test_turns_are_set_side_by_side_with_their_power():
    events = pd.DataFrame({"event_id": ["other"], "label": ["Another"], "date": ["2012-01"], "away": [24]})
    asked = Specification(("2010-01",), harmonics=0)
    turns = turns_at(series(3.0, months=120, start="2005-01"), asked, events, trim=12)
    table = tables.turns_table([*turns, Turn("late", "Late", "2014-12", 59, "month", None, None, "too late")])
    assert table["From the intervention"].tolist() == ["24 months after", "59 months after"]
    assert table["Level"].tolist()[1] == "too late"
    assert float(table["Smallest level found four times in five"].iloc[0]) > 1


def test_every_story_and_year_has_its_row(stories, years):
    table = tables.stories_table(stories)
    assert len(table) == stories["story"].nunique()
    assert table["The other event"].iloc[0] == table["The other event"].iloc[-1] == "–"
    left = tables.left_out_table(years)
    assert left["Left out"].tolist()[:2] == ["nothing", "2015"]
    assert left.columns.tolist() == ["Left out", "Level", "Slope"]


def test_specifications_are_set_side_by_side_by_effect(many):
    table = tables.joint_table(many)
    assert table["Effect"].tolist() == ["level", "slope", "first year"] * 4
    assert list(dict.fromkeys(table["Course before"])) == ["all", "straight", "bending", "adaptive"]
    assert len(tables.split_table(many)) == 4
    frame = tables.joint_frame(many)
    assert frame["median"].tolist()[:3] == [many.of(effect).median for effect in ("level", "slope", "first year")]
    assert [f"{value:.2f}" for value in frame["median"]] == table["Median"].tolist()
    assert frame["course_before"].tolist() == table["Course before"].tolist()


def test_the_reports_own_is_found_by_its_choices(many):
    where = {"outcome": "events", "start": "2002-01", "end": "2014-12", "harmonics": 0}
    columns = ["shift", "pre_trend", "start", "fit"]
    asked = Specification(("2008-01",), harmonics=0)
    place = tables.nearest(many.frame, asked, **where)
    assert many.frame.loc[place, columns].tolist() == [0, "adaptive", "2002-01", CALIBRATED]
    place = tables.nearest(many.frame, replace(asked, errors="independent"), **where)
    assert many.frame.loc[place, columns[:3]].tolist() == [0, "straight", "2002-01"]
    assert tables.nearest(many.frame, asked, outcome="x", start="", end="", harmonics=0) is None
