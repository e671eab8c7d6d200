"""All yearly kill ratios in one table."""

import numpy as np
import pytest

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.cluster_factor import BAND, cluster_factor
from turningpoint.killratio.publishers.all_ratios import BASIS, CLAIMED, ratios_by_publisher, ucdp_ratios
from turningpoint.killratio.publishers.published_ratios import COLUMNS
from turningpoint.sources import read_claims, read_published_figures, read_sides
from turningpoint.sources.embedded.catalogue import table_info

SIDES = table_info("ucdp_ged_pakistan_sides_month").short_title


def test_publishers_and_claims_stand_together(ratios):
    assert {"PICSS", "PIPS", "CRSS", SIDES} <= set(ratios["publisher"])
    assert ratios.loc[ratios["basis"] == CLAIMED, "year"].tolist() == [2021, 2025]
    assert not ratios.duplicated(["publisher", "basis", "year"]).any()
    assert ratios["basis_title"].notna().all()


def test_the_course_is_a_u(ratios):
    picss = ratios[(ratios["publisher"] == "PICSS") & (ratios["basis"] == "attacks_and_operations")].set_index("year")
    assert picss["ratio"].idxmin() == 2019
    assert picss.loc[2015, "ratio"] > picss.loc[2025, "ratio"] > 1 > picss.loc[2019, "ratio"]


def test_early_years_are_left_out(ratios):
    assert ratios["year"].min() == 2010
    later = ratios_by_publisher(read_published_figures(), read_sides(), read_claims(), first_year=2020)
    assert later["year"].min() == 2020


def test_without_claims_there_is_still_a_table():
    claims = read_claims()
    table = ratios_by_publisher(read_published_figures(), read_sides(), claims[claims["topic"] != "kill_ratio"])
    assert CLAIMED not in set(table["basis"])


def test_the_interval_to_use_is_wider_than_the_exact_one(ratios):
    both = ratios[(ratios["militants"] > 0) & (ratios["security"] > 0)]
    assert (both["clustered_low"] <= both["clustered_low_narrow"]).all()
    assert (both["clustered_high"] >= both["clustered_high_narrow"]).all()
    assert (both["clustered_low_narrow"] < both["low"]).all()
    assert (both["clustered_high_narrow"] > both["high"]).all()


def test_publishers_borrow_the_band_and_ucdp_has_its_own_factor(ratios):
    ucdp = ratios[ratios["basis"] == BASIS].set_index("year")
    assert (ucdp["factor_low"] == ucdp["factor_high"]).all()
    assert ucdp.loc[2021, "factor_high"] == pytest.approx(3.14, abs=0.01)
    borrowed = ratios[ratios["basis"] != BASIS]
    assert set(borrowed["factor_low"]) == {BAND[0]}
    assert set(borrowed["factor_high"]) == {BAND[1]}


def test_a_factor_follows_the_events():
    sides = read_sides()
    factor = cluster_factor(sides, start="2021-01", end="2021-12").factor
    year = sides["month"].dt.year == 2021
    sides.loc[year, ["sumsq_militant", "sumsq_state"]] *= 4
    sides.loc[year, "sumprod_state_militant"] *= 4
    table = ratios_by_publisher(read_published_figures(), sides, read_claims())
    ucdp = table[table["basis"] == BASIS].set_index("year")
    assert ucdp.loc[2021, "factor_high"] == pytest.approx(4 * factor)


def test_2021_is_about_one_to_one():
    row = ucdp_ratios(read_sides()).set_index("year").loc[2021]
    assert (row["militants"], row["security"]) == (190, 192)
    assert row["low"] < 1 < row["high"]
    assert (row["publisher"], row["basis"]) == (SIDES, BASIS)


def test_years_spoilt_by_unknown_deaths_are_left_out():
    table = ucdp_ratios(read_sides())
    assert not {2008, 2009} & set(table["year"])
    assert set(range(2010, 2022)) <= set(table["year"])
    everything = ucdp_ratios(read_sides(), max_unknown_share=np.inf)
    assert {2008, 2009} <= set(everything["year"])
    assert everything.set_index("year").loc[2009, "unknown"] > 5000


def test_sums_are_those_of_the_table():
    sides = read_sides()
    table = ucdp_ratios(sides, max_unknown_share=np.inf)
    assert table["militants"].sum() == sides["deaths_militant"].sum()
    assert table["security"].sum() == sides["deaths_state"].sum()
    assert list(table.columns) == [*COLUMNS, "unknown"]


def test_a_year_without_deaths_of_the_state_has_an_open_end():
    row = ucdp_ratios(read_sides()).set_index("year").loc[1997]
    assert row["security"] == 0
    assert np.isnan(row["ratio"])
    assert np.isnan(row["high"])


def test_negative_share_is_refused():
    with pytest.raises(ParameterError, match=r"max_unknown_share is -1"):
        ucdp_ratios(read_sides(), max_unknown_share=-1)
