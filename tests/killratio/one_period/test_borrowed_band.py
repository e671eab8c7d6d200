"""The borrowed band: its ends come from UCDP's months, and move with them."""

import numpy as np
import pytest

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.borrowed_band import (
    band_origin,
    borrowed_band,
    factors_by_year,
    memory_of_years,
)
from turningpoint.killratio.one_period.cluster_factor import cluster_factor, months_of


@pytest.fixture(scope="module")
def origin(sides):
    return band_origin(sides)


@pytest.mark.parametrize(("year", "months", "events"), [(2010, 19, 8), (2014, 26, 9), (2017, 23, 11), (2021, 3.9, 3.1)])
def test_the_factors_that_two_audits_found(origin, year, months, events):
    row = origin.years.set_index("year").loc[year]
    assert row["by_months"] == pytest.approx(months, abs=0.5 if months > 10 else 0.05)
    assert row["by_events"] == pytest.approx(events, abs=0.5 if events > 5 else 0.05)


def test_the_band_is_the_lowest_and_the_highest_factor_by_months(origin):
    factors = origin.years["by_months"]
    assert origin.band == borrowed_band() == (round(factors.min()), round(factors.max())) == (4, 26)
    assert origin.years["year"].tolist() == list(range(2010, 2022))


def test_a_factor_by_months_by_hand(sides, origin):
    months = months_of(sides, "2017-01", "2017-12")
    m, s = (months[name].to_numpy(dtype=float) for name in ("militants", "security"))
    variance = 12 / 11 * ((m / m.sum() - s / s.sum()) ** 2).sum()
    row = origin.years.set_index("year").loc[2017]
    assert row["by_months"] == pytest.approx(variance / (1 / m.sum() + 1 / s.sum()))
    assert row["by_events"] == pytest.approx(cluster_factor(months))


def test_it_is_said_how_the_band_arises(origin):
    years, words = origin.years.set_index("year"), origin.summary()
    low, high = years["by_months"].idxmin(), years["by_months"].idxmax()
    assert (low, high) == (2021, 2014)
    for said in ("4 to 26 is borrowed", "3.9 (2021) to 26.1 (2014)", "18.7 (2016)", "56.1 (2014)", "both ends"):
        assert said in words


def test_the_band_follows_the_months(sides):
    calm = band_origin(sides, first_year=2018)
    assert calm.band == (4, 5)
    fiercer = sides.copy()
    fiercer.loc[fiercer["month"] == "2014-06", "deaths_militant"] *= 5
    assert band_origin(fiercer).band[1] > 2 * borrowed_band()[1]
    with pytest.raises(ParameterError, match="no year from 2030"):
        band_origin(sides, first_year=2030)


def test_months_of_ucdp_are_not_shown_to_be_without_autocorrelation(sides, origin):
    assert origin.memory == memory_of_years(sides)
    assert not origin.memory.none_shown
    found = (origin.years["autocorrelation"].mean() + 1 / 12) / (1 - 4 / 12)
    assert origin.memory.autocorrelation == pytest.approx(found)


def test_a_year_cut_short_does_not_count(sides):
    cut = sides[sides["month"] <= "2021-11"]
    assert factors_by_year(cut)["year"].max() == 2020
    assert np.isfinite(factors_by_year(cut)["by_quarters"]).all()
