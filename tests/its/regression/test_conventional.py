"""Conventional intervals are those that ``effects`` gives for the conventional fit of one series."""

import numpy as np
import pytest

from tests.its.examples import counts, design_of, fit_counts, fit_measured, measured
from turningpoint.its.choose_estimator import fit_design
from turningpoint.its.coverage.cell_series import simulate
from turningpoint.its.coverage.grid import Cell, Kind
from turningpoint.its.effects.effects import effects
from turningpoint.its.many_series.count_regressions import negative_binomial_refits, poisson_refits
from turningpoint.its.model.specification import Specification
from turningpoint.its.regression import conventional as module
from turningpoint.its.regression.conventional import fit_conventional, usual_refits, wald_level

COUNTS = Cell(0, Kind("counts", points=60, before=40), change=True)
METHODS = {
    ("poisson", "independent"): poisson_refits,
    ("quasi-poisson", "independent"): lambda *given, **more: poisson_refits(*given, **more, dispersion=True),
    ("poisson", "hac:6"): lambda *given, **more: poisson_refits(*given, **more, hac_lag=6),
    ("negative-binomial", "independent"): negative_binomial_refits,
}


def drawn(size=3):
    world = simulate(COUNTS, size, np.random.default_rng(6))
    return world.design, world.values


def levels(refits, design, **choices):
    return wald_level(refits, design, **{"confidence": 0.95, **choices})


@pytest.mark.parametrize("method", [*METHODS, ("negative-binomial", "hac:6")], ids=", ".join)
def test_every_method_gives_the_intervals_of_its_fit(method):
    likelihood, errors = method
    design, series = drawn()
    if method in METHODS:
        refits = METHODS[method](series, design.matrix, offset=design.offset, used=design.used)
    else:
        refits = usual_refits(series, design)
    found = levels(refits, design)
    specification = Specification(design.interventions, likelihood=likelihood, errors=errors)
    for i, values in enumerate(series):
        level = next(e for e in effects(fit_design(values, design, specification)) if e.name == "level_ratio")
        np.testing.assert_allclose(found[i], np.log([level.low, level.high]), rtol=1e-6)


def test_a_series_that_a_count_model_refuses_has_no_interval_and_leaves_the_others_alone():
    design, series = drawn()
    alone = levels(usual_refits(series, design), design)
    silent = np.vstack([series, np.where(design.post, 0.0, series[:1])])
    together = levels(usual_refits(silent, design), design)
    assert np.isnan(together[3]).all()
    np.testing.assert_array_equal(together[:3], alone)


def test_a_wider_confidence_gives_wider_intervals():
    design, series = drawn()
    refits = usual_refits(series, design)
    usual, wide = levels(refits, design), levels(refits, design, confidence=0.99)
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
