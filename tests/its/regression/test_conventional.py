"""Conventional intervals are those that ``effects`` gives for the conventional fit of one series."""

import numpy as np
import pytest

from tests.its.examples import counts, design_of, fit_counts, fit_measured, measured
from tests.its.spans_series import design_of as with_sums
from tests.its.spans_series import picss
from turningpoint.its.choose_estimator import fit_design
from turningpoint.its.coverage.cell_series import simulate
from turningpoint.its.coverage.grid import Cell, Kind
from turningpoint.its.effects.effects import effects
from turningpoint.its.model.observations import without_sums
from turningpoint.its.model.specification import Specification
from turningpoint.its.regression import conventional as module
from turningpoint.its.regression.conventional import conventional_counts, conventional_gaussian, fit_conventional

COUNTS = Cell(0, Kind("counts", points=60, before=40), change=True)
GAUSSIAN = Cell(0, Kind("gaussian", points=60, before=40, mean=0.0, outcome="gaussian", harmonics=0), change=True)
SPECIFICATIONS = {
    "poisson": ("poisson", "independent"),
    "quasi-poisson": ("quasi-poisson", "independent"),
    "poisson, hac:6": ("poisson", "hac:6"),
    "negative-binomial": ("negative-binomial", "independent"),
    "negative-binomial, hac:6": ("negative-binomial", "hac:6"),
    "ols": ("gaussian", "independent"),
    "newey-west:6": ("gaussian", "hac:6"),
    "prais-winsten": ("gaussian", "prais-winsten"),
    "ar1-reml": ("gaussian", "ar1-reml"),
}


def drawn(cell, size=3):
    world = simulate(cell, size, np.random.default_rng(6))
    return world.design, world.values


@pytest.mark.parametrize("method", SPECIFICATIONS)
def test_every_method_gives_the_intervals_of_its_fit(method):
    likelihood, errors = SPECIFICATIONS[method]
    gaussian = likelihood == "gaussian"
    design, series = drawn(GAUSSIAN if gaussian else COUNTS)
    found = (conventional_gaussian if gaussian else conventional_counts)(series, design)[method]
    specification = Specification(design.interventions, likelihood=likelihood, errors=errors)
    for i, values in enumerate(series):
        ends = {effect.name: (effect.low, effect.high) for effect in effects(fit_design(values, design, specification))}
        level, slope = (
            ("level_change", "slope_change_per_year") if gaussian else ("level_ratio", "slope_ratio_per_year")
        )
        scale = np.asarray if gaussian else np.log
        np.testing.assert_allclose(found["level"][i], scale(ends[level]), rtol=1e-6)
        np.testing.assert_allclose(found["slope"][i], scale(ends[slope]), rtol=1e-6)
        np.testing.assert_allclose(found["expected_excess"][i], ends["expected_excess"], rtol=1e-6)
        if not gaussian:
            np.testing.assert_allclose(found["relative_excess"][i], np.log1p(ends["relative_excess"]), rtol=1e-6)


def test_every_method_is_there_and_none_forecasts_what_would_have_been_observed():
    counts, gaussian = conventional_counts(*drawn(COUNTS)[::-1]), conventional_gaussian(*drawn(GAUSSIAN)[::-1])
    assert counts.keys() | gaussian.keys() == SPECIFICATIONS.keys()
    for intervals in (*counts.values(), *gaussian.values()):
        assert "observed_excess" not in intervals


def test_a_series_that_a_count_model_refuses_has_no_interval_and_leaves_the_others_alone():
    design, series = drawn(COUNTS)
    alone = conventional_counts(series, design)["negative-binomial"]
    silent = np.vstack([series, np.where(design.post, 0.0, series[:1])])
    together = conventional_counts(silent, design)["negative-binomial"]
    for name, ends in together.items():
        assert np.isnan(ends[3]).all()
        np.testing.assert_array_equal(ends[:3], alone[name])


def test_a_series_that_a_gaussian_estimator_refuses_has_no_interval(monkeypatch):
    design, series = drawn(GAUSSIAN)
    series[1] = design.matrix @ np.array([1.0, 2.0, 3.0, 4.0])  # no noise at all
    found = conventional_gaussian(series, design)
    for intervals in found.values():
        for ends in intervals.values():
            assert np.isnan(ends).all(axis=1).tolist() == [False, True, False]


def test_a_wider_confidence_gives_wider_intervals():
    design, series = drawn(COUNTS)
    usual = conventional_counts(series, design)["poisson"]["level"]
    wide = conventional_counts(series, design, confidence=0.99)["poisson"]["level"]
    assert np.diff(wide) / np.diff(usual) == pytest.approx(2.5758 / 1.95996, rel=1e-4)
    assert module.HAC_LAG == 6


@pytest.mark.parametrize("errors", ["independent", "hac:3"])
def test_it_is_the_model_that_the_likelihood_names(errors):
    for values, likelihood, expected in (
        (counts(), "quasi-poisson", fit_counts(likelihood="quasi-poisson", errors=errors)),
        (measured(), "gaussian", fit_measured(errors=errors)),
    ):
        fit = fit_conventional(values, design_of(values), likelihood=likelihood, errors=errors)
        np.testing.assert_array_equal(fit.coefficients, expected.coefficients)
        np.testing.assert_array_equal(fit.covariance, expected.covariance)
        assert (fit.likelihood, fit.errors) == (likelihood, errors)


@pytest.mark.parametrize("likelihood", ["poisson", "gaussian"])
def test_what_others_would_have_reported_leaves_sums_out(likelihood):
    values, design = with_sums(picss(), likelihood=likelihood)
    n, alone = len(design.times), without_sums(design)
    many = conventional_gaussian if likelihood == "gaussian" else conventional_counts
    found, plain = many(np.stack([values, 2 * values]), design), many(np.stack([values, 2 * values])[:, :n], alone)
    for method, estimands in plain.items():
        assert np.isfinite(estimands["level"]).all()
        for name, ends in estimands.items():
            np.testing.assert_array_equal(found[method][name], ends)
