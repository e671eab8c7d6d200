"""The choices of a specification."""

import pytest

from analysis.errors import ParameterError
from analysis.its import Specification


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
