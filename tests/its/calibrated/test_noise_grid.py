"""The grid of noise models and its weights."""

import numpy as np
import pytest

from turningpoint.its.calibrated.noise_grid import (
    EXPONENT,
    FLOOR,
    GAMMA,
    GRID,
    LONGEST_MEMORY,
    MEMORY,
    PURITY,
    stretch,
)


def weigh(likelihood, nodes=GRID, points=44, sampling=0.1):
    return nodes.weights(likelihood, degrees_of_freedom=points, sampling=np.array([sampling]), factor=np.ones(1))


def test_variances_split_into_lasting_and_independent():
    noise = GRID.noise(np.array([1.0, 2.0]))
    assert noise.shape == (2, len(GRID.values), 3)
    assert np.allclose(noise[..., 0] + noise[..., 1], np.outer([1, 4], GRID.values[:, 2] ** 2))
    assert GRID.noise(np.ones(5)).shape[0] == 1
    assert noise[..., 2].max() == LONGEST_MEMORY


def test_weights_sum_to_one_and_follow_the_likelihood():
    likelihood = np.where(np.arange(len(GRID.values)) == 100, 50.0, 0.0)[None]
    weight = weigh(likelihood)
    assert weight.sum() == pytest.approx(1)
    assert weight[0, 100] > 0.99
    assert GRID.untilted(likelihood)[0, 100] > 0.99


def test_the_tilt_lifts_the_noise_above_the_likelihood_alone():
    flat = -0.5 * ((np.log(GRID.values[:, 2]) - np.log(0.4)) ** 2 / 0.05 + (GRID.values[:, 0] - 0.4) ** 2 / 0.06)[None]
    sigma = GRID.values[:, 2]
    assert weigh(flat, sampling=0.0)[0] @ sigma > GRID.untilted(flat)[0] @ sigma


def test_a_smooth_part_is_weighed_inside_its_node():
    likelihood = np.zeros((1, 2 * len(GRID.values)))
    weight = weigh(likelihood).reshape(-1, 2)
    assert np.allclose(weight[:, 0], weight[:, 1])


def test_selected_nodes_keep_their_ratios():
    keep = GRID.values[:, 0] > 0.5
    likelihood = np.zeros((1, len(GRID.values)))
    whole, part = weigh(likelihood)[0, keep], weigh(likelihood[:, keep], GRID.select(keep))[0]
    assert np.allclose(part, whole / whole.sum())


def test_the_grid_is_stretched_only_beyond_its_range():
    assert stretch(np.array([0.05, 0.25, 0.7, 1.2, 2.4])).tolist() == pytest.approx([0.2, 1, 1, 1, 2])


@pytest.mark.parametrize("points", [20, 44, 150])
def test_a_node_weighs_what_is_written(points):
    """{L (σ² + h²v)^(e/2) (1 - ρ)^c s^d}^γ times the size of its cell, the constants moving with ν/44."""
    sampling, likelihood = 0.07, np.random.default_rng(2).normal(size=(1, len(GRID.values)))
    size = points / 44
    e = EXPONENT[0] + EXPONENT[1] * np.log(size) + EXPONENT[2] * np.log(size) ** 2
    c, gamma = MEMORY[0] / size ** MEMORY[1], GAMMA[0] * size ** GAMMA[1]
    rho, share, sigma = GRID.values.T
    tilt = (sigma**2 + FLOOR**2 * sampling) ** (e / 2) * (1 - rho) ** c * share**PURITY
    weight = (np.exp(likelihood[0]) * tilt) ** gamma * np.exp(GRID.log_volume)
    assert weigh(likelihood, points=points, sampling=sampling)[0] == pytest.approx(weight / weight.sum(), rel=1e-9)
