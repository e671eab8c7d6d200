from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DataError, IrregularTimesError, ParameterError, Where
from turningpoint.sources.own_files.choices import Choices
from turningpoint.sources.own_files.dates import read_dates
from turningpoint.sources.own_files.periods import add_up, between, calendar, place, spread
from turningpoint.timeline import labels, parse_times

PLACE = Where(Path("own.csv"), "t", range(2, 20))


def added(texts, values, **choices):
    columns = {"n": np.array(values, dtype=float)}
    return add_up(texts, columns, PLACE._replace(rows=range(2, len(texts) + 2)), Choices(total=True, **choices))


@pytest.mark.parametrize(
    ("by", "periods", "sums"),
    [
        ("month", ["2018-12", "2019-01"], [4, 3]),
        ("quarter", ["2018Q4", "2019Q1"], [4, 3]),
        ("year", ["2018", "2019"], [4, 3]),
        ("week", ["2018-12-30", "2019-01-06"], [4, 3]),
    ],
)
def test_dated_rows_are_added_up_over_longer_periods(by, periods, sums):
    found = added(["2019-01-01", "2018-12-30", "2019-01-06"], [1, 4, 2], by=by)
    assert (found.texts, found.columns["n"].tolist(), found.absent) == (periods, sums, "zero")


def test_rows_of_a_panel_are_added_up_and_a_row_that_is_absent_is_not_passed_over():
    months = ["2021-01", "2021-02", "2021-01"]
    with pytest.raises(DataError, match=r"2021-02 has 1 of the 2 rows that other times have.*--absent zero"):
        added(months, [1, 2, 3])
    assert added(months, [1, 2, 3], absent="zero").columns["n"].tolist() == [4, 2]
    np.testing.assert_array_equal(added(months, [1, 2, 3], absent="missing").columns["n"], [4, np.nan])


def test_a_sum_with_a_missing_part_is_missing():
    np.testing.assert_array_equal(added(["2021-01"] * 2 + ["2021-02"] * 2, [1, np.nan, 2, 2]).columns["n"], [np.nan, 4])


def test_a_period_is_not_cut():
    with pytest.raises(DataError, match=r"row 2: '2021' does not lie in one month"):
        added(["2021", "2022"], [1, 2], by="month")


def test_rows_added_up_by_month_are_months_however_far_apart():
    times, places = calendar(["2021-01", "2021-04", "2021-07"], PLACE, absent="zero", by="month")
    assert (labels(times)[-1], len(places), np.isnan(places).sum()) == ("2021-07", 7, 4)
    with pytest.raises(DataError, match="1 periods by year"):
        calendar(["2021"], PLACE, absent="zero", by="year")


def test_absent_periods_are_refused_until_it_is_said_what_they_are():
    months = ["2021-01", "2021-02", "2021-04"]
    with pytest.raises(DataError, match=r"2021-02 is followed by 2021-04\. .*--absent zero .*--absent missing"):
        calendar(months, PLACE, absent="")
    times, places = calendar(months, PLACE, absent="zero")
    assert (labels(times), np.isnan(places).sum()) == (["2021-01", "2021-02", "2021-03", "2021-04"], 1)
    np.testing.assert_array_equal(spread(np.array([5.0, 6, 7]), places), [5, 6, np.nan, 7])


@pytest.mark.parametrize(
    "texts", [["2021-01", "2021-04", "2021-10"], ["2021-01-29", "2021-02-26", "2021-04-30"], ["1", "3", "7"]]
)
def test_what_is_absent_must_be_plain(texts):
    with pytest.raises(DataError, match="it cannot be told which are absent"):
        calendar(texts, PLACE, absent="zero")


def test_times_that_are_regular_at_a_step_that_is_no_period_are_refused_as_before():
    with pytest.raises(IrregularTimesError, match="the times are 2 years apart"):
        calendar(["2017", "2019", "2021"], PLACE, absent="")


@pytest.mark.parametrize(
    ("texts", "when", "label"),
    [
        (["2018-01-01", "2018-02-01", "2018-03-01"], "2018-02-01", "2018-02"),
        (["31/01/2018", "28/02/2018", "31/03/2018"], "28/02/2018", "2018-02"),
        (["31/01/2018", "28/02/2018", "31/03/2018"], "01/02/2018", "2018-02"),
        (["31/01/2018", "28/02/2018", "31/03/2018"], "30/04/2018", "2018-04"),
        (["201801", "201802"], "201802", "2018-02"),
        (["2018-01", "2018-02"], "Feb 2018", "2018-02"),
        (["2018-W52", "2019-W01"], "2019-W01", "2019-01-06"),
        (["2018Q1", "2018Q2"], "2018Q2", "2018Q2"),
        (["1", "2"], "2", "2"),
        (["2018-01", "2018-02"], "soon", "soon"),
    ],
)
def test_a_date_is_placed_by_the_rules_of_the_file(texts, when, label):
    dates = read_dates(texts, PLACE, Choices())
    assert place(when, parse_times(dates.texts), dates) == label


def test_a_day_inside_a_month_is_no_beginning():
    texts = ["2018-01-01", "2018-02-01", "2018-03-01"]
    dates = read_dates(texts, PLACE, Choices())
    with pytest.raises(ParameterError, match="2018-02-14 lies inside a month: write 2018-02 or 2018-03"):
        place("2018-02-14", parse_times(texts), dates)


def test_exposure_that_is_not_known_comes_from_its_neighbours():
    months = pd.period_range("2021-01", periods=3, freq="M")
    filled, said = between(np.array([10, np.nan, 30]), months)
    assert (filled.tolist(), said) == ([10, 20, 30], "exposure of 2021-02 taken from its neighbours")
    assert between(np.array([1.0, 2, 3]), months)[1] == ""
