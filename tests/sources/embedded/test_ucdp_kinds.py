import pytest

from turningpoint.errors import DataError
from turningpoint.sources import read_kinds
from turningpoint.sources.csv_table import read_table
from turningpoint.sources.embedded.ucdp_kinds import KINDS, NAME, SCHEMA


def exchanges():
    frame = read_kinds()
    return frame[frame["kind"] == "india_pakistan"].set_index("month")["events"]


def test_exchanges_between_india_and_pakistan():
    months = exchanges().index
    assert exchanges()[(months >= "2015-01") & (months <= "2021-07")].sum() == 157
    assert exchanges()[months.year == 2020].sum() == 34
    assert exchanges()[months.year == 2021].sum() == 1


def test_every_kind_occurs():
    assert set(read_kinds()["kind"]) == set(KINDS)


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({(3, "kind"): "war"}, "kind", "'war' is not one of the known values ('government_militant', "),
        ({(3, "events"): "0"}, None, "events is 0"),
        ({(3, "coarse_dates"): "99"}, None, "coarse_dates is above events"),
        ({(3, "deaths_best"): "1e3"}, "deaths_best", "'1e3' is not a whole number"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(altered, cells, column, problem):
    with pytest.raises(DataError) as caught:
        read_table(altered(NAME, cells), SCHEMA)
    assert problem in str(caught.value)
    assert (caught.value.column, caught.value.rows) == (column, (3,))
