"""The calibrated model as a fit: what it gives, what it refuses, what it is told about its edges."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turningpoint.errors import DesignError, FitError
from turningpoint.its import Specification, build_design
from turningpoint.its.calibrated.estimator import fit_calibrated
from turningpoint.its.calibrated.noise_grid import WHOLE
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.model.bending_trend import COLUMNS, with_bend

MONTHS = pd.period_range("2017-01", periods=60, freq="M")
SPECIFICATION = Specification(("2020-05",), errors="calibrated", harmonics=1)
DESIGN = build_design(MONTHS, SPECIFICATION)
RANDOM = np.random.default_rng(11)
COUNTS = RANDOM.poisson(10 * np.where(np.arange(60) >= 40, 2.0, 1.0) * RANDOM.gamma(10, 0.1, 60)).astype(float)


def level(fit):
    return fit.to_frame().set_index("term").loc["step", ["estimate", "low", "high"]].to_numpy(float)


def test_a_doubling_is_found_with_an_interval_around_it():
    fit = fit_calibrated(COUNTS, DESIGN)
    estimate, low, high = level(fit)
    assert low < np.log(2) < high
    assert low < estimate < high
    assert fit.converged
    assert set(fit.noise) == {"rho", "rho_upper", "share", "sigma", "tau", "rounds"}


def test_the_same_seed_gives_the_same_numbers_and_another_one_nearly_so():
    first, again, other = (fit_calibrated(COUNTS, DESIGN, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.draws, again.draws)
    assert np.array_equal(first.untouched, again.untouched, equal_nan=True)
    assert not np.array_equal(first.draws, other.draws)
    assert np.allclose(level(first), level(other), atol=0.02)


def test_what_would_have_been_observed_starts_at_the_intervention():
    untouched = fit_calibrated(COUNTS, DESIGN).untouched
    assert np.isnan(untouched[:, :40]).all()
    assert np.isfinite(untouched[:, 40:]).all()
    assert 2 < np.median(untouched[:, 40]) < 20


def test_zeros_and_means_of_two_a_month_are_held():
    few = np.random.default_rng(3).poisson(2, 60).astype(float)
    _, low, high = level(fit_calibrated(few, DESIGN))
    assert low < 0 < high
    assert high - low < 4


def test_several_interventions_and_a_transition_are_held():
    specification = replace(SPECIFICATION, interventions=("2018-07", "2020-05"), transition=2)
    design = build_design(MONTHS, specification)
    fit = fit_calibrated(COUNTS, design)
    assert sum(term.startswith("step@") for term in fit.design.terms) == 2
    assert np.isnan(fit.residuals[design.transition]).all()


def test_a_gaussian_outcome_is_on_its_own_scale():
    values = 100 + np.random.default_rng(5).normal(0, 2, 60) + 8 * (np.arange(60) >= 40)
    fit = fit_calibrated(values, DESIGN, likelihood="gaussian")
    estimate, low, high = level(fit)
    assert fit.link == "identity"
    assert low < 8 < high
    assert estimate == pytest.approx(8, abs=3)


@settings(max_examples=8, deadline=None)
@given(st.floats(0.001, 1000), st.integers(1, 500))
def test_ratios_do_not_change_with_the_unit_of_exposure(scale, seed):
    exposure = np.random.default_rng(seed).uniform(1, 2, 60)
    plain, scaled = (
        fit_calibrated(COUNTS, build_design(MONTHS, SPECIFICATION, exposure=factor * exposure)) for factor in (1, scale)
    )
    assert np.allclose(level(plain), level(scaled), atol=1e-6)


@pytest.mark.parametrize("pre_trend", ["straight", "adaptive"])
@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_an_odd_unit_of_exposure_moves_nothing_but_the_intercept(scale, pre_trend):
    exposure = np.linspace(1, 2, 60)
    plain, scaled = (
        fit_calibrated(COUNTS, build_design(MONTHS, SPECIFICATION, exposure=factor * exposure), pre_trend=pre_trend)
        for factor in (1, scale)
    )
    assert np.allclose(level(plain), level(scaled), atol=1e-6)
    assert np.allclose(plain.mean, scaled.mean, rtol=1e-6)
    moved = (plain.coefficients - scaled.coefficients)[0]
    assert moved == pytest.approx(np.log(scale))
    assert np.allclose((plain.draws - scaled.draws)[:, 0], moved)


@pytest.mark.parametrize(("curve", "widens"), [(0, True), (20, False)])
def test_bending_costs_width_on_a_straight_course_and_spares_it_on_a_curved_one(curve, widens):
    """A bend that only noise can take up makes the straight fit's noise large: freed, the interval is narrower."""
    time = np.arange(60) / 60
    values = np.random.default_rng(3).poisson(20 * np.exp(curve * (time - 0.5) ** 2)).astype(float)
    straight, bending = (fit_calibrated(values, DESIGN, pre_trend=shape) for shape in ("straight", "adaptive"))
    widths = [np.ptp(level(fit)[1:]) for fit in (straight, bending)]
    assert sum(term.startswith("bend_") for term in bending.design.terms) == COLUMNS
    assert level(bending)[1] < 0 < level(bending)[2]
    assert widths[1] > widths[0] if widens else widths[1] < 0.8 * widths[0]


def test_residuals_of_a_path_with_memory_are_innovations():
    random, path = np.random.default_rng(9), np.zeros(60)
    for t in range(1, 60):
        path[t] = 0.8 * path[t - 1] + random.normal(0, 0.3)
    values = random.poisson(80 * np.exp(path)).astype(float)
    fit = fit_calibrated(values, DESIGN)
    raw = np.log((values + 0.5) / fit.mean)
    memory = [np.corrcoef(x[1:], x[:-1])[0, 1] for x in (raw, fit.residuals)]
    assert memory[0] > 0.4
    assert abs(memory[1]) < memory[0] - 0.2


def test_all_zeros_on_one_side_are_refused_with_the_way_out():
    with pytest.raises(DesignError, match="is zero: a ratio to zero cannot be estimated"):
        fit_calibrated(np.where(np.arange(60) < 40, 0.0, COUNTS), DESIGN)


def test_too_few_points_for_the_noise_are_refused_with_the_way_out():
    specification = replace(SPECIFICATION, interventions=("2018-01",), harmonics=5)
    covariates = {f"x{i}": np.random.default_rng(i).normal(size=24) for i in range(7)}
    design = build_design(MONTHS[:24], specification, covariates=covariates)
    with pytest.raises(FitError, match=r"leave 3 degrees of freedom .* Use fewer harmonics"):
        fit_calibrated(COUNTS[:24], design)


def test_an_exact_gaussian_outcome_is_refused():
    for values in (np.full(60, 7.0), 3 + 2.5 * np.arange(60.0)):
        with pytest.raises(FitError, match="there is no noise to judge an effect by"):
            fit_calibrated(values, DESIGN, likelihood="gaussian")


def test_a_memory_at_the_edge_is_told():
    time = np.arange(60)
    values = np.round(30 * np.exp(1.5 * np.sin(time / 12))).astype(float)
    design = build_design(MONTHS, replace(SPECIFICATION, harmonics=0))
    fit = fit_calibrated(values, design, pre_trend="straight")
    assert any("remembers about as long as the model considers" in message for message in fit.messages)


def test_a_series_that_a_few_periods_make_up_is_held():
    """It stands still at a large noise: no interval is as narrow as the counts alone would make it."""
    values = np.random.default_rng(3).poisson(200, 48).astype(float)
    values[0], values[1], values[19] = 115_738, 3_277, 159_566
    design = build_design(MONTHS[:48], replace(SPECIFICATION, interventions=("2019-09",), harmonics=2))
    fit = fit_calibrated(values, design)
    assert fit.converged
    assert fit.noise["sigma"] > 1
    _, low, high = level(fit)
    assert low < 0 < high
    assert high - low > 1


def test_a_fit_that_does_not_stand_still_says_so(monkeypatch):
    monkeypatch.setattr("turningpoint.its.calibrated.posterior.MOVED", -1.0)
    fit = fit_calibrated(COUNTS, DESIGN)
    assert not fit.converged
    assert any("did not stand still" in message and "longer periods" in message for message in fit.messages)


@pytest.mark.parametrize("likelihood", ["poisson", "gaussian"])
def test_numbers_that_overflow_are_refused(likelihood):
    with pytest.raises((DesignError, FitError), match=r"is of the size .*Choose another unit"):
        fit_calibrated(COUNTS * 1e299, DESIGN, likelihood=likelihood)


@pytest.mark.parametrize("pre_trend", ["straight", "adaptive"])
def test_a_covariate_that_nearly_repeats_the_trend_is_told(pre_trend):
    near = np.arange(60) * 2.0 + 1e-6 * np.random.default_rng(8).normal(size=60)
    design = build_design(MONTHS, SPECIFICATION, covariates={"near": near})
    with pytest.raises(FitError, match="columns nearly depend on each other"):
        fit_calibrated(COUNTS, design, pre_trend=pre_trend)


def test_a_small_unit_of_a_gaussian_outcome_is_no_exact_fit():
    values = 100 + np.random.default_rng(5).normal(0, 2, 60)
    plain, small = (fit_calibrated(factor * values, DESIGN, likelihood="gaussian") for factor in (1, 1e-20))
    assert np.allclose(level(small) / 1e-20, level(plain))


def test_noise_and_bend_are_told_by_their_means_and_by_where_four_fifths_of_the_memory_lie():
    fit = fit_calibrated(COUNTS, DESIGN)
    noise = fit.noise
    mixture = average(COUNTS[None], with_bend(DESIGN), "poisson", search=WHOLE)
    weight = mixture.node_weight[0]
    below = {rho: weight[mixture.rho[0] <= rho].sum() for rho in np.unique(mixture.rho[0])}
    reached = {share: min(rho for rho, sum_ in below.items() if sum_ >= share) for share in (0.5, 0.8, 0.95)}
    assert noise["rho_upper"] == reached[0.8]
    assert reached[0.5] < reached[0.8] < reached[0.95]
    for name in ("rho", "share", "sigma"):
        assert noise[name] == pytest.approx(np.average(getattr(mixture, name)[0], weights=weight))
    assert list(fit.bend) == mixture.strengths.tolist()
    assert list(fit.bend.values()) == pytest.approx(mixture.bend_weight[0])
    assert noise["tau"] == pytest.approx(sum(tau * share for tau, share in fit.bend.items()))
    assert noise["rounds"] == mixture.rounds[0] > 2


def test_a_straight_course_has_no_bend_to_tell():
    fit = fit_calibrated(COUNTS, DESIGN, pre_trend="straight")
    assert fit.bend == {}
    assert "tau" not in fit.noise
    assert not any(term.startswith("bend_") for term in fit.design.terms)


def test_the_mode_lies_between_the_counts_and_the_fitted_mean():
    """It is what the model was linearised at, in counts with their exposure: the course with its noise."""
    exposure = np.where(np.arange(60) % 2, 1.0, 3.0)
    fit = fit_calibrated(COUNTS * exposure, build_design(MONTHS, SPECIFICATION, exposure=exposure))
    counts = COUNTS * exposure
    assert np.abs(np.log(fit.mode / counts)).mean() < np.abs(np.log(fit.mean / counts)).mean()
    assert fit.mode.sum() == pytest.approx(counts.sum(), rel=0.02)
    assert fit_calibrated(COUNTS, DESIGN, likelihood="gaussian").mode is None


def test_the_fitted_mean_and_the_counterfactual_are_those_of_the_coefficients():
    fit = fit_calibrated(COUNTS, DESIGN)
    assert np.allclose(fit.mean, np.exp(fit.design.matrix @ fit.coefficients))
    assert np.allclose(fit.counterfactual_mean, np.exp(fit.design.counterfactual @ fit.coefficients))
    assert np.array_equal(fit.mean[:40], fit.counterfactual_mean[:40])


def test_coefficients_and_covariance_are_those_of_the_draws():
    fit = fit_calibrated(COUNTS, DESIGN)
    assert np.array_equal(fit.coefficients, np.median(fit.draws, axis=0))
    assert np.array_equal(fit.covariance, np.cov(fit.draws, rowvar=False))
    mixture = average(COUNTS[None], with_bend(DESIGN), "poisson", search=WHOLE)
    mean, variance = mixture.variance(np.eye(len(fit.design.terms))[[2]])
    assert fit.covariance[2, 2] == pytest.approx(variance[0], rel=0.05)
    assert fit.draws[:, 2].mean() == pytest.approx(mean[0], abs=0.03 * np.sqrt(variance[0]))


def test_residuals_of_counts_have_variance_one_where_the_model_holds():
    random = np.random.default_rng(12)
    fits = [fit_calibrated(random.poisson(30 * random.gamma(10, 0.1, 60)).astype(float), DESIGN) for _ in range(6)]
    residuals = np.concatenate([fit.residuals for fit in fits])
    assert residuals.std() == pytest.approx(0.95, abs=0.12)
    assert residuals.mean() == pytest.approx(0, abs=0.15)


def test_sums_over_several_periods_are_held():
    """Half a year known only as its sum: the fit hardly moves."""
    spans = (tuple(range(6, 12)),)
    observed = np.ones(60, dtype=bool)
    observed[6:12] = False
    design = build_design(MONTHS, SPECIFICATION, observed=observed, spans=spans)
    values = np.concatenate([np.where(observed, COUNTS, np.nan), [COUNTS[6:12].sum()]])
    summed, plain = fit_calibrated(values, design), fit_calibrated(COUNTS, DESIGN)
    assert np.allclose(level(summed), level(plain), atol=0.15 * np.ptp(level(plain)[1:]))
    assert summed.sums.tolist() == [COUNTS[6:12].sum()]
    assert np.isnan(summed.residuals[6:12]).all()


def test_the_noise_of_a_gaussian_outcome_is_told_in_its_unit():
    values = 100 + np.random.default_rng(5).normal(0, 2, 60)
    plain, scaled = (fit_calibrated(factor * values, DESIGN, likelihood="gaussian") for factor in (1, 1000))
    assert plain.noise["sigma"] == pytest.approx(2, rel=0.3)
    for name in ("sigma", "tau"):
        assert scaled.noise[name] == pytest.approx(1000 * plain.noise[name])
    assert scaled.noise["rho"] == pytest.approx(plain.noise["rho"])
    assert np.allclose(plain.residuals, scaled.residuals)
    assert plain.residuals.std() == pytest.approx(0.95, abs=0.15)


def test_what_would_have_been_observed_has_the_exposure_of_its_month():
    exposure = np.where(np.arange(60) < 50, 1.0, 10.0)
    fit = fit_calibrated(COUNTS * exposure, build_design(MONTHS, SPECIFICATION, exposure=exposure))
    plain = fit_calibrated(COUNTS, DESIGN)
    ratio = np.median(fit.untouched[:, 40:], axis=0) / np.median(plain.untouched[:, 40:], axis=0)
    assert ratio == pytest.approx(exposure[40:], rel=0.25)


def test_residuals_do_not_depend_on_how_large_the_noise_is():
    """They are about the mean of the log, not about the log of the mean, which lies half a variance above it."""
    random = np.random.default_rng(12)
    noise = 0.7 * random.standard_normal((6, 60))
    fits = [
        fit_calibrated(random.poisson(100 * np.exp(one)).astype(float), DESIGN, pre_trend="straight") for one in noise
    ]
    assert np.mean([fit.residuals.mean() for fit in fits]) == pytest.approx(0, abs=0.1)
