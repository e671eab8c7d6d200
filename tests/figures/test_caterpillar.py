"""The caterpillar draws every interval once and marks those that leave the truth out."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection

from turningpoint.errors import ParameterError
from turningpoint.figures.caterpillar import MISSED, caterpillar
from turningpoint.figures.drawing.style import rendered
from turningpoint.its.coverage.example_series import USUAL, repeat
from turningpoint.its.coverage.kept_table import OURS

NAMES = ["The usual interval\n(negative binomial, HAC 6)\nmisses 2", "The calibrated interval\n\nmisses 0"]


@pytest.fixture(scope="module")
def three():
    """Three series, of which the usual interval leaves the truth out in two and ours is not given in the last."""
    worlds = repeat(series=3, seed=5)
    usual = np.array([[1.2, 3.0], [0.5, 1.5], [0.2, 0.6]])
    ours = np.array([[0.9, 4.0], [0.4, 1.9], [np.nan, np.nan]])
    return replace(worlds, intervals={USUAL: usual, OURS: ours})


def drawn(worlds):
    return caterpillar(worlds, seed=5).figure


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


def test_rows_follow_the_first_methods_middles_and_misses_are_marked(three):
    left, right = drawn(three).axes
    assert lines(left) == {"holds": [(1, 0.5, 1.5)], "missed": [(0, 0.2, 0.6), (2, 1.2, 3.0)]}
    assert lines(right)["holds"] == [(1, 0.4, 1.9), (2, 0.9, 4.0)]
    marks = next(line for line in left.lines if line.get_marker() == "s")
    np.testing.assert_array_equal(marks.get_ydata(), [0, 2])
    np.testing.assert_allclose(marks.get_xdata(), np.sqrt([0.12, 3.6]))


def test_the_truth_stands_in_every_panel_and_every_interval_inside_the_axes(three):
    for axes in drawn(three).axes:
        assert any(np.allclose(line.get_xdata(), 1.0) for line in axes.lines)
        low, high = axes.get_xlim()
        assert low < 0.2
        assert high > 4.0
    assert [axes.get_title(loc="left") for axes in drawn(three).axes] == NAMES


def test_bytes_repeat(three):
    assert rendered(drawn(three), "svg") == rendered(drawn(three), "svg")


def test_a_method_without_an_interval_is_refused(three):
    nothing = {USUAL: three.intervals[USUAL], OURS: np.full((3, 2), np.nan)}
    with pytest.raises(ParameterError, match="'calibrated' has no interval"):
        drawn(replace(three, intervals=nothing))


def test_the_words_are_those_of_the_series(three):
    picture = caterpillar(three, seed=5)
    assert picture.title.endswith("in 2 of 3 series, the calibrated one in 0 of 2")
    assert "seed 5" in picture.caption
    assert "3 horizontal intervals in two panels" in picture.alt
    assert f"of {np.exp(np.log(3)):.1f} and of {np.exp((np.log(4.0 / 0.9) + np.log(1.9 / 0.4)) / 2):.1f}" in picture.alt
    pd.testing.assert_frame_equal(picture.data, three.to_frame())
