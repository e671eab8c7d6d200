"""Many series scanned at once: the same numbers alone or together, and series drawn as the noise says."""

import numpy as np
import pytest
from scipy.linalg import toeplitz

from tests.robustness.series import series
from turningpoint.its import Specification
from turningpoint.its.calibrated.whitening import Responses
from turningpoint.its.coverage.simulated_series import draw_series
from turningpoint.robustness.breaks.candidate_dates import break_problem
from turningpoint.robustness.breaks.gains import courses_of, prepare, scan_series

RANDOM = np.random.default_rng(4)
MEAN = 15 * np.where(np.arange(72) >= 40, 5.0, 1.0)
COUNTS = RANDOM.poisson(MEAN * RANDOM.gamma(10, 0.1, (3, 72))).astype(float)
PROBLEM = break_problem(series(COUNTS[0]), Specification(("2018-05",), harmonics=0))
GAUSSIAN = break_problem(series(COUNTS[0]), Specification(("2018-05",), harmonics=0, likelihood="gaussian"))


@pytest.mark.parametrize("problem", [PROBLEM, GAUSSIAN])
def test_a_series_gains_the_same_whatever_stands_beside_it(problem):
    together, alone = scan_series(COUNTS, problem), scan_series(COUNTS[1:2], problem)
    assert np.allclose(together.gain[1], alone.gain[0])
    assert together.best[1] == alone.best[0]


@pytest.mark.parametrize(("problem", "values"), [(PROBLEM, COUNTS), (GAUSSIAN, np.log(COUNTS))])
def test_a_large_break_is_found_where_it_is(problem, values):
    gain = scan_series(values, problem).gain
    assert all(abs(int(at) - problem.dates.index("2018-05")) <= 1 for at in gain.argmax(axis=1))
    assert (gain.max(axis=1) > 10).all()


def test_a_gaussian_scan_does_not_depend_on_the_unit():
    assert np.allclose(scan_series(1000 * COUNTS + 7, GAUSSIAN).gain, scan_series(COUNTS, GAUSSIAN).gain)


@pytest.mark.parametrize("problem", [PROBLEM, GAUSSIAN])
def test_series_drawn_have_the_course_for_their_mean(problem):
    found = scan_series(COUNTS[:1], problem)
    courses = courses_of(COUNTS[:1], problem, int(found.best[0]))
    drawn = draw_series(
        courses.repeat(4000, axis=0),
        found.noise.repeated(4000),
        np.random.default_rng(1),
        gaussian=problem.gaussian,
    )
    course = courses[0]
    wanted = course if problem.gaussian else np.exp(course)
    assert np.allclose(drawn.mean(axis=0), wanted, rtol=0.06)
    assert (drawn.std(axis=0) > (0 if problem.gaussian else np.sqrt(wanted) * 0.95)).all()


PERIODS = 40
TIME = np.arange(PERIODS) / 12
BASE = np.column_stack([np.ones(PERIODS), TIME])
PLACES = (12, 17, 25)
BREAKS = np.array([np.column_stack([TIME[p] <= TIME, np.clip(TIME - TIME[p], 0, None)]) for p in PLACES]).astype(float)
USED = np.arange(PERIODS) != 7
SAMPLING = np.linspace(0.05, 0.2, PERIODS)
RESPONSE = np.random.default_rng(1).normal(size=(3, PERIODS))


def scan(base=BASE, breaks=BREAKS):
    none = np.zeros((1, 0))
    found = Responses(base, USED, RESPONSE[:1], SAMPLING[None], np.zeros((1, 0, PERIODS)), none, none)
    return prepare(found, breaks, 0.3, 0.1, 0.6)


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


def test_a_sum_over_months_is_whitened_with_its_own_covariance():
    """A month and a sum of two others: the gain is the fall in generalised least squares of what is observed."""
    made = np.delete(np.eye(PERIODS), [20, 21], axis=0)
    made = np.vstack([made, np.eye(PERIODS)[20] * 0.4 + np.eye(PERIODS)[21] * 0.6])
    used = ~np.isin(np.arange(PERIODS), [20, 21])
    found = Responses(
        BASE, used, RESPONSE[:1], SAMPLING[None], made[None, -1:], RESPONSE[:1] @ made[-1:].T, np.array([[0.07]])
    )
    gains = prepare(found, BREAKS, 0.3, 0.1, 0.6).gains(RESPONSE[:1] @ made.T)[0]
    noise = 0.3 * toeplitz(0.6 ** np.arange(PERIODS)) + 0.1 * np.eye(PERIODS)
    weight = np.linalg.inv(made @ noise @ made.T + np.diag([*SAMPLING[used], 0.07]))

    def left(matrix):
        x, y = made @ matrix, made @ RESPONSE[0]
        apart = y - x @ np.linalg.solve(x.T @ weight @ x, x.T @ weight @ y)
        return apart @ weight @ apart

    wanted = [left(BASE) - left(np.column_stack([BASE, columns])) for columns in BREAKS]
    assert np.allclose(gains, wanted)
