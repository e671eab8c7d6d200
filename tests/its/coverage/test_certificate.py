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
from turningpoint.its.model.bending_trend import bends
from turningpoint.spans import with_sums

MONTHS = pd.period_range("2017-01", periods=60, freq="M")
SPECIFICATION = Specification(("2020-05",), errors="calibrated", harmonics=0)
DESIGN = build_design(MONTHS, SPECIFICATION)
RANDOM = np.random.default_rng(11)
COUNTS = RANDOM.poisson(12 * RANDOM.gamma(6, 1 / 6, 60)).astype(float)


@pytest.fixture(scope="module")
def certificate():
    return certify(fit_calibrated(COUNTS, DESIGN), replicates=300, seed=3)


def test_it_reports_what_was_simulated(certificate):
    assert certificate.replicates == 300
    assert certificate.points == 60
    assert certificate.memories[0] < certificate.memories[1]
    assert 0.9 < certificate.coverage <= 1
    assert 0.9 < certificate.coverage_12 <= 1
    assert 0.9 < certificate.slope_coverage <= 1
    assert certificate.type_one_error < 0.12


def test_too_few_series_certify_nothing(certificate):
    assert not certificate.certified
    assert certificate.reason == "300 series are too few to certify anything; it takes 999."
    assert certificate.summary().startswith("Not certified: 300 series")


def test_the_conventional_interval_stands_beside_it_and_covers_less(certificate):
    assert certificate.conventional_coverage < certificate.coverage
    assert "HAC" in certificate.conventional
    assert "HAC" in certificate.summary()


def test_the_same_seed_gives_the_same_certificate_and_another_a_different_one():
    first, again, other = (certify(fit_calibrated(COUNTS, DESIGN), replicates=60, seed=seed) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_a_gaussian_fit_has_one_too():
    values = 50 + np.random.default_rng(3).normal(0, 4, 60)
    found = certify(fit_calibrated(values, DESIGN, likelihood="gaussian"), replicates=200)
    assert found.coverage > 0.88
    assert found.conventional == "ordinary least squares"


@pytest.mark.parametrize("likelihood", ["negative-binomial", "gaussian"])
def test_a_design_without_a_ramp_has_a_certificate_without_a_slope(likelihood):
    flat = build_design(MONTHS, replace(SPECIFICATION, ramp=False))
    found = certify(fit_calibrated(COUNTS, flat, likelihood=likelihood), replicates=80)
    assert found.slope_coverage is None
    assert 0 < found.conventional_coverage <= 1


def test_the_level_of_the_first_of_several_interventions_is_certified():
    twice = build_design(MONTHS, replace(SPECIFICATION, interventions=("2018-09", "2020-05"), transition=1))
    found = certify(fit_calibrated(COUNTS, twice), replicates=80)
    assert 0.75 < found.coverage <= 1
    assert found.points == 58


@pytest.mark.parametrize("likelihood", ["negative-binomial", "gaussian"])
@pytest.mark.parametrize("apart", [1e-2, 1e-4])
def test_columns_that_nearly_depend_on_each_other_spoil_no_certificate(likelihood, apart):
    near = np.arange(60) * 2.0 + apart * np.random.default_rng(8).normal(size=60)
    design = build_design(MONTHS, SPECIFICATION, covariates={"near": near})
    found = certify(fit_calibrated(COUNTS, design, likelihood=likelihood, pre_trend="straight"), replicates=80)
    assert 0.75 < found.coverage <= 1
    assert 0 <= found.conventional_coverage <= 1


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_the_unit_of_the_exposure_changes_no_certificate(scale):
    plain, scaled = (
        certify(
            fit_calibrated(COUNTS, build_design(MONTHS, SPECIFICATION, exposure=factor * np.linspace(1, 2, 60))),
            replicates=80,
        )
        for factor in (1, scale)
    )
    assert scaled.coverage == pytest.approx(plain.coverage, abs=0.026)
    assert scaled.conventional_coverage == pytest.approx(plain.conventional_coverage, abs=0.026)


def test_sums_have_a_certificate_without_the_conventional_interval():
    spans = [(0, 1, 2), (10, 11, 13)]
    design = build_design(MONTHS, SPECIFICATION, spans=spans)
    values = with_sums(COUNTS, spans)
    fit = fit_calibrated(np.where(np.append(design.used, [True, True]), values, np.nan), design)
    found = certify(fit, replicates=80)
    assert found.points == 54 + 2
    assert 0.8 < found.coverage <= 1
    assert found.conventional_coverage is None
    assert "conventional" not in found.summary()


def test_a_straight_fit_is_judged_on_the_course_that_may_bend():
    """A corner shortly before: the first year of the straight fit is seldom right, that of the adaptive one often."""
    time = np.arange(60) / 12
    course = 40 * np.exp(np.where(time < 25 / 12, -0.7 * time, -0.7 * 25 / 12 + 0.9 * (time - 25 / 12)))
    values = np.random.default_rng(4).poisson(course).astype(float)
    straight, adaptive = (
        certify(fit_calibrated(values, DESIGN, pre_trend=shape), replicates=120) for shape in ("straight", "adaptive")
    )
    assert straight.coverage_12 < 0.6
    assert adaptive.coverage_12 > 0.85


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
    whole = replace(fit, noise={**fit.noise, "share": 1.0})
    assert certify(whole, replicates=60).points == 60


@pytest.fixture
def judged(monkeypatch):
    """A certificate of 20 series with given shares of level, year and slope covered; and what was simulated."""
    simulated, shares = [], iter([0.9, 1.0, 0.7, 0.8, 0.6, 1.0])
    simulate = module._simulate

    def recording(fit, rho, size, random):
        simulated.append((bends(fit.design), rho))
        return simulate(fit, rho, size, random)

    monkeypatch.setattr(module, "_simulate", recording)
    monkeypatch.setattr(module.Mixture, "covers", lambda *_: np.arange(10) < 10 * next(shares))
    monkeypatch.setattr(module, "FEWEST", 20)
    fit = fit_calibrated(COUNTS, DESIGN)
    return fit, certify(fit, replicates=20), simulated


def test_the_worst_of_both_memories_is_told(judged):
    _, found, _ = judged
    assert found.coverage == pytest.approx(0.8)
    assert found.coverage_12 == pytest.approx(0.6)
    assert found.slope_coverage == pytest.approx(0.7)
    # of the five series without a change (every other one) the eight that cover leave out the tenth
    assert found.type_one_error == pytest.approx(1 / 5)
    assert found.reason.startswith("On series simulated to be like this one an interval covers the truth too rarely")


def test_series_are_simulated_at_the_mean_and_the_upper_memory(judged):
    fit, found, simulated = judged
    wanted = (fit.noise["rho"], fit.noise["rho_upper"])
    assert found.memories == wanted
    assert [(bool(bent), rho) for bent, rho in simulated] == [
        (True, rho) for rho in 2 * wanted
    ]  # first to choose noise models, then to judge


@pytest.mark.parametrize(("share", "certified"), [(0.910, True), (0.909, False)])
def test_ninety_one_in_a_hundred_certify_with_999_series_or_more(monkeypatch, share, certified):
    monkeypatch.setattr(module, "_shares", lambda *_: (1.0, share, 1.0, 0.0, 0.5))
    assert certify(fit_calibrated(COUNTS, DESIGN), replicates=999).certified == certified
    assert not certify(fit_calibrated(COUNTS, DESIGN), replicates=996).certified
