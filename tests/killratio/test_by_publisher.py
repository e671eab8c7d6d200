"""All yearly kill ratios in one table."""

import pytest

from analysis.killratio.by_publisher import CLAIMED, ratios_by_publisher
from analysis.sources import read_claims, read_published_figures, read_sides


@pytest.fixture(scope="module")
def table():
    return ratios_by_publisher(read_published_figures(), read_sides(), read_claims())


def test_publishers_and_claims_stand_together(table):
    assert {"PICSS", "PIPS", "CRSS", "UCDP GED 22.1"} <= set(table["publisher"])
    assert table.loc[table["basis"] == CLAIMED, "year"].tolist() == [2021, 2025]
    assert not table.duplicated(["publisher", "basis", "year"]).any()
    assert table["basis_title"].notna().all()


def test_the_course_is_a_u(table):
    picss = table[(table["publisher"] == "PICSS") & (table["basis"] == "attacks_and_operations")].set_index("year")
    assert picss["ratio"].idxmin() == 2019
    assert picss.loc[2015, "ratio"] > picss.loc[2025, "ratio"] > 1 > picss.loc[2019, "ratio"]


def test_early_years_are_left_out(table):
    assert table["year"].min() == 2010
    later = ratios_by_publisher(read_published_figures(), read_sides(), read_claims(), first_year=2020)
    assert later["year"].min() == 2020


def test_without_claims_there_is_still_a_table():
    claims = read_claims()
    table = ratios_by_publisher(read_published_figures(), read_sides(), claims[claims["topic"] != "kill_ratio"])
    assert CLAIMED not in set(table["basis"])
