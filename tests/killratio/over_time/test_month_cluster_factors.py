"""Cluster factors month by month average to those of the year, and follow the size of events."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.killratio.one_period.cluster_factor import cluster_factor, months_of
from turningpoint.killratio.over_time.month_cluster_factors import LEAST, deaths_by_month, month_factors
from turningpoint.sources.embedded.ucdp_sides import read_sides

SIDES = read_sides()
MONTHS = deaths_by_month(SIDES)


def test_months_are_whole_and_their_deaths_those_of_the_rows():
    assert len(MONTHS) == 144
    assert MONTHS["militants"].sum() == SIDES.loc[SIDES["month"] >= pd.Period("2010-01"), "deaths_militant"].sum()
    empty = MONTHS[MONTHS["month"] == pd.Period("2018-12")]
    assert empty[["militants", "security", "events"]].to_numpy().tolist() == [[0, 0, 0]]
    assert empty["factor"].tolist() == [1.0]


@pytest.mark.parametrize("year", [2011, 2014, 2021])
def test_a_years_factor_is_the_mean_of_its_months_weighted_by_deaths(year):
    rows = MONTHS[MONTHS["month"].dt.year == year]
    mean = np.average(rows["factor"], weights=rows["militants"] + rows["security"])
    expected = cluster_factor(months_of(SIDES, f"{year}-01", f"{year}-12"))
    assert mean == pytest.approx(expected, rel=0.02)


def test_no_factor_exceeds_the_deaths_of_its_month():
    deaths = MONTHS["militants"] + MONTHS["security"]
    assert (MONTHS["factor"] <= np.maximum(deaths, 1) + 1e-9).all()
    assert (MONTHS["factor"] >= LEAST).all()


def test_events_of_one_death_have_factor_one():
    each = np.array([[3.0, 5.0, 2.0]])
    sums = np.stack([each, 2 * each, each, 2 * each, 0 * each])
    assert month_factors(sums, np.zeros(3, dtype=int)) == pytest.approx(np.ones((1, 3)))


def test_a_year_without_deaths_of_a_side_takes_the_factor_of_all_years():
    militants, security = np.array([[8.0, 6.0]]), np.array([[8.0, 0.0]])
    sums = np.stack([militants, security, 2 * militants, 2 * security, 0 * militants])
    assert month_factors(sums, np.array([0, 1])) == pytest.approx(np.full((1, 2), 2.0))
