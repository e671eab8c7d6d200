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
    theirs = acorr_ljungbox(fit.pearson_residuals, lags=[12]).iloc[0]
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


@pytest.mark.parametrize(("bend", "straight"), [(0.0, True), (0.08, False)])
def test_a_bent_course_before_is_told_from_a_straight_one(bend, straight):
    found = curvature(fitted(series(bend)))
    assert found.straight() is straight
    assert ("not straight" in found.summary()) is not straight


def test_a_pre_period_too_short_to_bend_says_so():
    specification = Specification(("2016-01",), harmonics=0, month_indicators=True)
    found = curvature(fitted(series(), specification))
    assert found.straight() is None
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
