"""What stands beside an analysis: the conventional fit, a course that may bend, the certificate, other models."""

from dataclasses import replace

import numpy as np
import pytest

from tests.its.spans_series import half_years, picss
from tests.reports.simulated import simulated
from turningpoint.errors import FitError
from turningpoint.its import Specification, analyse
from turningpoint.its.sensitivity import COUNT_MODELS
from turningpoint.outcome import load_outcome
from turningpoint.reports.chapters.attacks import companion_fits

KABUL = Specification(("2021-08",))


@pytest.fixture(scope="module")
def result():
    return analyse(load_outcome("events", start="2015-01", end="2024-12"), KABUL, horizons=[7])


def test_the_conventional_fit_is_that_of_the_same_design(result):
    found = companion_fits.conventional(result)
    alone = analyse(result.outcome, replace(KABUL, errors="hac:6"), horizons=[7])
    assert found.fit.errors == "hac:6"
    assert [(e.name, e.horizon, e.estimate, e.low, e.high, e.unit) for e in found.effects] == [
        (e.name, e.horizon, e.estimate, e.low, e.high, e.unit) for e in alone.effects
    ]
    assert found.specification.errors == "hac:6"


def test_a_measured_outcome_is_fitted_by_least_squares():
    measured = analyse(simulated(), replace(KABUL, likelihood="gaussian"))
    assert companion_fits.conventional(measured).fit.likelihood == "gaussian"


def test_where_there_is_no_conventional_fit_nothing_stands_beside(result, monkeypatch):
    def fails(*_, **__):
        raise FitError("no convergence")

    monkeypatch.setattr(companion_fits, "analyse_design", fails)
    assert companion_fits.conventional(result) is None
    assert companion_fits.straight(result) is None


def test_straight_courses_stand_beside_one_that_may_bend_and_beside_no_other(result):
    straight, recent = companion_fits.straight(result), companion_fits.recent(result)
    assert straight.specification == replace(KABUL, pre_trend="straight")
    assert {e.horizon for e in straight.effects} == {e.horizon for e in recent.effects} == {None, 7, 12, 24, 41}
    assert recent.outcome.labels[0] == "2018-08"
    assert companion_fits.straight(straight) is None
    assert companion_fits.recent(straight) is None
    assert companion_fits.straight(companion_fits.conventional(result)) is None


def test_a_window_that_is_recent_already_has_no_recent_part(result):
    short = analyse(result.outcome.window("2018-08", ""), KABUL)
    assert companion_fits.recent(short) is None
    assert companion_fits.straight(short) is not None


def test_the_certificate_takes_level_seed_and_replicates_of_the_report(result, monkeypatch):
    asked = []
    monkeypatch.setattr(companion_fits, "certify", lambda fit, **options: asked.append((fit, options)) or "certificate")
    own = replace(result, specification=replace(KABUL, confidence=0.9, replicates=299, seed=7))
    assert companion_fits.certificate(own) == "certificate"
    assert asked == [(result.fit, {"confidence": 0.9, "replicates": 299, "seed": 7})]
    other = replace(result, specification=replace(KABUL, errors="hac:6"))
    assert companion_fits.certificate(other) is None
    assert len(asked) == 1


def test_the_reports_own_model_comes_first_and_no_model_twice(result):
    models = companion_fits.models(result)
    found = list(models[["likelihood", "errors"]].itertuples(index=False, name=None))
    assert found == [("negative-binomial", "calibrated"), *COUNT_MODELS]
    assert models["level_ratio"].iloc[0] == result.level.estimate
    other = companion_fits.models(replace(result, specification=replace(KABUL, errors="hac:6")))["errors"].tolist()
    assert other[:2] == ["hac:6", "calibrated"]
    assert len(other) == len(COUNT_MODELS) + 1


def test_a_covariate_of_the_design_stays_in_every_model():
    outcome = simulated()
    rain = np.random.default_rng(5).normal(size=len(outcome.times))
    with_rain = analyse(outcome, replace(KABUL, errors="hac:6"), covariates={"rain": rain})
    models = companion_fits.models(with_rain, usual=[("negative-binomial", "hac:3")])
    assert models["errors"].tolist() == ["hac:6", "calibrated", "hac:3"]
    assert models["level_ratio"].iloc[0] == with_rain.level.estimate
    assert "rain" in companion_fits.conventional(with_rain).design.terms
    assert companion_fits.conventional(with_rain).level == with_rain.level


def test_beside_sums_the_conventional_fit_is_that_of_single_months():
    independent = replace(KABUL, likelihood="quasi-poisson", errors="independent")
    found = companion_fits.conventional(analyse(picss(), independent))
    alone = analyse(replace(picss(), spans=()), replace(KABUL, likelihood="negative-binomial", errors="hac:6"))
    assert found.level.estimate == pytest.approx(alone.level.estimate)
    assert found.level.method == "negative binomial, HAC lag 6, single months only, normal quantile"
    assert companion_fits.conventional(analyse(half_years(), independent)) is None
