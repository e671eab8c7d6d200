"""Deaths of two sides are put on a calendar, and what is wrong is named with column and row."""

import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.killratio.over_time.deaths import two_sides

GOOD = pd.DataFrame({"month": ["2020-01", "2020-02", "2020-04"], "militants": [1, 0, 3], "security": [2, 0, 0]})


def test_a_missing_month_keeps_its_place():
    found = two_sides(GOOD)
    assert [str(month) for month in found.times] == ["2020-01", "2020-02", "2020-03", "2020-04"]
    assert found.missing.tolist() == [False, False, True, False]
    assert found.seen.tolist() == [True, False, False, True]
    assert found.factor is None


def test_rows_in_any_order_and_both_sides_empty_are_fine():
    turned = pd.concat([GOOD[::-1], pd.DataFrame({"month": ["2020-03"], "militants": [None], "security": [None]})])
    found = two_sides(turned)
    assert found.militants.tolist() == [1, 0, 0, 3]
    assert found.missing.tolist() == [False, False, True, False]


def test_factors_stand_at_their_months():
    found = two_sides(GOOD.assign(factor=[2.5, None, 1.5]))
    assert found.factor.tolist() == [2.5, 1.0, 1.0, 1.5]


def test_clusters_cannot_hold_more_than_the_dead():
    assert two_sides(GOOD.assign(factor=9.0)).factor.tolist() == [3.0, 1.0, 1.0, 3.0]


@pytest.mark.parametrize(
    ("column", "values", "words"),
    [
        ("militants", [1, -2, 3], "column 'militants', row 3: -2"),
        ("security", [2, 0.5, 0], "column 'security', row 3: 0.5"),
        ("security", [2, 0, None], "column 'security', row 4: there are deaths of the other side"),
        ("militants", [None, 0, 3], "column 'militants', row 2: there are deaths of the other side"),
        ("militants", [1, "many", 3], "column 'militants', row 3: 'many' is not a number of deaths"),
        ("security", [float("inf"), 0, 0], "column 'security', row 2: inf"),
        ("month", ["2020-01", "2020-01", "2020-04"], "column 'month', row 3: the month 2020-01 stands more than once"),
        ("month", ["2020-01", "May", "2020-04"], "column 'month', row 3: 'May' is not a time"),
        ("factor", [1.0, 1.0, -3.0], "column 'factor', row 4: a cluster factor is a number above zero"),
    ],
)
def test_bad_input_is_named_with_column_and_row(column, values, words):
    with pytest.raises(DataError) as error:
        two_sides(GOOD.assign(**{column: values}))
    assert words in str(error.value)


def test_a_missing_column_is_named():
    with pytest.raises(DataError, match="column 'security'"):
        two_sides(GOOD.drop(columns="security"))
