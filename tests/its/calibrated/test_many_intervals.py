"""Batched intervals are those that ``effects`` gives for the fit of one series."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from turningpoint.errors import DesignError
from turningpoint.its.calibrated import many_intervals
from turningpoint.its.calibrated.estimator import fit_calibrated
from turningpoint.its.calibrated.many_intervals import calibrated_counts, calibrated_gaussian
from turningpoint.its.coverage.grid import Cell, design_of, simulate
from turningpoint.its.effects.effects import effects
from turningpoint.its.model.bending_trend import with_bend
from turningpoint.its.model.design import term_of

COUNTS = Cell(0, "lognormal", 60, 0.6, 15.0, change=True, harmonics=2)
GAUSSIAN = replace(COUNTS, process="gaussian", mean=0.0)
NAMES = {
    "level": ("level_ratio", "level_change"),
    "slope": ("slope_ratio_per_year", "slope_change_per_year"),
    "expected_excess": ("expected_excess", "expected_excess"),
    "relative_excess": ("relative_excess", ""),
    "observed_excess": ("observed_excess", "observed_excess"),
}
ON_LINK = {"level": np.log, "slope": np.log, "relative_excess": np.log1p}


def one_by_one(cell, likelihood, design, series):
    """(N, 2) ends of every estimand, from the fit of each series alone."""
    place = int(likelihood == "gaussian")
    found = {name: [] for name in NAMES if NAMES[name][place]}
    for values in series:
        by_name = {
            effect.name: effect
            for effect in effects(fit_calibrated(values, design, likelihood=likelihood, pre_trend="straight"))
        }
        for name, ends in found.items():
            scale = ON_LINK.get(name, np.asarray) if likelihood != "gaussian" else np.asarray
            effect = by_name[NAMES[name][place]]
            ends.append([float(scale(effect.low)), float(scale(effect.high))])
    return {name: np.array(ends) for name, ends in found.items()}


@pytest.mark.parametrize(
    ("cell", "likelihood", "batched"),
    [(COUNTS, "negative-binomial", calibrated_counts), (GAUSSIAN, "gaussian", calibrated_gaussian)],
)
def test_a_batch_gives_what_every_fit_alone_gives(cell, likelihood, batched):
    design = design_of(cell)
    series = simulate(cell, design, 3, np.random.default_rng(4)).observed
    found = batched(series, design, np.random.default_rng(8), draws=20_000, forecasts=20_000)
    alone = one_by_one(cell, likelihood, design, series)
    assert found.keys() == alone.keys()
    for name, ends in alone.items():
        width = ends[:, 1] - ends[:, 0]
        # both rest on draws, and those of a sum have long tails
        slack = 0.15 if name in ("expected_excess", "observed_excess") else 0.04
        assert (np.abs(found[name] - ends) < slack * width[:, None]).all(), name


def test_a_wider_confidence_gives_wider_intervals_and_a_seed_repeats():
    design = design_of(COUNTS)
    series = simulate(COUNTS, design, 4, np.random.default_rng(4)).observed
    usual, again = (calibrated_counts(series, design, np.random.default_rng(1)) for _ in range(2))
    wide = calibrated_counts(series, design, np.random.default_rng(1), confidence=0.99)
    for name in usual:
        np.testing.assert_array_equal(usual[name], again[name])
        assert (np.diff(wide[name]) > np.diff(usual[name])).all()
        assert usual[name].shape == (4, 2)


def test_the_terms_of_the_first_of_several_interventions():
    design = design_of(COUNTS)
    several = replace(design, terms=("intercept", "trend", "step@2018-05", "ramp@2018-05", *design.terms[4:]))
    assert [term_of(several, kind) for kind in ("step", "ramp")] == [2, 3] == [term_of(design, "step"), 3]


def test_series_that_the_fit_refuses_have_no_interval_and_leave_the_others_alone():
    design = design_of(COUNTS)
    series = simulate(COUNTS, design, 3, np.random.default_rng(4)).observed
    none = np.where(design.post, 0.0, series[0])
    with pytest.raises(DesignError, match="every value used"):
        fit_calibrated(none, design)
    usual = calibrated_counts(series, design, np.random.default_rng(1))
    found = calibrated_counts(np.vstack([series, none]), design, np.random.default_rng(1))
    for ends in found.values():
        assert np.isnan(ends[3]).all()
        assert np.isfinite(ends[:3]).all()
    for name in ("level", "slope"):
        width = np.ptp(usual[name], axis=1, keepdims=True)
        assert (np.abs(found[name][:3] - usual[name]) < 0.25 * width).all()


def test_a_pre_period_without_an_estimate_has_no_observed_excess_alone():
    """Events from the date on only: the fit with both sides has no finite estimate either, a single early one has."""
    design = design_of(replace(COUNTS, harmonics=0))
    series = simulate(COUNTS, design_of(COUNTS), 2, np.random.default_rng(4)).observed
    series[1, ~design.post] = 0.0
    found = calibrated_counts(series, design, np.random.default_rng(1))
    assert np.isfinite(found["observed_excess"][0]).all()
    assert np.isnan(found["observed_excess"][1]).all()


def test_a_pre_trend_that_may_bend_gives_the_intervals_of_its_fit():
    cell = replace(COUNTS, harmonics=0)
    design = design_of(cell)
    series = simulate(cell, design, 1, np.random.default_rng(4)).observed
    found = calibrated_counts(series, with_bend(design), np.random.default_rng(8), draws=20_000)
    fit = fit_calibrated(series[0], design, pre_trend="adaptive")
    ends = {effect.name: np.array([effect.low, effect.high]) for effect in effects(fit)}
    for name, own in (("level", "level_ratio"), ("slope", "slope_ratio_per_year")):
        np.testing.assert_allclose(found[name][0], np.log(ends[own]), atol=0.04 * np.ptp(found[name][0]))
    low, high = found["relative_excess"][0] - np.log1p(ends["relative_excess"])
    assert max(abs(low), abs(high)) < 0.06 * np.ptp(found["relative_excess"][0])


def test_what_would_have_been_observed_varies_as_poisson_around_a_mean_that_is_known(monkeypatch):
    design = design_of(COUNTS)
    after = int(design.post.sum())
    series = simulate(COUNTS, design, 2, np.random.default_rng(4)).observed
    monkeypatch.setattr(many_intervals, "forecast_means", lambda *_: np.full((2, 20_000, after), 3.0))
    found = calibrated_counts(series, design, np.random.default_rng(8), draws=100)["observed_excess"]
    low, high = stats.poisson.ppf([0.025, 0.975], 3.0 * after)
    seen = series[:, design.post].sum(axis=1)
    np.testing.assert_allclose(found, np.column_stack([seen - high, seen - low]), atol=1)
