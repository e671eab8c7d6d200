"""A file of one's own: defaults by the kind of time, and the document for machines."""

import json
from functools import partial

import numpy as np
import pandas as pd
import pytest

from analysis.errors import DataError, DesignError, ParameterError
from analysis.its.own_file import analyse_file, document


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
    return partial(analyse_file, path, time="month", outcome="attacks", interventions=["2020-01"])


def changed(analysis, column, row, value):
    frame = pd.read_csv(analysis.args[0], dtype=str)
    frame.loc[row, column] = value
    frame.to_csv(analysis.args[0], index=False)


def test_a_monthly_file_gets_two_harmonics_and_years(monthly):
    design = document(monthly())["design"]
    assert (design["harmonics"], design["time_unit"], design["errors"]) == (2, "year", "independent")
    assert document(monthly(month_indicators=True))["design"]["harmonics"] == 0


def test_years_have_no_season_and_an_index_counts_periods(tmp_path):
    path = tmp_path / "own.csv"
    counts = np.random.default_rng(2).poisson(9, size=40)
    pd.DataFrame({"when": range(1980, 2020), "n": counts}).to_csv(path, index=False)
    yearly = document(analyse_file(path, time="when", outcome="n", interventions=["2000"]))
    assert (yearly["series"]["frequency"], yearly["design"]["harmonics"]) == ("year", 0)
    pd.DataFrame({"when": range(1, 41), "n": counts}).to_csv(path, index=False)
    indexed = document(analyse_file(path, time="when", outcome="n", interventions=["20"]))
    assert (indexed["series"]["frequency"], indexed["design"]["time_unit"]) == ("index", "period")
    with pytest.raises(ParameterError, match="time unit 'year'"):
        analyse_file(path, time="when", outcome="n", interventions=["20"], time_unit="year")


def test_exposure_and_covariates_are_used(monthly):
    found = document(monthly(exposure="population", covariates=["rain"]))
    assert found["design"]["exposure"] is True
    assert found["design"]["terms"][-1] == "rain"


def test_the_document_is_json_without_nan(monthly):
    found = json.loads(json.dumps(document(monthly()), allow_nan=False))
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
    assert document(monthly(likelihood="quasi-poisson"))["log_likelihood"] is None


def test_only_the_named_columns_are_read(monthly):
    changed(monthly, "rain", 3, "wet")
    monthly()
    with pytest.raises(DataError, match=r"column 'rain', row 5.*not a number"):
        monthly(covariates=["rain"])


def test_missing_outcomes_need_leave(monthly):
    changed(monthly, "attacks", 3, "")
    with pytest.raises(DataError, match=r"row 5.*--allow-missing"):
        monthly()
    assert document(monthly(allow_missing=True))["series"]["observed"] == 95


def test_a_constant_covariate_is_named(monthly, tmp_path):
    frame = pd.read_csv(monthly.args[0]).assign(rain=3.5)
    frame.to_csv(monthly.args[0], index=False)
    with pytest.raises(DesignError, match="intercept, rain"):
        monthly(covariates=["rain"])
