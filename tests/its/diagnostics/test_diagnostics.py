"""Diagnostics find what was put into the series."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.diagnostic import acorr_ljungbox

from tests.its.examples import design_of, fit_measured, without_level
from tests.its.spans_series import design_of as with_sums
from tests.its.spans_series import half_years, picss
from turningpoint.its import Specification, build_design, diagnose, fit_glm
from turningpoint.its.regression.conventional import fit_conventional
from turningpoint.its.regression.gls_ar1 import fit_gls_ar1

MONTHS = pd.period_range("2015-01", periods=108, freq="M")
SPECIFICATION = Specification(("2021-01",), harmonics=0)


def fitted(values, specification=SPECIFICATION):
    observed = np.isfinite(values)
    return fit_glm(values, build_design(MONTHS, specification, observed=observed))


def series(bend=0.0, seed=2):
    years = (np.arange(108) - 72) / 12
    return np.random.default_rng(seed).poisson(30 * np.exp(bend * years**2)).astype(float)


def test_ljung_box_is_that_of_statsmodels_where_nothing_is_missing():
    fit = fitted(series())
    ours = diagnose(fit)
    theirs = acorr_ljungbox(fit.residuals, lags=[12]).iloc[0]
    assert (ours.ljung_box, ours.ljung_box_p) == pytest.approx((theirs["lb_stat"], theirs["lb_pvalue"]))


def test_autocorrelation_runs_over_calendar_time():
    values = series()
    values[10:20] = np.nan
    diagnostics = diagnose(fitted(values))
    assert np.isfinite(diagnostics.autocorrelation).all()
    assert np.isfinite(diagnostics.ljung_box_p)


def test_memory_is_found():
    noise = np.zeros(108)
    rng = np.random.default_rng(4)
    for i in range(1, 108):
        noise[i] = 0.8 * noise[i - 1] + rng.normal(scale=0.3)
    assert diagnose(fitted(rng.poisson(30 * np.exp(noise)).astype(float))).ljung_box_p < 0.01


def test_diagnostics_have_a_row_each():
    frame = diagnose(fitted(series())).to_frame()
    assert frame["diagnostic"].is_unique
    assert frame["value"].notna().all()


def test_autocorrelation_over_a_hole_pairs_only_neighbours_in_the_calendar():
    values = series()
    values[10:20] = np.nan
    fit = fitted(values)
    residuals = fit.residuals
    centred = residuals - np.nanmean(residuals)
    products = centred[1:] * centred[:-1]
    by_pair = np.nanmean(products) / np.nanmean(centred**2)
    assert diagnose(fit).autocorrelation[0] == pytest.approx(by_pair * (1 - 1 / 108))


def test_memory_is_found_through_holes():
    """Half the periods missing: pairs that are observed still carry the memory."""
    rng = np.random.default_rng(8)
    noise = np.zeros(108)
    for i in range(1, 108):
        noise[i] = 0.85 * noise[i - 1] + rng.normal(scale=0.3)
    values = rng.poisson(40 * np.exp(noise)).astype(float)
    values[rng.random(108) < 0.35] = np.nan
    assert diagnose(fitted(values)).ljung_box_p < 0.01


def with_memory(rho=0.7, seed=11):
    errors, rng = np.zeros(108), np.random.default_rng(seed)
    for i in range(1, 108):
        errors[i] = rho * errors[i - 1] + rng.normal(scale=3)
    return 40 + errors


def test_innovations_of_a_model_with_autocorrelation_are_tested_as_they_are():
    """Their memory is gone, and the parameter that took it away costs a degree of freedom."""
    values = with_memory()
    fit = fit_gls_ar1(values, design_of(values))
    found = diagnose(fit)
    theirs = acorr_ljungbox(fit.residuals, lags=[12], model_df=1).iloc[0]
    assert (found.ljung_box, found.ljung_box_p) == pytest.approx((theirs["lb_stat"], theirs["lb_pvalue"]))
    assert found.ljung_box_df == 11
    assert found.ljung_box_p > 0.05 > diagnose(fit_measured(values)).ljung_box_p


def test_a_model_without_dispersion_has_no_row_for_it():
    found = diagnose(fit_measured())
    assert found.dispersion is None
    assert not found.to_frame()["diagnostic"].str.contains("Dispersion").any()


def test_terms_that_a_model_could_not_hold_come_back_from_the_design_that_was_asked_for():
    fit = fit_measured()
    assert vars(diagnose(without_level(fit), fit.design).curvature) == vars(diagnose(fit).curvature)


def test_all_parameters_of_an_arima_are_counted():
    fit = replace(fit_measured(), errors="arima:2,1,1:1,0,1,12")
    assert diagnose(fit).ljung_box_df == 12 - 5


@pytest.mark.parametrize("likelihood", ["quasi-poisson", "negative-binomial", "gaussian"])
def test_autocorrelations_beside_sums_are_those_of_single_months(likelihood):
    values, design = with_sums(picss(), likelihood=likelihood)
    fit = fit_conventional(values, design, likelihood=likelihood)
    found, residuals = diagnose(fit), fit.residuals[np.isfinite(fit.residuals)]
    assert len(residuals) == 83
    assert found.note == "Autocorrelations are those of 83 single periods; 8 sums over several are left out."
    products = (fit.residuals - residuals.mean())[1:] * (fit.residuals - residuals.mean())[:-1]
    by_pair = np.nanmean(products) / residuals.var()
    assert found.first_autocorrelation == pytest.approx(by_pair * (1 - 1 / 133))
    assert found.to_frame()["reading"].str.contains("single periods alone").sum() == 2


def test_without_enough_single_months_the_tests_do_not_apply_and_say_so():
    values, design = with_sums(half_years())
    found = diagnose(fit_glm(values, design, likelihood="poisson", errors="independent"))
    assert (found.ljung_box, found.ljung_box_p, found.first_autocorrelation, found.ljung_box_lags) == (None,) * 3 + (0,)
    assert "do not apply" in found.note
    assert "there are 0" in found.note
    assert found.curvature.verdict == "not tested"
    assert found.curvature.reason.startswith("it needs 12 single periods before the intervention, and there are 0")
    assert found.to_frame()["diagnostic"].tolist() == ["Dispersion (Pearson)", "Curvature of the pre-trend: z"]


def test_single_months_without_a_neighbour_have_no_autocorrelation():
    outcome = picss()
    every_other = np.where(np.arange(133) % 2 == 0, outcome.values, np.nan)
    values, design = with_sums(replace(outcome, values=every_other))
    assert design.used.sum() > 12
    assert "do not apply" in diagnose(fit_glm(values, design, likelihood="poisson", errors="independent")).note
