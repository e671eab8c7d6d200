"""Columns of a smooth course."""

import numpy as np
import pandas as pd

from turningpoint.its import Specification, build_design
from turningpoint.its.model.bending_trend import COLUMNS, with_bend, without_bend

DESIGN = build_design(pd.period_range("2015-01", periods=96, freq="M"), Specification(("2020-05",)))


def test_the_shapes_are_added_and_taken_out_again():
    bent = with_bend(DESIGN)
    assert len(bent.terms) == len(DESIGN.terms) + COLUMNS
    assert bent.intervention_terms == DESIGN.intervention_terms
    assert without_bend(bent).terms == DESIGN.terms
    assert np.array_equal(without_bend(bent).matrix, DESIGN.matrix)


def test_the_shapes_stay_in_the_counterfactual():
    bent = with_bend(DESIGN)
    assert np.array_equal(bent.counterfactual[:, -COLUMNS:], bent.matrix[:, -COLUMNS:])


def test_a_bend_has_no_line_before_and_grows_after():
    at = DESIGN.positions[0]
    shapes = with_bend(DESIGN).matrix[:, -COLUMNS:]
    variance = (shapes**2).sum(axis=1)
    assert (np.diff(variance[at:]) > 0).all()
    line = np.column_stack([np.ones(at), np.arange(at)])
    assert np.allclose(line.T @ shapes[:at], 0, atol=1e-8)


def test_a_coefficient_changes_the_slope_of_a_year_by_itself_within_a_year():
    """The yearly slope is a random walk with a standard deviation of one per root year: drawn and integrated twice."""
    shapes = with_bend(DESIGN).matrix[:, -COLUMNS:]
    random = np.random.default_rng(1)
    slopes = np.cumsum(random.standard_normal((4000, 96)) / np.sqrt(12), axis=1)
    courses = np.cumsum(slopes / 12, axis=1)
    at, time = DESIGN.positions[0], np.arange(96)
    line = np.column_stack([np.ones(96), time])
    courses -= courses[:, :at] @ np.linalg.pinv(line[:at]).T @ line.T
    wanted = courses.var(axis=0)
    assert np.allclose((shapes**2).sum(axis=1)[at:], wanted[at:], rtol=0.12)


def test_a_trend_counted_in_periods_bends_in_periods():
    index = build_design(pd.RangeIndex(1, 97), Specification(("65",), harmonics=0, time_unit="period"))
    months = build_design(DESIGN.times, Specification(("2020-05",), harmonics=0))
    shapes = [(with_bend(one).matrix[:, -COLUMNS:] ** 2).sum(axis=1)[-1] for one in (index, months)]
    assert shapes[0] == np.float64(shapes[1] * 12.0**3) or np.isclose(shapes[0], shapes[1] * 12.0**3, rtol=1e-6)
