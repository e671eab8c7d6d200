"""The gain of a break is the fall in the weighted sum of squares, for each date and for pairs."""

import numpy as np
import pytest
from scipy.linalg import toeplitz

from analysis.robustness.scan import prepare

PERIODS = 40
TIME = np.arange(PERIODS) / 12
BASE = np.column_stack([np.ones(PERIODS), TIME])
PLACES = (12, 17, 25)
BREAKS = np.array([np.column_stack([TIME[p] <= TIME, np.clip(TIME - TIME[p], 0, None)]) for p in PLACES]).astype(float)
USED = np.arange(PERIODS) != 7
SAMPLING = np.linspace(0.05, 0.2, PERIODS)
RESPONSE = np.random.default_rng(1).normal(size=(3, PERIODS))


def scan(base=BASE, breaks=BREAKS):
    return prepare(base, breaks, USED, SAMPLING, 0.3, 0.1, 0.6)


def left_over(matrix, response):
    covariance = 0.3 * toeplitz(0.6 ** np.arange(PERIODS)) + np.diag(SAMPLING + 0.1)
    weight = np.linalg.inv(covariance[np.ix_(USED, USED)])
    x, y = matrix[USED], response[USED]
    apart = y - x @ np.linalg.solve(x.T @ weight @ x, x.T @ weight @ y)
    return apart @ weight @ apart


def test_a_gain_is_the_fall_in_generalised_least_squares():
    gains = scan().gains(RESPONSE[:, USED])
    for row, response in enumerate(RESPONSE):
        for at, columns in enumerate(BREAKS):
            fall = left_over(BASE, response) - left_over(np.column_stack([BASE, columns]), response)
            assert gains[row, at] == pytest.approx(fall)


def test_a_pair_gains_what_both_gain_together():
    pair = scan().pairs(np.array([0]), np.array([2])).gains(RESPONSE[:1, USED])[0, 0]
    both = np.column_stack([BASE, BREAKS[0], BREAKS[2]])
    assert pair == pytest.approx(left_over(BASE, RESPONSE[0]) - left_over(both, RESPONSE[0]))


def test_a_break_that_is_in_the_course_already_gains_nothing():
    gains = scan(base=np.column_stack([BASE, BREAKS[1]])).gains(RESPONSE[:, USED])
    assert np.allclose(gains[:, 1], 0, atol=1e-8)
    assert (gains[:, [0, 2]] > 0).all()
