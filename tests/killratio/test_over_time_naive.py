"""Naive intervals are those of the models they are named after."""

import numpy as np
import pytest

from analysis.killratio.beta_binomial import fit_beta_binomial
from analysis.killratio.log_odds import fit_odds
from analysis.killratio.over_time_naive import naive_intervals
from analysis.killratio.over_time_simulation import design_of, simulate, whole_grid

CELL = whole_grid()[0]
DESIGN = design_of(CELL)
DRAWN = simulate(CELL, DESIGN, 3, np.random.default_rng(1))
FOUND = naive_intervals(DRAWN.militants, DRAWN.deaths, DESIGN)


def test_binomial_and_quasi_binomial_differ_by_the_dispersion():
    fit = fit_odds(DRAWN.militants, DRAWN.deaths, DESIGN.matrix)
    error = np.sqrt(np.linalg.inv(fit.information)[:, 2, 2])
    for method, scale in (("binomial", 1.0), ("quasi-binomial", fit.dispersion)):
        low, high = FOUND[method]["level"].T
        assert (low + high) / 2 == pytest.approx(fit.coefficients[:, 2])
        assert (high - low) / 2 == pytest.approx(1.959964 * error * np.sqrt(scale), rel=1e-5)


def test_beta_binomial_is_walds():
    fit = fit_beta_binomial(DRAWN.militants, DRAWN.deaths, DESIGN.matrix)
    low, high = FOUND["beta-binomial"]["slope"].T
    assert (low + high) / 2 == pytest.approx(fit.coefficients[:, 3])
    assert (high - low) / 2 == pytest.approx(1.959964 * np.sqrt(fit.covariance[:, 3, 3]), rel=1e-5)


def test_a_side_without_deaths_has_no_interval():
    found = naive_intervals(np.where(DESIGN.post, 0.0, DRAWN.militants), DRAWN.deaths, DESIGN, methods=("binomial",))
    assert np.isnan(found["binomial"]["level"]).all()
    assert list(found) == ["binomial"]
