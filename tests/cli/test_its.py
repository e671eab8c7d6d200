"""``turningpoint its``: what it prints, what it writes, what it refuses."""

import json
import re
from dataclasses import fields
from inspect import signature
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.cli.helpers import run
from tests.sources.event_files.made_up import ged, ged_file
from turningpoint.cli.its import its as command
from turningpoint.errors import DataError
from turningpoint.its import Certificate, Specification, long_series
from turningpoint.killratio.over_time.ratio import ratio_over_time

VAN = Path(__file__).parents[1] / "golden" / "van_drivers" / "data.csv"


def beside_progress(stderr):
    """What stands on standard error but for what takes longer than five seconds, which ends in an ellipsis."""
    return "\n".join(line for line in stderr.splitlines() if not line.endswith(" …"))


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
                "price": 40 + 0.05 * np.arange(96) + 6 * (np.arange(96) >= 60) + rng.normal(scale=3, size=96),
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
    assert [row["term"] for row in found["coefficients"]][:3] == ["intercept", "trend", "step"]
    assert found["design"]["terms"] == ["intercept", "trend", "step"]
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


def test_the_population_of_a_country_is_the_exposure_and_its_rule_is_printed(monthly, tmp_path):
    out = tmp_path / "out.json"
    options = ("--population", "PAK", "--errors", "hac:3", "--json", out)
    result = its(monthly(), *options)
    assert result.exit_code == 0, result.output
    assert "Exposure is the population by World Bank population" in " ".join(result.stdout.split())
    found = json.loads(out.read_text())
    assert found["design"]["exposure"] is True
    assert "at steady growth" in found["series"]["assumption"]
    without = tmp_path / "without.json"
    assert its(monthly(), "--errors", "hac:3", "--json", without).exit_code == 0
    slopes = [
        {row["term"]: row["estimate"] for row in json.loads(path.read_text())["coefficients"]}
        for path in (out, without)
    ]
    assert 0.01 < slopes[1]["trend"] - slopes[0]["trend"] < 0.03  # the growth of the population a year


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
        ({}, ("--errors", "ar1-reml"), "for a gaussian outcome, not for counts"),
        ({}, ("--errors", "arima:1,0"), "is unknown"),
        ({}, ("--horizon", "37"), "36 periods after"),
        ({}, ("--replicates", "20"), "too few"),
        ({}, ("--seed", "-1"), "negative"),
        ({}, ("--pre-trend", "wavy"), "wavy"),
        ({}, ("--transition-before", "-1"), "--transition-before"),
        ({}, ("--likelihood", "gaussian", "--exposure", "people"), "takes no exposure"),
        ({}, ("--likelihood", "gaussian", "--population", "PAK"), "takes no exposure"),
        ({}, ("--population", "PAK", "--exposure", "people"), "a series has one exposure"),
        ({}, ("--population", "XYZ"), "has no country 'XYZ'"),
        ({}, ("--population", "PAK:flat"), "there is no rule 'flat'. Choose 'growth'"),
        ({"attacks": put(5, "inf")}, ("--likelihood", "gaussian"), "infinite"),
        ({}, ("--confidence", "95"), "between 0 and 1"),
        ({}, ("--likelihood", "gamma"), "gamma"),
        ({}, ("--harmonics", "2", "--month-indicators"), "exclude each other"),
        ({"month": range(96)}, ("--time-unit", "year"), "2020-01"),
        ({"rain": lambda column: column * 1e300}, ("--covariate", "rain"), "the column rain is of the size"),
        ({"attacks": put(5, "3e15")}, (), "of the size 3e+15"),
        ({"people": put(5, "1e-300")}, ("--exposure", "people"), "the exposure runs from 1e-300"),
        ({"attacks": lambda column: [0] * 60 + list(column[60:])}, (), "from 2015-01 to 2019-12 is zero"),
        ({}, ("--errors", "ar2"), "arima:p,d,q[:P,D,Q,s], structural or calibrated"),
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
        ("2015-03", "2 usable points before"),
        ("2022-11", "2 usable points after"),
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


def measured(path, *options):
    return run(
        "its", path, "--time", "month", "--outcome", "price", "--intervention", "2020-01", "--likelihood", "gaussian",
        *options,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("errors", "method", "noise"),
    [
        ("independent", "Ordinary least squares, independent errors", {"sigma"}),
        ("hac:4", "HAC lag 4 with small-sample factor", {"sigma"}),
        ("prais-winsten", "Prais-Winsten", {"rho", "sigma"}),
        ("ar1-reml", "restricted maximum likelihood", {"rho", "sigma"}),
        ("ar1-ml", "by maximum likelihood", {"rho", "sigma"}),
        ("arima:1,0,0", "ARIMA(1,0,0) with regressors", {"ar_1", "sigma"}),
        ("arima:0,1,1:0,1,1,12", "ARIMA(0,1,1)(0,1,1)[12]", {"ma_1", "seasonal_ma_1", "sigma"}),
        ("structural", "Structural time series", None),
    ],
)
def test_every_gaussian_error_model_is_reached(monthly, tmp_path, errors, method, noise):
    out = tmp_path / "out.json"
    result = measured(monthly(), "--errors", errors, "--horizon", "7", "--horizon", "9", "--json", out)
    assert result.exit_code == 0, result.output
    for words in (method, "Level change, January 2020", "Expected excess, 7 months", "more than expected", "Noise: "):
        assert words in result.stdout
    assert "atio" not in result.stdout.split("Effects")[1].split("Diagnostics")[0]
    found = json.loads(out.read_text(), parse_constant=pytest.fail)
    assert (found["errors"], found["likelihood"], found["link"]) == (errors, "gaussian", "identity")
    assert noise is None or set(found["noise"]) == noise
    assert found["noise"]
    assert {7, 9, 12, 24, 36} <= {effect["horizon"] for effect in found["effects"]}


def test_a_negative_outcome_is_measured_or_refused(monthly):
    path = monthly(price=lambda column: column - 60)
    result = measured(path)
    assert result.exit_code == 0, result.output
    assert "Relative excess" not in result.stdout
    assert "not positive: no relative excess" in result.stdout
    refused = run("its", path, "--time", "month", "--outcome", "price", "--intervention", "2020-01")
    assert refused.exit_code == 2
    assert "--likelihood gaussian" in refused.stderr


def test_all_choices_of_a_specification_are_options(monthly, tmp_path):
    """Each field has an option, and what the options say is what is fitted."""
    out = tmp_path / "out.json"
    options = {
        "likelihood": "quasi-poisson", "errors": "hac:2", "harmonics": 1, "transition": 2, "transition_before": 1,
        "time_unit": "period", "pre_trend": "straight", "equivalence": 2.0, "confidence": 0.8,
        "replicates": 299, "seed": 7,
    }  # fmt: skip
    named = [text for name, value in options.items() for text in (f"--{name.replace('_', '-')}", value)]
    assert its(monthly(), *named, "--no-ramp", "--json", out).exit_code == 0
    design = json.loads(out.read_text())["design"]
    assert {name: design[name] for name in options} == options
    assert design["ramp"] is False
    by_default = {"interventions": ["2020-01"], "ramp": False, "month_indicators": False, "pulses": []}
    assert {field.name for field in fields(Specification)} == {*options, *by_default}
    assert {field.name for field in fields(Specification)} <= set(signature(command).parameters)


def test_defaults_are_those_of_the_command_and_of_the_specification(monthly, tmp_path):
    out = tmp_path / "out.json"
    assert its(monthly(), "--json", out).exit_code == 0
    design = json.loads(out.read_text())["design"]
    assert (design["likelihood"], design["errors"], design["pre_trend"]) == (
        "negative-binomial",
        "calibrated",
        "",
    )
    own = Specification(("2020-01",))
    assert (design["replicates"], design["seed"], design["confidence"]) == (own.replicates, own.seed, own.confidence)


def test_a_fit_that_does_not_converge_exits_with_1(monthly, tmp_path):
    """A series that wanders smoothly: its autocorrelation is at the edge."""
    out = tmp_path / "out.json"
    wander = np.cumsum(np.cumsum(np.random.default_rng(3).normal(size=96)))
    result = measured(monthly(price=wander), "--errors", "ar1-reml", "--harmonics", "0", "--no-ramp", "--json", out)
    found = json.loads(out.read_text())
    assert (result.exit_code, found["converged"]) == (1, False), result.output
    assert "did not converge" in result.stdout
    assert "not to be used" in " ".join(found["messages"]).replace("\n", " ")


def test_a_calibrated_fit_has_a_certificate_and_what_others_would_have_reported(monthly, tmp_path):
    out = tmp_path / "out.json"
    result = its(monthly(), "--covariate", "rain", "--replicates", "300", "--json", out)
    assert (result.exit_code, beside_progress(result.stderr)) == (0, ""), result.output
    found = json.loads(out.read_text(), parse_constant=pytest.fail)
    certificate = found["certificate"]
    assert certificate["summary"] in result.stdout
    assert certificate["replicates"] == 300
    assert 0.8 < certificate["coverage"] <= 1
    assert 0.8 < certificate["coverage_12"] <= 1
    assert len(certificate["memories"]) == 2
    assert certificate["certified"] is (certificate["reason"] == "")
    assert {field.name for field in fields(Certificate)} <= set(certificate)
    models = {(row["likelihood"], row["errors"]): row for row in found["other_models"]}
    level = next(effect for effect in found["effects"] if effect["name"] == "level_ratio")
    own = models["negative-binomial", "calibrated"]
    assert (own["level_ratio"], own["level_ratio_low"]) == (level["estimate"], level["low"])
    assert models["poisson", "independent"]["level_ratio_low"] > own["level_ratio_low"]
    after = result.stdout.partition("straight course before (95% interval in brackets)")[2]
    assert f"quasi-poisson      independent  {models['quasi-poisson', 'independent']['level_ratio']:.2f} (" in after
    assert "Why the calibrated model is the default" in after


def test_a_gaussian_outcome_has_a_certificate_too(monthly, tmp_path):
    out = tmp_path / "out.json"
    result = measured(monthly(), "--no-ramp", "--replicates", "199", "--json", out)
    assert (result.exit_code, beside_progress(result.stderr)) == (0, ""), result.output
    found = json.loads(out.read_text(), parse_constant=pytest.fail)
    assert found["certificate"]["slope_coverage"] is None
    assert [row["errors"] for row in found["other_models"]] == [
        "calibrated", "independent", "hac:6", "prais-winsten", "ar1-reml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--no-certificate",), "because none was asked for"),
        (("--errors", "hac:3"), "that is done for the calibrated model (errors calibrated)"),
    ],
)
def test_without_a_certificate_it_is_said_why_in_one_sentence(monthly, tmp_path, options, words):
    out = tmp_path / "out.json"
    result = its(monthly(), *options, "--json", out)
    assert (result.exit_code, beside_progress(result.stderr)) == (0, ""), result.output
    assert words in result.stdout
    found = json.loads(out.read_text(), parse_constant=pytest.fail)
    assert found["certificate"] is None
    calibrated = "hac:3" not in options
    assert (found["other_models"] is not None) is calibrated
    assert ("What others would have reported" in result.stdout) is calibrated
    assert ("all but the first with a straight course before" in result.stdout) is calibrated
    assert not any(line.startswith("bend_") for line in result.stdout.splitlines())


@pytest.mark.parametrize("frequency", ["year", "index", "few"])
def test_years_an_index_and_few_events_have_a_result_and_strict_json(tmp_path, frequency):
    out, path = tmp_path / "out.json", tmp_path / "own.csv"
    random = np.random.default_rng(4)
    times = {"year": range(1990, 2020), "index": range(1, 31), "few": pd.period_range("2018-01", periods=30, freq="M")}
    counts = random.poisson(2 if frequency == "few" else 12, 30)
    pd.DataFrame({"time": list(times[frequency]), "events": counts}).to_csv(path, index=False)
    when = {"year": "2005", "index": "16", "few": "2019-06"}[frequency]
    options = ("--time", "time", "--outcome", "events", "--intervention", when, "--replicates", "199", "--json", out)
    result = run("its", path, *options)
    assert (result.exit_code, beside_progress(result.stderr)) == (0, ""), result.output
    assert "ertified" in result.stdout
    assert json.loads(out.read_text(), parse_constant=pytest.fail)["certificate"]["points"] == 30


@pytest.mark.parametrize("likelihood", ["poisson", "quasi-poisson", "negative-binomial"])
@pytest.mark.parametrize("errors", ["calibrated", "independent"])
def test_one_value_that_dwarfs_all_others_ends_in_a_sentence_and_status_1(monthly, tmp_path, likelihood, errors):
    out = tmp_path / "out.json"
    options = ("--likelihood", likelihood, "--errors", errors, "--json", out)
    result = its(monthly(attacks=put(80, 10**9)), *options)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1), result.output
    assert result.stderr.startswith("error: ")
    assert not out.exists()


def test_a_constant_outcome_has_no_noise_to_judge_by(monthly):
    result = measured(monthly(price=40.5))
    assert result.exit_code == 1
    assert "the outcome is 40.5 in all 96 periods used" in result.stderr


def test_the_last_period_may_stand_in_a_column_of_its_own(tmp_path, monkeypatch):
    seen = {}

    def stopped(path, choices, **given):
        seen.update(given)
        raise DataError("read so far")

    monkeypatch.setattr("turningpoint.its.from_csv.read_question", stopped)
    for name in ("its", "robustness"):
        seen.clear()
        options = ("--time", "a", "--time-end", "b", "--outcome", "n", "--intervention", "2021-08")
        assert run(name, tmp_path / "own.csv", *options).exit_code == 2
        assert (seen["time"], seen["time_end"]) == ("a", "b")


def test_sums_that_overlap_are_refused_with_their_rows(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("month,attacks\n2021-01/2021-03,9\n2021-02,4\n2021-04,4\n")
    result = its(path)
    assert result.exit_code == 2
    assert "rows 2, 3: 2021-02 lies in '2021-01/2021-03' and in another row" in " ".join(result.output.split())


def test_a_file_of_another_hand_gives_the_numbers_of_the_plain_one(tmp_path):
    months = [divmod(2015 * 12 + at, 12) for at in range(60)]
    counts = [10 + 7 * at % 11 for at in range(60)]
    plain, other = tmp_path / "plain.csv", tmp_path / "other.csv"
    rows = list(zip(months, counts, strict=True))
    plain.write_text("month,n\n" + "".join(f"{year}-{month + 1:02d},{n}\n" for (year, month), n in rows))
    long = [f"{place};01/{month + 1:02d}/{year};{n}\n" for place in "AB" for (year, month), n in rows]
    other.write_text("place;when;n\n" + "".join(long), encoding="utf-16")
    shared = ("--outcome", "n", "--errors", "independent", "--json")
    assert (
        run("its", plain, "--time", "month", "--intervention", "2018-01", *shared, tmp_path / "a.json").exit_code == 0
    )
    given = ("--time", "when", "--intervention", "01/01/2018", "--group", "place=B", *shared, tmp_path / "b.json")
    result = run("its", other, *given)
    assert result.exit_code == 0, result.output
    assert "Read as follows: text in UTF-16; columns separated by semicolon; rows with place 'B'; day first" in (
        " ".join(result.stdout.split())
    )
    first, second = (json.loads((tmp_path / name).read_text())["coefficients"] for name in ("a.json", "b.json"))
    assert first == second
    refused = run("its", other, *given[:4], *shared, tmp_path / "c.json")
    assert (refused.exit_code, (tmp_path / "c.json").exists()) == (2, False)
    assert "--sum" in refused.stderr


def test_a_file_of_events_needs_no_columns_named_and_gives_the_numbers_of_its_counts(tmp_path):
    days = [str(day.date()) for day in pd.date_range("2016-01-02", "2021-12-30", freq="5D")]
    rows = [ged(i, day, country="Aland" if i % 4 else "Bland") for i, day in enumerate([*days, *days[-3:]])]
    path, counts = ged_file(tmp_path / "events.csv", rows), tmp_path / "counts.csv"
    options = ("--intervention", "2019-07", "--errors", "independent", "--json")
    direct, counted = tmp_path / "direct.json", tmp_path / "counted.json"
    told = run("its", path, "--where", "country=Aland", *options, direct)
    assert told.exit_code == 0, told.output
    assert "events.csv is taken for ucdp-ged" in told.stdout
    assert run("events", path, "--country", "Aland", "--out", counts).exit_code == 0
    assert run("its", counts, "--time", "month", "--outcome", "events", *options, counted).exit_code == 0
    first, second = (json.loads(one.read_text()) for one in (direct, counted))
    assert first["answers"] == second["answers"]
    for given, message in (
        ((), "the rows are of 2 countries"),
        (("--exposure", "best"), "exposure: a file of events has no such column"),
        (("--time", "date_start"), "which column is the outcome"),
        (("--time", "date_start", "--outcome", "best"), "This is ucdp-ged .*where --time and --outcome are left out"),
    ):
        refused = run("its", path, *given, "--intervention", "2019-07")
        assert refused.exit_code == 2
        assert re.search(message, refused.output), refused.output


def share_file(tmp_path, holes=()):
    random = np.random.default_rng(8)
    frame = pd.DataFrame({"month": pd.period_range("2018-01", periods=36, freq="M").astype(str)})
    frame["n"] = random.integers(80, 120, 36)
    frame["k"] = random.binomial(frame["n"], 0.3)
    frame = frame.astype(object)
    frame.loc[list(holes), ["k", "n"]] = ""
    path = tmp_path / "share.csv"
    frame.to_csv(path, index=False)
    return path, frame


def test_k_of_n_is_told_as_odds_and_may_be_blank_together(tmp_path):
    path, frame = share_file(tmp_path, holes=(10, 11))
    out = tmp_path / "out.json"
    asked = ("its", path, "--time", "month", "--outcome", "k", "--of", "n", "--intervention", "2019-07")
    assert "the deaths are missing" not in run(*asked, "--allow-missing").output
    result = run(*asked, "--allow-missing", "--json", out)
    assert result.exit_code == 0, result.output
    assert "the odds of k against the rest of n were" in result.stdout
    assert "militants" not in result.stdout + out.read_text().replace('"militants":', "")
    seen = frame[frame["k"] != ""]
    both = pd.DataFrame({"month": seen["month"], "militants": seen["k"], "security": seen["n"] - seen["k"]})
    expected = ratio_over_time(both, ["2019-07"])
    found = json.loads(out.read_text())
    assert found["effects"][0]["estimate"] == pytest.approx(expected.level.estimate, rel=1e-9)


def test_a_part_is_not_more_than_its_whole_and_other_models_do_not_apply(tmp_path):
    path, frame = share_file(tmp_path)
    asked = ("--time", "month", "--outcome", "k", "--of", "n", "--intervention", "2019-07")
    result = run("its", path, *asked, "--likelihood", "poisson")
    assert (result.exit_code, "--likelihood says nothing to a share" in result.stderr) == (2, True)
    frame.loc[3, "k"] = 500
    frame.to_csv(path, index=False)
    result = run("its", path, *asked)
    assert (result.exit_code, "row 5: '500' is more than the n of its row" in result.stderr) == (2, True), result.output


def test_rates_of_a_stated_denominator_are_fitted_as_the_counts_behind_them(tmp_path):
    path, frame = share_file(tmp_path)
    people = frame["n"].astype(int) * 1000
    table = frame.assign(people=people, rate=(frame["k"].astype(int) * 100_000 / people).map("{:.2f}".format))
    table.to_csv(path, index=False)
    asked = ("--time", "month", "--exposure", "people", "--intervention", "2019-07", "--no-certificate", "--json")
    counts, rates = tmp_path / "counts.json", tmp_path / "rates.json"
    assert run("its", path, "--outcome", "k", *asked, counts).exit_code == 0
    result = run("its", path, "--outcome", "rate", "--per", "100000", *asked, rates)
    assert result.exit_code == 0, result.output
    assert "Counts are made back from rates per 100,000 of the exposure." in result.stdout
    levels = [json.loads(one.read_text())["effects"][0]["estimate"] for one in (counts, rates)]
    assert levels[0] == pytest.approx(levels[1], rel=1e-9)
    coarse = run("its", path, "--outcome", "rate", "--per", "1000", *asked, rates)
    assert coarse.exit_code == 2
    assert "give rates with more digits" in coarse.stderr
    assert (
        "needs the exposure" in run("its", path, "--outcome", "rate", "--per", "1000", *asked[:2], *asked[4:7]).stderr
    )


def test_a_long_series_has_a_certificate_only_where_it_is_asked_for(tmp_path, monkeypatch):
    path, _ = share_file(tmp_path)
    asked = ("its", path, "--time", "month", "--outcome", "k", "--intervention", "2019-07", "--replicates", "199")
    monkeypatch.setattr(long_series, "CERTIFIED_UNASKED", 35)
    without = run(*asked)
    assert without.exit_code == 0, without.output
    assert "Over 35 periods a certificate takes minutes or more: --certificate makes it." in without.stdout
    assert "simulated series like this one the 95%" not in without.stdout
    given = run(*asked, "--certificate")
    assert "--certificate makes it" not in given.stdout
    assert "198 simulated series like this one" in given.stdout or "200 simulated series like this one" in given.stdout
