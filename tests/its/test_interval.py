"""Intervals of functions of the coefficients."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from analysis.errors import FitError
from analysis.its.interval import fieller, from_draws, linear
from tests.its.examples import fit_measured, with_draws

FIT = fit_measured()
STEP = (np.array(FIT.design.terms) == "step").astype(float)
LEVEL = (np.array(FIT.design.terms) == "intercept").astype(float)


def test_a_linear_function_has_the_interval_of_the_t_distribution():
    frame = FIT.to_frame(0.9).set_index("term")
    expected = frame.loc["step", ["estimate", "low", "high"]].astype(float)
    assert linear(FIT, STEP, 0.9) == pytest.approx(expected.to_numpy())


def test_draws_replace_the_t_distribution_and_leave_the_estimate():
    drawn = with_draws(FIT)
    assert linear(drawn, STEP, 0.9) == pytest.approx(
        [FIT.coefficients @ STEP, *np.quantile(drawn.draws @ STEP, [0.05, 0.95])]
    )


def test_the_tails_of_draws_are_equal():
    assert from_draws(0.0, np.arange(101.0), 0.9) == pytest.approx([0, 5, 95])


def test_the_ends_of_fieller_are_where_the_t_test_just_rejects():
    estimate, low, high = fieller(FIT, STEP, LEVEL, 0.95)
    assert estimate == pytest.approx((FIT.coefficients @ STEP) / (FIT.coefficients @ LEVEL))
    for end in (low, high):
        contrast = STEP - end * LEVEL
        t = contrast @ FIT.coefficients / np.sqrt(contrast @ FIT.covariance @ contrast)
        assert 2 * stats.t.sf(abs(t), FIT.degrees_of_freedom) == pytest.approx(0.05)
    assert low < estimate < high


def test_fieller_has_no_interval_where_the_denominator_may_be_zero():
    unsure = replace(FIT, covariance=FIT.covariance * 1e6)
    assert fieller(unsure, STEP, LEVEL, 0.95) is None
    assert fieller(FIT, STEP, -LEVEL, 0.95) is None


def test_a_variance_that_rounding_swallowed_is_told():
    contrast = STEP - LEVEL
    spoilt = np.where(np.eye(len(STEP)) > 0, FIT.covariance, 2 * np.sqrt(np.outer(*[np.diag(FIT.covariance)] * 2)))
    with pytest.raises(FitError, match="rounding swallows it"):
        linear(replace(FIT, covariance=spoilt), contrast, 0.95)


def test_a_variance_of_nothing_is_no_error():
    assert linear(FIT, 0 * STEP, 0.95) == pytest.approx([0, 0, 0])
