"""Effects: what they mean, and that their intervals follow from the fit."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tests.its.examples import (
    AFTER,
    MONTHS,
    counts,
    fit_counts,
    fit_measured,
    measured,
    with_draws,
    with_untouched,
    without_level,
)
from turningpoint.errors import ParameterError
from turningpoint.its import Specification, build_design, effects, fit_glm


def named(found, name, horizon=None):
    return next(e for e in found if e.name == name and e.horizon == horizon)


def test_level_and_slope_are_the_exponentials_of_step_and_ramp():
    fit = fit_counts()
    frame, found = fit.to_frame(0.9).set_index("term"), effects(fit, confidence=0.9)
    for name, term in (("level_ratio", "step"), ("slope_ratio_per_year", "ramp")):
        effect = named(found, name)
        expected = np.exp(frame.loc[term, ["estimate", "low", "high"]].astype(float))
        assert (effect.estimate, effect.low, effect.high) == pytest.approx(tuple(expected))


def test_excess_is_fitted_minus_counterfactual_summed_to_the_horizon():
    fit = fit_counts()
    for horizon in (12, 36):
        rows = slice(72, 72 + horizon)
        with_, without = fit.mean[rows].sum(), fit.counterfactual_mean[rows].sum()
        found = effects(fit, horizons=[12])
        assert named(found, "expected_excess", horizon).estimate == pytest.approx(with_ - without)
        assert named(found, "relative_excess", horizon).estimate == pytest.approx(with_ / without - 1)


def test_delta_method_agrees_with_draws_from_the_coefficients_distribution():
    fit = fit_counts()
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
    found = effects(fit_counts(), horizons=[1])
    level, first = named(found, "level_ratio"), named(found, "ratio_at_horizon", 1)
    assert (first.estimate, first.low, first.high) == pytest.approx((level.estimate, level.low, level.high))


def test_the_truth_is_found_in_a_long_clean_series():
    mean = 400 * np.exp(np.where(np.arange(108) >= 72, np.log(2.0) + np.log(1.5) * (np.arange(108) - 72) / 12, 0))
    found = effects(fit_counts(np.round(mean), likelihood="poisson"))
    assert named(found, "level_ratio").estimate == pytest.approx(2.0, rel=0.01)
    assert named(found, "slope_ratio_per_year").estimate == pytest.approx(1.5, rel=0.01)


def test_a_transition_is_told_in_the_notes():
    fit_ = fit_counts(transition=3)
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
        effects(fit_counts(), horizons=[horizon])


def test_slope_is_named_by_its_time_unit():
    assert any(e.name == "slope_ratio_per_period" for e in effects(fit_counts(time_unit="period")))


def ends(effect):
    return effect.estimate, effect.low, effect.high


def test_a_gaussian_outcome_has_changes_in_its_own_unit():
    fit = fit_measured()
    frame = fit.to_frame(0.9).set_index("term")
    found = effects(fit, confidence=0.9, horizons=[1], unit="deaths", unit_of_value="deaths per month")
    for name, term, unit in (
        ("level_change", "step", "deaths per month"),
        ("slope_change_per_year", "ramp", "deaths per month per year"),
    ):
        effect = named(found, name)
        expected = frame.loc[term, ["estimate", "low", "high"]].astype(float)
        assert ends(effect) == pytest.approx(tuple(expected))
        assert effect.unit == unit
    assert ends(named(found, "change_at_horizon", 1)) == pytest.approx(ends(named(found, "level_change")))
    assert named(found, "change_at_horizon", 1).unit == "deaths per month"
    assert named(found, "expected_excess", 36).unit == "deaths"
    assert ends(named(found, "expected_excess", 1)) == pytest.approx(ends(named(found, "level_change")))
    assert not any("ratio" in effect.name for effect in found)


def test_a_share_that_does_not_exist_is_left_out_and_the_excess_says_why():
    found = effects(fit_measured(measured(start=-40)), horizons=[12])
    assert not any(effect.name == "relative_excess" for effect in found)
    assert "not positive: no relative excess" in named(found, "expected_excess", 12).note
    dropped = effects(without_level(fit_measured()))
    assert "does not follow from the coefficients" in named(dropped, "expected_excess", 36).note
    assert named(dropped, "level_change").estimate == pytest.approx(
        named(effects(fit_measured()), "level_change").estimate
    )


def median_of_ratio(fit, horizon):
    rows = slice(72, 72 + horizon)
    sums = [np.exp(fit.draws @ matrix[rows].T).sum(axis=1) for matrix in (fit.design.matrix, fit.design.counterfactual)]
    return np.exp(np.median(np.log(sums[0] / sums[1]))) - 1


@pytest.mark.parametrize("fit", [fit_counts(), fit_measured()], ids=["counts", "gaussian"])
def test_with_draws_every_interval_is_their_quantiles_and_every_estimate_stays(fit):
    drawn = with_draws(fit)
    of_fit, of_draws = (effects(each, confidence=0.9, horizons=[12]) for each in (fit, drawn))
    assert [(e.name, e.horizon) for e in of_fit] == [(e.name, e.horizon) for e in of_draws]
    medians = {  # the ratio of two sums is told by the median of its draws, as every answer is
        effect.horizon: median_of_ratio(drawn, effect.horizon)
        for effect in of_draws
        if effect.name == "relative_excess" and fit.link == "log"
    }
    for one, other in zip(of_fit, of_draws, strict=True):
        told = medians.get(one.horizon) if one.name == "relative_excess" else None
        assert other.estimate == pytest.approx(one.estimate if told is None else told)
        assert other.low != one.low
    step = fit.design.terms.index("step")
    low, high = np.quantile(drawn.draws[:, step], [0.05, 0.95])
    to_effect = np.exp if fit.link == "log" else np.asarray
    assert [of_draws[0].low, of_draws[0].high] == pytest.approx(to_effect([low, high]))
    assert "quantile" not in of_draws[0].method


def test_observed_excess_is_told_as_against_what_would_have_been_observed():
    values = counts()
    values[[75, 90]] = np.nan
    found = effects(with_untouched(fit_counts(values)), horizons=[12], unit="events")
    first, whole = named(found, "observed_excess", 12), named(found, "observed_excess", 36)
    assert "would have been observed" in whole.estimand
    assert "pre-period alone" in whole.estimand
    assert first.note == "1 of the 12 months were not observed and are left out of both sums."
    assert "2 of the 36 months" in whole.note
    assert whole.unit == "events"
    assert "prediction interval" in whole.method
    assert whole.low < whole.estimate < whole.high
    assert not any(effect.name == "observed_excess" for effect in effects(fit_counts()))


def test_observed_excess_is_sure_where_the_forecasts_are():
    fit = with_untouched(fit_measured())
    sure = np.where(AFTER, 30.0, np.nan) * np.ones((5, 1))
    effect = named(effects(type(fit)(**{**vars(fit), "untouched": sure})), "observed_excess", 36)
    assert ends(effect) == pytest.approx((fit.values[AFTER].sum() - 30 * 36,) * 3)


@pytest.mark.parametrize("horizon", [1, 12, 36])
def test_a_horizon_ends_in_its_last_period(horizon):
    fit = fit_counts(transition=3)
    found = effects(fit, horizons=[horizon])
    last = 72 + horizon - 1
    assert named(found, "ratio_at_horizon", horizon).estimate == pytest.approx(
        fit.mean[last] / fit.counterfactual_mean[last]
    )
    left_out = min(horizon, 3)
    assert named(found, "expected_excess", horizon).note.startswith(f"The fit leaves out {left_out} months of")


def test_an_end_beyond_all_numbers_is_open_and_nothing_warns():
    fit = fit_counts()
    found = {effect.name: effect for effect in effects(replace(fit, covariance=fit.covariance * 1e9))}
    assert found["level_ratio"].high is None
    assert found["relative_excess"].high is None
    assert found["expected_excess"].high > 1e6


def test_an_excess_says_how_far_it_leans_on_the_course_before():
    found = effects(fit_counts(), horizons=[12, 24])
    assert named(found, "expected_excess", 12).note == ""
    assert "rest on carrying the course before on" in named(found, "expected_excess", 24).note
    assert "third" not in named(found, "expected_excess", 24).note
    assert "36 months are more than a third of the 72 before" in named(found, "expected_excess", 36).note
    assert "rest on carrying" in named(found, "slope_ratio_per_year").note


def test_few_periods_before_bear_no_headline_of_slope_and_excess():
    fit = fit_counts()
    short = replace(fit, design=replace(fit.design, positions=(20,)))
    assert "With 20 periods before" in named(effects(short), "slope_ratio_per_year").note
    assert "With" not in named(effects(fit), "slope_ratio_per_year").note


def test_an_end_far_beyond_what_was_observed_is_open_and_named():
    fit = with_draws(fit_counts())
    ramp = fit.design.terms.index("ramp")
    fit.draws[:200, ramp] += 10.0
    found = named(effects(fit, confidence=0.95), "expected_excess", 36)
    assert (found.high, found.low is None) == (None, False)
    assert "no upper bound worth a number" in found.note
    fit.draws[:200, ramp] -= 10.0
    assert named(effects(fit, confidence=0.95), "expected_excess", 36).high is not None
