import pytest

from turningpoint.errors import DataError
from turningpoint.sources import read_claims
from turningpoint.sources.csv_table import read_table
from turningpoint.sources.embedded.claims import NAME, SCHEMA


def test_the_claims():
    frame = read_claims().set_index("id")
    assert frame.index.tolist() == [f"C{number:02d}" for number in range(1, 24)]
    assert frame.loc["C01", "claimed_value"] == "193:592"
    assert frame.loc["C06", "claimed_value"] == ""
    assert frame.loc["C23", "claimed_by"] == "Afghan officials"


@pytest.mark.parametrize(
    ("cells", "column", "rows", "problem"),
    [
        ({(2, "id"): "1"}, "id", (2,), "'1' is not an id like C01"),
        ({(3, "id"): "C01"}, None, (2, 3), "two rows have the same id"),
        ({(2, "claimed_value"): "a third"}, "claimed_value", (2,), "'a third' is not a number or a pair"),
        ({(2, "statement"): ""}, "statement", (2,), "is no statement"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(altered, cells, column, rows, problem):
    with pytest.raises(DataError) as caught:
        read_table(altered(NAME, cells), SCHEMA)
    assert problem in str(caught.value)
    assert (caught.value.column, caught.value.rows) == (column, rows)
