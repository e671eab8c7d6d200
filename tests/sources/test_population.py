import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.sources import read_population
from turningpoint.sources.population import population, population_asked


@pytest.fixture(scope="module")
def printed():
    """Persons in Pakistan by year, as the table has them."""
    table = read_population()
    return table[table["iso3"] == "PAK"].set_index("year")["population"]


def test_a_series_by_year_has_the_numbers_of_the_table(printed):
    found, rule = population("PAK", pd.period_range("2000", "2023", freq="Y"))
    np.testing.assert_allclose(found, printed.to_numpy(), rtol=1e-12)
    assert "outside" not in rule


def test_months_lie_between_the_middles_of_the_years_at_steady_growth(printed):
    times = pd.period_range("2014-07", "2016-06", freq="M")
    found, _ = population("PAK", times)
    growth = np.diff(np.log(found))
    np.testing.assert_allclose(growth[:11], np.log(printed[2015] / printed[2014]) / 12, rtol=1e-9)
    np.testing.assert_allclose(growth[12:], np.log(printed[2016] / printed[2015]) / 12, rtol=1e-9)
    # the middle of 2015 lies between June and July
    assert found[11] < printed[2015] < found[12]
    np.testing.assert_allclose(found[11] * (printed[2015] / printed[2014]) ** (1 / 24), printed[2015], rtol=1e-9)


def test_the_first_half_of_the_first_year_goes_on_at_the_growth_after_it(printed):
    found, rule = population("PAK", pd.period_range("2000-01", "2000-12", freq="M"))
    np.testing.assert_allclose(np.diff(np.log(found)), np.log(printed[2001] / printed[2000]) / 12, rtol=1e-9)
    assert rule.endswith("between the middles of its years at steady growth.")


def test_outside_the_table_is_refused_unless_the_rule_is_chosen_and_then_it_is_printed(printed):
    times = pd.period_range("2023-07", "2025-06", freq="M")
    with pytest.raises(ParameterError, match=r"covers 2000 to 2023, and 18 periods lie outside \(2024-01 to 2025-06\)"):
        population("PAK", times)
    found, rule = population_asked("PAK:growth", times)
    np.testing.assert_allclose(np.diff(np.log(found)), np.log(printed[2023] / printed[2022]) / 12, rtol=1e-9)
    assert "outside 2000 to 2023 (18 of 24 periods) it goes on at the growth of the year next to it" in rule


def test_weeks_and_days_have_a_population_too(printed):
    found, _ = population("PAK", pd.period_range("2015-07-01", "2015-07-02", freq="D"))
    np.testing.assert_allclose(found, printed[2015], rtol=1e-4)


@pytest.mark.parametrize(
    ("asked", "times", "problem"),
    [
        ("PKA", pd.period_range("2015", "2016", freq="Y"), "has no country 'PKA'"),
        ("PAK:flat", pd.period_range("2015", "2016", freq="Y"), "there is no rule 'flat'"),
        ("PAK", pd.RangeIndex(5), "times without a calendar have no population"),
        ("PAK", pd.period_range("1999", "2000", freq="Y"), "1 period lies outside (1999 to 1999)"),
    ],
)
def test_what_has_no_population_is_refused(asked, times, problem):
    with pytest.raises(ParameterError) as caught:
        population_asked(asked, times)
    assert problem in str(caught.value)
