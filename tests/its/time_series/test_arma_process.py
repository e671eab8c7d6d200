"""Autoregressive and moving-average polynomials and covariances, by statsmodels and by themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import linalg
from scipy.signal import lfilter
from statsmodels.tsa.arima_process import arma_acovf

from turningpoint.its.time_series.arma_process import Orders, start_values, whitening

MODELS = [
    Orders(0, 0),
    Orders(1, 0),
    Orders(0, 2),
    Orders(2, 1),
    Orders(1, 1, 1, 1, 4),
    Orders(0, 1, 0, 1, 12),
    Orders(3, 0, 1, 0, 4),
]


def drawn(orders, seed=0):
    return orders.bounded(np.random.default_rng(seed).uniform(-1.2, 1.2, size=orders.count))


@pytest.mark.parametrize("orders", MODELS, ids=str)
def test_whitening_undoes_the_covariance_of_the_process(orders):
    ar, ma = orders.polynomials(drawn(orders))
    m = 40
    covariance = linalg.toeplitz(arma_acovf(ar, ma, nobs=m))
    banded = whitening(ar, ma, m)
    inverse = banded.whiten(np.eye(m))
    np.testing.assert_allclose(inverse @ covariance @ inverse.T, np.eye(m), atol=1e-9)
    np.testing.assert_allclose(2 * np.log(banded.pivots).sum(), np.linalg.slogdet(covariance)[1], atol=1e-9)
    np.testing.assert_allclose(np.linalg.inv(inverse), np.linalg.cholesky(covariance), atol=1e-9)


def test_polynomials_multiply_the_season_in():
    orders = Orders(1, 1, 1, 1, 4)
    ar, ma = orders.polynomials(np.array([0.5, 0.3, -0.2, 0.6]))
    np.testing.assert_allclose(ar, [1, -0.5, 0, 0, 0.2, -0.1])
    np.testing.assert_allclose(ma, [1, 0.3, 0, 0, 0.6, 0.18])
    assert orders.names == ["ar_1", "ma_1", "seasonal_ar_1", "seasonal_ma_1"]
    assert orders.reach == 5


@given(st.lists(st.floats(-10, 10), min_size=6, max_size=6))
def test_any_numbers_give_a_stationary_and_invertible_model(free):
    orders = Orders(2, 2, 1, 1, 4)
    autoregressive, moving_average = orders.nearest_roots(orders.bounded(np.array(free)))
    assert autoregressive < 1
    assert moving_average < 1


@given(st.lists(st.floats(-1.3, 1.3), min_size=6, max_size=6))
def test_free_undoes_bounded(free):
    orders = Orders(2, 2, 1, 1, 4)
    parameters = orders.bounded(np.array(free))
    if max(orders.nearest_roots(parameters)) < 0.99:
        np.testing.assert_allclose(orders.bounded(orders.free(parameters)), parameters, atol=1e-8)


def test_parameters_outside_the_bounds_are_drawn_inside():
    orders = Orders(2, 1)
    inside = orders.bounded(orders.free(np.array([1.2, 0.3, -3.0])))
    assert max(orders.nearest_roots(inside)) == pytest.approx(0.99)


def test_half_free_coordinates_lead_to_the_same_model():
    orders = Orders(2, 2, 1, 1, 4)
    free = np.random.default_rng(1).uniform(-1.2, 1.2, size=6)
    np.testing.assert_allclose(orders.half_bounded(orders.half_free(free)), orders.bounded(free))
    assert orders.half_free(free)[2:4] == pytest.approx(orders.bounded(free)[2:4])


def test_turning_roots_inside_changes_the_covariance_by_a_factor_alone():
    orders = Orders(1, 2, 0, 1, 4)
    outside = np.array([0.5, 2.5, 1.3, -1.6])
    turned = orders.invertible(outside)
    assert orders.nearest_roots(turned)[1] <= 1
    before, after = (arma_acovf(*orders.polynomials(each), nobs=20) for each in (outside, turned))
    np.testing.assert_allclose(after / after[0], before / before[0], atol=1e-10)
    np.testing.assert_allclose(orders.invertible(turned), turned)


@pytest.mark.parametrize(
    "orders", [Orders(1, 1), Orders(2, 0), Orders(0, 1, 0, 1, 12), Orders(1, 0, 1, 0, 12)], ids=str
)
def test_the_first_guess_is_near_the_truth_in_a_long_series(orders):
    truth = 0.8 * drawn(orders, seed=3)
    ar, ma = orders.polynomials(truth)
    noise = np.asarray(lfilter(ma, ar, np.random.default_rng(0).normal(size=6000)))
    guess = orders.bounded(orders.free(start_values(noise, orders)))
    np.testing.assert_allclose(guess, truth, atol=0.2)  # the products of both seasons are left out of it


def test_the_first_guess_is_there_for_short_series():
    guess = start_values(np.random.default_rng(0).normal(size=20), Orders(1, 1, 1, 1, 12))
    assert np.isfinite(guess).all()
