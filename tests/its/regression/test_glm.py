"""Count models: R's own results, and the behaviour at their edges."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from turningpoint.errors import DesignError, FitError
from turningpoint.its import Specification, build_design, fit_glm

GOLDEN = Path(__file__).parents[2] / "golden" / "van_drivers"
PRINTED = (GOLDEN / "reference_output.txt").read_text()
LAW = Specification(
    ("1983-02",), ramp=False, harmonics=0, month_indicators=True, time_unit="period", errors="independent"
)
"""Observation 170 of a series from January 1969 is February 1983."""


def drivers(name):
    values = pd.read_csv(GOLDEN / name)["killed"].to_numpy(float)
    return values, pd.period_range("1969-01", periods=len(values), freq="M")


def printed(block, term):
    """Numbers R printed on the first line that starts with a term, below a line that starts with block."""
    after = PRINTED[re.search(rf"^{re.escape(block)} dispersion|^{re.escape(block)}", PRINTED, re.M).start() :]
    line = re.search(rf"^{re.escape(term)}\s+(.*)$", after, re.M)[1]
    return [float(number) for number in line.split()]


def fitted(likelihood, *, data="data.csv", **choices):
    values, times = drivers(data)
    specification = replace(LAW, likelihood=likelihood, **choices)
    design = build_design(times, specification)
    return fit_glm(values, design, likelihood=likelihood, errors=specification.errors).to_frame().set_index("term")


@pytest.mark.parametrize(("likelihood", "block"), [("poisson", "poisson"), ("quasi-poisson", "quasipoisson")])
@pytest.mark.parametrize(("ours", "theirs"), [("step", "law"), ("trend", "t")])
def test_van_drivers_step_and_trend_match_r(likelihood, block, ours, theirs):
    estimate, se = printed(block, theirs)[:2]
    row = fitted(likelihood).loc[ours]
    assert row["estimate"] == pytest.approx(estimate, rel=1e-6)
    assert row["se"] == pytest.approx(se, rel=1e-6)


@pytest.mark.parametrize("likelihood", ["poisson", "quasi-poisson"])
def test_van_drivers_intercept_matches_r_at_its_own_origin_of_time(likelihood):
    frame = fitted(likelihood)
    at_zero = frame.loc["intercept", "estimate"] - 170 * frame.loc["trend", "estimate"]
    assert at_zero == pytest.approx(printed("poisson", "(Intercept)")[0], rel=1e-6)


def test_van_drivers_quasi_poisson_dispersion_and_interval_match_r():
    values, times = drivers("data.csv")
    fit = fit_glm(values, build_design(times, LAW), likelihood="quasi-poisson", errors="independent")
    assert fit.noise["dispersion"] == pytest.approx(
        float(re.search(r"quasipoisson dispersion (\S+)", PRINTED)[1]), rel=1e-6
    )
    low, high = np.exp(fit.to_frame().set_index("term").loc["step", ["low", "high"]].astype(float))
    printed_interval = re.findall(r"^0\.780355088081 (\S+) (\S+)", PRINTED, re.M)[1]
    assert (low, high) == pytest.approx(tuple(map(float, printed_interval)), rel=1e-6)
    assert fit.log_likelihood is None


def test_drivers_killed_negative_binomial_matches_r():
    values, times = drivers("data_drivers_killed.csv")
    design = build_design(times, replace(LAW, ramp=True))
    fit = fit_glm(values, design, likelihood="negative-binomial", errors="independent")
    theta, _, log_likelihood = map(float, re.search(r"theta (\S+) se (\S+) logLik (\S+)", PRINTED).groups())
    assert 1 / fit.noise["alpha"] == pytest.approx(theta, rel=1e-3)
    assert fit.log_likelihood == pytest.approx(log_likelihood, rel=1e-6)
    frame = fit.to_frame().set_index("term")
    for ours, theirs in (("step", "law"), ("ramp", "ramp"), ("trend", "t")):
        tail = PRINTED[PRINTED.index("DriversKilled") :]
        numbers = re.search(rf"^{theirs}\s+(.*)$", tail, re.M)[1].split()
        estimate, se = float(numbers[0]), float(numbers[1])
        assert frame.loc[ours, "estimate"] == pytest.approx(estimate, rel=1e-6)
        assert frame.loc[ours, "se"] == pytest.approx(se, rel=1e-6)
    assert fit.converged
    assert fit.messages == ()


@pytest.fixture
def months():
    return pd.period_range("2015-01", periods=96, freq="M")


@pytest.fixture
def counts(months):
    rng = np.random.default_rng(11)
    return rng.negative_binomial(5, 5 / (5 + 20 * np.exp(0.3 * (np.arange(len(months)) >= 60)))).astype(float)


@pytest.mark.parametrize("lag", [0, 1, 6])
@pytest.mark.parametrize("likelihood", ["poisson", "negative-binomial"])
def test_hac_covariance_is_that_of_statsmodels_where_no_period_is_missing(months, counts, likelihood, lag):
    specification = Specification(("2020-01",), likelihood=likelihood, errors=f"hac:{lag}")
    design = build_design(months, specification)
    fit = fit_glm(counts, design, likelihood=likelihood, errors=specification.errors)
    family = (
        sm.families.Poisson() if "alpha" not in fit.noise else sm.families.NegativeBinomial(alpha=fit.noise["alpha"])
    )
    theirs = sm.GLM(counts, design.matrix, family=family).fit(
        cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": False}, tol=1e-12, tol_criterion="params"
    )
    np.testing.assert_allclose(fit.covariance, theirs.cov_params(), rtol=1e-8)


def test_hac_runs_over_calendar_time_where_periods_are_missing(months, counts):
    """A missing month keeps its neighbours two months apart: at lag 1 they do not meet."""
    specification = Specification(("2020-01",), likelihood="poisson", errors="hac:1")
    gaps = np.arange(len(months)) % 2 == 1
    values = np.where(gaps, np.nan, counts)
    design = build_design(months, specification, observed=~gaps)
    apart = fit_glm(values, design, likelihood="poisson", errors="hac:1").covariance
    alone = fit_glm(values, design, likelihood="poisson", errors="hac:0").covariance
    np.testing.assert_allclose(apart, alone, rtol=1e-10)
    assert not np.allclose(fit_glm(values, design, likelihood="poisson", errors="hac:2").covariance, alone, rtol=1e-3)


def test_missing_periods_do_not_enter_the_estimate(months, counts):
    specification = Specification(("2020-01",), harmonics=0)
    hole = np.zeros(len(months), dtype=bool)
    hole[[5, 40, 80]] = True
    fit = fit_glm(np.where(hole, np.nan, counts), build_design(months, specification, observed=~hole))
    design = build_design(months, specification)
    theirs = sm.GLM(
        counts[~hole], design.matrix[~hole], family=sm.families.NegativeBinomial(alpha=fit.noise["alpha"])
    ).fit()
    np.testing.assert_allclose(fit.coefficients, theirs.params, rtol=1e-6)
    assert np.isfinite(fit.mean).all()


def test_exposure_enters_as_its_log(months, counts):
    specification = Specification(("2020-01",))
    exposure = np.linspace(50, 150, len(months))
    plain = fit_glm(counts, build_design(months, specification, exposure=exposure))
    scaled = fit_glm(counts, build_design(months, specification, exposure=1000 * exposure))
    np.testing.assert_allclose(plain.coefficients[1:], scaled.coefficients[1:], rtol=1e-7)
    assert plain.coefficients[0] - scaled.coefficients[0] == pytest.approx(np.log(1000))
    np.testing.assert_allclose(plain.mean, scaled.mean)


def test_underdispersed_counts_fall_back_to_the_poisson_and_say_so(months):
    values = np.full(len(months), 20.0)
    values[::2] += 1
    fit = fit_glm(values, build_design(months, Specification(("2020-01",))))
    assert fit.noise["alpha"] == 0
    assert "No overdispersion" in fit.messages[0]


@pytest.mark.parametrize("zeros", [slice(0, 60), slice(60, 96)])
def test_a_side_without_any_event_is_refused_with_its_dates(months, counts, zeros):
    counts[zeros] = 0
    with pytest.raises(DesignError, match=r"every value used from 20\d\d-01 to 20\d\d-12 is zero"):
        fit_glm(counts, build_design(months, Specification(("2020-01",))))


def test_near_the_poisson_the_iterations_still_converge(months):
    for seed in range(40):
        values = np.random.default_rng(seed).poisson(200, size=len(months)).astype(float)
        fit = fit_glm(values, build_design(months, Specification(("2020-01",), harmonics=0)))
        assert fit.converged, seed


def test_counts_beyond_all_digits_are_refused(months, counts):
    with pytest.raises(DesignError, match=r"size .*e\+14; models of counts hold up to 1e\+12"):
        fit_glm(1e13 * counts, build_design(months, Specification(("2020-01",))))


def test_an_exposure_over_too_wide_a_range_is_refused(months, counts):
    exposure = np.where(np.arange(len(months)) % 2, 1e-200, 1e200)
    with pytest.raises(DesignError, match=r"exposure runs from 1e-200 to 1e\+200"):
        fit_glm(counts, build_design(months, Specification(("2020-01",)), exposure=exposure))


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_the_unit_of_the_exposure_does_not_matter_however_odd(months, counts, scale):
    exposure = np.linspace(1, 2, len(months))
    design, scaled = (
        build_design(months, Specification(("2020-01",)), exposure=factor * exposure) for factor in (1, scale)
    )
    assert fit_glm(counts, scaled).coefficients[2] == pytest.approx(fit_glm(counts, design).coefficients[2], rel=1e-6)


@pytest.mark.parametrize("likelihood", ["poisson", "quasi-poisson", "negative-binomial"])
def test_one_count_that_dwarfs_all_others_is_told_and_not_raised_by_the_library(months, counts, likelihood):
    counts[80] = 1e9
    with pytest.raises(FitError, match=rf"iterations of the {likelihood} model overflow.*likelihood gaussian"):
        fit_glm(counts, build_design(months, Specification(("2020-01",))), likelihood=likelihood)


@pytest.mark.parametrize("likelihood", ["poisson", "quasi-poisson", "negative-binomial"])
def test_residuals_and_dispersion_are_pearsons_of_statsmodels(months, counts, likelihood):
    design = build_design(months, Specification(("2020-01",)))
    fit = fit_glm(counts, design, likelihood=likelihood)
    alpha = fit.noise.get("alpha")
    family = sm.families.NegativeBinomial(alpha=alpha) if alpha else sm.families.Poisson()
    theirs = sm.GLM(counts, design.matrix, family=family).fit(tol=1e-12, tol_criterion="params")
    np.testing.assert_allclose(fit.residuals, theirs.resid_pearson, rtol=1e-6)
    left_over = len(counts) - design.matrix.shape[1]
    assert fit.noise["dispersion"] == pytest.approx((theirs.resid_pearson**2).sum() / left_over)


def test_with_and_without_the_intervention_the_exposure_is_the_same(months, counts):
    fit = fit_glm(counts, build_design(months, Specification(("2020-01",)), exposure=np.linspace(50, 150, len(months))))
    effect = fit.design.matrix - fit.design.counterfactual
    np.testing.assert_allclose(fit.mean / fit.counterfactual_mean, np.exp(effect @ fit.coefficients))
