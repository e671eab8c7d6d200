"""A file of one's own: defaults by the kind of time, and the document for machines."""

import contextlib
import json
import math
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.its.examples import with_draws, with_sum
from turningpoint.errors import DataError, DesignError, ParameterError, TurningpointError
from turningpoint.its.coverage.certificate import certify
from turningpoint.its.from_csv import CHOICES, analyse_file, document


@pytest.fixture
def monthly(tmp_path):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "month": pd.period_range("2015-01", periods=96, freq="M").astype(str),
            "attacks": rng.poisson(20, size=96),
            "population": np.linspace(2e6, 2.4e6, 96),
            "rain": rng.normal(size=96),
            "remark": "not a number",
        }
    )
    path = tmp_path / "own.csv"
    frame.to_csv(path, index=False)
    return path


def analysed(path, *, outcome="attacks", columns=None, horizons=(), **choices):
    """Analyse with these choices; ``columns`` are the arguments that name columns."""
    given = {"interventions": ["2020-01"], **choices}
    return analyse_file(path, given, time="month", outcome=outcome, horizons=horizons, **(columns or {}))


def changed(path, column, row, value):
    frame = pd.read_csv(path, dtype=str)
    frame.loc[row, column] = value
    frame.to_csv(path, index=False)


def test_a_monthly_file_gets_two_harmonics_and_years(monthly):
    design = document(analysed(monthly))["design"]
    assert (design["harmonics"], design["time_unit"], design["errors"]) == (2, "year", "calibrated")
    assert document(analysed(monthly, month_indicators=True))["design"]["harmonics"] == 0


def test_years_have_no_season_and_an_index_counts_periods(tmp_path):
    path = tmp_path / "own.csv"
    counts = np.random.default_rng(2).poisson(9, size=40)
    pd.DataFrame({"when": range(1980, 2020), "n": counts}).to_csv(path, index=False)
    yearly = document(analyse_file(path, {"interventions": ["2000"]}, time="when", outcome="n"))
    assert (yearly["series"]["frequency"], yearly["design"]["harmonics"]) == ("year", 0)
    pd.DataFrame({"when": range(1, 41), "n": counts}).to_csv(path, index=False)
    indexed = document(analyse_file(path, {"interventions": ["20"]}, time="when", outcome="n"))
    assert (indexed["series"]["frequency"], indexed["design"]["time_unit"]) == ("index", "period")
    with pytest.raises(ParameterError, match="time unit 'year'"):
        analyse_file(path, {"interventions": ["20"], "time_unit": "year"}, time="when", outcome="n")


def test_exposure_and_covariates_are_used(monthly):
    found = document(analysed(monthly, columns={"exposure": "population", "covariates": ["rain"]}))
    assert found["design"]["exposure"] is True
    assert found["design"]["terms"][-1] == "rain"


def test_the_document_is_json_without_nan(monthly):
    found = json.loads(json.dumps(document(analysed(monthly)), allow_nan=False))
    assert {
        "design",
        "coefficients",
        "effects",
        "noise",
        "dispersion",
        "log_likelihood",
        "diagnostics",
        "converged",
        "messages",
    } <= set(found)
    assert set(found["coefficients"][0]) == {"term", "estimate", "se", "low", "high", "df"}
    assert found["coefficients"][0]["df"] is None
    assert document(analysed(monthly, likelihood="quasi-poisson"))["log_likelihood"] is None


def test_only_the_named_columns_are_read(monthly):
    changed(monthly, "rain", 3, "wet")
    analysed(monthly)
    with pytest.raises(DataError, match=r"column 'rain', row 5.*not a number"):
        analysed(monthly, columns={"covariates": ["rain"]})


def test_missing_outcomes_need_leave(monthly):
    changed(monthly, "attacks", 3, "")
    with pytest.raises(DataError, match=r"row 5.*--allow-missing"):
        analysed(monthly)
    assert document(analysed(monthly, columns={"allow_missing": True}))["series"]["observed"] == 95


def test_a_constant_covariate_is_named(monthly):
    pd.read_csv(monthly).assign(rain=3.5).to_csv(monthly, index=False)
    with pytest.raises(DesignError, match="intercept, rain"):
        analysed(monthly, columns={"covariates": ["rain"]})


def test_a_measured_outcome_may_be_negative_and_fractional(monthly):
    found = analysed(monthly, outcome="rain", likelihood="gaussian", errors="ar1-reml")
    assert found.outcome.values.min() < 0
    written = document(found)
    assert (written["likelihood"], written["errors"], written["link"]) == ("gaussian", "ar1-reml", "identity")
    assert set(written["noise"]) == {"rho", "sigma"}
    assert written["dispersion"] is None
    assert written["diagnostics"]["ljung_box"]["df"] == written["diagnostics"]["ljung_box"]["lags"] - 1
    units = {effect["name"]: effect["unit"] for effect in written["effects"]}
    assert (units["level_change"], units["slope_change_per_year"], units["expected_excess"]) == (
        "rain",
        "rain per year",
        "rain",
    )
    with pytest.raises(DataError, match=r"is negative; a count is not.*--likelihood gaussian"):
        analysed(monthly, outcome="rain")


def test_every_choice_reaches_the_specification(monthly):
    asked = {
        "interventions": ["2019-06", "2021-01"], "ramp": False, "likelihood": "gaussian", "errors": "hac:3",
        "harmonics": 0, "month_indicators": True, "transition": 2, "transition_before": 1, "time_unit": "period",
        "pre_trend": "straight", "equivalence": 2.0, "confidence": 0.9, "replicates": 299, "seed": 4,
    }  # fmt: skip
    assert set(asked) | {"pulses"} == set(CHOICES)  # these stand in place of interventions
    design = document(analysed(monthly, **asked))["design"]
    assert {name: design[name] for name in asked} == asked


def test_an_unknown_choice_is_named(monthly):
    with pytest.raises(ParameterError, match="'lag'"):
        analysed(monthly, lag=3)


def test_horizons_are_added(monthly):
    found = document(analysed(monthly, horizons=[5]))
    assert {effect["horizon"] for effect in found["effects"]} == {None, 5, 12, 24, 36}


def numbers(found):
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list):
        return [number for item in found for number in numbers(item)]
    return [found] if isinstance(found, float) else []


def test_draws_are_not_written_and_what_is_not_finite_is_none(monthly):
    analysis = analysed(monthly)
    fit = with_untouched_of(analysis.fit)
    spoilt = replace(analysis, fit=replace(fit, log_likelihood=math.nan, noise={"alpha": math.inf}))
    found = json.loads(json.dumps(document(spoilt), allow_nan=False))
    assert found["log_likelihood"] is None
    assert found["noise"] == {"alpha": None}
    assert len(numbers(found)) < 500
    assert not {"draws", "untouched"} & set(found)


def with_untouched_of(fit):
    drawn = with_draws(fit)
    return replace(drawn, untouched=np.ones((2_000, len(fit.values))))


def test_certificate_and_other_models_are_written_whole_and_without_nan(monthly):
    found = analysed(monthly)
    certificate = certify(found.fit, replicates=199)
    others = pd.DataFrame({"errors": ["hac:6", "ar1-ml"], "level_ratio": [1.5, np.nan], "problem": ["", "too short"]})
    written = json.loads(json.dumps(document(found, certificate, others), allow_nan=False))
    assert written["certificate"]["coverage"] == certificate.coverage
    assert written["certificate"]["summary"] == certificate.summary()
    assert set(vars(certificate)) <= set(written["certificate"])
    assert written["other_models"][1] == {"errors": "ar1-ml", "level_ratio": None, "problem": "too short"}
    without = document(found)
    assert (without["certificate"], without["other_models"]) == (None, None)


COUNTS = st.sampled_from([0, 1, 7, 10**6, 10**12, 10**100, 10**300])


@given(
    st.lists(COUNTS, min_size=26, max_size=26),
    st.sampled_from(["poisson", "quasi-poisson", "negative-binomial", "gaussian"]),
    st.sampled_from(["independent", "hac:2", "calibrated"]),
    st.booleans(),
)
@settings(max_examples=40)
def test_whatever_the_counts_effects_are_finite_or_the_series_is_refused(counts, likelihood, errors, same):
    values = counts[:1] * 13 + counts[1:2] * 13 if same else counts
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.csv"
        path.write_text("t,n\n" + "".join(f"{t},{n}\n" for t, n in enumerate(values, start=1)))
        choices = {"interventions": ["14"], "likelihood": likelihood, "errors": errors}
        with contextlib.suppress(TurningpointError):
            found = document(analyse_file(path, choices, time="t", outcome="n"))
            json.dumps(found, allow_nan=False)
            for effect in found["effects"]:
                assert math.isfinite(effect["estimate"])


def test_the_document_counts_sums_where_there_are_any(monthly):
    plain = analysed(monthly, likelihood="poisson", errors="independent")
    assert set(document(plain)["series"]) == {
        "outcome", "source", "frequency", "first", "last", "periods", "observed",
    }  # fmt: skip
    written = document(with_sum(plain, (0, 1, 2, 5)))
    assert {name: written["series"][name] for name in ("periods", "observed", "sums", "periods_in_sums")} == {
        "periods": 96, "observed": 92, "sums": 1, "periods_in_sums": 4,
    }  # fmt: skip
    assert written["series"]["periods_not_covered"] == 0
    assert [written["design"][name] for name in ("points", "points_before", "points_after")] == [93, 57, 36]
    across = document(with_sum(plain, (59, 60, 61)))["design"]
    assert [across[name] for name in ("points", "points_before", "points_after")] == [94, 59, 34]


def test_a_file_by_quarter_has_its_quarters(tmp_path):
    path = tmp_path / "own.csv"
    counts = np.random.default_rng(3).poisson(9, size=48)
    quarters = [str(quarter) for quarter in pd.period_range("2010Q1", periods=48, freq="Q")]
    choices = {"likelihood": "poisson", "errors": "independent"}
    texts = (quarters, [f"{text[:4]}-{3 * int(text[5]) - 2:02d}" for text in quarters])
    for times in texts:
        pd.DataFrame({"when": times, "n": counts}).to_csv(path, index=False)
        found = analyse_file(path, {"interventions": ["2018Q3"], **choices}, time="when", outcome="n")
        written = document(found)
        assert (written["series"]["frequency"], written["series"]["last"]) == ("quarter", "2021Q4")
        assert (written["design"]["harmonics"], written["design"]["points_before"]) == (2, 34)
        assert [effect.horizon for effect in found.effects if effect.name == "expected_excess"] == [4, 8, 14]
    with pytest.raises(ParameterError, match="Write the whole quarter, 2018Q3"):
        analyse_file(path, {"interventions": ["2018-08"], **choices}, time="when", outcome="n")
    season = analyse_file(path, {"interventions": ["2018Q3"], "harmonics": 1, **choices}, time="when", outcome="n")
    assert season.design.terms[-2:] == ("sin_1", "cos_1")
    with pytest.raises(ParameterError, match="four quarters have two harmonics at most"):
        analyse_file(path, {"interventions": ["2018Q3"], "harmonics": 3, **choices}, time="when", outcome="n")


def test_sums_of_a_file_reach_the_design(monkeypatch):
    seen = {}
    monkeypatch.setattr("turningpoint.its.from_csv.analyse", lambda outcome, *_, **__: seen.update(outcome=outcome))
    path = Path(__file__).parents[1] / "golden" / "picss_spans" / "observations.csv"
    analyse_file(path, {"interventions": ["2021-08"]}, time="months", outcome="attacks")
    assert len(seen["outcome"].spans) == 8
