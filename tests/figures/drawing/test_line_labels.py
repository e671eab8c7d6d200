"""Names beside lines do not lie on each other and keep the order of the lines."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turningpoint.figures.drawing.line_labels import Label, label_line_ends, spread, stacked
from turningpoint.figures.drawing.style import figure_style, new_figure


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 2)), min_size=1, max_size=7))
def test_spread_names_do_not_overlap_and_move_only_where_needed(pairs: list[tuple[float, float]]) -> None:
    centres, heights = np.array(sorted(pairs)).T
    placed = spread(centres, heights)
    needed = (heights[1:] + heights[:-1]) / 2
    assert (np.diff(placed) >= needed - 1e-9).all()
    if (np.diff(centres) > needed).all():
        np.testing.assert_allclose(placed, centres, atol=1e-9)
    assert placed.mean() == pytest.approx(centres.mean())


def test_no_labels_are_spread_to_none() -> None:
    assert spread([], []).shape == (0,)


def _label(*y: float) -> Label:
    return Label("name", np.arange(len(y), dtype=float), np.array(y), "black")


def test_lines_are_compared_where_the_shorter_ends() -> None:
    ends_early, runs_on = _label(1.0, 5.0, np.nan), _label(1.0, 3.0, 6.0)
    assert stacked([ends_early, runs_on]) == [1, 0]
    assert stacked([runs_on, _label(9.0, 9.0, 9.0)]) == [0, 1]


def test_names_stay_level_with_a_logarithmic_axis() -> None:
    with figure_style():
        axes = new_figure().subplots()
        axes.plot([0, 1], [1, 1000])
        axes.set_yscale("log")
        label_line_ends(axes, [_label(1.0, 1000.0)])
    assert axes.texts[0].get_position()[1] > 0.9
