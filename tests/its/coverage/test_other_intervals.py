"""Others' intervals are those of their fits of one series; the oracle's are exact where all is known."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from turningpoint.its.answers.contrasts import contrasts
from turningpoint.its.coverage.cell_series import simulate
from turningpoint.its.coverage.grid import Cell, Kind, cell_of
from turningpoint.its.coverage.other_intervals import conventional, means_of_months, oracle
from turningpoint.its.regression.glm import fit_glm
from turningpoint.its.regression.gls_ar1 import fit_gls_ar1

Z = stats.norm.ppf(0.975)


def drawn(name, size=4, *, change=True):
    return simulate(cell_of(name, change=change), size, np.random.default_rng(3))


@pytest.mark.parametrize(
    ("method", "choice"),
    [
        ("negative-binomial, hac:6", {"errors": "hac:6"}),
        ("quasi-poisson", {"likelihood": "quasi-poisson", "errors": "independent"}),
    ],
)
def test_a_conventional_interval_is_that_of_the_fit_of_one_series(method, choice):
    world = drawn("kink")
    found = conventional(world)[method]
    fit = fit_glm(world.values[2], world.design, **choice)
    for name, place in (("level", 2), ("slope", 3)):
        half = Z * np.sqrt(fit.covariance[place, place])
        expected = fit.coefficients[place] + np.array([0.0, -half, half])
        np.testing.assert_allclose(found[name][2], expected, rtol=1e-5)
    draws = np.random.default_rng(1).multivariate_normal(fit.coefficients, fit.covariance, 200_000)
    for name, contrast in contrasts(world.design, "log").items():
        estimate, low, high = found[name][2]
        assert estimate == pytest.approx(contrast.of_draws(fit.coefficients[None])[0], abs=1e-5)
        assert high - low == pytest.approx(2 * Z * contrast.of_draws(draws).std(), rel=0.02)


def test_a_gaussian_interval_is_that_of_the_fit_with_its_own_quantile():
    world = drawn("gaussian, 48 months")
    fit = fit_gls_ar1(world.values[1], world.design)
    half = fit.quantile(0.95) * np.sqrt(fit.covariance[2, 2])
    expected = fit.coefficients[2] + np.array([0.0, -half, half])
    np.testing.assert_allclose(conventional(world)["ar1-reml"]["level"][1], expected, rtol=1e-8)


def test_sums_are_left_out_by_others_and_their_months_are_not_zeros():
    world = drawn("straight, spans", change=False)
    found = conventional(world)
    assert found.keys() == {"quasi-poisson", "negative-binomial, hac:6"}
    other = replace(world, values=np.where(np.arange(world.values.shape[1]) < 120, world.values, 0.0))
    np.testing.assert_array_equal(found["quasi-poisson"]["level"], conventional(other)["quasi-poisson"]["level"])


@pytest.mark.parametrize("name", ["straight", "kink, spans", "irw", "gaussian, quadratic", "kink, holes"])
def test_the_oracle_is_unbiased_and_covers_as_often_as_it_says(name):
    world = drawn(name, 2000)
    truths = world.answers()
    for answer, ends in oracle(world, truths).items():
        truth = truths[answer][0]
        estimate, low, high = ends.T
        error = (estimate - truth) / ((high - low) / (2 * Z))
        assert error.mean() == pytest.approx(0.0, abs=0.12), answer
        assert error.std() == pytest.approx(1.0, rel=0.1), answer
        assert ((low <= truth) & (truth <= high)).mean() == pytest.approx(0.95, abs=0.025), answer


def test_means_of_months_against_the_formulas_for_one_series():
    world = drawn("straight")
    found = means_of_months(world)
    after, before = world.values[1, 79:91], world.values[1, 67:79]
    ratio = np.log(after.mean() / before.mean())
    pearson = sum(((part - part.mean()) ** 2).sum() / part.mean() for part in (after, before)) / 22
    half = Z * np.sqrt(pearson * (1 / after.sum() + 1 / before.sum()))
    np.testing.assert_allclose(
        found["quasi-poisson of sums"]["before_after_12"][1], ratio + np.array([0.0, -half, half])
    )
    logs = [np.log(part.reshape(4, 3).mean(axis=1)) for part in (after, before)]
    half = stats.t.ppf(0.975, 3) * np.sqrt(sum(part.var(ddof=1) for part in logs) / 4)
    expected = logs[0].mean() - logs[1].mean() + np.array([0.0, -half, half])
    np.testing.assert_allclose(found["means of blocks, t"]["before_after_12"][1], expected)
    chain = np.concatenate([1 - before / before.mean(), after / after.mean() - 1]) / 12
    weights = np.maximum(0, 1 - np.abs(np.subtract.outer(np.arange(24), np.arange(24))) / 7)
    half = Z * np.sqrt(chain @ weights @ chain)
    np.testing.assert_allclose(found["means, hac:6"]["before_after_12"][1], ratio + np.array([0.0, -half, half]))
    _, low, high = found["block bootstrap"]["before_after_12"][1]
    assert low < ratio < high


def test_blocks_of_independent_months_cover_and_the_bootstrap_is_narrower():
    world = simulate(Cell(0, Kind("", rho=0.0, deviation=0.2), change=False), 2000, np.random.default_rng(4))
    truth = world.answers()["before_after_12"][0]
    found = means_of_months(world)
    shares = {
        method: ((ends["before_after_12"][:, 1] <= truth) & (truth <= ends["before_after_12"][:, 2])).mean()
        for method, ends in found.items()
    }
    assert shares["means of blocks, t"] > 0.94
    assert 0.7 < shares["block bootstrap"] < shares["quasi-poisson of sums"] < 0.97


def test_a_side_without_events_has_no_ratio_and_short_or_incomplete_series_have_no_means():
    world = drawn("straight")
    values = world.values.copy()
    values[0, 79:91] = 0.0
    found = means_of_months(replace(world, values=values))
    for method in found.values():
        assert np.isnan(method["before_after_12"][0]).all()
        assert np.isfinite(method["before_after_12"][1]).all()
    for name in ("straight, holes", "straight, spans", "straight, exposure", "straight, 9 and 11 months"):
        assert means_of_months(drawn(name)) == {}
