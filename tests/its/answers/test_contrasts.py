"""Answers as contrasts of the coefficients."""

import numpy as np
import pandas as pd
import pytest

from tests.its.examples import fit_counts, fit_measured, with_draws
from turningpoint.its import Specification, build_design
from turningpoint.its.answers.contrasts import Contrast, contrasts, course_rows, log_mean, of_fit

AT = 72


def test_the_course_has_neither_season_nor_covariates():
    design = fit_counts(harmonics=1).design.with_column("rain", np.ones(108))
    kept = course_rows(design)
    gone = [design.terms.index(term) for term in ("sin_1", "cos_1", "rain")]
    assert not kept[:, gone].any()
    assert np.array_equal(kept[:, :4], design.matrix[:, :4])


def test_before_and_after_is_the_ratio_of_mean_courses_of_every_draw():
    fit = with_draws(fit_counts())
    course = np.exp(fit.draws @ fit.design.matrix.T)
    drawn = of_fit(fit)
    expected = np.log(course[:, AT : AT + 12].mean(axis=1) / course[:, AT - 12 : AT].mean(axis=1))
    np.testing.assert_allclose(drawn["before_after_12"], expected)
    np.testing.assert_allclose(
        drawn["before_after_whole"], np.log(course[:, AT:].mean(axis=1) / course[:, :AT].mean(axis=1))
    )


def test_growth_of_a_line_is_its_slope_and_acceleration_its_ramp():
    fit = with_draws(fit_counts())
    trend, ramp = (fit.draws[:, fit.design.terms.index(term)] for term in ("trend", "ramp"))
    drawn = of_fit(fit)
    np.testing.assert_allclose(drawn["growth_before"], trend)
    np.testing.assert_allclose(drawn["growth_since"], trend + ramp)
    np.testing.assert_allclose(drawn["acceleration"], ramp, atol=1e-12)
    np.testing.assert_allclose(drawn["rise_before"], 2 * trend)


def test_a_gaussian_outcome_has_differences_of_means():
    fit = with_draws(fit_measured())
    course = fit.draws @ fit.design.matrix.T
    expected = course[:, AT : AT + 24].mean(axis=1) - course[:, AT - 24 : AT].mean(axis=1)
    np.testing.assert_allclose(of_fit(fit)["before_after_24"], expected)


def test_what_reaches_beyond_the_series_is_left_out():
    short = build_design(pd.period_range("2019-01", periods=20, freq="M"), Specification(("2019-10",), harmonics=0))
    assert set(contrasts(short, "log")) == {
        "level", "slope", "before_after_whole", "growth_before", "growth_since", "acceleration",
    }  # fmt: skip
    flat = build_design(pd.period_range("2019-01", periods=20, freq="M"), Specification(("2019-10",), ramp=False))
    assert "slope" not in contrasts(flat, "log")


def test_a_fit_without_draws_has_none_and_a_contrast_needs_a_side():
    assert of_fit(fit_counts()) == {}
    with pytest.raises(ValueError, match="a direction, or two sides"):
        Contrast().of_draws(np.zeros((2, 3)))


def test_the_mean_of_large_logs_stays_finite():
    assert log_mean(np.array([1e6, 0.0])) == pytest.approx(600 - np.log(2))
