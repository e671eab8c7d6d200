"""The engine against the exact posterior of the same model, and the exact one against plain integration."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tests.its.calibrated import exact
from tests.its.calibrated.exact import exact_posterior
from tests.its.calibrated.golden_posterior import case
from tests.its.calibrated.hard_series import hard_series
from turningpoint.its.calibrated.linearisation import Node
from turningpoint.its.calibrated.noise_grid import WHOLE
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.model.design import Design

STEP = 2
POINTS = np.array([0.5, 0.025, 0.975])


def ours_and_exact(values, design, seed):
    """Median and ends of the log level, ours and exact; the exact standard deviation and the effective draws."""
    mixture = average(values[None], design, "poisson", search=WHOLE)
    assert mixture.still.all()
    found = exact_posterior(values, design, mixture, np.random.default_rng(seed))
    ours = mixture.quantiles(*mixture.contrast(np.eye(design.matrix.shape[1])[[STEP]]), POINTS)[0]
    return ours, found.quantiles(STEP, POINTS), found.moments(STEP)[1], found.effective


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5, 6, 7, 13, 14, 17, 18])
def test_hard_series_have_the_level_of_the_exact_posterior(number):
    """Large noise, long memory, bends, jumps; ``benchmarks/exact_posterior.py`` has two hundred of them."""
    series = hard_series(number)
    ours, theirs, deviation, effective = ours_and_exact(series.counts, series.design, number)
    assert effective >= 2_000
    assert abs(ours[0] - theirs[0]) < 0.25 * deviation
    assert np.abs(ours - theirs).max() < 0.5 * deviation  # an end of the exact one is itself known to a tenth


@pytest.mark.parametrize("name", ["wrong_level", "picss_spans", "ucdp"])
@pytest.mark.parametrize("pre_trend", ["adaptive", "straight"])
def test_real_series_and_sums_have_the_level_of_the_exact_posterior(name, pre_trend):
    values, design = case(name, pre_trend)
    ours, theirs, deviation, effective = ours_and_exact(values, design, 1)
    assert effective >= 2_000
    assert abs(ours[0] - theirs[0]) < 0.15 * deviation
    assert np.abs(ours - theirs).max() < 0.25 * deviation


def test_marginal_likelihoods_are_those_of_plain_integration():
    """Two months and an intercept: a sum over two log means, for several noise models."""
    counts = np.array([3.0, 9.0])
    _, design = case("short_9_11", "straight")
    two: Design = replace(
        design.select(["intercept"]),
        times=design.times[:2],
        matrix=np.ones((2, 1)),
        intervention_terms=(),
        offset=np.log([1.0, 2.0]),
        transition=np.zeros(2, dtype=bool),
        used=np.ones(2, dtype=bool),
    )
    nodes = Node(np.array([0.9, 0.2, 0.6]), np.array([1.0, 0.7, 0.9]), np.array([0.3, 0.9, 2.0]), np.zeros(3))
    drawn = exact._drawn(counts, two, np.full((3, 2), 1.0), nodes, 40_000, np.random.default_rng(1))
    coefficients, ratio, _, _, marginal, at_mode = drawn
    ours = marginal + np.log(np.exp(ratio).mean(axis=1))
    laplace = marginal + at_mode
    eta = np.linspace(-8, 10, 1201)
    first, second = np.meshgrid(eta, eta, indexing="ij")
    poisson = stats.poisson.logpmf(3, np.exp(first)) + stats.poisson.logpmf(9, 2 * np.exp(second))
    theirs, means = [], []
    for rho, share, sigma in zip(nodes.rho, nodes.share, nodes.sigma, strict=True):
        apart = np.sqrt(2 * sigma**2 * (1 - share * rho))
        joint = np.exp(poisson + stats.norm.logpdf(first - second, 0, apart))  # a flat level
        theirs.append(np.log(joint.sum()))
        means.append((joint * (first + second) / 2).sum() / joint.sum())
    np.testing.assert_allclose(np.diff(ours), np.diff(theirs), atol=0.02)
    np.testing.assert_allclose(np.diff(laplace), np.diff(theirs), atol=0.1)
    weight = np.exp(ratio) / np.exp(ratio).sum(axis=1, keepdims=True)
    spread = nodes.sigma * np.sqrt((1 + nodes.share * nodes.rho) / 2)
    np.testing.assert_allclose(((weight * coefficients[..., 0]).sum(axis=1) - means) / spread, 0, atol=0.03)


def test_quantiles_and_moments_are_those_of_the_weighted_draws():
    random = np.random.default_rng(1)
    values = random.normal(size=(50_000, 2))
    weight = np.exp(0.5 * values[:, 1])  # shifts the second by a half
    found = exact.Exact(values, weight / weight.sum(), values[:2], np.ones((2, 2)), np.array([0.5, 0.5]))
    np.testing.assert_allclose(found.quantiles(1, POINTS), 0.5 + stats.norm.ppf(POINTS), atol=0.04)
    assert found.moments(1) == pytest.approx((0.5, 1.0), abs=0.02)
    assert found.effective == pytest.approx(50_000 * np.exp(-0.25), rel=0.05)
