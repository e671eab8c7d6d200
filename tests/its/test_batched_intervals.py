"""Batched intervals are those that ``effects`` gives for the fit of one series."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.its.batched_intervals import calibrated_counts, calibrated_gaussian, term_of
from analysis.its.calibrated import fit_calibrated
from analysis.its.coverage_cells import Cell, design_of, simulate
from analysis.its.effects import effects

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
        by_name = {effect.name: effect for effect in effects(fit_calibrated(values, design, likelihood=likelihood))}
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
