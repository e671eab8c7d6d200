"""The figure of window starts draws what the table holds."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.its.window_tables import CHANGE, LEVEL
from turningpoint.figures.drawing.style import rendered
from turningpoint.figures.effects_by_window import effects_by_window


@pytest.fixture
def frame():
    return pd.DataFrame(
        {
            "window_start": ["2013-01", "2014-01", "2015-01"],
            "level_ratio": [2.2, np.nan, 0.9],
            "level_ratio_low": [1.4, np.nan, 0.3],
            "level_ratio_high": [3.4, np.nan, 5.0],
        }
    )


def drawn(frame, confidence=0.9, effect=LEVEL):
    return effects_by_window(frame, replace(effect, confidence=confidence), chosen="2013-01", source="UCDP")


def test_every_window_has_its_place_and_a_missing_result_leaves_it_empty(frame):
    axes = drawn(frame).figure.axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == frame["window_start"].tolist()
    shown = {text.get_text() for text in axes.texts}
    assert {"2.2", "0.90"} <= shown
    assert "nan" not in shown


def test_the_axis_holds_every_interval_and_names_its_level(frame):
    axes = drawn(frame).figure.axes[0]
    low, high = axes.get_ylim()
    assert low <= 0.3
    assert high >= 5.0
    assert axes.get_ylabel() == "level ratio, 90% interval"
    assert drawn(frame, confidence=0.995).figure.axes[0].get_ylabel() == "level ratio, 99.5% interval"


def test_changes_stand_on_a_plain_axis_with_zero_marked(frame):
    renamed = frame.rename(columns=lambda name: name.replace("level_ratio", "level_change"))
    renamed["level_change_low"] -= 3
    axes = drawn(renamed, effect=CHANGE).figure.axes[0]
    assert axes.get_yscale() == "linear"
    assert axes.get_ylabel() == "level change, mm, 90% interval"
    assert axes.get_ylim()[0] < -2.7
    (null,) = [text for text in axes.texts if text.get_text() == "no jump"]
    assert null.get_position()[1] == 0


def test_the_frame_is_left_as_it_is_and_bytes_repeat(frame):
    before = frame.copy()
    assert rendered(drawn(frame).figure, "svg") == rendered(drawn(frame).figure, "svg")
    pd.testing.assert_frame_equal(frame, before)


def test_windows_are_described_by_their_range(frame):
    picture = drawn(frame)
    assert "from 0.90 to 2.20 times" in picture.title
    assert "2013-01: 2.2, 2015-01: 0.90" in picture.alt
    assert "2014-01" not in picture.alt
    assert picture.data is frame


def test_a_level_change_is_described_in_its_unit(frame):
    picture = drawn(frame.rename(columns=lambda name: name.replace("level_ratio", "level_change")), effect=CHANGE)
    assert picture.title.count(" mm, depending") == 1
    assert picture.alt.startswith("Level change with interval")
    assert picture.caption.startswith("Level change (jump in August 2021 itself)")
    assert picture.caption.endswith(" UCDP.")
