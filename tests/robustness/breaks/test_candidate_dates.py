"""Candidates for a break: which dates are looked at, and the columns of each."""

import numpy as np
import pandas as pd
import pytest

from tests.robustness.series import series
from turningpoint.errors import DesignError
from turningpoint.its import Specification, build_design
from turningpoint.robustness.breaks.candidate_dates import break_problem

SPECIFICATION = Specification(("2017-01",))


def test_every_date_leaves_the_trim_on_both_sides():
    problem = break_problem(series(np.full(60, 5.0)), SPECIFICATION, trim=12)
    assert (problem.dates[0], problem.dates[-1], len(problem.dates)) == ("2016-01", "2019-01", 37)


def test_holes_do_not_count_towards_the_trim():
    values = np.full(60, 5.0)
    values[3:6] = np.nan
    problem = break_problem(series(values), SPECIFICATION, trim=12)
    assert problem.dates[0] == "2016-04"
    assert not problem.base.used[3:6].any()
    assert not problem.values[3:6].any()


def test_columns_span_the_design_of_a_fit_at_that_date():
    problem = break_problem(series(np.full(60, 5.0)), SPECIFICATION)
    at = problem.dates.index("2017-08")
    design = build_design(pd.period_range("2015-01", periods=60, freq="M"), Specification(("2017-08",)))
    together = np.column_stack([problem.course(at).matrix, design.matrix])
    assert np.linalg.matrix_rank(together) == np.linalg.matrix_rank(design.matrix) == problem.course(at).matrix.shape[1]
    assert problem.course(None).matrix.shape[1] == problem.course(at).matrix.shape[1] - 2


def test_too_short_a_series_is_refused():
    with pytest.raises(DesignError, match="no date leaves 12 observed periods on either side of 20"):
        break_problem(series(np.full(20, 5.0)), SPECIFICATION)
