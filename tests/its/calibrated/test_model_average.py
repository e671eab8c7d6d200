"""Many series averaged over noise models: the same numbers however they are batched, and draws that follow them."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from turningpoint.its import Specification, build_design
from turningpoint.its.calibrated import model_average, noise_grid_gaussian
from turningpoint.its.calibrated.model_average import average, least_squares, near_start, of_counts, of_gaussian
from turningpoint.its.calibrated.noise_grid import GRID, stretch
from turningpoint.its.coverage.grid import Cell, design_of
from turningpoint.its.model.bending_trend import bends, with_bend

PERIODS = 48
TIME = (np.arange(PERIODS) - 30) / 12
MATRIX = np.column_stack([np.ones(PERIODS), TIME, TIME >= 0, np.clip(TIME, 0, None)])
USED = np.arange(PERIODS) != 17
NO_EXPOSURE = np.zeros(PERIODS)


def counts(series=6, seed=4):
    random = np.random.default_rng(seed)
    return random.poisson(12 * random.gamma(8, 1 / 8, (series, PERIODS))).astype(float)


def test_a_series_gets_the_same_numbers_whatever_stands_beside_it():
    values = counts()
    together = of_counts(values, MATRIX, NO_EXPOSURE, USED)
    alone = of_counts(values[3:4], MATRIX, NO_EXPOSURE, USED)
    assert np.allclose(together.mean[3], alone.mean[0], rtol=0, atol=1e-10)
    assert np.allclose(together.weight[3], alone.weight[0], rtol=0, atol=1e-10)


def test_the_average_is_that_of_the_likelihood_and_tells_which_estimates_hold():
    from turningpoint.its.model.bending_trend import with_bend

    design = design_of(Cell(0, "lognormal", 60, 0.0, 15.0, change=False, harmonics=2))
    values = np.random.default_rng(3).poisson(200, (3, 60)).astype(float)
    values[1, [0, 1, 25]] = 115_738, 3_277, 159_566  # the estimate runs far from where it was linearised
    straight, bending = average(values, design, "poisson"), average(values, with_bend(design), "poisson")
    plain = of_counts(values, design.matrix, design.offset, design.used)
    assert np.array_equal(straight.mean, plain.mean)
    assert straight.near.tolist() == near_start(plain, design).tolist() == [True, False, True]
    assert straight.holds.tolist() == (straight.converged & straight.near).tolist()
    whole = with_bend(design)
    bent = of_counts(values, whole.matrix, whole.offset, whole.used, smooth=bends(whole))
    assert np.array_equal(bending.mean, bent.mean)
    assert np.array_equal(bending.holds, bent.converged)  # a bend may lie anywhere
    gaussian = average(values, design, "gaussian")
    assert np.array_equal(gaussian.mean, of_gaussian(values, design.matrix, design.used).mean)
    assert gaussian.holds.all()


def test_what_is_not_used_does_not_matter():
    values = counts(2)
    other = values.copy()
    other[:, 17] = 10_000
    assert np.array_equal(
        of_counts(values, MATRIX, NO_EXPOSURE, USED).mean, of_counts(other, MATRIX, NO_EXPOSURE, USED).mean
    )


def test_scaling_the_exposure_moves_the_intercept_only():
    values = counts(2)
    plain = of_counts(values, MATRIX, NO_EXPOSURE, USED)
    scaled = of_counts(values, MATRIX, NO_EXPOSURE + np.log(1000), USED)
    assert np.allclose(scaled.mean[:, 1:], plain.mean[:, 1:], atol=1e-8)
    assert np.allclose(scaled.mean[:, 0], plain.mean[:, 0] - np.log(1000), atol=1e-8)


def test_a_gaussian_outcome_keeps_its_unit():
    values = np.random.default_rng(1).normal(50, 3, (2, PERIODS))
    plain, scaled = of_gaussian(values, MATRIX, USED), of_gaussian(1000 * values + 5, MATRIX, USED)
    assert np.allclose(scaled.mean[:, 1:], 1000 * plain.mean[:, 1:], rtol=1e-8)
    assert np.allclose(scaled.total_covariance, 1e6 * plain.total_covariance, rtol=1e-8)
    assert np.allclose(scaled.sigma, 1000 * plain.sigma)


def test_draws_have_the_mixtures_mean_and_covariance():
    mixture = of_counts(counts(2), MATRIX, NO_EXPOSURE, USED)
    draws, nodes = mixture.draws(40_000, np.random.default_rng(7))
    assert draws.shape == (2, 40_000, 4)
    assert nodes.max() < mixture.weight.shape[1]
    for series in range(2):
        spread = np.sqrt(np.diag(mixture.total_covariance[series]))
        assert np.allclose(draws[series].mean(axis=0), mixture.mean[series], atol=0.03 * spread)
        assert np.allclose(
            np.cov(draws[series].T), mixture.total_covariance[series], atol=0.05 * np.outer(spread, spread)
        )


def test_each_node_is_drawn_as_often_as_it_weighs():
    mixture = of_counts(counts(1), MATRIX, NO_EXPOSURE, USED)
    _, nodes = mixture.draws(5000, np.random.default_rng(7))
    drawn = np.bincount(nodes[0], minlength=mixture.weight.shape[1])
    assert np.abs(drawn - 5000 * mixture.weight[0]).max() <= 1 + 1e-6


def test_intervals_are_wider_where_the_same_noise_has_memory():
    random = np.random.default_rng(5)
    calm, lasting = 0.4 * random.normal(size=(2, 40, PERIODS))
    for t in range(1, PERIODS):
        lasting[:, t] = 0.85 * lasting[:, t - 1] + np.sqrt(1 - 0.85**2) * lasting[:, t]
    spread = [
        of_counts(random.poisson(15 * np.exp(noise)).astype(float), MATRIX, NO_EXPOSURE, USED)
        .total_covariance[:, 3, 3]
        .mean()
        for noise in (lasting, calm)
    ]
    assert spread[0] > 1.5 * spread[1]


def test_the_covariance_is_the_second_moment_less_the_square_of_the_mean():
    mixture = of_counts(counts(2), MATRIX, NO_EXPOSURE, USED)
    for series in range(2):
        weight, nodes = mixture.weight[series], mixture.coefficients[series]
        second = np.tensordot(weight, mixture.covariance[series], 1) + (weight[:, None] * nodes).T @ nodes
        mean = weight @ nodes
        assert np.allclose(mixture.total_covariance[series], second - np.outer(mean, mean), rtol=1e-7, atol=1e-10)


@pytest.mark.parametrize(("mean", "shape"), [(200, 1e6), (15, 0.3), (15, 4)], ids=["calm", "wild", "usual"])
def test_the_grid_of_noise_is_stretched_to_what_varies_beyond_poisson(mean, shape):
    random = np.random.default_rng(2)
    values = random.poisson(mean * random.gamma(shape, 1 / shape, (3, PERIODS))).astype(float)
    found = of_counts(values, np.ones((PERIODS, 1)), NO_EXPOSURE, np.ones(PERIODS, dtype=bool))
    level, variance = values.mean(axis=1), values.var(axis=1)
    spread = np.sqrt(np.maximum(variance - level, 0) / level**2 + 1 / level)
    assert np.allclose(found.sigma, stretch(spread)[:, None] * GRID.values[:, 2], rtol=1e-8)
    assert (stretch(spread) != 1).all() == (shape != 4)


BENT = with_bend(
    build_design(pd.period_range("2017-01", periods=60, freq="M"), Specification(("2020-05",), harmonics=0))
)
BENDS = len(BENT.terms) - 4


def curved():
    random = np.random.default_rng(3)
    course = 20 * np.exp(3 * (np.arange(60) / 60 - 0.5) ** 2)
    return random.poisson(course * random.gamma(8, 1 / 8, (1, 60))).astype(float)


def test_further_rounds_around_a_bend_change_nothing_a_reader_sees(monkeypatch):
    found = of_counts(curved(), BENT.matrix, BENT.offset, BENT.used, smooth=BENDS)
    monkeypatch.setattr(model_average, "ROUNDS", 6)
    settled = of_counts(curved(), BENT.matrix, BENT.offset, BENT.used, smooth=BENDS)
    error = np.sqrt(settled.total_covariance[:, 2, 2])
    assert (np.abs(found.mean - settled.mean)[:, 2] < 0.02 * error).all()


def test_columns_that_bend_cost_no_degrees_of_freedom():
    used = np.arange(60) != 17
    found = of_counts(curved(), BENT.matrix, BENT.offset, used, smooth=BENDS)
    many = found.weight.shape[1] // len(GRID.values)
    likelihood = np.log(np.maximum(found.likelihood_weight, 1e-300)) - np.repeat(GRID.log_volume, many)
    weight = GRID.weights(
        likelihood,
        degrees_of_freedom=59 - 4,  # periods used less columns that do not bend
        sampling=found.sampling[:, used].mean(axis=1),
        factor=found.sigma[:, 0] / GRID.values[0, 2],
    )
    assert np.allclose(found.weight, weight, rtol=1e-6, atol=1e-9)


def test_least_squares_are_those_of_statsmodels():
    values = np.random.default_rng(1).normal(50, 3, (3, PERIODS))
    coefficients, deviation = least_squares(values, MATRIX, USED)
    for row in range(3):
        theirs = sm.OLS(values[row, USED], MATRIX[USED]).fit()
        assert np.allclose(coefficients[row], theirs.params)
        assert deviation[row] == pytest.approx(np.sqrt(theirs.mse_resid))


def test_the_spread_of_a_gaussian_outcome_rests_on_points_less_coefficients():
    values = np.random.default_rng(1).normal(50, 3, PERIODS)
    found = of_gaussian(values[None], MATRIX, USED)
    theirs = sm.OLS(values[USED], MATRIX[USED]).fit()
    first, power = noise_grid_gaussian.LOST
    freedom = theirs.df_resid - first * (theirs.df_resid / 44) ** power
    levels = (1 + np.polynomial.legendre.leggauss(12)[0]) / 2
    independent = (found.rho == 0) & (found.share == 1)
    assert found.sigma[0, independent] == pytest.approx(np.sqrt(theirs.ssr / stats.chi2.ppf(levels, freedom)))
    assert np.allclose(found.coefficients[0, independent], theirs.params)
