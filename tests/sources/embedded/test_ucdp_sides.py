import pytest

from turningpoint.errors import DataError
from turningpoint.sources import combine_fata, read_kinds, read_sides
from turningpoint.sources.csv_table import read_table
from turningpoint.sources.embedded.ucdp_sides import COMBINED, FATA, KHYBER_PAKHTUNKHWA, NAME, SCHEMA


def test_deaths_of_unknown_side_in_2008_and_2009():
    frame = read_sides()
    unknown = frame.groupby(frame["month"].dt.year)["deaths_unknown"].sum()
    assert (unknown[2008], unknown[2009]) == (2293, 5118)


def test_militants_and_security_forces_killed_in_2021():
    year = read_sides()[read_sides()["month"].dt.year == 2021]
    assert (year["deaths_militant"].sum(), year["deaths_state"].sum()) == (190, 192)


def test_sides_and_kinds_count_the_same_fighting():
    kinds = read_kinds()
    kinds = kinds[kinds["kind"] == "government_militant"].groupby("month")[["events", "deaths_best"]].sum()
    assert read_sides().groupby("month")[["events", "deaths_best"]].sum().equals(kinds)


def test_fata_is_added_to_khyber_pakhtunkhwa_and_nothing_is_lost():
    sides, combined = read_sides(), combine_fata(read_sides())
    merged = sides["province"].isin([FATA, KHYBER_PAKHTUNKHWA])
    assert sides.loc[merged, "province"].nunique() == 2
    assert not combined["province"].isin([FATA, KHYBER_PAKHTUNKHWA]).any()
    numbers = sides.select_dtypes("number").columns
    assert combined[combined["province"] == COMBINED][numbers].sum().equals(sides[merged][numbers].sum())
    assert combined[numbers].sum().equals(sides[numbers].sum())
    assert not combined.duplicated(["month", "province", "militant_group"]).any()


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({(2, "province"): ""}, "province", "is no name"),
        ({(2, "deaths_best"): "71"}, None, "deaths_best is not the sum"),
        ({(2, "sumsq_state"): "26"}, None, "sumsq_state cannot be"),
        ({(2, "sumsq_militant"): "1"}, None, "sumsq_militant cannot be"),
        ({(2, "sumprod_state_militant"): "311"}, None, "sumprod_state_militant is larger"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(altered, cells, column, problem):
    with pytest.raises(DataError) as caught:
        read_table(altered(NAME, cells), SCHEMA)
    assert problem in str(caught.value)
    assert (caught.value.column, caught.value.rows) == (column, (2,))
