"""Prais-Winsten regression: R's own results, holes in the calendar, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.its.golden import BARIUM, TRAFFIC, barium, below, table, traffic
from turningpoint.errors import FitError, ParameterError
from turningpoint.its import Specification, build_design
from turningpoint.its.regression import prais_winsten
from turningpoint.its.regression.ols import least_squares
from turningpoint.its.regression.prais_winsten import ESTIMATORS, fit_prais_winsten, gaps_between, whiten

MONTHS = pd.period_range("2013-01", periods=96, freq="M")
SPECIFICATION = Specification(("2019-01",), likelihood="gaussian", errors="prais-winsten", harmonics=1)


def autoregressive(rho, *, seed=1, n=96):
    shocks = np.random.default_rng(seed).normal(size=n)
    errors = [shocks[0] / np.sqrt(1 - rho**2)]
    for shock in shocks[1:]:
        errors.append(rho * errors[-1] + shock)
    return np.array(errors)


def with_holes(holes, rho=0.6):
    observed = ~np.isin(np.arange(96), list(holes))
    design = build_design(MONTHS, SPECIFICATION, observed=observed)
    values = design.matrix @ [20.0, 1.0, 5.0, -2.0, 1.0, 0.5] + autoregressive(rho)
    return np.where(observed, values, np.nan), design


@pytest.mark.parametrize("outcome", ["ltotacc", "prcfat"])
def test_traffic_matches_r(outcome):
    values, design, printed = traffic(outcome)
    printed = below(printed, "^Prais-Winsten iterated ", "^PW two-step")
    theirs = table(printed, ("(Intercept)", *TRAFFIC))
    fit = fit_prais_winsten(values, design)
    assert fit.noise["rho"] == pytest.approx(float(printed.split()[1]), rel=1e-7)
    np.testing.assert_allclose(fit.coefficients[:6], theirs[:, 0], rtol=1e-6)
    np.testing.assert_allclose(fit.standard_errors[:6], theirs[:, 1], rtol=1e-6)
    np.testing.assert_allclose((fit.coefficients / fit.standard_errors)[:6], theirs[:, 2], rtol=1e-6)
    assert (fit.converged, fit.messages, fit.degrees_of_freedom) == (True, (), 91)


@pytest.mark.parametrize("rho", ["regress", "tscorr", "dw"])
def test_barium_matches_r_by_each_estimator_of_rho(rho):
    values, design, printed = barium()
    printed = below(printed, f"^Prais-Winsten {rho} rho", "^(Prais|NW)")
    theirs = table(printed, ("(Intercept)", *BARIUM))
    fit = fit_prais_winsten(values, design, rho=rho)
    assert fit.noise["rho"] == pytest.approx(float(printed.split()[0]), rel=1e-7)
    np.testing.assert_allclose(fit.coefficients, theirs[:, 0], rtol=1e-6)
    np.testing.assert_allclose(fit.standard_errors, theirs[:, 1], rtol=1e-6)
    durbin_watson = np.sum(np.diff(fit.residuals) ** 2) / np.sum(fit.residuals**2)
    assert durbin_watson == pytest.approx(float(printed.split()[4]), rel=1e-6)


def test_without_its_first_row_it_would_be_cochrane_orcutt():
    values, design, printed = barium()
    printed = below(printed, "^CORC rho ")
    rho, theirs = float(printed.split()[0]), [float(number) for number in printed.split()[4:11]]
    gaps = gaps_between(design)
    rows = least_squares(whiten(values, rho, gaps)[1:], whiten(design.matrix, rho, gaps)[1:])
    np.testing.assert_allclose(rows.coefficients, theirs, rtol=1e-5)
    assert not np.allclose(fit_prais_winsten(values, design).coefficients, theirs, rtol=1e-3)


def dense(fit, rho):
    """Generalised least squares from the whole covariance matrix of the used periods: b, Cov(b), log-likelihood."""
    used = fit.design.used
    at, x, y = np.flatnonzero(used), fit.design.matrix[used], fit.values[used]
    correlation = rho ** np.abs(at[:, None] - at).astype(float)
    inverse = np.linalg.inv(correlation)
    bread = np.linalg.inv(x.T @ inverse @ x)
    b = bread @ x.T @ inverse @ y
    total = (y - x @ b) @ inverse @ (y - x @ b)
    n, k = x.shape
    height = stats.multivariate_normal.logpdf(y, x @ b, total / n * correlation)
    return b, total / (n - k) * bread, height


@pytest.mark.parametrize("rho", ["regress", "tscorr", "dw"])
@pytest.mark.parametrize("holes", [set(), {0, 7, 20, 21, 22, 50}, set(range(30, 90, 3)), {95}])
def test_coefficients_are_the_exact_generalised_least_squares_at_their_rho(holes, rho):
    fit = fit_prais_winsten(*with_holes(holes), rho=rho)
    b, covariance, height = dense(fit, fit.noise["rho"])
    np.testing.assert_allclose(fit.coefficients, b, rtol=1e-9)
    np.testing.assert_allclose(fit.covariance, covariance, rtol=1e-8, atol=1e-14)
    assert fit.log_likelihood == pytest.approx(height, rel=1e-10)
    assert np.isnan(fit.residuals[sorted(holes)]).all()
    n, k = 96 - len(holes), len(b)
    assert np.nansum(fit.residuals**2) == pytest.approx(n - k)
    assert fit.converged


@pytest.mark.parametrize("holes", [set(), {0, 7, 20, 21, 22, 50}])
def test_rho_comes_from_neighbours_in_the_calendar(holes):
    """What each estimator says of the residuals, written over calendar time with holes as NaN."""
    for rho in ESTIMATORS:
        fit = fit_prais_winsten(*with_holes(holes), rho=rho)
        errors = fit.values - fit.mean
        lagged, now = errors[:-1], errors[1:]
        pairs = np.isfinite(lagged * now)
        n = int(np.isfinite(errors).sum())
        lift = (n - 1) / pairs.sum()
        by_hand = {
            "regress": np.nansum(lagged * now) / np.sum(lagged[pairs] ** 2),
            "tscorr": lift * np.nansum(lagged * now) / np.nansum(errors**2),
            "dw": 1 - lift * np.nansum((now - lagged) ** 2) / np.nansum(errors**2) / 2,
        }[rho]
        assert fit.noise["rho"] == pytest.approx(by_hand, abs=1e-10)


@given(rho=st.floats(-0.99, 0.99), gaps=st.lists(st.integers(1, 5), min_size=3, max_size=20))
def test_whitened_rows_are_the_inverse_of_the_correlation(rho, gaps):
    at = np.cumsum([0, *gaps])
    rows = whiten(np.eye(len(at)), rho, np.array(gaps))
    correlation = rho ** np.abs(at[:, None] - at).astype(float)
    np.testing.assert_allclose(rows @ correlation @ rows.T, np.eye(len(at)), atol=1e-9)
    np.testing.assert_array_equal(whiten(np.eye(len(at))[:, 0], rho, np.array(gaps)), rows[:, 0])


def test_level_and_unit_of_the_outcome_do_not_matter():
    values, design = with_holes({5})
    plain, moved = fit_prais_winsten(values, design), fit_prais_winsten(1e-3 * values + 1e6, design)
    assert moved.noise["rho"] == pytest.approx(plain.noise["rho"], rel=1e-6)
    np.testing.assert_allclose(moved.standard_errors, 1e-3 * plain.standard_errors, rtol=1e-6)
    assert moved.converged


def test_sigma_is_that_of_the_errors_and_not_of_the_shocks():
    n = 4000
    values = 3 + autoregressive(0.8, n=n)
    times = pd.RangeIndex(n)
    specification = Specification(("2000",), ramp=False, likelihood="gaussian", harmonics=0, time_unit="period")
    fit = fit_prais_winsten(values, build_design(times, specification))
    assert fit.noise["sigma"] == pytest.approx(1 / 0.6, rel=0.1)
    assert np.nanstd(fit.residuals) == pytest.approx(1, rel=0.01)


def test_an_explosive_series_is_refused_with_its_estimate():
    _, design = with_holes(set())
    values = 1.3 ** np.arange(96.0)
    with pytest.raises(FitError, match=r"estimates an autocorrelation of [1-9]\.\d+ in round \d+"):
        fit_prais_winsten(values, design)


def test_a_calendar_without_neighbours_is_refused():
    values, design = with_holes(range(1, 96, 2))
    with pytest.raises(FitError, match="no two used periods are neighbours"):
        fit_prais_winsten(values, design)


def test_an_end_of_the_rounds_before_rho_stands_is_said(monkeypatch):
    monkeypatch.setattr(prais_winsten, "ROUNDS", 2)
    fit = fit_prais_winsten(*with_holes(set()))
    assert not fit.converged
    assert "still moves after 2 rounds" in fit.messages[0]


def test_an_unknown_estimator_of_rho_is_refused():
    with pytest.raises(ParameterError, match="Choose regress, tscorr, dw"):
        fit_prais_winsten(*with_holes(set()), rho="freg")
