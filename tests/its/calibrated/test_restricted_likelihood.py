"""The filter against the same quantities from whole covariance matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turningpoint.its.calibrated.restricted_likelihood import innovations, restricted

PERIODS = 30
NOISE = np.array([[0.08, 0.03, 0.6], [0.2, 0.0, 0.95], [0.05, 0.05, -0.2], [0.1, 0.1, 0.0]])


def example(seed, series=3, holes=()):
    random = np.random.default_rng(seed)
    time = np.arange(PERIODS) / 12
    matrix = np.column_stack([np.ones(PERIODS), time, (time >= 1.5) * 1.0])
    used = ~np.isin(np.arange(PERIODS), holes)
    return random.normal(size=(series, PERIODS)), matrix, random.uniform(0.02, 0.3, (series, PERIODS)), used


def dense(response, matrix, sampling, used, noise, prior=None):
    lasting, independent, rho = noise
    gap = np.abs(np.subtract.outer(np.arange(PERIODS), np.arange(PERIODS)))
    memory = lasting * np.where(gap == 0, 1.0, rho**gap)
    whole = (memory + np.diag(sampling) + independent * np.eye(PERIODS))[np.ix_(used, used)]
    inverse, x, z = np.linalg.inv(whole), matrix[used], response[used]
    cross = x.T @ inverse @ x + (0 if prior is None else prior)
    covariance = np.linalg.inv(cross)
    coefficients = covariance @ x.T @ inverse @ z
    left_over = z @ inverse @ z - coefficients @ cross @ coefficients
    likelihood = -0.5 * (np.linalg.slogdet(whole)[1] + np.linalg.slogdet(cross)[1] + left_over)
    last = memory[-1, used]
    state = last @ inverse @ (z - x @ coefficients)
    return likelihood, coefficients, covariance, state, lasting - last @ inverse @ last


@pytest.mark.parametrize("holes", [(), (0, 1), (7, 8, 9, 21), (28, 29)])
def test_every_noise_model_gives_what_its_covariance_matrix_gives(holes):
    response, matrix, sampling, used = example(1, holes=holes)
    found = restricted(response, matrix, sampling, used, NOISE[None])
    for series in range(3):
        for node, noise in enumerate(NOISE):
            likelihood, coefficients, covariance, state, variance = dense(
                response[series], matrix, sampling[series], used, noise
            )
            assert found.log_likelihood[series, node] == pytest.approx(likelihood, abs=1e-9)
            assert np.allclose(found.coefficients[series, node], coefficients, atol=1e-10)
            assert np.allclose(found.covariance[series, node], covariance, atol=1e-10)
            own = found.state[series, node]
            assert own[-1] - own[:-1] @ coefficients == pytest.approx(state, abs=1e-10)
            assert found.state_variance[series, node] == pytest.approx(variance, abs=1e-10)


def test_random_coefficients_are_a_prior_on_the_last_columns():
    response, matrix, sampling, used = example(2)
    found = restricted(response, matrix, sampling, used, NOISE[None], smooth=1, variances=np.array([0.1, 2.0]))
    for node, noise in enumerate(NOISE):
        for place, variance in enumerate((0.1, 2.0)):
            prior = np.diag([0, 0, 1 / variance])
            likelihood, coefficients, covariance, *_ = dense(response[0], matrix, sampling[0], used, noise, prior)
            at = 2 * node + place
            assert found.log_likelihood[0, at] == pytest.approx(likelihood - 0.5 * np.log(variance), abs=1e-9)
            assert np.allclose(found.coefficients[0, at], coefficients, atol=1e-10)
            assert np.allclose(found.covariance[0, at], covariance, atol=1e-10)


def test_noise_of_ones_own_for_each_series_and_chunks_change_nothing(monkeypatch):
    response, matrix, sampling, used = example(3, series=7)
    together = restricted(response, matrix, sampling, used, NOISE[None])
    monkeypatch.setattr("turningpoint.its.calibrated.restricted_likelihood.LANES", 1)
    apart = restricted(response, matrix, sampling, used, np.repeat(NOISE[None], 7, axis=0))
    assert np.allclose(together.log_likelihood, apart.log_likelihood, rtol=0, atol=1e-12)
    assert np.allclose(together.covariance, apart.covariance, rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-3, 3), min_size=3, max_size=3), st.integers(0, 1000))
def test_a_linear_course_moves_the_coefficients_and_nothing_else(course, seed):
    response, matrix, sampling, used = example(seed, series=1)
    plain = restricted(response, matrix, sampling, used, NOISE[None])
    moved = restricted(response + matrix @ np.array(course), matrix, sampling, used, NOISE[None])
    assert np.allclose(moved.coefficients - plain.coefficients, course, atol=1e-8)
    assert np.allclose(moved.log_likelihood, plain.log_likelihood, atol=1e-7)


def test_innovations_whiten_what_was_drawn_with_that_noise():
    noise, sampling = np.array([0.2, 0.05, 0.8]), np.full(4000, 0.1)
    random, state = np.random.default_rng(5), 0.0
    path = np.empty(4000)
    for t in range(4000):
        scale = np.sqrt(0.2) if t == 0 else np.sqrt(0.2 * (1 - 0.8**2))
        state = 0.8 * state * (t > 0) + scale * random.standard_normal()
        path[t] = state + np.sqrt(0.15) * random.standard_normal()
    used = np.arange(4000) % 11 != 0
    found = innovations(path, sampling, used, noise)
    assert np.isnan(found[~used]).all()
    whole = found[used]
    assert whole.std() == pytest.approx(1, abs=0.04)
    assert np.corrcoef(whole[1:], whole[:-1])[0, 1] == pytest.approx(0, abs=0.05)
