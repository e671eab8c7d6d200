"""Land borders: each pair once, for countries that the UCDP table has."""

import pytest

from turningpoint.errors import DataError
from turningpoint.sources.countries import country_names
from turningpoint.sources.csv_table import read_table
from turningpoint.sources.embedded.land_borders import SCHEMA, neighbours, read_land_borders


def test_every_pair_is_of_two_countries_of_the_ucdp_table():
    pairs = read_land_borders()
    assert set(pairs.to_numpy().ravel()) <= set(country_names())


@pytest.mark.parametrize(
    ("country", "beside"),
    [
        ("UKR", ("MDA", "POL", "ROU", "RUS")),
        ("MLI", ("BFA", "CIV", "DZA", "GIN", "MRT", "NER", "SEN")),
        ("COL", ("BRA", "ECU", "PAN", "PER", "VEN")),
        ("LSO", ("ZAF",)),
        ("LKA", ()),
    ],
)
def test_neighbours_are_found_from_either_side(country, beside):
    assert neighbours(country) == beside
    assert all(country in neighbours(other) for other in beside)


def test_a_pair_the_wrong_way_round_is_refused(tmp_path):
    path = tmp_path / "borders.csv"
    path.write_text("one,other\nPAK,IND\n")
    with pytest.raises(DataError, match="does not come before"):
        read_table(path, SCHEMA)
