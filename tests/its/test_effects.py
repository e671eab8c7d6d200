"""Effects: what they mean, and that their intervals follow from the fit."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.errors import ParameterError
from analysis.its import Specification, build_design, effects, fit_glm

MONTHS = pd.period_range("2015-01", periods=108, freq="M")


def counts(level=2.0, slope=1.5, seed=3):
    years = (np.arange(108) - 72) / 12
    mean = 20 * np.exp(-0.1 * years + (years >= 0) * (np.log(level) + np.log(slope) * np.clip(years, 0, None)))
    return np.random.default_rng(seed).negative_binomial(20, 20 / (20 + mean)).astype(float)


def fitted(values=None, **choices):
    specification = Specification(("2021-01",), harmonics=0, **choices)
    design = build_design(MONTHS, specification)
    values = counts() if values is None else values
    return fit_glm(values, design, likelihood=specification.likelihood, errors=specification.errors)


def named(found, name, horizon=None):
    return next(e for e in found if e.name == name and e.horizon == horizon)


def test_level_and_slope_are_the_exponentials_of_step_and_ramp():
    fit = fitted()
    frame, found = fit.to_frame(0.9).set_index("term"), effects(fit, confidence=0.9)
    for name, term in (("level_ratio", "step"), ("slope_ratio_per_year", "ramp")):
        effect = named(found, name)
        expected = np.exp(frame.loc[term, ["estimate", "low", "high"]].astype(float))
        assert (effect.estimate, effect.low, effect.high) == pytest.approx(tuple(expected))


def test_excess_is_fitted_minus_counterfactual_summed_to_the_horizon():
    fit = fitted()
    for horizon in (12, 36):
        rows = slice(72, 72 + horizon)
        with_, without = fit.mean[rows].sum(), fit.counterfactual_mean[rows].sum()
        found = effects(fit, horizons=[12])
        assert named(found, "expected_excess", horizon).estimate == pytest.approx(with_ - without)
        assert named(found, "relative_excess", horizon).estimate == pytest.approx(with_ / without - 1)


def test_delta_method_agrees_with_draws_from_the_coefficients_distribution():
    fit = fitted()
    draws = np.random.default_rng(5).multivariate_normal(fit.coefficients, fit.covariance, size=40_000)
    rows = fit.design.post
    with_ = np.exp(draws @ fit.design.matrix[rows].T).sum(axis=1)
    without = np.exp(draws @ fit.design.counterfactual[rows].T).sum(axis=1)
    found = effects(fit, confidence=0.95)
    z = stats.norm.ppf(0.975)
    excess, relative = named(found, "expected_excess", 36), named(found, "relative_excess", 36)
    log_width = np.log1p(relative.high) - np.log1p(relative.low)
    assert log_width / (2 * z) == pytest.approx(np.log(with_ / without).std(), rel=0.03)
    assert (excess.high - excess.low) / (2 * z) == pytest.approx((with_ - without).std(), rel=0.06)


def test_ratio_at_the_first_period_is_the_level_ratio():
    found = effects(fitted(), horizons=[1])
    level, first = named(found, "level_ratio"), named(found, "ratio_at_horizon", 1)
    assert (first.estimate, first.low, first.high) == pytest.approx((level.estimate, level.low, level.high))


def test_the_truth_is_found_in_a_long_clean_series():
    mean = 400 * np.exp(np.where(np.arange(108) >= 72, np.log(2.0) + np.log(1.5) * (np.arange(108) - 72) / 12, 0))
    found = effects(fitted(np.round(mean), likelihood="poisson"))
    assert named(found, "level_ratio").estimate == pytest.approx(2.0, rel=0.01)
    assert named(found, "slope_ratio_per_year").estimate == pytest.approx(1.5, rel=0.01)


def test_a_transition_is_told_in_the_notes():
    fit_ = fitted(transition=3)
    found = effects(fit_)
    assert "2021-01 is left out of the fit" in named(found, "level_ratio").note
    assert "leaves out 3 months of transition" in named(found, "expected_excess", 36).note


def test_several_interventions_have_a_ratio_each_and_one_excess():
    specification = Specification(("2019-01", "2021-01"), harmonics=0)
    fit = fit_glm(counts(), build_design(MONTHS, specification))
    found = effects(fit)
    assert [e.when for e in found if e.name == "level_ratio"] == ["2019-01", "2021-01"]
    assert named(found, "expected_excess", 60).when == "2019-01"


@pytest.mark.parametrize("horizon", [0, 37, -1])
def test_a_horizon_outside_the_series_is_refused(horizon):
    with pytest.raises(ParameterError, match="36 periods after"):
        effects(fitted(), horizons=[horizon])


def test_intervals_are_worded_with_open_ends():
    effect = named(effects(fitted()), "level_ratio")
    assert effect.interval(1) == f"{effect.low:.1f} to {effect.high:.1f}"
    assert type(effect)(**{**vars(effect), "high": None}).interval(1) == f"{effect.low:.1f} to no upper limit"


def test_slope_is_named_by_its_time_unit():
    assert any(e.name == "slope_ratio_per_period" for e in effects(fitted(time_unit="period")))
