from dataclasses import replace

import numpy as np
import pytest

from tests.robustness.placebo_series import series
from turningpoint.its import Specification
from turningpoint.reports.chapters.robustness import break_dates
from turningpoint.robustness.breaks.one_break import BreakDates
from turningpoint.robustness.breaks.segments import many_breaks
from turningpoint.robustness.breaks.two_breaks import two_breaks

DATES = ("2021-06", "2021-07", "2021-08", "2021-09")
FOUND = BreakDates(DATES, np.array([1.0, 3.0, 2.0, 1.0]), np.array([0.5, 0.9, 0.01, 0.02]), 0.01, 60, 12, 199, 0.95)


@pytest.mark.parametrize(
    ("changes", "when", "title"),
    [
        ({}, "2021-08", "A single break fits best at July 2021; August 2021 is not among the possible dates"),
        ({}, "2021-06", "A single break fits best at July 2021; June 2021 is possible too"),
        ({}, "2020-06", "A single break fits best at July 2021; June 2020 is no candidate"),
        ({"p_no_break": 0.3}, "2021-08", "No single break stands out: no date is ruled out"),
    ],
)
def test_the_title_says_what_was_found(changes, when, title):
    assert break_dates.dates_title(replace(FOUND, **changes), when) == title


def test_events_are_set_against_the_dates():
    marked = [("2021-08", "Fall of Kabul"), ("2031-01", "Later")]
    table = break_dates.dates_table(FOUND, marked)
    assert table["Event"].tolist() == ["Best single break", "Fall of Kabul"]
    assert table["In the set"].tolist() == ["yes", "no"]
    assert "Fall of Kabul (2021-08) outside." in break_dates.dates_alt(FOUND, marked)
    assert "Later" not in break_dates.dates_alt(FOUND, marked)
    assert "199 series" in break_dates.dates_caption(FOUND, "UCDP")


def test_what_is_recorded_follows_the_result(monkeypatch):
    kept = {}
    monkeypatch.setattr(break_dates, "record", lambda id, **fields: kept.update({id: fields}))
    break_dates.record_dates(FOUND, "2021-08", source="UCDP", window="")
    assert kept["robustness.break_date"]["verdict"] == "outside"
    assert kept["robustness.break_date"]["estimate"] == 0.01
    assert kept["robustness.break_date"]["set"] == "2021-06 to 2021-07"
    assert kept["robustness.no_break"]["estimate"] == 0.01
    break_dates.record_dates(FOUND, "2031-08", source="UCDP", window="")
    assert kept["robustness.break_date"]["estimate"] is None


def test_further_breaks_are_said_with_their_reasons(monkeypatch):
    outcome = series(3.0, months=120, start="2005-01")
    specification = Specification(("2010-01",), harmonics=0)
    two, many = two_breaks(outcome, specification, replicates=19), many_breaks(outcome, specification)
    words = break_dates.more_breaks(two, many, "2010-01", ["Something is missing."])
    assert "second break" in words or "Two breaks" in words
    assert words.endswith("Something is missing.")
    assert break_dates.more_breaks(None, None, "2010-01", []) == ""
    table = break_dates.segments_table(many)
    assert table.loc[many.chosen, ""] == "smallest"
    kept = {}
    monkeypatch.setattr(break_dates, "record", lambda id, **fields: kept.update({id: fields}))
    break_dates.record_second(two, source="UCDP", window="")
    assert kept["robustness.second_break"]["estimate"] == two.p_second
