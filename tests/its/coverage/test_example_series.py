"""Repeated series: the truth is known, the intervals are those of the methods they name, and the count is right."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.errors import ParameterError
from turningpoint.its.calibrated.estimator import fit_calibrated
from turningpoint.its.coverage.example_series import USUAL, Repeated, example_cell, repeat
from turningpoint.its.coverage.grid import cell_of, whole_grid
from turningpoint.its.coverage.kept_table import OURS
from turningpoint.its.regression.glm import fit_glm


@pytest.fixture(scope="module")
def world() -> Repeated:
    return repeat(series=12, seed=3)


def test_the_example_is_a_cell_of_the_grid_in_which_nothing_changes(world):
    assert example_cell() in whole_grid()
    assert world.truth == 1.0
    np.testing.assert_allclose(world.course, 15.0)
    assert world.counts.shape == world.course.shape == (12, 96)


def test_our_interval_is_that_of_the_fit_of_one_series(world):
    fit = fit_calibrated(world.counts[4], world.design, pre_trend="adaptive", seed=1)
    step = fit.design.terms.index("step")
    expected = np.exp(np.quantile(fit.draws[:, step], [0.025, 0.975]))
    np.testing.assert_allclose(world.intervals[OURS][4], expected, rtol=0.03)


def test_the_usual_interval_is_that_of_the_fit_of_one_series(world):
    fit = fit_glm(world.counts[4], world.design, errors="hac:6")
    step = world.design.terms.index("step")
    half = 1.959963984540054 * np.sqrt(fit.covariance[step, step])
    expected = np.exp([fit.coefficients[step] - half, fit.coefficients[step] + half])
    np.testing.assert_allclose(world.intervals[USUAL][4], expected, rtol=1e-5)
    np.testing.assert_allclose(world.usual_fit[4], fit.mean, rtol=1e-5)


def test_an_interval_misses_on_either_side_and_none_misses_nothing(world):
    ends = np.array([[0.8, 1.2], [1.1, 2.0], [0.2, 0.9], [np.nan, np.nan]])
    known = replace(world, intervals={USUAL: ends, OURS: ends[:1]})
    assert known.misses(USUAL).tolist() == [False, True, True, False]
    assert (known.given(USUAL), known.covered(USUAL), known.first_misled()) == (3, 1, 1)
    assert replace(known, intervals={USUAL: ends[:1]}).first_misled() == 0
    frame = known.to_frame()
    assert frame["holds"].tolist() == [True, False, False, None, True]
    assert frame["series"].tolist() == [1, 2, 3, 4, 1]


def test_a_change_is_the_truth_where_there_is_one():
    changed = repeat(cell_of("straight, 48 months", change=True), series=2, seed=1)
    assert changed.truth == pytest.approx(2.0)


def test_the_seed_decides_everything(world):
    again, other = repeat(series=12, seed=3), repeat(series=12, seed=4)
    for method in (USUAL, OURS):
        np.testing.assert_array_equal(again.intervals[method], world.intervals[method])
    assert (other.counts != world.counts).any()


def test_what_cannot_be_repeated_is_refused():
    with pytest.raises(ParameterError, match="gaussian"):
        repeat(cell_of("gaussian", change=False), seed=1)
    with pytest.raises(ParameterError, match="1 or more"):
        repeat(series=0, seed=1)
