"""Predictions from the past against conditional expectations written out in full."""

import numpy as np
import pytest
from scipy import linalg
from statsmodels.tsa.arima_process import arma_acovf

from analysis.its.autoregressive_moving_average import Orders, whitening
from analysis.its.differenced import differenced
from analysis.its.one_step import one_step
from tests.its.arima_series import design_of

N = 40
ORDERS = Orders(1, 1)
AR, MA = ORDERS.polynomials(np.array([0.7, 0.4]))


def simulated(holes):
    values = 10 + np.random.default_rng(3).normal(size=N)
    values[holes] = np.nan
    return values, design_of(values, {"trend": np.arange(N) - 20.0})


@pytest.mark.parametrize("holes", [[], [0], [5, 6, 7], [0, 1, 10, 20, 38, 39]], ids=str)
def test_each_period_is_predicted_from_those_seen_before_it(holes):
    values, design = simulated(holes)
    series = differenced(values, design, np.ones(1))
    white = whitening(AR, MA, N)
    solution = series.solve(white)
    mean, standardised = one_step(series, solution, white)
    regression = design.matrix @ series.coefficients(solution)
    covariance = linalg.toeplitz(arma_acovf(AR, MA, nobs=N)) * series.scale**2
    for t in range(N):
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
    values, design = simulated(holes)
    series = differenced(values, design, np.array([1.0, -1.0]))
    white = whitening(AR, MA, N - 1)
    solution = series.solve(white)
    mean, standardised = one_step(series, solution, white)
    assert np.nansum(standardised**2) == pytest.approx(solution.sum_of_squares, rel=1e-9)
    assert np.isfinite(standardised).sum() == N - len(holes) - 1
    first = np.flatnonzero(np.isfinite(values))[0]
    assert mean[first] == values[first]
    assert np.isfinite(mean).all()


def test_a_long_hole_near_the_edge_of_invertibility_stays_finite():
    ar, ma = ORDERS.polynomials(np.array([0.2, -0.99999]))
    values, design = simulated([0, *range(12, 25), 30])
    series = differenced(values, design, np.array([1.0, -1.0]))
    white = whitening(ar, ma, N - 1)
    mean, standardised = one_step(series, series.solve(white), white)
    assert np.isfinite(mean).all()
    assert np.isfinite(standardised).sum() == N - 15 - 1
