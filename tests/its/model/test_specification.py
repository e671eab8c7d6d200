"""The choices of a specification."""

import pytest

from turningpoint.errors import ParameterError
from turningpoint.its import Specification
from turningpoint.its.model.specification import error_model


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"likelihood": "gamma"}, "Choose poisson, quasi-poisson, negative-binomial"),
        ({"errors": "hac"}, "hac:LAG"),
        ({"errors": "hac:-1"}, "hac:LAG"),
        ({"time_unit": "month"}, "year or period"),
        ({"confidence": 95}, "between 0 and 1"),
        ({"harmonics": -1}, "negative"),
        ({"transition": -1}, "negative"),
        ({"month_indicators": True}, "exclude each other"),
    ],
)
def test_a_choice_that_does_not_exist_is_refused_with_those_that_do(choice, message):
    with pytest.raises(ParameterError, match=message):
        Specification(("2021-08",), **choice)


@pytest.mark.parametrize(
    "errors",
    ["", "hac", "hac:x", "arima", "arima:1,0", "arima:1,0,0:1,1,1", "arima:1,0,0:0,1,1,1", "newey-west", "ar1"],
)
def test_an_error_model_that_does_not_exist_is_refused_with_the_list(errors):
    with pytest.raises(ParameterError, match=r"independent, hac:LAG|a season of 1 periods"):
        error_model(errors)


@pytest.mark.parametrize("errors", ["prais-winsten", "ar1-reml", "ar1-ml", "arima:1,0,0", "structural"])
def test_gaussian_error_models_are_refused_for_counts_with_the_way_out(errors):
    with pytest.raises(ParameterError, match="Set likelihood to gaussian, or errors to calibrated"):
        Specification(("2021-08",), errors=errors)
    assert Specification(("2021-08",), likelihood="gaussian", errors=errors).errors == errors
