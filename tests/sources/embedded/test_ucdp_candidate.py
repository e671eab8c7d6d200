import pytest

from turningpoint.errors import DataError
from turningpoint.sources import read_candidate
from turningpoint.sources.csv_table import read_table
from turningpoint.sources.embedded.ucdp_candidate import NAME, SCHEMA
from turningpoint.sources.outcomes.registry import SOURCES


def test_the_deaths_of_2025():
    rows = read_candidate()
    assert rows.loc[rows["month"].dt.year == 2025, "deaths_best"].sum() == 3706


def test_no_source_of_outcomes_reads_it():
    assert NAME not in {source.table for source in SOURCES.values()}


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({(3, "month"): "February"}, "month", "'February' is not a month"),
        ({(3, "deaths_best"): "-1"}, "deaths_best", "'-1' is negative"),
        ({(3, "release"): "25.1"}, "release", "'25.1' is no release"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(altered, cells, column, problem):
    with pytest.raises(DataError) as caught:
        read_table(altered(NAME, cells, rows=17), SCHEMA)
    assert problem in str(caught.value)
    assert (caught.value.column, caught.value.rows) == (column, (3,))
