"""Generalised least squares with AR(1) errors: R's own results, holes in the calendar, and the edges."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from tests.its.golden import FOLDER, below, numbers, output, traffic
from turningpoint.errors import FitError, ParameterError
from turningpoint.its import Specification, build_design
from turningpoint.its.regression.gls_ar1 import GRID, fit_gls_ar1
from turningpoint.its.regression.prais_winsten import fit_prais_winsten

BELTS = Specification(
    ("1983-02",), likelihood="gaussian", errors="ar1-reml", harmonics=0, month_indicators=True, time_unit="period"
)
"""Observation 170 of a series from January 1969 is February 1983."""
METHODS = ("reml", "ml")
MONTHS = pd.period_range("2015-01", periods=60, freq="M")
SPECIFICATION = Specification(("2018-01",), likelihood="gaussian", errors="ar1-reml", harmonics=0)
DESIGN = build_design(MONTHS, SPECIFICATION)


def belts(method):
    values = np.log10(pd.read_csv(FOLDER / "uk_drivers" / "data.csv")["drivers"].to_numpy(float))
    design = build_design(pd.period_range("1969-01", periods=len(values), freq="M"), BELTS)
    printed = below(output("uk_drivers"), f"^(?={method.upper()} phi)", r"^ML phi|\Z" if method == "reml" else r"\Z")
    return fit_gls_ar1(values, design, method=method), printed


def with_holes(holes, *, seed=1, rho=0.6):
    shocks = np.random.default_rng(seed).normal(size=60)
    errors = [shocks[0]]
    for shock in shocks[1:]:
        errors.append(rho * errors[-1] + shock)
    observed = ~np.isin(np.arange(60), list(holes))
    design = build_design(MONTHS, SPECIFICATION, observed=observed)
    return np.where(observed, design.matrix @ [20.0, 1.0, 5.0, -2.0] + errors, np.nan), design


@pytest.mark.parametrize("method", METHODS)
def test_uk_drivers_coefficients_and_standard_errors_match_r(method):
    fit, printed = belts(method)
    frame = fit.to_frame().set_index("term")
    for ours, theirs in (("trend", "t"), ("step", "step"), ("ramp", "ramp")):
        estimate, se, t_value, p_value = numbers(printed, theirs)
        row = frame.loc[ours]
        assert row["estimate"] == pytest.approx(estimate, rel=1e-7)
        assert row["se"] == pytest.approx(se, rel=1e-7)
        assert row["estimate"] / row["se"] == pytest.approx(t_value, rel=1e-7)
        assert 2 * stats.t.sf(abs(t_value), fit.degrees_of_freedom) == pytest.approx(p_value, rel=1e-7)


@pytest.mark.parametrize("method", METHODS)
def test_uk_drivers_intervals_match_r(method):
    fit, printed = belts(method)
    frame = fit.to_frame(0.95).set_index("term")
    for term in ("step", "ramp"):
        low, estimate, high = numbers(below(printed, "lower"), term)
        assert tuple(frame.loc[term, ["low", "estimate", "high"]]) == pytest.approx((low, estimate, high), rel=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_uk_drivers_noise_and_log_likelihood_match_r(method):
    fit, printed = belts(method)
    phi, sigma, log_likelihood = map(float, re.search(r"phi (\S+) sigma (\S+) logLik (\S+)", printed).groups())
    assert fit.noise == pytest.approx({"rho": phi, "sigma": sigma}, rel=1e-7)
    assert fit.log_likelihood == pytest.approx(log_likelihood, rel=1e-10)
    assert (fit.converged, fit.messages, fit.errors) == (True, (), f"ar1-{method}")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("outcome", ["ltotacc", "prcfat"])
def test_traffic_matches_r(outcome, method):
    values, design, printed = traffic(outcome)
    found = re.search(rf"^gls {method.upper()} phi (\S+) spdlaw (\S+) (\S+) beltlaw (\S+) (\S+)", printed, re.M)
    phi, *theirs = map(float, found.groups())
    fit = fit_gls_ar1(values, design, method=method)
    frame = fit.to_frame().set_index("term")
    assert fit.noise["rho"] == pytest.approx(phi, rel=2e-6)  # R stops there: at its phi the slope is not yet zero
    ours = frame.loc[["spdlaw", "beltlaw"], ["estimate", "se"]].to_numpy().ravel()
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)


def dense(rho, values, design, method):
    """By the whole covariance matrix of the used periods: log-likelihood, b, Cov(b), sigma."""
    at, x, y = np.flatnonzero(design.used), design.matrix[design.used], values[design.used]
    correlation = rho ** np.abs(at[:, None] - at).astype(float)
    inverse = np.linalg.inv(correlation)
    information = x.T @ inverse @ x
    b = np.linalg.solve(information, x.T @ inverse @ y)
    total = (y - x @ b) @ inverse @ (y - x @ b)
    n, k = x.shape
    degrees = n - k if method == "reml" else n
    scale = total / degrees
    height = stats.multivariate_normal.logpdf(y, x @ b, scale * correlation)
    if method == "reml":  # the density of the contrasts of y, for a flat prior of b
        height += k / 2 * np.log(2 * np.pi) - np.linalg.slogdet(information / scale)[1] / 2
    return height, b, total / (n - k) * np.linalg.inv(information), np.sqrt(scale)


@pytest.mark.parametrize("method", METHODS)
@given(holes=st.sets(st.integers(0, 59), max_size=15), seed=st.integers(0, 20), rho=st.sampled_from([-0.6, 0.0, 0.6]))
@settings(max_examples=25)
def test_over_holes_it_is_the_generalised_least_squares_of_the_dense_covariance(method, holes, seed, rho):
    values, design = with_holes(holes, seed=seed, rho=rho)
    fit = fit_gls_ar1(values, design, method=method)
    height, b, covariance, sigma = dense(fit.noise["rho"], values, design, method)
    np.testing.assert_allclose(fit.coefficients, b, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(fit.covariance, covariance, rtol=1e-6, atol=1e-12)
    assert fit.noise["sigma"] == pytest.approx(sigma, rel=1e-8)
    assert fit.log_likelihood == pytest.approx(height, rel=1e-9, abs=1e-9)
    others = [dense(other, values, design, method)[0] for other in np.linspace(-0.999, 0.999, 60)]
    assert max(others) <= fit.log_likelihood + 1e-7
    assert np.isnan(fit.residuals[sorted(holes)]).all()
    assert np.isfinite(fit.mean).all()


@pytest.mark.parametrize("method", METHODS)
def test_rho_is_found_to_ten_digits(method):
    """Against the root of a slope made of differences of the likelihood, which the estimator does not use."""
    values, design = with_holes({4, 5, 30})
    rho = fit_gls_ar1(values, design, method=method).noise["rho"]

    def slope(at, step=1e-3):
        heights = [dense(at + j * step, values, design, method)[0] for j in (-2, -1, 1, 2)]
        return (heights[0] - 8 * heights[1] + 8 * heights[2] - heights[3]) / (12 * step)

    assert rho == pytest.approx(optimize.brentq(slope, rho - 0.02, rho + 0.02, xtol=1e-13), abs=2e-10)


def test_of_two_maxima_the_higher_is_taken_and_the_other_is_said():
    values = np.cumsum(np.random.default_rng(14).normal(size=48))
    design = build_design(MONTHS[:48], Specification(("2017-01",), likelihood="gaussian", harmonics=0))
    fit = fit_gls_ar1(values, design)
    heights = [dense(rho, values, design, "reml")[0] for rho in GRID]
    peaks = [i for i in range(1, 99) if heights[i] > max(heights[i - 1], heights[i + 1])]
    assert len(peaks) + (heights[-1] > heights[-2]) == 2
    assert fit.log_likelihood >= max(heights)
    assert fit.converged
    assert f"second maximum at ρ = 0.9999, nearly as high as that at {fit.noise['rho']:.4f}" in fit.messages[0]


def test_errors_that_wander_off_are_at_the_edge_and_said_to_be():
    fit = fit_gls_ar1((np.arange(60.0) - 10) ** 3, DESIGN)
    assert fit.noise["rho"] > 0.999
    assert not fit.converged
    assert "cannot be told from a random walk" in fit.messages[0]


def test_errors_that_alternate_are_at_the_other_edge_and_said_to_be():
    fit = fit_gls_ar1(DESIGN.matrix @ [1.0, 2, 3, 4] + (-1.0) ** np.arange(60), DESIGN)
    assert fit.noise["rho"] < -0.999
    assert not fit.converged
    assert "change sign every period" in fit.messages[0]


def test_a_calendar_of_even_distances_leaves_the_sign_of_rho_open_and_says_so():
    values, design = with_holes(range(1, 60, 2), rho=0.8)
    fit = fit_gls_ar1(values, design)
    assert fit.noise["rho"] > 0
    assert "ρ is taken to be positive" in fit.messages[-1]
    mirrored, _, covariance, _ = dense(-fit.noise["rho"], values, design, "reml")
    assert mirrored == pytest.approx(fit.log_likelihood)
    np.testing.assert_allclose(covariance, fit.covariance, rtol=1e-8)


def test_at_even_distances_a_maximum_at_zero_is_found_and_no_other_is_made_up():
    found = []
    for seed in range(12):
        values, design = with_holes(range(1, 60, 2), rho=0.0, seed=seed)
        fit = fit_gls_ar1(values, design)
        heights = [dense(rho, values, design, "reml")[0] for rho in np.linspace(0, 0.999, 400)]
        assert fit.log_likelihood >= max(heights) - 1e-9
        peaks = sum(b >= max(a, c) for a, b, c in zip([heights[1], *heights], heights, heights[1:], strict=False))
        assert any("second maximum" in message for message in fit.messages) <= (peaks > 1)
        found.append(fit.noise["rho"])
    assert min(found) == 0 < max(found) < 0.999


def test_at_the_same_rho_prais_winsten_gives_the_same():
    values, design = with_holes({3, 40, 41})
    iterated = fit_prais_winsten(values, design)
    _, b, covariance, sigma = dense(iterated.noise["rho"], values, design, "reml")
    np.testing.assert_allclose(iterated.coefficients, b, rtol=1e-8)
    np.testing.assert_allclose(iterated.covariance, covariance, rtol=1e-7)
    assert iterated.noise["sigma"] == pytest.approx(sigma)


@pytest.mark.parametrize("method", METHODS)
def test_level_and_unit_of_the_outcome_and_of_a_column_do_not_matter(method):
    values, design = with_holes({5})
    price = np.random.default_rng(2).normal(3, 1, 60)
    plain = fit_gls_ar1(values, design.with_column("price", price), method=method)
    moved = fit_gls_ar1(1e6 * values + 1e9, design.with_column("price", 1e-8 * price), method=method)
    assert moved.noise["rho"] == pytest.approx(plain.noise["rho"], rel=1e-8)
    assert moved.noise["sigma"] == pytest.approx(1e6 * plain.noise["sigma"], rel=1e-8)
    np.testing.assert_allclose(moved.standard_errors[:4], 1e6 * plain.standard_errors[:4], rtol=1e-8)


def test_an_outcome_without_noise_is_refused():
    with pytest.raises(FitError, match="without any residual"):
        fit_gls_ar1(DESIGN.matrix @ [3.0, 0.1, 2.0, 1.0], DESIGN)


def test_an_unknown_method_is_refused():
    with pytest.raises(ParameterError, match="Choose reml or ml"):
        fit_gls_ar1(np.zeros(60), DESIGN, method="ols")
