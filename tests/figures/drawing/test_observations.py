"""Points stand where they were observed, a sum as bars over its periods at its mean."""

import numpy as np
from matplotlib.figure import Figure

from turningpoint.figures.drawing.observations import draw_points, draw_sums


def axes():
    return Figure().subplots()


def test_every_observation_is_a_point_and_a_hole_is_none():
    drawn = axes()
    draw_points(drawn, np.array([3.0, np.nan, 5.0]), "red")
    x, y = drawn.lines[0].get_data()
    assert x.tolist() == [0, 1, 2]
    assert np.array_equal(y, [3.0, np.nan, 5.0], equal_nan=True)
    assert drawn.lines[0].get_markerfacecolor() == "red"
    many = axes()
    draw_points(many, np.ones(200))
    assert many.lines[0].get_markersize() < drawn.lines[0].get_markersize()


def test_a_sum_is_a_bar_over_each_run_and_its_runs_are_joined():
    drawn = axes()
    draw_sums(drawn, np.array([2.0, 2.0, np.nan, 2.0, 7.0]), np.array([1, 1, 0, 1, 2]))
    bars = [line for line in drawn.lines if line.get_linestyle() == "-"]
    assert [list(line.get_xdata()) for line in bars] == [[-0.4, 1.4], [2.6, 3.4], [3.6, 4.4]]
    assert [line.get_ydata()[0] for line in bars] == [2.0, 2.0, 7.0]
    dotted = [line for line in drawn.lines if line.get_linestyle() == ":"]
    assert [list(line.get_xdata()) for line in dotted] == [[0, 3]]


def test_without_sums_nothing_is_drawn():
    drawn = axes()
    draw_sums(drawn, np.full(3, np.nan), np.zeros(3, dtype=int))
    assert not drawn.lines
