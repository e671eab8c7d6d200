"""Ratios are marked at powers of two inside their range."""

import pytest

from turningpoint.figures.drawing.ratio_axis import mark_ratios
from turningpoint.figures.drawing.style import new_figure


@pytest.mark.parametrize("which", ["x", "y"])
def test_powers_of_two_inside_are_marked_on_a_log_axis(which):
    axes = new_figure().subplots()
    mark_ratios(axes, which, 0.2, 9.0)
    axis = getattr(axes, f"{which}axis")
    assert axis.get_scale() == "log"
    assert axis.get_ticklocs().tolist() == [0.25, 0.5, 1, 2, 4, 8]
    assert [label.get_text() for label in axis.get_ticklabels()] == ["1/4", "1/2", "1", "2", "4", "8"]
    assert axis.get_minorticklocs().size == 0
