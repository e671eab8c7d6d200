"""Banded covariances against the same ones written out in full."""

import numpy as np
import pytest
from scipy import linalg

from turningpoint.its.time_series.banded_covariance import Banded, Independent, filtered

M = 9
COLUMNS = np.random.default_rng(0).normal(size=(M, 3))


def band_of(variance, covariance):
    banded = np.tile([[variance], [covariance]], M)
    full = (
        np.diag(np.full(M, variance)) + np.diag(np.full(M - 1, covariance), 1) + np.diag(np.full(M - 1, covariance), -1)
    )
    return linalg.cholesky_banded(banded, lower=True), full


def test_whitening_is_the_inverse_of_the_full_factor():
    factor, full = band_of(2.0, -0.9)
    root = np.linalg.cholesky(full)
    banded = Banded(factor, np.ones(1))
    np.testing.assert_allclose(banded.whiten(COLUMNS), np.linalg.solve(root, COLUMNS), rtol=1e-12)
    np.testing.assert_allclose(banded.pivots, np.diag(root), rtol=1e-12)
    np.testing.assert_allclose(banded.solve(COLUMNS[:, 0]), np.linalg.solve(full, COLUMNS[:, 0]), rtol=1e-12)


def test_a_filter_begins_where_it_is_told_to():
    factor, full = band_of(1.5, 0.4)
    polynomial = np.array([1.0, -0.5, 0.0, 0.2])
    by_hand = np.eye(M)
    for t in range(4, M):
        by_hand[t, t - 3 : t + 1] = polynomial[::-1]
    ours = Banded(factor, polynomial, begin=4).whiten(COLUMNS)
    np.testing.assert_allclose(ours, np.linalg.solve(np.linalg.cholesky(full), by_hand @ COLUMNS), rtol=1e-12)


def test_whitening_leaves_its_argument_alone():
    before = COLUMNS.copy()
    Banded(band_of(2.0, 0.1)[0], np.array([1.0, 0.5]), begin=2).whiten(COLUMNS)
    np.testing.assert_array_equal(COLUMNS, before)


def test_independent_periods_are_left_as_they_are():
    assert Independent(M).whiten(COLUMNS) is COLUMNS
    assert Independent(M).pivots == pytest.approx(np.ones(M))


def test_a_polynomial_in_the_lag_takes_zero_before_the_first_row():
    polynomial = np.array([1.0, 0.0, -1.0])
    np.testing.assert_allclose(filtered(COLUMNS, polynomial)[:2], COLUMNS[:2])
    np.testing.assert_allclose(filtered(COLUMNS, polynomial)[2:], COLUMNS[2:] - COLUMNS[:-2])
