"""``turningpoint its``: what it prints, what it writes, what it refuses."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.cli.helpers import run

VAN = Path(__file__).parents[1] / "golden" / "van_drivers" / "data.csv"


@pytest.fixture
def monthly(tmp_path):
    """A monthly file, as a function of columns to replace."""

    def write(**columns):
        rng = np.random.default_rng(1)
        frame = pd.DataFrame(
            {
                "month": pd.period_range("2015-01", periods=96, freq="M").astype(str),
                "attacks": rng.poisson(20, size=96),
                "people": np.linspace(2e6, 2.4e6, 96),
                "rain": rng.normal(size=96),
            }
        ).astype(object)
        for name, values in columns.items():
            frame[name] = values(frame[name]) if callable(values) else values
        path = tmp_path / "own.csv"
        frame.to_csv(path, index=False)
        return path

    return write


def its(path, *options, when="2020-01"):
    return run("its", path, "--time", "month", "--outcome", "attacks", "--intervention", when, *options)


def put(row, value):
    def change(column):
        changed = column.copy()
        changed.iloc[row] = value
        return changed

    return change


def test_it_prints_a_table_a_sentence_and_the_verdict_on_the_pre_trend(monthly):
    result = its(monthly())
    assert result.exit_code == 0, result.output
    for words in ("Coefficients", "Level ratio, January 2020", "In 2020-01 itself", "Curvature of the pre-trend"):
        assert words in result.stdout


def test_an_index_reproduces_r_without_seasons(tmp_path):
    out = tmp_path / "out.json"
    options = ("--time", "t", "--outcome", "killed", "--intervention", "170", "--no-ramp", "--likelihood", "poisson")
    assert run("its", VAN, *options, "--json", out).exit_code == 0
    found = json.loads(out.read_text())
    assert [row["term"] for row in found["coefficients"]] == ["intercept", "trend", "step"]
    assert found["design"]["time_unit"] == "period"
    assert found["series"]["frequency"] == "index"


def test_several_interventions_exposure_and_covariates_reach_the_design(monthly, tmp_path):
    out = tmp_path / "out.json"
    options = ("--intervention", "2021-06", "--exposure", "people", "--covariate", "rain", "--harmonics", "1")
    result = its(monthly(), *options, "--errors", "hac:3", "--transition", "2", "--confidence", "0.9", "--json", out)
    assert result.exit_code == 0, result.output
    found = json.loads(out.read_text())
    assert found["design"]["terms"] == [
        "intercept", "trend", "step@2020-01", "ramp@2020-01", "step@2021-06", "ramp@2021-06", "sin_1", "cos_1", "rain",
    ]  # fmt: skip
    assert (found["design"]["errors"], found["design"]["transition"], found["design"]["confidence"]) == (
        "hac:3",
        2,
        0.9,
    )
    assert found["design"]["points"] == 92
    assert found["converged"] is True


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        ({}, ("--covariate", "snow"), "snow"),
        ({"month": put(5, "2015-05")}, (), "2015-05 stands more than once"),
        ({"month": put(5, "2010-01")}, (), "not in order"),
        ({"month": put(5, "June")}, (), "'June' is not a time"),
        ({"attacks": put(5, -1)}, (), "row 7"),
        ({"attacks": put(5, 1.5)}, (), "not a whole number"),
        ({"attacks": put(5, "inf")}, (), "infinite"),
        ({"attacks": put(5, "")}, (), "--allow-missing"),
        ({"attacks": 0}, (), "zero"),
        ({"rain": 3}, ("--covariate", "rain"), "intercept, rain depend on each other"),
        ({"people": put(5, 0)}, ("--exposure", "people"), "not above zero"),
        ({}, ("--errors", "hac"), "hac:LAG"),
        ({}, ("--confidence", "95"), "between 0 and 1"),
        ({}, ("--likelihood", "gamma"), "gamma"),
        ({}, ("--harmonics", "2", "--month-indicators"), "exclude each other"),
        ({"month": range(96)}, ("--time-unit", "year"), "2020-01"),
    ],
)
def test_bad_input_is_refused_with_status_2_and_nothing_written(monthly, tmp_path, columns, options, message):
    out = tmp_path / "out.json"
    result = its(monthly(**columns), *options, "--json", out)
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr
    assert "Traceback" not in result.output
    assert not out.exists()


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("2015-06", "5 usable points before"),
        ("2022-06", "7 usable points after"),
        ("2030-01", "outside the series"),
        ("2020", "by month"),
        ("soon", "by month"),
    ],
)
def test_an_intervention_that_does_not_fit_is_refused(monthly, when, message):
    result = its(monthly(), when=when)
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr


def test_an_index_has_no_years(monthly):
    result = its(monthly(month=range(96)), "--time-unit", "year", when="60")
    assert result.exit_code == 2
    assert "for an index use 'period'" in result.stderr


def test_a_file_that_cannot_be_written_is_said(monthly, tmp_path):
    result = its(monthly(), "--json", tmp_path / "absent" / "out.json")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
