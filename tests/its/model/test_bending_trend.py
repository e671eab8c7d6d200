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


def test_a_bend_has_variance_one_and_no_line_before_and_grows_after():
    at = DESIGN.positions[0]
    shapes = with_bend(DESIGN).matrix[:, -COLUMNS:]
    variance = (shapes**2).sum(axis=1)
    assert np.isclose(variance[:at].mean(), 1, atol=0.01)
    assert variance[-1] > 10
    assert (np.diff(variance[at:]) > 0).all()
    line = np.column_stack([np.ones(at), np.arange(at)])
    assert np.allclose(line.T @ shapes[:at], 0, atol=1e-8)
