"""The contract of every estimator: intervals from a distribution, or from draws where there are some."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.its.examples import fit_counts, fit_measured, with_draws
from turningpoint.errors import FitError
from turningpoint.its import Specification, build_design, fit_glm
from turningpoint.its.model.fit import fieller, from_draws, linear, method_of

MONTHS = pd.period_range("2017-01", periods=48, freq="M")
FIT = fit_glm(np.arange(48) % 7 + 3.0, build_design(MONTHS, Specification(("2019-01",), harmonics=0)))


def test_intervals_are_those_of_the_reference_distribution():
    frame = FIT.to_frame(0.9)
    assert np.allclose(frame["high"] - frame["estimate"], stats.norm.ppf(0.95) * FIT.standard_errors)
    with_t = replace(FIT, degrees_of_freedom=10.0)
    assert with_t.quantile(0.95) == stats.t.ppf(0.975, 10)


def test_intervals_are_quantiles_of_the_draws_where_there_are_some():
    draws = np.tile(np.arange(101.0)[:, None], (1, 4))
    frame = replace(FIT, draws=draws).to_frame(0.9)
    assert np.allclose(frame["low"], 5)
    assert np.allclose(frame["high"], 95)


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ("independent", "ordinary least squares, independent errors, t quantile, 104 df"),
        ("hac:4", "ordinary least squares, HAC lag 4 with small-sample factor n/(n − k), t quantile, 104 df"),
        ("prais-winsten", "Prais-Winsten, AR(1) errors, t quantile, 104 df"),
        (
            "ar1-reml",
            "generalised least squares, AR(1) errors by restricted maximum likelihood (REML), t quantile, 104 df",
        ),
        ("ar1-ml", "generalised least squares, AR(1) errors by maximum likelihood (ML), t quantile, 104 df"),
        ("arima:2,0,1", "ARIMA(2,0,1) with regressors, t quantile, 104 df"),
        ("arima:0,1,1:0,1,1,12", "ARIMA(0,1,1)(0,1,1)[12] with regressors, t quantile, 104 df"),
        ("structural", "structural time series with regressors, t quantile, 104 df"),
    ],
)
def test_gaussian_models(errors, words):
    assert method_of(replace(fit_measured(), errors=errors)) == words


@pytest.mark.parametrize(
    ("likelihood", "errors", "words"),
    [
        ("poisson", "independent", "Poisson, independent errors, normal quantile"),
        ("quasi-poisson", "hac:3", "quasi-Poisson, HAC lag 3, normal quantile"),
        ("negative-binomial", "hac:6", "negative binomial, HAC lag 6, normal quantile"),
    ],
)
def test_counts(likelihood, errors, words):
    assert method_of(fit_counts(likelihood=likelihood, errors=errors)) == words


def test_intervals_from_draws_name_no_quantile():
    calibrated = replace(with_draws(fit_counts()), errors="calibrated")
    assert method_of(calibrated) == "log-linear count model with latent autocorrelation, calibrated"
    sister = replace(with_draws(fit_measured()), errors="calibrated")
    assert method_of(sister) == "gaussian model with autocorrelation, calibrated"


def test_a_pre_trend_that_may_bend_is_named():
    fit = with_draws(fit_counts())
    bending = replace(fit, errors="calibrated", design=fit.design.with_column("bend_1", np.arange(108.0) ** 2))
    assert method_of(bending).endswith("calibrated, pre-trend that may bend")


FIT_OF_INTERVAL = fit_measured()
STEP = (np.array(FIT_OF_INTERVAL.design.terms) == "step").astype(float)
LEVEL = (np.array(FIT_OF_INTERVAL.design.terms) == "intercept").astype(float)


def test_a_linear_function_has_the_interval_of_the_t_distribution():
    frame = FIT_OF_INTERVAL.to_frame(0.9).set_index("term")
    expected = frame.loc["step", ["estimate", "low", "high"]].astype(float)
    assert linear(FIT_OF_INTERVAL, STEP, 0.9) == pytest.approx(expected.to_numpy())


def test_draws_replace_the_t_distribution_and_leave_the_estimate():
    drawn = with_draws(FIT_OF_INTERVAL)
    assert linear(drawn, STEP, 0.9) == pytest.approx(
        [FIT_OF_INTERVAL.coefficients @ STEP, *np.quantile(drawn.draws @ STEP, [0.05, 0.95])]
    )


def test_the_tails_of_draws_are_equal():
    assert from_draws(0.0, np.arange(101.0), 0.9) == pytest.approx([0, 5, 95])


def test_the_ends_of_fieller_are_where_the_t_test_just_rejects():
    estimate, low, high = fieller(FIT_OF_INTERVAL, STEP, LEVEL, 0.95)
    assert estimate == pytest.approx((FIT_OF_INTERVAL.coefficients @ STEP) / (FIT_OF_INTERVAL.coefficients @ LEVEL))
    for end in (low, high):
        contrast = STEP - end * LEVEL
        t = contrast @ FIT_OF_INTERVAL.coefficients / np.sqrt(contrast @ FIT_OF_INTERVAL.covariance @ contrast)
        assert 2 * stats.t.sf(abs(t), FIT_OF_INTERVAL.degrees_of_freedom) == pytest.approx(0.05)
    assert low < estimate < high


def test_fieller_has_no_interval_where_the_denominator_may_be_zero():
    unsure = replace(FIT_OF_INTERVAL, covariance=FIT_OF_INTERVAL.covariance * 1e6)
    assert fieller(unsure, STEP, LEVEL, 0.95) is None
    assert fieller(FIT_OF_INTERVAL, STEP, -LEVEL, 0.95) is None


def test_a_variance_that_rounding_swallowed_is_told():
    contrast = STEP - LEVEL
    spoilt = np.where(
        np.eye(len(STEP)) > 0,
        FIT_OF_INTERVAL.covariance,
        2 * np.sqrt(np.outer(*[np.diag(FIT_OF_INTERVAL.covariance)] * 2)),
    )
    with pytest.raises(FitError, match="rounding swallows it"):
        linear(replace(FIT_OF_INTERVAL, covariance=spoilt), contrast, 0.95)


def test_a_variance_of_nothing_is_no_error():
    assert linear(FIT_OF_INTERVAL, 0 * STEP, 0.95) == pytest.approx([0, 0, 0])
