"""Kill ratios from UCDP's deaths by side."""

import numpy as np
import pytest

from turningpoint.errors import ParameterError
from turningpoint.killratio.publishers.published_ratios import COLUMNS
from turningpoint.killratio.publishers.ucdp_ratios import BASIS, ucdp_ratios
from turningpoint.sources import read_sides
from turningpoint.sources.embedded.catalogue import table_info

SIDES = table_info("ucdp_ged_pakistan_sides_month").short_title


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
