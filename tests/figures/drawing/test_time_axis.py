"""Ticks of the time axis match the data."""

import pandas as pd
import pytest

from turningpoint.figures.drawing.time_axis import ticks
from turningpoint.timeline import Times, labels


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (pd.period_range("2015-01", "2024-12", freq="M"), [str(year) for year in range(2015, 2025)]),
        (pd.period_range("1989-01", "2024-12", freq="M"), ["1990", "1995", "2000", "2005", "2010", "2015", "2020"]),
        (pd.period_range("2021-03", "2021-08", freq="M"), ["Mar\n2021", "Apr", "May", "Jun", "Jul", "Aug"]),
        (pd.period_range("2020Q4", "2021Q3", freq="Q"), ["Oct\n2020", "Jan\n2021", "Apr", "Jul"]),
        (pd.period_range("1871", "1970", freq="Y"), [str(year) for year in range(1880, 1971, 10)]),
        (pd.RangeIndex(1, 121), ["10", "20", "30", "40", "50", "60", "70", "80", "90", "100", "110", "120"]),
        (pd.RangeIndex(3, 5), ["3", "4"]),
    ],
)  # fmt: skip
def test_ticks(times: Times, expected: list[str]) -> None:
    assert ticks(times)[1] == expected


@pytest.mark.parametrize(
    "times",
    [
        pd.period_range("2015-03", "2024-07", freq="M"),
        pd.period_range("2015Q3", "2024Q2", freq="Q"),
        pd.period_range("2018-01-07", periods=200, freq="W-SUN"),
        pd.period_range("2019-12-15", periods=1500, freq="D"),
    ],
)
def test_a_year_is_marked_at_its_first_period(times: pd.PeriodIndex) -> None:
    names = labels(times)
    for place, text in zip(*ticks(times), strict=True):
        assert names[place].startswith(text)
        assert not names[place - 1].startswith(text) or place == 0


def test_a_series_that_begins_within_a_year_is_not_marked_there() -> None:
    assert ticks(pd.period_range("2019-12-15", periods=1500, freq="D"))[1][0] == "2020"
