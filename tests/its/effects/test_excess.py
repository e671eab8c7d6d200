"""Sums of the means up to a horizon."""

from dataclasses import replace

import numpy as np
import pytest

from tests.its.examples import AFTER, fit_counts, fit_measured, measured, with_draws, with_untouched, without_level
from turningpoint.its.effects.effects import effects
from turningpoint.its.effects.excess import (
    counterfactual_band,
    expected_excess,
    from_coefficients,
    means_of_draws,
    observed_excess,
    relative_excess,
    sum_means,
)


@pytest.mark.parametrize("fit", [fit_counts(), fit_measured()], ids=["counts", "gaussian"])
def test_sums_and_their_gradients(fit):
    """The gradient of a sum is that of moving each coefficient a little."""
    sums = sum_means(fit, [1, 12, 36])
    rows = slice(72, 84)
    assert sums[12].fitted == pytest.approx(fit.mean[rows].sum())
    assert sums[12].counterfactual == pytest.approx(fit.counterfactual_mean[rows].sum())
    to_mean = np.exp if fit.link == "log" else np.asarray
    for k in range(len(fit.coefficients)):
        step = 1e-6 * (np.arange(len(fit.coefficients)) == k)
        moved = [to_mean(fit.design.matrix[rows] @ (fit.coefficients + side * step)).sum() for side in (1, -1)]
        assert sums[12].fitted_gradient[k] == pytest.approx((moved[0] - moved[1]) / 2e-6, rel=1e-5, abs=1e-5)


def test_the_expected_excess_of_a_linear_model_is_exact():
    fit = fit_measured()
    sums = sum_means(fit, [36])[36]
    direction = (fit.design.matrix - fit.design.counterfactual)[72:].sum(axis=0)
    half = fit.quantile(0.9) * np.sqrt(direction @ fit.covariance @ direction)
    centre = direction @ fit.coefficients
    assert expected_excess(fit, sums, 0.9) == pytest.approx([centre, centre - half, centre + half])


@pytest.mark.parametrize("fit", [fit_counts(), fit_measured()], ids=["counts", "gaussian"])
def test_quantiles_of_draws(fit):
    drawn = with_draws(fit)
    sums = sum_means(drawn, [12])[12]
    rows = slice(72, 84)
    to_mean = np.exp if fit.link == "log" else np.asarray
    with_ = np.array([to_mean(fit.design.matrix[rows] @ draw).sum() for draw in drawn.draws])
    without = np.array([to_mean(fit.design.counterfactual[rows] @ draw).sum() for draw in drawn.draws])
    estimate = fit.mean[rows].sum(), fit.counterfactual_mean[rows].sum()
    found = expected_excess(drawn, sums, 0.95)
    assert found == pytest.approx([estimate[0] - estimate[1], *np.quantile(with_ - without, [0.025, 0.975])])
    share, reason = relative_excess(drawn, sums, 0.95)
    quantiles = np.quantile(with_ / without - 1, [0.025, 0.975])
    # of counts the median, as in the answers; of a gaussian outcome the ratio of the estimates
    middle = np.median(with_ / without) - 1 if fit.link == "log" else estimate[0] / estimate[1] - 1
    assert share == pytest.approx([middle, *quantiles], rel=1e-3)
    assert reason == ""


def test_the_relative_excess_of_a_linear_model_agrees_with_draws():
    fit = replace(fit_measured(), degrees_of_freedom=None)
    share, _ = relative_excess(fit, sum_means(fit, [36])[36], 0.95)
    drawn = with_draws(fit, m=40_000)
    again, _ = relative_excess(drawn, sum_means(drawn, [36])[36], 0.95)
    assert share[0] == pytest.approx(again[0])
    assert (share[1:] - again[1:]) == pytest.approx([0, 0], abs=0.05 * (share[2] - share[1]))


@pytest.mark.parametrize(
    ("fit", "reason"),
    [
        (fit_measured(measured(start=-40)), "not positive"),
        (fit_measured(measured(start=2.0)), "cannot be told from zero"),
        (with_draws(fit_measured(measured(start=2.0))), "cannot be told from zero"),
        (without_level(fit_measured()), "does not follow from the coefficients"),
    ],
    ids=["negative", "near zero", "near zero, draws", "differenced"],
)
def test_a_share_of_nothing_is_not_given(fit, reason):
    share, why = relative_excess(fit, sum_means(fit, [36])[36], 0.95)
    assert share is None
    assert reason in why.lower()
    assert np.isfinite(expected_excess(fit, sum_means(fit, [36])[36], 0.95)).all()


def test_observed_excess_is_what_was_seen_minus_the_forecasts_of_the_same_periods():
    values = measured()
    values[[75, 80]] = np.nan
    fit = with_untouched(fit_measured(values))
    found, missing = observed_excess(fit, 12, 0.9)
    seen = [t for t in range(72, 84) if t not in {75, 80}]
    forecast = fit.untouched[:, seen].sum(axis=1)
    observed = values[seen].sum()
    low, high = np.quantile(forecast, [0.05, 0.95])
    assert found == pytest.approx([observed - np.median(forecast), observed - high, observed - low])
    assert missing == 2


def test_no_observed_excess_without_forecasts_or_observations():
    values = measured()
    values[72] = np.nan
    fit = fit_measured(values)
    assert observed_excess(fit, 12, 0.95) is None
    assert observed_excess(with_untouched(fit), 1, 0.95) is None


def test_many_draws_are_summed_at_once():
    fit = with_draws(fit_counts(), m=20_000)
    sums = sum_means(fit, [12, 24, 36])
    assert sums[36].fitted_draws.shape == (20_000,)
    assert (sums[36].fitted_draws > sums[24].fitted_draws).all()


@pytest.mark.parametrize("fit", [fit_counts(), fit_measured()], ids=["counts", "gaussian"])
def test_the_band_agrees_with_draws_from_the_same_distribution(fit):
    normal = replace(fit, degrees_of_freedom=None)
    low, high = counterfactual_band(normal, 0.9)
    drawn_low, drawn_high = counterfactual_band(with_draws(normal, m=20_000), 0.9)
    width = (high - low)[AFTER]
    assert np.abs(drawn_low - low)[AFTER] == pytest.approx(0, abs=0.04 * width.max())
    assert np.abs(drawn_high - high)[AFTER] == pytest.approx(0, abs=0.04 * width.max())
    assert (low < fit.counterfactual_mean)[AFTER].all()
    assert np.isnan(low[~AFTER]).all()
    assert np.isnan(drawn_high[~AFTER]).all()


def test_the_band_of_a_linear_model_lies_evenly_about_the_mean():
    fit = fit_measured()
    low, high = counterfactual_band(fit, 0.95)
    np.testing.assert_allclose(((low + high) / 2)[AFTER], fit.counterfactual_mean[AFTER])
    row = fit.design.counterfactual[-1]
    assert (high - low)[-1] == pytest.approx(2 * fit.quantile(0.95) * np.sqrt(row @ fit.covariance @ row))


def test_a_model_whose_level_is_no_coefficient_has_no_band():
    fit = without_level(fit_measured())
    assert not from_coefficients(fit)
    assert from_coefficients(fit_measured())
    assert np.isnan(np.concatenate(counterfactual_band(fit, 0.95))).all()


def test_means_of_draws_hold_the_exposure():
    fit = fit_counts()
    exposed = with_draws(replace(fit, design=replace(fit.design, offset=np.full(108, np.log(3.0)))), m=10)
    plain = means_of_draws(with_draws(fit, m=10), fit.design.matrix, AFTER)
    np.testing.assert_allclose(means_of_draws(exposed, fit.design.matrix, AFTER), 3 * plain)
    with pytest.raises(ValueError, match="no draws"):
        means_of_draws(fit, fit.design.matrix, AFTER)


def test_draws_without_bound_stay_finite():
    fit = fit_counts()
    wild = replace(fit, draws=np.array([[3.0, 400.0, 0, 0], [3.0, -400.0, 0, 0]]))
    found = means_of_draws(wild, fit.design.matrix, AFTER)
    assert np.isfinite(found.sum(axis=1)).all()
    assert (found > 0).all()


@pytest.mark.parametrize(("confidence", "given"), [(0.95, False), (0.9, True)])
def test_a_share_is_given_where_the_lower_end_of_the_total_is_above_zero(confidence, given):
    """Four draws in a hundred of the total without the interventions lie below zero."""
    fit = with_draws(fit_measured())
    sums = sum_means(fit, [36])[36]
    without = np.where(np.arange(100) < 4, -1.0, np.linspace(900, 1100, 100))
    few = replace(sums, counterfactual_draws=without, fitted_draws=without + np.linspace(100, 300, 100))
    share, _ = relative_excess(fit, few, confidence)
    assert (share is not None) == given


def test_the_observed_excess_counts_the_intervention_month_and_the_last_of_the_horizon():
    fit = fit_measured()
    sure = replace(fit, untouched=np.where(AFTER, 0.0, np.nan) * np.ones((3, 1)))
    for horizon in (1, 12, 36):
        assert observed_excess(sure, horizon, 0.95)[0][0] == pytest.approx(fit.values[72 : 72 + horizon].sum())


def test_the_relative_excess_of_counts_has_the_delta_methods_interval():
    """The gradient of the log of the ratio of sums by moving each coefficient a little."""
    fit, rows = fit_counts(), slice(72, 84)

    def log_ratio(coefficients):
        with_, without = (matrix[rows] @ coefficients for matrix in (fit.design.matrix, fit.design.counterfactual))
        return np.log(np.exp(with_).sum() / np.exp(without).sum())

    steps = 1e-6 * np.eye(len(fit.coefficients))
    gradient = [(log_ratio(fit.coefficients + s) - log_ratio(fit.coefficients - s)) / 2e-6 for s in steps]
    half = fit.quantile(0.9) * np.sqrt(gradient @ fit.covariance @ gradient)
    share, _ = relative_excess(fit, sum_means(fit, [12])[12], 0.9)
    centre = log_ratio(fit.coefficients)
    assert np.log1p(share) == pytest.approx([centre, centre - half, centre + half], rel=1e-6)


def with_spans(fit, spans, sums):
    """The same fit on a series of which some months, now without a value, are known as sums."""
    inside = [period for span in spans for period in span]
    values = fit.values.copy()
    values[inside] = np.nan
    design = replace(fit.design, spans=tuple(spans), spans_used=np.ones(len(spans), dtype=bool))
    return replace(fit, values=values, sums=np.array(sums), design=design)


def test_an_observed_excess_takes_the_sums_that_lie_in_its_range():
    fit = with_untouched(fit_counts())
    spans = [(60, 61), (70, 71, 72, 73), (75, 76, 78), (82, 83, 84)]
    sums = [fit.values[list(span)].sum() for span in spans]
    found = with_spans(fit, spans, sums)
    rows = [74, 75, 76, 77, 78, 79, 80, 81]
    difference = fit.values[rows].sum() - fit.untouched[:, rows].sum(axis=1)
    interval, missing = observed_excess(found, 12, 0.95)
    assert interval == pytest.approx([np.median(difference), *np.quantile(difference, [0.025, 0.975])])
    assert missing == 4
    longer = [*rows, 82, 83, 84, *range(85, 108)]
    difference = fit.values[longer].sum() - fit.untouched[:, longer].sum(axis=1)
    interval, missing = observed_excess(found, 36, 0.95)
    assert interval[0] == pytest.approx(np.median(difference))
    assert missing == 2


def test_a_sum_that_reaches_beyond_is_said_to_be_left_out():
    fit = with_untouched(fit_counts())
    crossing = with_spans(fit, [(70, 71, 72, 73)], [100.0])
    by_name = {effect.name: effect.note for effect in effects(crossing)}
    assert by_name["observed_excess"].startswith(
        "2 of the 36 months were not observed, or only in a sum that reaches beyond them, and are left out of both"
    )
