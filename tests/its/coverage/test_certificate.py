"""The certificate: coverage simulated for the fit at hand, and why it is refused."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import FitError
from turningpoint.its import Specification, build_design, fit_glm
from turningpoint.its.calibrated.estimator import fit_calibrated
from turningpoint.its.coverage import certificate as module
from turningpoint.its.coverage.certificate import certify
from turningpoint.its.coverage.kept_table import proven

MONTHS = pd.period_range("2017-01", periods=60, freq="M")
SPECIFICATION = Specification(("2020-05",), errors="calibrated", harmonics=0)
DESIGN = build_design(MONTHS, SPECIFICATION)
RANDOM = np.random.default_rng(11)
COUNTS = RANDOM.poisson(12 * RANDOM.gamma(6, 1 / 6, 60)).astype(float)


@pytest.fixture(scope="module")
def certificate():
    return certify(fit_calibrated(COUNTS, DESIGN), replicates=600, seed=3)


def test_it_reports_what_was_simulated(certificate):
    assert certificate.replicates == 600
    assert certificate.points == 60
    assert len(certificate.memories) == 3
    assert 0.9 < certificate.coverage <= 1
    assert certificate.coverage_low < certificate.coverage < certificate.coverage_high
    assert 0.9 < certificate.slope_coverage <= 1
    assert certificate.type_one_error < 0.12


def test_the_conventional_interval_stands_beside_it_and_covers_less(certificate):
    assert certificate.conventional_coverage < certificate.coverage
    assert "HAC" in certificate.conventional
    assert "HAC" in certificate.summary()


def test_the_same_seed_gives_the_same_certificate(certificate):
    assert certify(fit_calibrated(COUNTS, DESIGN), replicates=600, seed=3) == certificate


def test_a_memory_at_the_edge_is_not_certified():
    values = np.round(30 * np.exp(1.5 * np.sin(np.arange(60) / 12))).astype(float)
    found = certify(fit_calibrated(values, DESIGN), replicates=199)
    assert not found.certified
    assert "remembers" in found.reason
    assert found.summary().startswith("Not certified: ")


def test_more_points_than_were_simulated_are_not_certified():
    months = pd.period_range("2000-01", periods=300, freq="M")
    design = build_design(months, replace(SPECIFICATION, interventions=("2015-01",)))
    found = certify(fit_calibrated(np.random.default_rng(2).poisson(15, 300).astype(float), design), replicates=199)
    assert not found.certified
    assert "A series of 300 points" in found.reason
    assert "outside the grid" in found.reason


def test_other_effects_that_fail_near_data_like_these_are_named(monkeypatch):
    fit = fit_calibrated(np.random.default_rng(2).poisson(15, 60).astype(float), DESIGN)
    found = replace(proven(60, 0.0, 15.0), failing={"level": 0.91, "observed_excess": 0.885})
    monkeypatch.setattr("turningpoint.its.coverage.certificate.proven", lambda *_, **__: found)
    caution = certify(fit, replicates=60).caution
    assert caution.endswith("hold the truth in: observed excess 88.5%.")


def test_a_gaussian_fit_has_one_too():
    values = 50 + np.random.default_rng(3).normal(0, 4, 60)
    found = certify(fit_calibrated(values, DESIGN, likelihood="gaussian"), replicates=300)
    assert found.coverage > 0.88
    assert found.conventional == "ordinary least squares"


@pytest.mark.parametrize("likelihood", ["negative-binomial", "gaussian"])
def test_a_design_without_a_ramp_has_a_certificate_without_a_slope(likelihood):
    flat = build_design(MONTHS, replace(SPECIFICATION, ramp=False))
    found = certify(fit_calibrated(COUNTS, flat, likelihood=likelihood), replicates=199)
    assert found.slope_coverage is None
    assert 0 < found.conventional_coverage <= 1


def test_the_level_of_the_first_of_several_interventions_is_certified():
    twice = build_design(MONTHS, replace(SPECIFICATION, interventions=("2018-09", "2020-05"), transition=1))
    found = certify(fit_calibrated(COUNTS, twice), replicates=199)
    assert 0.8 < found.coverage <= 1
    assert found.points == 58


@pytest.mark.parametrize("likelihood", ["negative-binomial", "gaussian"])
@pytest.mark.parametrize("apart", [1e-2, 1e-4])
def test_columns_that_nearly_depend_on_each_other_spoil_no_certificate(likelihood, apart):
    near = np.arange(60) * 2.0 + apart * np.random.default_rng(8).normal(size=60)
    design = build_design(MONTHS, SPECIFICATION, covariates={"near": near})
    found = certify(fit_calibrated(COUNTS, design, likelihood=likelihood), replicates=199)
    assert 0.8 < found.coverage <= 1
    assert 0 <= found.conventional_coverage <= 1


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_the_unit_of_the_exposure_changes_no_certificate(scale):
    plain, scaled = (
        certify(
            fit_calibrated(COUNTS, build_design(MONTHS, SPECIFICATION, exposure=factor * np.linspace(1, 2, 60))),
            replicates=199,
        )
        for factor in (1, scale)
    )
    assert scaled.coverage == pytest.approx(plain.coverage, abs=0.02)
    assert scaled.conventional_coverage == pytest.approx(plain.conventional_coverage, abs=0.02)


def test_a_bending_fit_is_refused_with_the_way_out():
    with pytest.raises(FitError, match="Its straight counterpart has one"):
        certify(fit_calibrated(COUNTS, DESIGN, pre_trend="bending"))


def test_a_conventional_fit_is_refused_with_the_way_out():
    with pytest.raises(FitError, match="Set errors to calibrated"):
        certify(fit_glm(COUNTS, DESIGN))


def test_noise_that_is_all_lasting_can_be_simulated():
    """Weights that add up to one but for rounding gave a lasting share above one."""
    random = np.random.default_rng(4)
    counts = random.poisson(np.where(np.arange(60) < 36, 15, 60))
    times = pd.period_range("2015-01", periods=60, freq="M")
    design = build_design(times, Specification(interventions=("2016-08",)))
    fit = fit_calibrated(counts.astype(float), design, likelihood="negative-binomial")
    assert fit.noise["share"] == 1.0
    assert certify(fit, replicates=199).points == 60


@pytest.fixture
def judged(monkeypatch):
    """A certificate of 30 series, of which 9, 7 and 8 of 10 intervals cover; and the memories that were simulated."""
    simulated, shares = [], iter([0.9, 1.0, 0.7, 0.9, 0.8, 0.6])
    simulate = module._simulate

    def recording(fit, rho, size, random):
        simulated.append(rho)
        return simulate(fit, rho, size, random)

    monkeypatch.setattr(module, "_simulate", recording)
    monkeypatch.setattr(module, "_covers", lambda *_: np.arange(10) < 10 * next(shares))
    fit = fit_calibrated(COUNTS, DESIGN)
    return fit, certify(fit, replicates=30), simulated


def test_the_worst_of_three_memories_is_told(judged):
    _, found, _ = judged
    assert found.coverage == pytest.approx(0.7)
    assert found.slope_coverage == pytest.approx(0.6)
    # of the five series without a change (every other one) the seven that cover leave out the eighth and the tenth
    assert found.type_one_error == pytest.approx(2 / 5)


def test_series_are_simulated_at_the_likely_the_calibrated_and_the_upper_memory(judged):
    fit, found, simulated = judged
    wanted = tuple(fit.noise[name] for name in ("rho_likelihood", "rho", "rho_upper"))
    assert len(set(wanted)) == 3
    assert found.memories == wanted
    assert tuple(simulated) == 2 * wanted  # first to choose noise models, then to judge
