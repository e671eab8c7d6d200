"""A bend in the course before is found, whatever the model."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tests.its.examples import MONTHS, YEARS, fit_counts, fit_measured, measured, without_level
from tests.its.spans_series import design_of as with_sums
from tests.its.spans_series import picss
from turningpoint.its import Specification, build_design, curvature, fit_glm
from turningpoint.its.model.observations import without_sums
from turningpoint.its.regression.ols import fit_ols


def series(bend=0.0, seed=2):
    return np.random.default_rng(seed).poisson(30 * np.exp(bend * YEARS**2)).astype(float)


@pytest.mark.parametrize(("bend", "verdict"), [(0.0, "straight"), (0.01, "bend suggested"), (0.08, "bent")])
def test_a_bent_course_before_is_told_from_a_straight_one(bend, verdict):
    found = curvature(fit_counts(series(bend)))
    assert found.verdict == verdict
    assert ("not straight" in found.summary()) is (verdict == "bent")


def test_a_model_that_lets_the_course_bend_has_no_line_in_doubt():
    for bend in (0.01, 0.08):
        found = curvature(fit_counts(series(bend)))
        assert "puts the line in doubt" in found.summary()
        assert "line" not in found.summary(line_carried=False)
        assert "which the model allows for" in found.summary(line_carried=False)
    straight = curvature(fit_counts(series()))
    assert "lets it bend all the same" in straight.summary(line_carried=False)


def test_a_pre_period_too_short_to_bend_says_so():
    design = build_design(MONTHS, Specification(("2016-01",), harmonics=0, month_indicators=True))
    found = curvature(fit_glm(series(), design))
    assert found.verdict == "not tested"
    assert "could not be tested" in found.summary()


@pytest.mark.parametrize(("bend", "verdict"), [(0.0, "straight"), (0.8, "bent")])
def test_a_bend_of_a_gaussian_outcome_is_tested_by_least_squares(bend, verdict):
    values = measured() + bend * YEARS**2
    fit = fit_measured(values)
    found = curvature(fit)
    assert found.verdict == verdict
    assert found.unit == "units of the outcome per year squared"
    before = fit.design.before()
    alone = fit_ols(values[:72], before.with_column("trend_squared", YEARS[:72] ** 2), errors="hac:6")
    assert found.z == pytest.approx(alone.coefficients[-1] / alone.standard_errors[-1])


@pytest.mark.parametrize("fit", [fit_counts(), fit_measured()], ids=["counts", "gaussian"])
def test_the_lag_is_the_fits_own_or_six(fit):
    by_errors = {e: curvature(replace(fit, errors=e)).se for e in ("independent", "hac:6", "hac:1", "calibrated")}
    assert by_errors["independent"] == by_errors["hac:6"] == by_errors["calibrated"]
    assert by_errors["hac:1"] != by_errors["hac:6"]


def test_a_lag_beyond_the_pre_period_says_so():
    found = curvature(replace(fit_measured(), errors="hac:80"))
    assert found.verdict == "not tested"
    assert "lag" in found.reason


def test_a_model_without_a_level_is_tested_on_the_design_that_was_asked_for():
    fit = fit_measured()
    assert vars(curvature(without_level(fit), fit.design)) == vars(curvature(fit))


@pytest.mark.parametrize("bend", [-0.01, 0.0, 0.01])
def test_the_p_value_has_two_tails(bend):
    found = curvature(fit_counts(series(bend)))
    assert found.z == pytest.approx(found.estimate / found.se)
    assert found.p_value == pytest.approx(stats.chi2.sf(found.z**2, 1))


def test_beside_sums_the_test_is_that_of_single_months():
    values, design = with_sums(picss())
    found = curvature(fit_glm(values, design, likelihood="poisson", errors="independent"))
    alone = curvature(fit_glm(values[:133], without_sums(design), likelihood="poisson", errors="independent"))
    assert (found.z, found.points) == (alone.z, 29)
    assert "29 single periods, sums over several left out)" in found.summary()
    assert "29 points)" in alone.summary()
    assert vars(found) == vars(alone)


def test_fewer_than_twelve_single_months_beside_sums_are_no_test():
    outcome = picss()
    before = np.flatnonzero(outcome.observed)[:29]
    for kept in (11, 12):
        values = outcome.values.copy()
        values[before[kept:]] = np.nan
        fit = fit_glm(
            *with_sums(replace(outcome, values=values), harmonics=0), likelihood="poisson", errors="independent"
        )
        found = curvature(fit)
        assert (found.z is None) is (kept == 11)
        assert found.points == kept
