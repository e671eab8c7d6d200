"""Weights of noise models for a gaussian outcome, and the standard deviation integrated out."""

import numpy as np
import pytest
from scipy import stats

from analysis.its import gaussian_noise


def test_weights_sum_to_one_and_follow_the_likelihood():
    likelihood = np.where(np.arange(len(gaussian_noise.VALUES)) == 20, 60.0, 0.0)[None]
    for weight in (gaussian_noise.weights(likelihood, 44), gaussian_noise.untilted(likelihood)):
        assert weight.sum() == pytest.approx(1)
        assert weight[0, 20] > 0.99


def test_the_tilt_lifts_the_memory_above_the_likelihood_alone():
    rho, _ = gaussian_noise.VALUES.T
    likelihood = -0.5 * ((rho - 0.5) ** 2 / 0.04)[None]
    calibrated, alone = gaussian_noise.weights(likelihood, 20)[0], gaussian_noise.untilted(likelihood)[0]
    assert stats.norm(0.5, 0.2).sf(0.95) < 0.02
    assert calibrated @ rho > alone @ rho


def test_quantiles_of_the_standard_deviation_make_a_t_distribution():
    freedom = 20
    sigma = gaussian_noise.deviations(np.array([[18.0]]), freedom)[0, 0]
    lost = gaussian_noise.LOST[0] * (freedom / 44) ** gaussian_noise.LOST[1]
    points = np.linspace(-3, 3, 13)
    mixed = stats.norm.cdf(points[:, None] / sigma) @ gaussian_noise.PARTS
    student = stats.t.cdf(points / np.sqrt(18.0 / (freedom - lost)), freedom - lost)
    assert np.allclose(mixed, student, atol=2e-4)


def test_the_profile_is_the_likelihood_at_its_best_deviation():
    square, freedom = 7.0, 12
    deviations = np.linspace(0.3, 2, 2000)
    along = -freedom * np.log(deviations) - 0.5 * square / deviations**2
    best = gaussian_noise.profile(np.array([-0.5 * square]), np.array([square]), freedom)[0]
    constant = 0.5 * freedom * (np.log(freedom) - 1)
    assert best + constant == pytest.approx(along.max(), abs=1e-4)


def test_a_smooth_part_is_weighed_inside_its_node():
    weight = gaussian_noise.weights(np.zeros((1, 2 * len(gaussian_noise.VALUES))), 44).reshape(-1, 2)
    assert np.allclose(weight[:, 0], weight[:, 1])
