"""The method is named as the field names it."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.its.method import method_of
from tests.its.examples import fit_counts, fit_measured, with_draws


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
