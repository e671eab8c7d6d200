"""The calibrated model as a fit: what it gives, what it refuses, what it is told about its edges."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from turningpoint.its.calibrated.model_average import of_counts

from turningpoint.errors import DesignError, FitError
from turningpoint.its import Specification, build_design
from turningpoint.its.calibrated.estimator import fit_calibrated

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
    assert {"rho", "rho_likelihood", "rho_upper", "share", "sigma"} <= set(fit.noise)


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


@pytest.mark.parametrize("pre_trend", ["straight", "bending"])
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


@pytest.mark.parametrize(("curve", "widens"), [(0, True), (12, False)])
def test_bending_costs_width_on_a_straight_course_and_spares_it_on_a_curved_one(curve, widens):
    """A bend that only noise can take up makes the straight fit's noise large: freed, the interval is narrower."""
    time = np.arange(60) / 60
    values = np.random.default_rng(3).poisson(20 * np.exp(curve * (time - 0.5) ** 2)).astype(float)
    straight, bending = (fit_calibrated(values, DESIGN, pre_trend=shape) for shape in ("straight", "bending"))
    widths = [np.ptp(level(fit)[1:]) for fit in (straight, bending)]
    assert sum(term.startswith("bend_") for term in bending.design.terms) == 8
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
    fit = fit_calibrated(values, build_design(MONTHS, replace(SPECIFICATION, harmonics=0)))
    assert any("remembers about as long as the model considers" in message for message in fit.messages)


def test_a_series_that_a_few_periods_make_up_is_refused_with_the_way_out():
    values = np.random.default_rng(3).poisson(200, 48).astype(float)
    values[0], values[1], values[19] = 115_738, 3_277, 159_566
    design = build_design(MONTHS[:48], replace(SPECIFICATION, interventions=("2019-09",), harmonics=2))
    with pytest.raises(FitError, match=r"does not hold for this series: near 20.* Leave them out"):
        fit_calibrated(values, design)


@pytest.mark.parametrize("likelihood", ["poisson", "gaussian"])
def test_numbers_that_overflow_are_refused(likelihood):
    with pytest.raises((DesignError, FitError), match=r"is of the size .*Choose another unit"):
        fit_calibrated(COUNTS * 1e299, DESIGN, likelihood=likelihood)


@pytest.mark.parametrize("pre_trend", ["straight", "bending"])
def test_a_covariate_that_nearly_repeats_the_trend_is_told(pre_trend):
    near = np.arange(60) * 2.0 + 1e-6 * np.random.default_rng(8).normal(size=60)
    design = build_design(MONTHS, SPECIFICATION, covariates={"near": near})
    with pytest.raises(FitError, match="columns nearly depend on each other"):
        fit_calibrated(COUNTS, design, pre_trend=pre_trend)


def test_a_small_unit_of_a_gaussian_outcome_is_no_exact_fit():
    values = 100 + np.random.default_rng(5).normal(0, 2, 60)
    plain, small = (fit_calibrated(factor * values, DESIGN, likelihood="gaussian") for factor in (1, 1e-20))
    assert np.allclose(level(small) / 1e-20, level(plain))


def test_the_memory_is_told_by_its_means_and_by_where_four_fifths_of_the_likelihood_lie():
    noise = fit_calibrated(COUNTS, DESIGN).noise
    mixture = of_counts(COUNTS[None], DESIGN.matrix, DESIGN.offset, DESIGN.used)
    likely = mixture.likelihood_weight[0]
    below = {rho: likely[mixture.rho <= rho].sum() for rho in np.unique(mixture.rho)}
    reached = {share: min(rho for rho, sum_ in below.items() if sum_ >= share) for share in (0.5, 0.8, 0.95)}
    assert noise["rho_upper"] == reached[0.8]
    assert reached[0.5] < reached[0.8] < reached[0.95]
    assert noise["rho"] == pytest.approx(np.average(mixture.rho, weights=mixture.weight[0]))
    assert noise["rho_likelihood"] == pytest.approx(np.average(mixture.rho, weights=likely))
