"""Differenced regressions against multivariate normal densities written out in full."""

import numpy as np
import pytest
from scipy import linalg, stats
from statsmodels.tsa.arima_process import arma_acovf

from tests.its.arima_series import design_of
from turningpoint.errors import DesignError
from turningpoint.its.time_series.arma_process import Orders, whitening
from turningpoint.its.time_series.banded_covariance import Independent
from turningpoint.its.time_series.differencing import difference_columns, differenced, one_step, undifference

N = 30
ONCE, TWICE = np.array([1.0, -1.0]), np.array([1.0, -2.0, 1.0])
SEASON = np.array([1.0, 0.0, 0.0, 0.0, -1.0])
ORDERS, PARAMETERS = Orders(1, 1), np.array([0.6, -0.3])
AR, MA = ORDERS.polynomials(PARAMETERS)
HOLES = [0, 7, 8, 19, 29]


def simulated(*, holes, seed=0):
    random = np.random.default_rng(seed)
    values = np.cumsum(random.normal(size=N))
    values[holes] = np.nan
    t = np.arange(N)
    columns = {"trend": t - 15.0, "step": (t >= 15).astype(float), "wave": np.sin(t)}
    return values, design_of(values, columns, at=15)


def density(values, columns, difference, parameters):
    """Likelihood of the observed values' contrasts that know nothing of the starting values, at these parameters.

    Starting values with a variance that grows without end: the part of their density that depends on it, and the
    constant of the starting values that were observed, are taken out.
    """
    *coefficients, variance = parameters
    n, m = len(values), len(values) - len(difference) + 1
    seen = np.isfinite(values)
    operator = np.vstack([np.eye(n)[: n - m], linalg.convolution_matrix(difference[::-1], m, mode="full").T])
    large = 1e7
    inner = linalg.block_diag(large * np.eye(n - m), variance * linalg.toeplitz(arma_acovf(AR, MA, nobs=m)))
    inverse = np.linalg.inv(operator)
    covariance = inverse @ inner @ inverse.T
    noise = values - columns @ coefficients
    density = stats.multivariate_normal(cov=covariance[np.ix_(seen, seen)], allow_singular=True)
    return density.logpdf(noise[seen]) + (n - m) / 2 * np.log(2 * np.pi * large)


@pytest.mark.parametrize("difference", [np.ones(1), ONCE, SEASON], ids=["none", "once", "season"])
@pytest.mark.parametrize("holes", [[], HOLES], ids=["whole", "holes"])
def test_the_likelihood_is_the_density_of_the_values_used(difference, holes):
    values, design = simulated(holes=holes)
    series = differenced(values, design, difference)
    white = whitening(AR, MA, len(series.remainder))
    solution = series.solve(white)
    variance = solution.sum_of_squares / series.points * series.scale**2
    ours = series.log_likelihood(white) - series.points * np.log(series.scale)
    full = density(values, series.design.matrix, difference, [*series.coefficients(solution), variance])
    assert ours == pytest.approx(full, abs=1e-3)


@pytest.mark.parametrize("holes", [[], HOLES], ids=["whole", "holes"])
def test_coefficients_are_generalised_least_squares_on_the_values_used(holes):
    values, design = simulated(holes=holes)
    series = differenced(values, design, np.ones(1))
    solution = series.solve(whitening(AR, MA, N))
    seen = np.isfinite(values)
    inverse = np.linalg.inv(linalg.toeplitz(arma_acovf(AR, MA, nobs=N))[np.ix_(seen, seen)])
    x = design.matrix[seen]
    information = x.T @ inverse @ x
    np.testing.assert_allclose(solution.inverse, np.linalg.inv(information), rtol=1e-7)
    expected = np.linalg.solve(information, x.T @ inverse @ values[seen])
    np.testing.assert_allclose(series.coefficients(solution), expected, rtol=1e-8)


def test_the_restricted_likelihood_is_that_of_contrasts_free_of_the_coefficients():
    values, design = simulated(holes=HOLES)
    series = differenced(values, design, np.ones(1))
    seen = np.isfinite(values)
    contrasts = linalg.null_space(design.matrix[seen].T).T
    covariance = contrasts @ linalg.toeplitz(arma_acovf(AR, MA, nobs=N))[np.ix_(seen, seen)] @ contrasts.T
    free = len(contrasts)
    outcome = contrasts @ values[seen]
    variance = outcome @ np.linalg.solve(covariance, outcome) / free
    full = stats.multivariate_normal(cov=variance * covariance).logpdf(outcome)
    # the contrasts are orthonormal, the coefficients are in the units of their columns
    full -= np.linalg.slogdet(design.matrix[seen].T @ design.matrix[seen])[1] / 2
    ours = series.log_likelihood(whitening(AR, MA, N), restricted=True) - free * np.log(series.scale)
    assert ours == pytest.approx(full, rel=1e-9)


@pytest.mark.parametrize("difference", [np.ones(1), ONCE], ids=["none", "once"])
def test_a_hole_is_filled_with_its_expectation_given_all_periods(difference):
    values, design = simulated(holes=[12])
    series = differenced(values, design, difference)
    white = whitening(AR, MA, len(series.remainder))
    filled = series.completed(series.solve(white))[0][12]
    assert np.isfinite(filled)

    def height(value):
        complete = np.where(np.arange(N) == 12, value, values)
        return differenced(complete, design_of(complete, columns(design), at=15), difference)

    # completing the series with that value leaves the sum of squares smallest
    sums = []
    for shift in (-0.3, 0.0, 0.3):
        other = height(filled + shift)
        sums.append(other.solve(white).sum_of_squares * other.scale**2)
    assert sums[1] < min(sums[0], sums[2])
    assert sums[0] == pytest.approx(sums[2], rel=1e-9)


def columns(design):
    return dict(zip(design.terms[1:], design.matrix.T[1:], strict=True))


def test_the_root_of_the_holes_covariance_is_that_of_a_prediction():
    """With the last periods empty, the distribution of what is missing given what is seen, coefficients unknown too."""
    values, design = simulated(holes=[26, 27, 28, 29])
    series = differenced(values, design, np.ones(1))
    white = whitening(AR, MA, N)
    root = series.hole_root(white)
    full = linalg.toeplitz(arma_acovf(AR, MA, nobs=N))
    seen = np.isfinite(values)
    inverse = np.linalg.inv(full[np.ix_(seen, seen)])
    weights = full[np.ix_(~seen, seen)] @ inverse
    x = design.matrix
    left = x[~seen] - weights @ x[seen]
    expected = full[np.ix_(~seen, ~seen)] - weights @ full[np.ix_(seen, ~seen)]
    expected += left @ np.linalg.inv(x[seen].T @ inverse @ x[seen]) @ left.T
    np.testing.assert_allclose(root @ root.T, expected, rtol=1e-7)


def test_a_month_that_is_never_seen_costs_no_second_point():
    values = np.random.default_rng(0).normal(size=N)
    values[3::4] = np.nan
    series = differenced(values, design_of(values, {}), SEASON)
    assert series.points == np.isfinite(values).sum() - 3
    assert np.isfinite(series.log_likelihood(Independent(len(series.remainder))))


def test_terms_are_sorted_into_gone_tied_and_kept():
    t = np.arange(N)
    values = np.random.default_rng(1).normal(size=N)
    named = {"trend": t + 0.0, "step": t >= 15.0, "level": t * 0 + 4.0, "drift": 2 * t - 3.0}
    design = design_of(values, {key: np.asarray(value, dtype=float) for key, value in named.items()}, at=15)
    series = differenced(values, design, ONCE)
    assert (series.gone, series.tied) == (("intercept", "level"), ("drift",))
    assert series.design.terms == ("trend", "step")
    assert series.design.intervention_terms == ("step",)


def test_an_intervention_that_is_gone_is_refused():
    values = np.random.default_rng(1).normal(size=N)
    with pytest.raises(DesignError, match="step cannot be told from the other columns"):
        differenced(values, design_of(values, {"step": np.ones(N)}, at=15), ONCE)


def test_nothing_left_is_refused():
    values = np.full(N, np.nan)
    values[[0, 1]] = 1.0, 2.0
    with pytest.raises(DesignError, match="leaves none of the 2 points"):
        differenced(values, design_of(values, {}), TWICE)


def test_undifferencing_is_the_transpose():
    random = np.random.default_rng(2)
    x, y = random.normal(size=N), random.normal(size=N - 4)
    assert y @ difference_columns(x[:, None], SEASON)[:, 0] == pytest.approx(undifference(y, SEASON) @ x)


N_OF_ONE_STEP = 40
ORDERS_OF_ONE_STEP = Orders(1, 1)
AR_OF_ONE_STEP, MA_OF_ONE_STEP = ORDERS_OF_ONE_STEP.polynomials(np.array([0.7, 0.4]))


def simulated_of_one_step(holes):
    values = 10 + np.random.default_rng(3).normal(size=N_OF_ONE_STEP)
    values[holes] = np.nan
    return values, design_of(values, {"trend": np.arange(N_OF_ONE_STEP) - 20.0})


@pytest.mark.parametrize("holes", [[], [0], [5, 6, 7], [0, 1, 10, 20, 38, 39]], ids=str)
def test_each_period_is_predicted_from_those_seen_before_it(holes):
    values, design = simulated_of_one_step(holes)
    series = differenced(values, design, np.ones(1))
    white = whitening(AR_OF_ONE_STEP, MA_OF_ONE_STEP, N_OF_ONE_STEP)
    solution = series.solve(white)
    mean, standardised = one_step(series, solution, white)
    regression = design.matrix @ series.coefficients(solution)
    covariance = linalg.toeplitz(arma_acovf(AR_OF_ONE_STEP, MA_OF_ONE_STEP, nobs=N_OF_ONE_STEP)) * series.scale**2
    for t in range(N_OF_ONE_STEP):
        seen = np.flatnonzero(np.isfinite(values[:t]))
        weights = np.linalg.solve(covariance[np.ix_(seen, seen)], covariance[seen, t])
        expected = regression[t] + weights @ (values - regression)[seen]
        assert mean[t] == pytest.approx(expected, abs=1e-9)
        if np.isfinite(values[t]):
            deviation = np.sqrt(covariance[t, t] - weights @ covariance[seen, t])
            assert standardised[t] == pytest.approx((values[t] - expected) / deviation, abs=1e-9)
        else:
            assert np.isnan(standardised[t])


@pytest.mark.parametrize("holes", [[], [0], [0, 1, 2, 9], [3], [2, 3, 15]], ids=str)
def test_innovations_of_a_differenced_series_add_up_to_its_likelihood(holes):
    """The sum of their squares is that of generalised least squares; one point goes for the starting value."""
    values, design = simulated_of_one_step(holes)
    series = differenced(values, design, np.array([1.0, -1.0]))
    white = whitening(AR_OF_ONE_STEP, MA_OF_ONE_STEP, N_OF_ONE_STEP - 1)
    solution = series.solve(white)
    mean, standardised = one_step(series, solution, white)
    assert np.nansum(standardised**2) == pytest.approx(solution.sum_of_squares, rel=1e-9)
    assert np.isfinite(standardised).sum() == N_OF_ONE_STEP - len(holes) - 1
    first = np.flatnonzero(np.isfinite(values))[0]
    assert mean[first] == values[first]
    assert np.isfinite(mean).all()


def test_a_long_hole_near_the_edge_of_invertibility_stays_finite():
    ar, ma = ORDERS_OF_ONE_STEP.polynomials(np.array([0.2, -0.99999]))
    values, design = simulated_of_one_step([0, *range(12, 25), 30])
    series = differenced(values, design, np.array([1.0, -1.0]))
    white = whitening(ar, ma, N_OF_ONE_STEP - 1)
    mean, standardised = one_step(series, series.solve(white), white)
    assert np.isfinite(mean).all()
    assert np.isfinite(standardised).sum() == N_OF_ONE_STEP - 15 - 1
