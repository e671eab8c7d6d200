from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.sources.own_files.choices import Choices
from turningpoint.sources.own_files.numbers import numbers

PATH = Path("own.csv")


def read(*cells, **choices):
    column = pd.Series(list(cells), index=range(2, len(cells) + 2), name="n", dtype=str)
    return numbers(column, PATH, Choices(**choices))


@pytest.mark.parametrize(
    ("cells", "values", "said"),
    [
        (["1.5", "2"], [1.5, 2], ""),
        (["1,5", "2"], [1.5, 2], "column 'n' has a decimal comma: '1,5' in row 2 decides"),
        (["2", "26,014,945", "1,200"], [2, 26014945, 1200], "column 'n' has a decimal point: '26,014,945' in row 3"),
        (["1.234,5", "1.200"], [1234.5, 1200], "decimal comma: '1.234,5' in row 2 decides"),
        (["1,23,456"], [123456], "decimal point"),
        (["1 200", "1\u00a0300"], [1200, 1300], "'1 200' is 1,200"),
        (["1'200.5"], [1200.5], "decimal point"),
        (["0,123"], [0.123], "decimal comma"),
        (["\u22125", "5"], [-5, 5], ""),
    ],
)
def test_a_column_decides_its_decimal_mark(cells, values, said):
    found = read(*cells)
    np.testing.assert_array_equal(found.values, values)
    assert said in found.said
    assert bool(said) or "−" in cells[0] or not found.said


@pytest.mark.parametrize(
    ("cells", "rows", "problem"),
    [
        (["2", "1,200"], (3,), r"'1,200' may be 1,200 or 1.2\. .*--decimal \. or --decimal ,"),
        (["1.234", "2"], (2,), r"'1.234' may be 1.234 or 1,234"),
        (["1,5", "2.5"], (2, 3), "'2.5' has a decimal point or none, '1,5' a comma"),
        (["1,2,3"], (2,), "'1,2,3' is not a number"),
        (["1_200"], (2,), "'1_200' is not a number"),
        (
            ["ND", "5", "-"],
            (2, 4),
            r"'ND' is not a number\. .*--missing '-' --missing ND --allow-missing .*data_missing",
        ),
        (["five"], (2,), r"'five' is not a number\. Write numbers"),
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_refused(cells, rows, problem):
    with pytest.raises(DataError, match=problem) as caught:
        read(*cells)
    assert caught.value.rows == rows


def test_what_is_told_settles_it():
    assert read("2", "1,200", decimal=",").values.tolist() == [2, 1.2]
    assert read("2", "1,200", decimal=".").values.tolist() == [2, 1200]
    with pytest.raises(DataError, match=r"'1\.5' is not a number\. Numbers were to have a decimal comma"):
        read("1.5", decimal=",")


def test_marks_of_missing_values_count_only_when_told():
    found = read("nd", "5", "#N/A", "", missing=("ND", "#N/A"))
    np.testing.assert_array_equal(found.values, [np.nan, 5, np.nan, np.nan])
    assert found.said == "'nd', '#N/A' is missing, as told"
    np.testing.assert_array_equal(read("-999", "5", missing=("-999",)).values, [np.nan, 5])
