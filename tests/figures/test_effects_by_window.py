"""The figure of window starts draws what the table holds."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.figures.drawing.style import figure_style, rendered
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


def drawn(frame, chosen="2013-01", confidence=0.9):
    with figure_style():
        return effects_by_window(frame, chosen=chosen, title="A sentence.", confidence=confidence)


def test_every_window_has_its_place_and_a_missing_result_leaves_it_empty(frame):
    axes = drawn(frame).axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == frame["window_start"].tolist()
    shown = {text.get_text() for text in axes.texts}
    assert {"2.2", "0.90"} <= shown
    assert "nan" not in shown


def test_the_axis_holds_every_interval_and_names_its_level(frame):
    axes = drawn(frame).axes[0]
    low, high = axes.get_ylim()
    assert low <= 0.3
    assert high >= 5.0
    assert axes.get_ylabel() == "level ratio, 90% interval"
    assert drawn(frame, confidence=0.995).axes[0].get_ylabel() == "level ratio, 99.5% interval"


def test_changes_stand_on_a_plain_axis_with_zero_marked(frame):
    renamed = frame.rename(columns=lambda name: name.replace("level_ratio", "level_change"))
    renamed["level_change_low"] -= 3
    with figure_style():
        axes = effects_by_window(
            renamed, chosen="2013-01", title="A sentence.", confidence=0.9, effect="level_change", unit="mm"
        ).axes[0]
    assert axes.get_yscale() == "linear"
    assert axes.get_ylabel() == "level change, mm, 90% interval"
    assert axes.get_ylim()[0] < -2.7
    (null,) = [text for text in axes.texts if text.get_text() == "no jump"]
    assert null.get_position()[1] == 0


def test_the_frame_is_left_as_it_is_and_bytes_repeat(frame):
    before = frame.copy()
    assert rendered(drawn(frame), "svg") == rendered(drawn(frame), "svg")
    pd.testing.assert_frame_equal(frame, before)
