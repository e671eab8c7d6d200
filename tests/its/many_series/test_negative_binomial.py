"""The negative binomial's likelihood and derivatives: against scipy's, sums written out, and differences."""

import numpy as np
import pytest
from scipy import special, stats

from turningpoint.its.many_series.negative_binomial import MOST, SMALLEST_ALPHA, look, rising, starting_alpha, terms
from turningpoint.its.many_series.newton import Lanes

MATRIX = np.column_stack([np.ones(30), np.linspace(-1, 1, 30)])
LINEAR = 2 + MATRIX[:, 1] * np.array([[0.5], [-1.0]])
COUNTS = np.random.default_rng(8).negative_binomial(4, 4 / (4 + np.exp(LINEAR))).astype(float)


def slopes(function, alpha, width=1e-3):
    """Central differences by α of all that a function of α gives."""
    h = width * alpha
    return (np.asarray(function(alpha + h)) - np.asarray(function(alpha - h))) / (2 * h)


@pytest.mark.parametrize("alpha", [1e-5, 1e-3, 0.2, 5.0])
@pytest.mark.parametrize("more", [0, MOST], ids=["table", "gamma functions"])
def test_sums_over_the_counts_are_those_written_out(alpha, more):
    counts = COUNTS + more
    exact = [sum(np.log1p(alpha * np.arange(y)).sum() for y in row) for row in counts]
    np.testing.assert_allclose(rising(counts, np.full(2, alpha))[0], exact, rtol=1e-8)


@pytest.mark.parametrize("alpha", [1e-3, 0.2, 5.0])
@pytest.mark.parametrize("more", [0, MOST, 0.5], ids=["table", "large", "fractional"])
def test_derivatives_of_the_sums(alpha, more):
    value, slope, _ = slopes(lambda a: rising(COUNTS + more, np.full(2, a)), alpha)
    _, first, second = rising(COUNTS + more, np.full(2, alpha))
    np.testing.assert_allclose(first, value, rtol=1e-4)
    np.testing.assert_allclose(second, slope, rtol=1e-4)


def test_lanes_by_table_and_by_gamma_functions_do_not_affect_each_other():
    """Beside any company, in blocks of one size, the same bits."""
    counts = np.stack([COUNTS[0], COUNTS[0] + MOST, COUNTS[1], COUNTS[1] + 0.5])
    alpha = np.array([0.1, 0.2, 0.3, 0.4])
    together = rising(counts, alpha)
    for i in range(4):
        alone = rising(np.broadcast_to(counts[i], counts.shape), np.full(4, alpha[i]))
        np.testing.assert_array_equal(together[:, i], alone[:, i])


@pytest.mark.parametrize("alpha", [1e-4, 0.2, 5.0])
def test_the_likelihood_is_scipys(alpha):
    theta = 1 / alpha
    theirs = stats.nbinom.logpmf(COUNTS, theta, theta / (theta + np.exp(LINEAR))).sum(axis=1)
    ours = terms(COUNTS, LINEAR, np.full(2, alpha)).value - special.gammaln(COUNTS + 1).sum(axis=1)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9)


@pytest.mark.parametrize("alpha", [1e-3, 0.2, 5.0])
def test_derivatives_of_the_likelihood(alpha):
    found = terms(COUNTS, LINEAR, np.full(2, alpha))

    def at(a, shift=0.0):
        return terms(COUNTS, LINEAR + shift, np.full(2, a))

    np.testing.assert_allclose(found.slope, slopes(lambda a: at(a).value, alpha), rtol=1e-4)
    np.testing.assert_allclose(found.curvature, slopes(lambda a: at(a).slope, alpha), rtol=1e-4)
    np.testing.assert_allclose(found.mixed, slopes(lambda a: at(a).residuals, alpha), rtol=1e-4, atol=1e-5)
    h = 1e-4
    np.testing.assert_allclose(
        found.residuals.sum(axis=1), (at(alpha, h).value - at(alpha, -h).value) / (2 * h), rtol=1e-5, atol=1e-6
    )
    np.testing.assert_allclose(
        found.observed, -(at(alpha, h).residuals - at(alpha, -h).residuals) / (2 * h), rtol=1e-6, atol=1e-8
    )


def test_a_step_is_newtons_for_coefficients_and_dispersion_together():
    block = Lanes.of(COUNTS, MATRIX).block(np.arange(2))
    parameters = np.array([[1.9, 2.1], [0.4, -0.9], [0.15, 0.2]])

    def gradient(p):
        found = terms(COUNTS, block.predictor(p[:2]), p[2])
        return np.concatenate([block.cross(found.residuals), found.slope[None]])

    h = 1e-6
    hessian = np.stack(
        [(gradient(parameters + e) - gradient(parameters - e)) / (2 * h) for e in h * np.eye(3)[..., None]]
    )
    for lane in range(2):
        wanted = -np.linalg.solve(hessian[..., lane], gradient(parameters)[:, lane])
        np.testing.assert_allclose(look(block, parameters).step[:, lane], wanted, rtol=1e-5)


def test_where_the_likelihood_has_no_maximum_in_reach_the_dispersion_goes_uphill_and_not_too_far():
    block = Lanes.of(COUNTS, MATRIX).block(np.arange(2))
    step = look(block, np.array([[2.0, 2.0], [0.5, -1.0], [50.0, 2 * SMALLEST_ALPHA]])).step
    assert -50 < step[2, 0] < 0
    assert 0 < step[2, 1] <= 6 * SMALLEST_ALPHA


def test_the_start_knows_the_side_of_the_poisson():
    even = np.tile([5.0, 6.0], 15)
    wide = np.tile([1.0, 12.0], 15)
    block = Lanes.of(np.stack([even, wide]), np.ones((30, 1))).block(np.arange(2))
    alpha, overdispersed = starting_alpha(block, np.log([[5.5, 6.5]]))
    assert overdispersed.tolist() == [False, True]
    assert alpha[1] == pytest.approx((5.5**2 - 6.5) / 6.5**2, rel=1e-3)
