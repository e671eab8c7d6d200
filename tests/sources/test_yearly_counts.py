"""Sources side by side."""

import pytest

from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.yearly_counts import COUNTED, growth, yearly_counts


@pytest.fixture(scope="module")
def counts():
    return yearly_counts("PAK")


def test_ucdp_years_are_those_of_the_data_pack(counts):
    ucdp = counts[counts["source"] == "UCDP"].set_index("year")["count"]
    assert ucdp.loc[2015:2024].tolist() == [285, 158, 163, 93, 99, 145, 191, 284, 382, 687]


def test_a_year_without_a_figure_is_a_hole_and_never_zero(counts):
    holes = counts[~counts["observed"]]
    assert len(holes)
    assert holes["count"].isna().all()
    assert (counts.loc[counts["observed"], "count"] > 0).all()


def test_picss_over_pips_drifts_as_the_data_pack_says(counts):
    wide = counts.pivot_table(index="year", columns="source", values="count")
    drift = (wide["PICSS"] / wide["PIPS"]).round(2)
    assert drift.loc[[2016, 2018, 2019, 2020, 2021, 2024, 2025]].tolist() == [1.16, 0.87, 0.69, 1.29, 1.42, 1.74, 1.52]


def test_growth_runs_from_the_common_trough(counts):
    found = growth(counts[counts["year"] <= 2024]).set_index("source")
    assert (found["first_year"] == 2019).all()
    assert (found["last_year"] == 2024).all()
    assert found["growth"].round(1).loc[["UCDP", "PICSS", "PIPS"]].tolist() == [6.9, 5.7, 2.3]
    assert set(found.index) == set(COUNTED)


def test_from_2019_to_2025_the_publishers_rose_as_the_data_pack_says(counts):
    wide = counts.pivot_table(index="year", columns="source", values="count")
    rise = (wide.loc[2025] / wide.loc[2019]).round(1)
    assert rise.loc[["PICSS", "PIPS"]].tolist() == [6.7, 3.1]


def test_years_run_to_the_last_that_any_source_has(counts):
    info = table_info("ucdp_ged_country_month")
    seen = counts[counts["observed"]].groupby("source")["year"].max()
    assert seen["UCDP"] == int(info.coverage_end[:4])
    assert counts["year"].max() == seen.max()


def test_a_country_with_one_source_has_nothing_to_compare():
    assert yearly_counts("MLI").empty
