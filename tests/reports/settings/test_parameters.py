"""One list of parameters; what it refuses, and in which words."""

from dataclasses import fields

import pytest

from turningpoint.errors import ParameterError
from turningpoint.its import Specification
from turningpoint.reports.settings.named_series import with_series
from turningpoint.reports.settings.parameters import (
    Parameters,
    allowed,
    kind,
    parameters_from,
    specification_from,
)


def test_defaults_are_the_default_edition() -> None:
    default = Parameters()
    named = with_series(default)
    assert (named.country, named.source, named.outcome) == ("PAK", "picss-attacks", "attacks")
    assert (default.window_start, default.window_end, default.intervention) == ("2015-01", "", "2021-08")
    assert (default.likelihood, default.errors, default.harmonics) == ("negative-binomial", "calibrated", 2)
    assert (default.pre_trend, default.confidence, default.replicates) == ("", 0.95, 999)


def test_texts_are_read_as_the_parameters_type() -> None:
    read = parameters_from({"ramp": "No", "transition": " 3 ", "confidence": "0.9", "country": "MLI", "seed": "7"})
    assert (read.ramp, read.transition, read.confidence, read.country, read.seed) == (False, 3, 0.9, "MLI", 7)
    assert read.model_fields_set == {"ramp", "transition", "confidence", "country", "seed"}


def test_parameters_are_frozen_and_every_one_is_explained() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Parameters().seed = 1  # type: ignore[misc]
    for name, field in Parameters.model_fields.items():
        assert field.description
        assert allowed(name)
        assert kind(name)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"contry": "PAK"}, r"unknown parameter 'contry'\. Did you mean 'country'\?"),
        ({"zzz": "1"}, r"unknown parameter 'zzz'\. `turningpoint parameters`"),
        ({"confidence": "1.5"}, r"parameter confidence: 1\.5 is not allowed\. Allowed: 0\.5 to 0\.999"),
        ({"confidence": "nan"}, r"confidence: nan is not allowed"),
        ({"confidence": float("nan")}, r"confidence: nan"),
        ({"harmonics": "two"}, r"harmonics: 'two' is not allowed\. Allowed: 0 to 6 \(whole number\)"),
        ({"harmonics": "7"}, r"harmonics: 7 is not allowed"),
        ({"transition": "1.5"}, r"transition: '1\.5'"),
        ({"transition": -1}, r"transition: -1"),
        ({"seed": True}, r"seed: True"),
        ({"ramp": "perhaps"}, r"ramp: 'perhaps' is not allowed\. Allowed: true or false"),
        ({"ramp": 1}, r"ramp: 1"),
        ({"country": 5}, r"country: 5"),
        ({"country": ""}, r"country: ''"),
        ({"likelihood": "gamma"}, r"likelihood: 'gamma' .* poisson, quasi-poisson, negative-binomial or gaussian"),
        ({"errors": "hac"}, r"parameter errors 'hac' is unknown\. Use .*hac:LAG.*calibrated"),
        ({"errors": "hac:-1"}, r"errors 'hac:-1'"),
        ({"errors": "arima:1,0"}, r"errors 'arima:1,0' is unknown.*arima:p,d,q"),
        ({"errors": "ar1-reml"}, r"errors 'ar1-reml' are for a gaussian outcome, not for counts"),
        ({"errors": "hac:6", "pre_trend": "adaptive"}, r"an adaptive pre-trend needs errors calibrated"),
        ({"pre_trend": "wavy"}, r"pre-trend 'wavy' is unknown\. Choose adaptive, straight or recent:MONTHS"),
        (
            {"data": "a.csv", "likelihood": "gaussian", "data_exposure": "people"},
            r"a gaussian outcome takes no data_exposure",
        ),
        ({"replicates": "198"}, r"replicates: 198 is not allowed\. Allowed: 199 to 9999"),
        ({"intervention": "August"}, r"intervention: 'August' .*YYYY-MM"),
        ({"window_start": "2021-13"}, r"window_start: '2021-13'"),
        ({"window_start": ""}, r"window_start: ''"),
        ({"window_end": "2021-13"}, r"window_end: '2021-13' .*YYYY-MM.*or empty: the last there is"),
        ({"intervention": ""}, r"intervention: ''"),
        ({"window_end": "2014-12"}, r"window_end 2014-12 does not come after window_start 2015-01"),
        ({"window_start": "2015", "window_end": "2020-12"}, r"written differently"),
        ({"harmonics": "2", "month_indicators": "true"}, r"exclude each other"),
        ({"data_time": "month"}, r"data_time has a meaning only with a CSV file"),
        ({"data_time_end": "until"}, r"data_time_end has a meaning only with a CSV file"),
        ({"window_start": "2021Q3", "window_end": "2021-Q2"}, r"window_end 2021Q2 does not come after window_start"),
        ({"allow_missing": "true"}, r"allow_missing has a meaning only with a CSV file"),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(values: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError, match=message) as refused:
        parameters_from(values)
    assert "pydantic" not in str(refused.value)
    assert "validation error" not in str(refused.value)


def test_every_wrong_value_is_told_at_once() -> None:
    with pytest.raises(ParameterError, match=r"confidence.*\n.*harmonics|harmonics.*\n.*confidence"):
        parameters_from({"confidence": "2", "harmonics": "9"})


def test_every_choice_of_a_specification_but_its_time_unit_is_a_parameter() -> None:
    given = parameters_from(
        {"likelihood": "gaussian", "errors": "arima:1,0,0:0,1,1,12", "replicates": "299", "seed": "5"}
    )
    made = specification_from(given, time_unit="period")
    assert (made.interventions, made.time_unit) == (("2021-08",), "period")
    for field in fields(Specification):
        if field.name not in ("interventions", "pulses", "time_unit"):
            assert getattr(made, field.name) == getattr(given, field.name)


def test_month_indicators_take_the_place_of_the_default_harmonics() -> None:
    assert parameters_from({"month_indicators": "yes"}).harmonics == 0


def test_window_of_an_own_series_waits_for_the_data() -> None:
    assert parameters_from({"data": "a.csv", "window_end": "2010-12"}).window_end == "2010-12"
    assert parameters_from({"window_start": "2016", "source": "pips-yearly-attacks"}).window_start == "2016"
    assert parameters_from({"data": "a.csv", "window_start": "9", "window_end": "120"}).window_end == "120"


@pytest.mark.parametrize("label", ["A\n\n# Injected heading", "red \x1b[31m", "\u202etxet", "x" * 1001])
def test_a_label_that_is_no_text_of_one_line_is_refused(label):
    with pytest.raises(ParameterError, match=r"parameter intervention_label is no name: .*Give a text of one line"):
        parameters_from({"intervention_label": label})


@pytest.mark.parametrize("label", ["Talks <Kabul> [pact](deal) `x`", "aid $\\foo$ cut", "سقوط کابل"])
def test_any_other_label_is_kept_as_it_is(label):
    assert parameters_from({"intervention_label": label}).intervention_label == label


def test_quarters_are_times() -> None:
    given = parameters_from({"window_start": "2015-Q1", "window_end": "2021Q3", "intervention": "2018Q3"})
    assert (given.window_start, given.intervention) == ("2015-Q1", "2018Q3")


def test_the_region_of_equivalence_is_that_of_the_specification():
    assert specification_from(parameters_from({})).region == (0.8, 1.25)
    assert specification_from(parameters_from({"equivalence": 2})).region == (0.5, 2.0)
    measured = {"likelihood": "gaussian", "data": "rain.csv"}
    assert specification_from(parameters_from(measured)).region is None
    assert specification_from(parameters_from({**measured, "equivalence": 0.5})).region == (-0.5, 0.5)
    with pytest.raises(ParameterError, match=r"equivalence 0\.9 is no region around no change"):
        parameters_from({"equivalence": 0.9})
