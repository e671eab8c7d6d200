"""Many series scanned at once: the same numbers alone or together, and series drawn as the noise says."""

import numpy as np
import pytest

from analysis.its import Specification
from analysis.robustness.break_problem import break_problem
from analysis.robustness.break_series import courses_of, draw_series, scan_series
from tests.robustness.series import series

RANDOM = np.random.default_rng(4)
MEAN = 15 * np.where(np.arange(72) >= 40, 3.0, 1.0)
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
