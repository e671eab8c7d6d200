import pytest

from turningpoint import errors
from turningpoint.errors import DataError


def test_a_message_names_file_column_rows_problem_and_remedy():
    error = DataError("is negative.", file="a.csv", column="events", rows=[3, 5], remedy="Correct it.")
    assert str(error) == "a.csv, column 'events', rows 3, 5: is negative. Correct it."
    assert (error.file, error.column, error.rows) == ("a.csv", "events", (3, 5))


def test_one_row_is_named_in_the_singular():
    assert str(DataError("wrong.", rows=[7])) == "row 7: wrong."


def test_a_bare_problem_stands_alone():
    assert str(DataError("wrong.")) == "wrong."


def test_many_rows_are_counted_not_listed():
    message = str(DataError("wrong.", rows=range(2, 22)))
    assert message == "rows 2, 3, 4, 5, 6, 7, 8, 9 and 12 more: wrong."


@pytest.mark.parametrize("name", ["InputError", "ParameterError", "DesignError", "DataError"])
def test_what_a_user_gave_wrongly_ends_with_status_2(name):
    assert issubclass(getattr(errors, name), errors.TurningpointError)
    assert getattr(errors, name).exit_status == 2


@pytest.mark.parametrize("name", ["TurningpointError", "FitError", "RunError"])
def test_what_failed_while_running_ends_with_status_1(name):
    assert getattr(errors, name).exit_status == 1
