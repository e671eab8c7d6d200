import pytest

from turningpoint.errors import DataError
from turningpoint.sources import read_country_months, read_ucdp_years
from turningpoint.sources.csv_table import read_table
from turningpoint.sources.embedded.ucdp_years import NAME, SCHEMA


def test_deaths_of_the_parties():
    deaths = read_ucdp_years().set_index("year")["intrastate_parties"]
    wanted = {2019: 181, 2020: 287, 2021: 383, 2022: 596, 2023: 909, 2024: 1394}
    assert deaths[list(wanted)].to_dict() == wanted


def test_all_deaths_are_those_of_the_table_by_month():
    months = read_country_months()
    months = months[months["iso3"] == "PAK"]
    by_year = months.groupby(months["month"].dt.year)["deaths_best"].sum()
    assert read_ucdp_years().set_index("year")["total_best"].to_dict() == by_year.to_dict()


def test_india_is_in_no_dyad_of_the_last_three_years():
    rows = read_ucdp_years().set_index("year")
    assert rows.loc[[2022, 2023, 2024], "interstate_best"].tolist() == [9, 2, 8]
    assert not rows.loc[2022:, "interstate_dyads"].str.contains("India").any()
    assert "India" in rows.loc[2021, "interstate_dyads"]


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({(3, "year"): "nineteen"}, "year", "'nineteen' is not a whole number"),
        ({(3, "intrastate_unknown"): "9"}, None, "intrastate deaths do not add up"),
        ({(3, "one_sided_best"): "9"}, None, "kinds do not add up to total_best"),
        ({(3, "interstate_dyads"): ""}, "interstate_dyads", "'' names no dyad"),
        ({(3, "version"): "latest"}, "version", "'latest' is no release"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(altered, cells, column, problem):
    with pytest.raises(DataError) as caught:
        read_table(altered(NAME, cells), SCHEMA)
    assert problem in str(caught.value)
    assert (caught.value.column, caught.value.rows) == (column, (3,))
