"""Diagnostics find what was put into the series."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.diagnostic import acorr_ljungbox

from analysis.its import Specification, build_design, curvature, diagnose, fit_glm, influence

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


@pytest.mark.parametrize(("bend", "verdict"), [(0.0, "straight"), (0.01, "bend suggested"), (0.08, "bent")])
def test_a_bent_course_before_is_told_from_a_straight_one(bend, verdict):
    found = curvature(fitted(series(bend)))
    assert found.verdict == verdict
    assert ("not straight" in found.summary()) is (verdict == "bent")


def test_a_pre_period_too_short_to_bend_says_so():
    specification = Specification(("2016-01",), harmonics=0, month_indicators=True)
    found = curvature(fitted(series(), specification))
    assert found.verdict == "not tested"
    assert "could not be tested" in found.summary()


def test_influence_finds_the_month_that_was_spoilt():
    values = series()
    values[75] = 300
    found = influence(fitted(values), top=3)
    assert found.loc[0, "period"] == "2021-04"
    assert len(found) == 3
    np.testing.assert_allclose(
        found.loc[0, "ratio"],
        np.exp(fitted(np.where(np.arange(108) == 75, np.nan, values)).coefficients[2]),
    )


def test_diagnostics_have_a_row_each():
    frame = diagnose(fitted(series())).to_frame()
    assert frame["diagnostic"].is_unique
    assert frame["value"].notna().all()


def test_a_period_that_alone_holds_a_side_comes_first_and_says_why():
    values = series()
    values[72:] = 0
    values[80] = 5
    found = influence(fitted(values), top=2)
    assert found.loc[0, "period"] == "2021-09"
    assert np.isnan(found.loc[0, "ratio"])
    assert "is zero" in found.loc[0, "problem"]


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
