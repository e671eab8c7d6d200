"""The caterpillar draws every interval once and marks those that leave the truth out."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection

from turningpoint.errors import ParameterError
from turningpoint.figures.caterpillar import MISSED, caterpillar
from turningpoint.figures.drawing.style import figure_style, rendered

NAMES = {"usual": "usual\n1 of 3", "ours": "ours\n2 of 2"}


@pytest.fixture
def frame():
    rows = [
        (1, "usual", 1.2, 3.0, False),
        (2, "usual", 0.5, 1.5, True),
        (3, "usual", 0.2, 0.6, False),
        (1, "ours", 0.9, 4.0, True),
        (2, "ours", 0.4, 1.9, True),
        (3, "ours", np.nan, np.nan, None),
    ]
    return pd.DataFrame(rows, columns=["series", "method", "low", "high", "holds"]).assign(truth=1.0)


def drawn(frame):
    with figure_style():
        return caterpillar(frame, names=NAMES, title="A sentence.")


def lines(axes):
    """Colour → drawn intervals, as (row, low, high)."""
    found = {}
    for one in axes.collections:
        assert isinstance(one, LineCollection)
        colour = "missed" if np.allclose(one.get_color()[0][:3], _rgb(MISSED)) else "holds"
        found[colour] = [(round(s[0, 1]), *s[:, 0]) for s in one.get_segments()]
    return found


def _rgb(colour):
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def test_rows_follow_the_first_methods_middles_and_misses_are_marked(frame):
    left, right = drawn(frame).axes
    assert lines(left) == {"holds": [(1, 0.5, 1.5)], "missed": [(0, 0.2, 0.6), (2, 1.2, 3.0)]}
    assert lines(right)["holds"] == [(1, 0.4, 1.9), (2, 0.9, 4.0)]
    marks = next(line for line in left.lines if line.get_marker() == "s")
    np.testing.assert_array_equal(marks.get_ydata(), [0, 2])
    np.testing.assert_allclose(marks.get_xdata(), np.sqrt([0.12, 3.6]))


def test_the_truth_stands_in_every_panel_and_every_interval_inside_the_axes(frame):
    for axes in drawn(frame).axes:
        assert any(np.allclose(line.get_xdata(), 1.0) for line in axes.lines)
        low, high = axes.get_xlim()
        assert low < 0.2
        assert high > 4.0
    assert [axes.get_title(loc="left") for axes in drawn(frame).axes] == list(NAMES.values())


def test_bytes_repeat_and_the_frame_is_left_as_it_is(frame):
    before = frame.copy()
    assert rendered(drawn(frame), "svg") == rendered(drawn(frame), "svg")
    pd.testing.assert_frame_equal(frame, before)


def test_a_frame_without_what_is_drawn_is_refused(frame):
    with pytest.raises(ParameterError, match="lacks the columns holds"):
        drawn(frame.drop(columns="holds"))
    with pytest.raises(ParameterError, match="'ours' has no interval"):
        drawn(frame[frame["method"] == "usual"])
