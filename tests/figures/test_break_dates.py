import numpy as np
import pandas as pd
import pytest

from turningpoint.figures.break_dates import break_dates_picture
from turningpoint.figures.drawing.style import rendered
from turningpoint.robustness.dates.date_set import DateSet

MONTHS = tuple(str(month) for month in pd.period_range("2016-01", "2023-12", freq="M"))
DATES = ("2021-05", "2021-06", "2021-07", "2021-08", "2021-09", "2021-10", "2021-11")
MARKED = [("2020-03", "Doha Agreement"), ("2021-08", "Fall of Kabul"), ("2031-01", "Later")]


def made(gain, dates=DATES):
    gain = np.array(gain, dtype=float)
    return DateSet(tuple(dates), gain, 0.0, gain, 120, 12, 1, "month")


def found(dates=MONTHS, height=9.0):
    return made(height - 0.2 * (np.arange(len(dates)) - 50.0) ** 2, dates)


def drawn(dates, marked=MARKED, when="2021-08"):
    return break_dates_picture(dates, when=when, marked=marked, source="UCDP")


def test_columns_the_shaded_set_and_events():
    dates = found()
    upper, lower = drawn(dates).figure.axes
    columns = [bar.get_height() for bar in upper.patches if bar.get_width() < 1]
    assert columns == pytest.approx((100 * dates.weight).tolist())
    shaded = [patch for patch in upper.patches if patch.get_alpha() is not None]
    assert [patch.get_width() for patch in shaded] == [dates.inside.sum()]
    words = [text.get_text() for text in lower.texts]
    assert "Doha Agreement, 2020-03: in the set" in words
    assert "Fall of Kabul, 2021-08: ruled out" in words
    assert not any("Later" in word for word in words)


def test_nothing_is_shaded_where_nothing_is_ruled_out():
    flat = found(height=0.0)
    upper, lower = drawn(flat).figure.axes
    assert not [patch for patch in upper.patches if patch.get_alpha() is not None]
    assert "Fall of Kabul, 2021-08: possible" in [text.get_text() for text in lower.texts]
    assert "Shaded" not in drawn(flat).caption


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
    ("gain", "when", "title"),
    [
        ([0, 9, 9, 0, 0, 0, 0], "2021-11", "If it broke once: June 2021 to July 2021; November 2021 is ruled out"),
        ([0, 9, 9, 0, 0, 0, 0], "2021-06", "If it broke once: June 2021 to July 2021; June 2021 is among them"),
        ([0, 9, 9, 0, 0, 0, 0], "2020-06", "If it broke once: June 2021 to July 2021; June 2020 was not compared"),
        ([0, 0, 0, 9, 0, 0, 0], "2021-08", "If it broke once, it was in August 2021"),
        ([0, 0, 0, 0, 9, 0, 0], "2021-08", "Only neighbours of August 2021 are possible: September 2021"),
        ([0, 0, 1, 0, 0, 0, 0], "2021-08", "No date stands out: none is ruled out"),
    ],
)
def test_the_title_says_what_was_found(gain, when, title):
    assert drawn(made(gain), when=when).title == title


def test_caption_and_description_say_how_it_was_made_and_what_is_marked():
    picture = drawn(made([0, 9, 9, 0, 0, 0, 0]), [("2021-11", "Ceasefire"), ("2031-01", "Later")])
    assert "Ceasefire (2021-11) ruled out." in picture.alt
    assert "Later" not in picture.alt
    assert "9.0 more log evidence than no break" in picture.caption
    assert picture.caption.endswith("UCDP.")
