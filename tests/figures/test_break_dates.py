from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from turningpoint.figures.break_dates import break_dates_picture
from turningpoint.figures.drawing.style import rendered
from turningpoint.robustness.breaks.one_break import BreakDates

MONTHS = tuple(str(month) for month in pd.period_range("2016-01", "2023-12", freq="M"))
DATES = ("2021-06", "2021-07", "2021-08", "2021-09")
FOUND = BreakDates(DATES, np.array([1.0, 3.0, 2.0, 1.0]), np.array([0.5, 0.9, 0.01, 0.02]), 0.01, 60, 12, 199, 0.95)
MARKED = [("2020-03", "Doha Agreement"), ("2021-08", "Fall of Kabul"), ("2031-01", "Later")]


def found(dates=MONTHS):
    at = np.arange(len(dates))
    p_values = np.where(abs(at - 50) < 12, 0.5, 0.01)
    return BreakDates(tuple(dates), 20 - 0.01 * (at - 50.0) ** 2, p_values, 0.01, 120, 12, 199, 0.95)


def drawn(dates, marked=MARKED, when="2021-08"):
    return break_dates_picture(dates, when=when, marked=marked, source="UCDP")


def test_best_date_set_and_events_are_named():
    upper, lower = drawn(found()).figure.axes
    assert [text.get_text() for text in upper.texts] == ["best: 2020-03"]
    words = [text.get_text() for text in lower.texts]
    assert "95% set of dates" in words
    assert "Doha Agreement, 2020-03: in the set" in words
    assert "Fall of Kabul, 2021-08: outside" in words
    assert not any("Later" in word for word in words)
    assert len(lower.patches) == 23


@pytest.mark.parametrize("dates", [[str(year) for year in range(1960, 2000)], [str(i) for i in range(30)]])
def test_years_and_indices_can_be_drawn(dates):
    assert rendered(drawn(found(dates), []).figure, "svg")


def test_what_was_found_is_left_as_it_is_and_given_as_data():
    dates = found()
    before = dates.to_frame()
    picture = drawn(dates)
    pd.testing.assert_frame_equal(dates.to_frame(), before)
    pd.testing.assert_frame_equal(picture.data, before)


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
    assert drawn(replace(FOUND, **changes), when=when).title == title


def test_caption_and_description_say_how_it_was_made_and_what_is_marked():
    picture = drawn(FOUND, [("2021-08", "Fall of Kabul"), ("2031-01", "Later")])
    assert "Fall of Kabul (2021-08) outside." in picture.alt
    assert "Later" not in picture.alt
    assert "199 series" in picture.caption
    assert picture.caption.endswith("UCDP.")
