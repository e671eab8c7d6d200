import pytest

from turningpoint.errors import ParameterError
from turningpoint.sources.own_files.choices import Choices, choices_from


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"dates": "ydm"}, r"dates \(data_dates in a report\) is 'ydm'. Choose dmy, mdy, ymd"),
        ({"decimal": ";"}, "is ';'. Choose ., ,"),
        ({"absent": "none"}, "Choose zero, missing"),
        ({"total": True, "by": "decade"}, "Choose day, week, month, quarter, year"),
        ({"by": "month"}, "Add --sum"),
        ({"group": ("province",)}, "Write COLUMN=VALUE"),
        ({"group": ("=A",)}, "Write COLUMN=VALUE"),
    ],
)
def test_words_that_mean_nothing_are_refused(given, problem):
    with pytest.raises(ParameterError, match=problem):
        Choices(**given)


def test_only_what_was_given_is_taken_from_the_options_of_a_command():
    found = choices_from({"dates": None, "missing": ["ND", "-"], "group": [], "total": False, "seed": 3})
    assert found == Choices(missing=("ND", "-"))
