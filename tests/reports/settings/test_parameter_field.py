import pytest

from turningpoint.choices import CHOICES
from turningpoint.errors import ParameterError
from turningpoint.reports.settings.parameter_field import check_order, choice_of, field_of


def test_a_choice_of_the_fit_has_its_default_and_limits():
    found = choice_of("harmonics")
    assert (found.default, found.description) == (CHOICES["harmonics"].default, CHOICES["harmonics"].help)
    assert {type(limit).__name__ for limit in found.metadata} == {"Ge", "Le"}


def test_a_field_keeps_what_is_allowed_in_words():
    found = field_of("", "Column", allowed="column, or empty", unit="periods")
    assert found.json_schema_extra == {"allowed": "column, or empty", "unit": "periods"}


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        ("2021-02", "2021-01", "does not come after"),
        ("10", "9", "does not come after"),
        ("2021", "2021-01", "are written differently"),
    ],
)
def test_a_window_ends_after_it_starts(start, end, problem):
    with pytest.raises(ParameterError, match=problem):
        check_order(start, end)
    check_order("9", "10")
    check_order("2020-Q4", "2021Q1")
