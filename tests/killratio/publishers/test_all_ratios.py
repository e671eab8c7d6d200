"""All yearly kill ratios in one table."""

import numpy as np
import pytest

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.borrowed_band import borrowed_band
from turningpoint.killratio.publishers.all_ratios import BASIS, CLAIMED, ratios_by_publisher, ucdp_ratios, ucdp_years
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


def test_publishers_borrow_the_band_and_ucdp_has_its_own_quarters(ratios):
    ucdp = ratios[ratios["basis"] == BASIS].set_index("year")
    assert (ucdp["factor_low"] == ucdp["factor_high"]).all()
    assert ucdp.loc[2021, "factor_high"] == pytest.approx(4.44, abs=0.01)
    assert set(ucdp["clusters"]) == {"quarters"}
    assert set(ucdp["freedom"]) == {3.0}
    borrowed = ratios[ratios["basis"] != BASIS]
    assert set(borrowed["clusters"]) == {"clustered"}
    assert set(borrowed["factor_low"]) == {borrowed_band()[0]}
    assert set(borrowed["factor_high"]) == {borrowed_band()[1]}


def test_the_interval_of_ucdp_is_by_quarters_and_by_hand(ratios):
    sides = read_sides()
    year = sides[sides["month"].dt.year == 2021]
    m, s = year.groupby(year["month"].dt.quarter)[["deaths_militant", "deaths_state"]].sum().to_numpy(dtype=float).T
    half = 3.1824463 * np.sqrt(4 / 3 * ((m / m.sum() - s / s.sum()) ** 2).sum())
    row = ratios[ratios["basis"] == BASIS].set_index("year").loc[2021]
    ends = np.exp(np.log(m.sum() / s.sum()) + half * np.array([-1, 1]))
    assert [row["clustered_low"], row["clustered_high"]] == pytest.approx(ends)


def test_an_interval_follows_the_quarters():
    sides = read_sides()
    sides.loc[sides["month"] == "2021-05", "deaths_militant"] *= 40
    table = ratios_by_publisher(read_published_figures(), sides, read_claims())
    ucdp = table[table["basis"] == BASIS].set_index("year")
    assert ucdp.loc[2021, "factor_high"] > 2 * 4.44
    assert ucdp.loc[2020, "factor_high"] == pytest.approx(4.88, abs=0.01)


@pytest.mark.parametrize(("end", "clusters", "freedom"), [("2021-09", "quarters", 2.0), ("2021-07", "events", np.nan)])
def test_a_last_year_cut_short_has_the_quarters_it_has(end, clusters, freedom):
    sides = read_sides()
    found = ucdp_years(sides[sides["month"] <= end])[2021]
    (interval,) = found.ratio.clustered
    assert interval.method == clusters
    assert interval.freedom == freedom or (interval.freedom is None and np.isnan(freedom))


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
