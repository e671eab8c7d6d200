"""The search for the highest point: exact on a parabola, honest on everything else."""

import numpy as np
import pytest

from turningpoint.its.time_series.maximum_likelihood import LOWEST, maximise

INFORMATION = np.array([[40.0, 12.0], [12.0, 9.0]])


def parabola(x):
    apart = x - np.array([0.7, -2.0])
    return 3.0 - apart @ INFORMATION @ apart / 2


def two_peaks(x):
    return float(np.log(np.exp(-((x[0] - 2) ** 2) * 20) + 0.1 * np.exp(-((x[0] + 2) ** 2) * 20) + 1e-30))


def test_the_top_of_a_parabola_and_its_curvature_are_found():
    found = maximise(parabola, [np.zeros(2), np.array([30.0, 40.0])])
    np.testing.assert_allclose(found.at, [0.7, -2.0], atol=1e-8)
    assert found.value == pytest.approx(3.0)
    np.testing.assert_allclose(found.covariance, np.linalg.inv(INFORMATION), rtol=1e-6)
    assert found.converged
    assert found.accuracy < 1e-6
    assert found.messages("Go home.") == []


def test_derivatives_at_the_top():
    found = maximise(parabola, [np.zeros(2)])
    slopes = found.jacobian(lambda x: np.array([x[0] * x[1], np.exp(x[0]), 1.0]))
    np.testing.assert_allclose(slopes, [[-2.0, 0.7], [np.exp(0.7), 0.0], [0.0, 0.0]], atol=1e-8)


def test_the_higher_of_two_peaks_is_kept_and_the_other_told():
    found = maximise(two_peaks, [np.array([-2.3]), np.array([2.2]), np.array([-1.9])])
    assert found.at[0] == pytest.approx(2.0, abs=1e-6)
    assert found.ends[0] == pytest.approx(0.0, abs=1e-9)
    assert found.ends[1:] == pytest.approx([np.log(0.1)] * 2)
    assert "2 of 3 starting values" in found.messages("Go home.")[0]


def test_a_ridge_is_not_a_maximum():
    found = maximise(lambda x: -((x[0] + x[1]) ** 2), [np.array([1.0, 2.0])])
    assert found.flat == 1
    assert not found.converged
    assert found.messages("Lower the order.")[0].endswith("Lower the order.")


def test_a_slope_without_end_is_not_a_maximum():
    found = maximise(lambda x: float(x[0]), [np.array([0.0])])
    assert not found.converged


def test_a_function_that_cannot_be_computed_is_not_a_maximum():
    assert not maximise(lambda _: LOWEST, [np.zeros(2)]).converged


def test_the_search_may_run_in_other_coordinates():
    found = maximise(parabola, [np.zeros(2)], search=lambda x: parabola(np.sinh(x)), to=np.sinh)
    np.testing.assert_allclose(found.at, [0.7, -2.0], atol=1e-8)


def test_nothing_to_search_is_done_at_once():
    found = maximise(lambda x: 5.0 + x.sum(), [np.empty(0)])
    assert (found.value, found.converged, found.covariance.shape) == (5.0, True, (0, 0))
    assert found.jacobian(lambda _: np.ones(3)).shape == (3, 0)


def test_a_curvature_that_changes_with_the_step_is_told():
    found = maximise(lambda x: -float(abs(x[0]) ** 1.5), [np.array([0.3])])
    assert found.accuracy > 0.05
    assert any("rough" in message for message in found.messages("")) or not found.converged
