import pytest

from turningpoint.errors import DataError
from turningpoint.sources import read_population
from turningpoint.sources.countries import country_names
from turningpoint.sources.csv_table import read_table
from turningpoint.sources.embedded.population import NAME, SCHEMA


def test_every_country_of_ucdp_has_every_year():
    table = read_population()
    assert set(table["iso3"]) == set(country_names())
    assert table.groupby("iso3")["year"].agg(list).map(lambda years: years == list(range(2000, 2024))).all()


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({(3, "iso3"): "Mali"}, "iso3", "'Mali' is no ISO3 code"),
        ({(3, "population"): "0"}, "population", "'0' is not above zero"),
        ({(3, "population"): "1.5"}, "population", "'1.5' is not a whole number"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(altered, cells, column, problem):
    with pytest.raises(DataError) as caught:
        read_table(altered(NAME, cells), SCHEMA)
    assert problem in str(caught.value)
    assert (caught.value.column, caught.value.rows) == (column, (3,))
