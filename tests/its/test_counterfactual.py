"""The interval of the counterfactual mean."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.its.counterfactual import counterfactual_band, from_coefficients, means_of_draws
from tests.its.examples import AFTER, fit_counts, fit_measured, with_draws, without_level


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
