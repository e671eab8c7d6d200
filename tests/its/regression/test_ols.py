"""Ordinary least squares: R's own results, calendar time, and what is refused."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.its.golden import BARIUM, TRAFFIC, barium, below, numbers, table, traffic
from turningpoint.errors import DesignError, FitError, ParameterError
from turningpoint.its import Specification, build_design
from turningpoint.its.regression.ols import fit_ols, gaussian_log_likelihood, least_squares, ordinary
from turningpoint.spans import membership

MONTHS = pd.period_range("2015-01", periods=96, freq="M")
SPECIFICATION = Specification(("2020-01",), likelihood="gaussian", errors="independent", harmonics=1)
DESIGN = build_design(MONTHS, SPECIFICATION)
VALUES = DESIGN.matrix @ [20.0, 1.0, 5.0, -2.0, 1.0, 0.5] + np.random.default_rng(5).normal(size=96)


@pytest.mark.parametrize("outcome", ["ltotacc", "prcfat"])
def test_traffic_coefficients_and_standard_errors_match_r(outcome):
    values, design, printed = traffic(outcome)
    theirs = table(printed, ("(Intercept)", *TRAFFIC))
    fit = fit_ols(values, design)
    np.testing.assert_allclose(fit.coefficients[:6], theirs[:, 0], rtol=1e-6)
    np.testing.assert_allclose(fit.standard_errors[:6], theirs[:, 1], rtol=1e-6)
    p_values = 2 * stats.t.sf(np.abs(fit.coefficients / fit.standard_errors), fit.degrees_of_freedom)
    np.testing.assert_allclose(p_values[:6], theirs[:, 3], rtol=1e-5)  # a tail of e-115 magnifies a last digit


@pytest.mark.parametrize("lag", [1, 4, 12])
@pytest.mark.parametrize("outcome", ["ltotacc", "prcfat"])
def test_traffic_newey_west_matches_r(outcome, lag):
    values, design, printed = traffic(outcome)
    fit = fit_ols(values, design, errors=f"hac:{lag}")
    np.testing.assert_allclose(fit.standard_errors[:6], numbers(printed, f"NW lag {lag} se"), rtol=1e-6)
    assert fit.degrees_of_freedom == len(values) - len(design.terms)


def test_barium_coefficients_and_standard_errors_match_r():
    values, design, printed = barium()
    theirs = table(below(printed, "^OLS", "Breusch"), ("(Intercept)", *BARIUM))
    fit = fit_ols(values, design)
    np.testing.assert_allclose(fit.coefficients, theirs[:, 0], rtol=1e-6)
    np.testing.assert_allclose(fit.standard_errors, theirs[:, 1], rtol=1e-6)


@pytest.mark.parametrize("lag", [1, 4])
def test_barium_newey_west_matches_r(lag):
    values, design, printed = barium()
    fit = fit_ols(values, design, errors=f"hac:{lag}")
    np.testing.assert_allclose(fit.standard_errors, numbers(printed, f"NW lag {lag} se"), rtol=1e-6)


def test_all_parts_of_the_fit_are_those_of_statsmodels():
    fit, theirs = fit_ols(VALUES, DESIGN), sm.OLS(VALUES, DESIGN.matrix).fit()
    np.testing.assert_allclose(fit.covariance, theirs.cov_params(), rtol=1e-9)
    np.testing.assert_allclose(fit.mean, theirs.fittedvalues, rtol=1e-12)
    np.testing.assert_allclose(fit.counterfactual_mean, theirs.predict(DESIGN.counterfactual), rtol=1e-12)
    np.testing.assert_allclose(fit.residuals, theirs.resid / np.sqrt(theirs.scale), atol=1e-11)
    np.testing.assert_allclose(fit.to_frame(0.9)[["low", "high"]], theirs.conf_int(0.1), rtol=1e-9)
    assert fit.log_likelihood == pytest.approx(theirs.llf, rel=1e-12)
    assert fit.noise["sigma"] == pytest.approx(np.sqrt(theirs.scale))
    assert (fit.likelihood, fit.errors, fit.link, fit.converged, fit.messages) == (
        "gaussian", "independent", "identity", True, (),
    )  # fmt: skip


@given(holes=st.sets(st.integers(0, 95), max_size=20), lag=st.integers(0, 8))
def test_newey_west_over_holes_is_the_sum_over_the_calendar_by_hand(holes, lag):
    observed = ~np.isin(np.arange(96), list(holes))
    design = build_design(MONTHS, SPECIFICATION, observed=observed)
    values = np.where(observed, VALUES, np.nan)
    fit = fit_ols(values, design, errors=f"hac:{lag}")
    x, at = design.matrix[observed], np.flatnonzero(observed)
    scores = x * (values - fit.mean)[observed][:, None]
    weights = np.clip(1 - np.abs(at[:, None] - at) / (lag + 1), 0, None)
    bread = np.linalg.inv(x.T @ x)
    n, k = x.shape
    by_hand = bread @ scores.T @ weights @ scores @ bread * n / (n - k)
    np.testing.assert_allclose(fit.covariance, by_hand, rtol=1e-7, atol=1e-12)
    assert fit.degrees_of_freedom == n - k
    assert np.isnan(fit.residuals[~observed]).all()
    assert np.isfinite(fit.mean).all()


@given(unit=st.sampled_from([1e-30, 1e-3, 1e6, 1e30]), size=st.sampled_from([1e-30, 1e-5, 1e8, 1e30]))
def test_units_of_outcome_and_columns_do_not_matter(unit, size):
    covariate = np.random.default_rng(2).normal(3, 1, 96)
    plain = fit_ols(VALUES, DESIGN.with_column("price", covariate), errors="hac:3")
    scaled = fit_ols(unit * VALUES, DESIGN.with_column("price", size * covariate), errors="hac:3")
    np.testing.assert_allclose(
        scaled.coefficients / scaled.standard_errors, plain.coefficients / plain.standard_errors, rtol=1e-8
    )


def test_least_squares_solves_what_the_normal_equations_would_lose():
    t = np.linspace(0, 1, 200)
    x = np.vander(t, 12)
    b = np.ones(12)
    np.testing.assert_allclose(least_squares(x @ b, x).coefficients, b, rtol=1e-6)


def test_log_likelihood_is_that_of_the_normal_density():
    errors = np.random.default_rng(3).normal(size=30)
    by_hand = stats.norm.logpdf(errors, scale=np.sqrt(np.mean(errors**2))).sum()
    assert gaussian_log_likelihood(float(errors @ errors), 30) == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize("errors", ["prais-winsten", "calibrated"])
def test_other_errors_are_refused(errors):
    with pytest.raises(ParameterError, match="Use independent or hac:LAG"):
        fit_ols(VALUES, DESIGN, errors=errors)


def test_a_lag_beyond_the_series_is_refused():
    with pytest.raises(ParameterError, match="'hac:96': the lag reaches beyond the series of 96 periods"):
        fit_ols(VALUES, DESIGN, errors="hac:96")


def test_a_constant_outcome_is_refused():
    with pytest.raises(FitError, match="the outcome is 7 in all 96 periods used"):
        ordinary(np.full(96, 7.0), DESIGN)


@pytest.mark.parametrize("size", [1e-9, 1.0, 1e9])
def test_an_outcome_without_noise_is_refused(size):
    with pytest.raises(FitError, match="fits all 96 points used without any residual"):
        ordinary(size * DESIGN.matrix @ [3.0, 0.1, 2.0, 1.0, 0.3, 0.7], DESIGN)


def test_small_noise_on_a_large_level_is_noise():
    noise = 1e-3 * np.random.default_rng(4).normal(size=96)
    assert fit_ols(1e7 + noise, DESIGN).noise["sigma"] == pytest.approx(1e-3, rel=0.3)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_values_that_are_not_finite_are_refused_with_their_date(bad):
    values = VALUES.copy()
    values[3] = bad
    with pytest.raises(FitError, match=rf"the outcome of 2015-04 is {bad}"):
        ordinary(values, DESIGN)


def test_columns_that_are_not_finite_are_refused_with_their_date():
    column = np.arange(96.0) ** 2
    column[5] = np.nan
    with pytest.raises(FitError, match="the column price is nan in 2015-06"):
        ordinary(VALUES, DESIGN.with_column("price", column))


@pytest.mark.parametrize("size", [1e200, 1e-200])
def test_overflow_is_refused(size):
    with pytest.raises(FitError, match=r"the outcome is of the size .* overflows"):
        ordinary(size * VALUES, DESIGN)
    with pytest.raises(FitError, match=r"the column price is of the size .* overflows"):
        ordinary(VALUES, DESIGN.with_column("price", size * np.random.default_rng(2).normal(size=96)))


def test_columns_that_depend_on_each_other_are_refused():
    with pytest.raises(DesignError, match="the columns trend, price depend on each other"):
        ordinary(VALUES, DESIGN.with_column("price", 2 * DESIGN.matrix[:, 1]))


def test_an_exposure_is_refused():
    with pytest.raises(DesignError, match="a gaussian outcome takes no exposure"):
        ordinary(VALUES, replace(DESIGN, offset=np.full(96, 2.0)))


def test_sums_are_weighted_by_their_periods():
    """A sum over m periods has m times the variance: generalised least squares with that covariance, written out."""
    spans = [(3, 4, 5), (70, 72, 73, 75, 80, 81), tuple(range(10, 22))]
    sums = membership(spans, 96)
    used = ~sums.any(axis=0)
    design = build_design(MONTHS, SPECIFICATION, spans=spans)
    observations = np.r_[np.where(used, VALUES, np.nan), sums @ VALUES]
    fit = fit_ols(observations, design)

    rows = np.vstack([np.eye(96)[used], sums])
    y, x, weight = rows @ VALUES, rows @ DESIGN.matrix, 1 / rows.sum(axis=1)
    inverse = np.linalg.inv(x.T @ (weight[:, None] * x))
    b = inverse @ x.T @ (weight * y)
    left = y - x @ b
    variance = (weight * left**2).sum() / (len(y) - 6)
    np.testing.assert_allclose(fit.coefficients, b, rtol=1e-9)
    np.testing.assert_allclose(fit.covariance, variance * inverse, rtol=1e-9)
    assert fit.degrees_of_freedom == len(y) - 6
    density = stats.norm.logpdf(left, scale=np.sqrt(variance * (len(y) - 6) / len(y) / weight)).sum()
    assert fit.log_likelihood == pytest.approx(density)
    np.testing.assert_allclose(fit.residuals[used], (left / np.sqrt(variance))[: used.sum()], rtol=1e-9)
    assert np.isnan(fit.residuals[~used]).all()
    np.testing.assert_array_equal(fit.sums, sums @ VALUES)


def test_newey_west_is_refused_on_sums():
    design = build_design(MONTHS, SPECIFICATION, spans=[(3, 4, 5)])
    with pytest.raises(DesignError, match="'hac:3' need one value a period, but 1 of the values is a sum"):
        fit_ols(np.r_[VALUES, 12.0], design, errors="hac:3")
