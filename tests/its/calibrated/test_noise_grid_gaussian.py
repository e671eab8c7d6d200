"""Weights of noise models for a gaussian outcome, and the standard deviation integrated out."""

import numpy as np
import pytest
from scipy import stats

from turningpoint.its.calibrated import noise_grid_gaussian


def test_weights_sum_to_one_and_follow_the_likelihood():
    likelihood = np.where(np.arange(len(noise_grid_gaussian.VALUES)) == 20, 60.0, 0.0)[None]
    for weight in (noise_grid_gaussian.weights(likelihood, 44), noise_grid_gaussian.untilted(likelihood)):
        assert weight.sum() == pytest.approx(1)
        assert weight[0, 20] > 0.99


def test_the_tilt_lifts_the_memory_above_the_likelihood_alone():
    rho, _ = noise_grid_gaussian.VALUES.T
    likelihood = -0.5 * ((rho - 0.5) ** 2 / 0.04)[None]
    calibrated, alone = noise_grid_gaussian.weights(likelihood, 20)[0], noise_grid_gaussian.untilted(likelihood)[0]
    assert stats.norm(0.5, 0.2).sf(0.95) < 0.02
    assert calibrated @ rho > alone @ rho


def test_quantiles_of_the_standard_deviation_make_a_t_distribution():
    freedom = 20
    sigma = noise_grid_gaussian.deviations(np.array([[18.0]]), freedom)[0, 0]
    lost = noise_grid_gaussian.LOST[0] * (freedom / 44) ** noise_grid_gaussian.LOST[1]
    points = np.linspace(-3, 3, 13)
    mixed = stats.norm.cdf(points[:, None] / sigma) @ noise_grid_gaussian.PARTS
    student = stats.t.cdf(points / np.sqrt(18.0 / (freedom - lost)), freedom - lost)
    assert np.allclose(mixed, student, atol=2e-4)


def test_the_profile_is_the_likelihood_at_its_best_deviation():
    square, freedom = 7.0, 12
    deviations = np.linspace(0.3, 2, 2000)
    along = -freedom * np.log(deviations) - 0.5 * square / deviations**2
    best = noise_grid_gaussian.profile(np.array([-0.5 * square]), np.array([square]), freedom)[0]
    constant = 0.5 * freedom * (np.log(freedom) - 1)
    assert best + constant == pytest.approx(along.max(), abs=1e-4)


def test_a_smooth_part_is_weighed_inside_its_node():
    weight = noise_grid_gaussian.weights(np.zeros((1, 2 * len(noise_grid_gaussian.VALUES))), 44).reshape(-1, 2)
    assert np.allclose(weight[:, 0], weight[:, 1])


@pytest.mark.parametrize("points", [20, 44, 150])
def test_a_node_weighs_what_is_written(points):
    """{L (1 - ρ)^c s^d}^γ times the size of its cell, c and γ moving with ν/44."""
    rho, share = noise_grid_gaussian.VALUES.T
    likelihood = np.random.default_rng(2).normal(size=(1, len(rho)))
    size = points / 44
    c = noise_grid_gaussian.MEMORY[0] / size ** noise_grid_gaussian.MEMORY[1]
    gamma = noise_grid_gaussian.GAMMA[0] * size ** noise_grid_gaussian.GAMMA[1]
    tilted = np.exp(likelihood[0]) * (1 - rho) ** c * share**noise_grid_gaussian.PURITY
    weight = tilted**gamma * np.exp(noise_grid_gaussian.LOG_VOLUME)
    found = noise_grid_gaussian.weights(likelihood, points)[0]
    assert found == pytest.approx(weight / weight.sum(), rel=1e-9)
