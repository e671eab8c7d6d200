import calendar
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turningpoint import timeline
from turningpoint.errors import DataError, ParameterError
from turningpoint.timeline import (
    calendar_month,
    cut,
    in_words,
    labels,
    parse_times,
    position,
    season_phase,
    span,
    years_since,
)

READABLE = [
    (["2019", "2020", "2021"], "year", ["2019", "2020", "2021"]),
    (["2020-12", "2021-01"], "month", ["2020-12", "2021-01"]),
    ([" 2020-12 ", "2021-01"], "month", ["2020-12", "2021-01"]),
    (["2021-01-01", "2021-02-01", "2021-03-01"], "month", ["2021-01", "2021-02", "2021-03"]),
    (["2021-01-31", "2021-02-28", "2021-03-31"], "month", ["2021-01", "2021-02", "2021-03"]),
    (["2020-12-31", "2021-12-31"], "year", ["2020", "2021"]),
    (["2020-02-29", "2021-02-28"], "year", ["2020", "2021"]),
    (["2020Q4", "2021Q1"], "quarter", ["2020Q4", "2021Q1"]),
    (["2020-Q4", "2021Q1"], "quarter", ["2020Q4", "2021Q1"]),
    (["2021-01", "2021-04", "2021-07"], "quarter", ["2021Q1", "2021Q2", "2021Q3"]),
    (["2021-10", "2022-01"], "quarter", ["2021Q4", "2022Q1"]),
    (["2021-01-01", "2021-04-01", "2021-07-01"], "quarter", ["2021Q1", "2021Q2", "2021Q3"]),
    (["2021-03-31", "2021-06-30", "2021-09-30"], "quarter", ["2021Q1", "2021Q2", "2021Q3"]),
    (["2021-08-15", "2021-08-22", "2021-08-29"], "week", ["2021-08-15", "2021-08-22", "2021-08-29"]),
    (["2020-02-28", "2020-02-29", "2020-03-01"], "day", ["2020-02-28", "2020-02-29", "2020-03-01"]),
    (["-1", "0", "+1"], "index", ["-1", "0", "1"]),
    (["10", "20", "30"], "index", ["10", "20", "30"]),
    (["998", "999", "1000"], "index", ["998", "999", "1000"]),
]

REFUSED = [
    (["2021", "August"], [3], "'August' is not a time."),
    (["", "2021"], [2], "'' is not a time."),
    (["nan", "2021"], [2], "'nan' is not a time."),
    (["2021-13", "2021-14"], [2, 3], "'2021-13' is not a time."),
    (["0000", "0001"], [2], "'0000' is not a time."),
    (["9" * 16, "9" * 17], [2, 3], "is not a time"),
    (["٢٠٢١", "٢٠٢٢"], [2, 3], "is not a time"),
    (["2021-01", "2021-02", "2021"], [4], "times of different shapes, '2021-01' and '2021'."),
    (["2021-01-01", "2021-02-30"], [3], "'2021-02-30' is not a day of the calendar."),
    (["2021-01", "2021-02", "2021-02"], [4], "the time 2021-02 stands more than once."),
    (["2021-01", "2021-03", "2021-02"], [4], "2021-02 comes after 2021-03: times are not in order."),
    (["3", "2", "1"], [3, 4], "2 comes after 3"),
    (["2021-01", "2021-02", "2021-04", "2021-05"], [4], "irregular: 2021-02 is followed by 2021-04."),
    (["1", "2", "3", "5"], [5], "irregular: 3 is followed by 5."),
    (["2021-01-01", "2021-02-01", "2021-03-01", "2021-05-01"], [5], "irregular: 2021-03-01 is followed by 2021-05-01."),
    (["2021-08-01", "2021-08-08", "2021-08-15", "2021-08-29"], [5], "2021-08-15 is followed by 2021-08-29."),
    (["2021-02", "2021-05", "2021-08"], [], "the times are 3 months apart."),
    (["2021-02-01", "2021-05-01", "2021-08-01"], [], "the times are 3 months apart."),
    (["2021-03-15", "2021-06-15", "2021-09-15"], [], "the times are 3 months apart."),
    (["2021-01", "2021-04", "2021-07", "2022-01"], [5], "irregular: 2021-07 is followed by 2022-01."),
    (["2021Q1", "2021Q2", "2021Q4"], [4], "irregular: 2021Q2 is followed by 2021Q4."),
    (["2021Q1", "2021Q3", "2022Q1"], [], "the times are 2 quarters apart."),
    (["2021Q1", "2021-Q1"], [3], "the time 2021-Q1 stands more than once."),
    (["2021Q5", "2022Q1"], [2], "'2021Q5' is not a time."),
    (["2017", "2019", "2021"], [], "the times are 2 years apart."),
    (["2021-01-01", "2021-01-03", "2021-01-05"], [], "the times are 2 days apart."),
    (["2021-01-30", "2021-02-28", "2021-03-30"], [], "different days of the month"),
    (["2021"], [], "at least two times"),
    ([], [], "at least two times"),
]

MONTHS = pd.period_range("2021-07", "2022-06", freq="M")
QUARTERS = parse_times(["2021Q1", "2021Q2", "2021Q3"])
YEARS = pd.period_range("2015", "2024", freq="Y")
WEEKS = parse_times(["2021-08-15", "2021-08-22", "2021-08-29"])
DAYS = pd.period_range("2020-01-01", "2020-12-31", freq="D")
INDEX = pd.RangeIndex(10, 40, 10)


@pytest.mark.parametrize(("texts", "kind", "names"), READABLE)
def test_times_are_read(texts, kind, names):
    times = parse_times(texts)
    assert timeline.frequency(times) == kind
    assert labels(times) == names


@pytest.mark.parametrize(("texts", "rows", "problem"), REFUSED)
def test_times_are_refused_with_their_rows(texts, rows, problem):
    with pytest.raises(DataError) as caught:
        parse_times(texts, file="own.csv", column="when")
    assert problem in str(caught.value)
    assert list(caught.value.rows) == rows
    assert str(caught.value).startswith("own.csv, column 'when'")


def test_rows_of_the_file_can_be_given():
    with pytest.raises(DataError) as caught:
        parse_times(["1", "2", "2"], rows=[2, 5, 9])
    assert caught.value.rows == (9,)


@given(st.integers(12, 12 * 9998), st.integers(2, 400))
def test_months_read_back_what_was_written(start, count):
    texts = [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(start, start + count) if n // 12 < 10000]
    if len(texts) > 1:
        times = parse_times(texts)
        assert labels(times) == texts
        assert [position(times, text) for text in texts[:3]] == list(range(len(texts[:3])))


@given(st.integers(-(10**6), 10**6), st.integers(1, 50), st.integers(2, 60))
def test_an_index_reads_back_what_was_written(start, step, count):
    numbers = range(start, start + step * count, step)
    if all(1000 <= number <= 9999 for number in numbers):
        return
    times = parse_times([str(number) for number in numbers])
    assert isinstance(times, pd.RangeIndex)
    assert list(times) == list(numbers)


@pytest.mark.parametrize(
    ("times", "when", "place"),
    [
        (MONTHS, "2021-07", 0),
        (MONTHS, " 2021-08 ", 1),
        (MONTHS, "2021-06", -1),
        (MONTHS, "2022-07", 12),
        (QUARTERS, " 2021Q3 ", 2),
        (QUARTERS, "2019Q4", -5),
        (YEARS, "2021", 6),
        (WEEKS, "2021-08-22", 1),
        (WEEKS, "2021-08-29", 2),
        (DAYS, "2020-03-01", 60),
        (INDEX, "20", 1),
        (INDEX, "1000", 99),
        (INDEX, "-10", -2),
    ],
)
def test_position(times, when, place):
    assert position(times, when) == place


@pytest.mark.parametrize(
    ("times", "when", "problem"),
    [
        (MONTHS, "2021", "Write it like 2021-08; the series runs from 2021-07 to 2022-06."),
        (MONTHS, "2021-8", "does not fit a series by month"),
        (MONTHS, "2021-08-15", "does not fit a series by month"),
        (QUARTERS, "2021-08", "'2021-08': this is a series by quarter. Write the whole quarter, 2021Q3."),
        (QUARTERS, "2021-Q3", "Write the whole quarter, 2021Q3."),
        (QUARTERS, "2021", "Write it like 2021Q3; the series runs from 2021Q1 to 2021Q3."),
        (QUARTERS, "2021-08-15", "does not fit a series by quarter"),
        (MONTHS, "2021Q3", "does not fit a series by month"),
        (YEARS, "2021-08", "does not fit a series by year"),
        (WEEKS, "2021-08", "does not fit a series by week"),
        (DAYS, "2020-02-30", "is not a day of the calendar"),
        (INDEX, "25", "lies between two times"),
        (INDEX, "2.0", "does not fit a series by index"),
    ],
)
def test_position_refuses(times, when, problem):
    with pytest.raises(ParameterError, match=problem.replace("(", r"\(")):
        position(times, when)


def test_position_names_the_parameter():
    with pytest.raises(ParameterError, match=r"^window_start '2021'"):
        position(MONTHS, "2021", name="window_start")


def test_span_and_cut_keep_the_axis_regular():
    assert span(MONTHS) == ("2021-07", "2022-06")
    part = cut(INDEX, 1, 3)
    assert isinstance(part, pd.RangeIndex)
    assert list(part) == [20, 30]
    assert labels(cut(MONTHS, 1, 3)) == ["2021-08", "2021-09"]


def test_years_since_is_zero_at_the_origin_and_negative_before():
    np.testing.assert_allclose(years_since(MONTHS, 1)[:4], [-1 / 12, 0, 1 / 12, 2 / 12])
    np.testing.assert_allclose(years_since(YEARS, 6)[[0, 6, 7]], [-6, 0, 1])
    np.testing.assert_allclose(years_since(QUARTERS, 1), [-0.25, 0, 0.25])
    assert years_since(DAYS, 0)[-1] == pytest.approx(365 / 365.25)


def test_an_index_has_no_years():
    with pytest.raises(ParameterError, match="use 'period'"):
        years_since(INDEX, 0)


def test_season_phase_runs_through_the_calendar_year():
    np.testing.assert_allclose(season_phase(MONTHS), np.arange(6, 18) % 12 / 12)
    np.testing.assert_allclose(season_phase(QUARTERS), [0, 0.25, 0.5])
    phase = season_phase(DAYS)
    assert phase[0] == 0
    assert phase.max() < 1


@pytest.mark.parametrize("times", [YEARS, INDEX])
def test_years_and_an_index_have_no_season(times):
    with pytest.raises(ParameterError, match="set harmonics to 0"):
        season_phase(times)


def test_calendar_month():
    assert calendar_month(MONTHS).tolist() == [7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]
    for times in (YEARS, DAYS, INDEX):
        with pytest.raises(ParameterError, match="need a monthly series"):
            calendar_month(times)


def test_months_are_english_whatever_the_locale(monkeypatch):
    monkeypatch.setattr(type(calendar.month_name), "__getitem__", lambda *_: "mois")
    assert in_words("2021-01") == "January 2021"
    assert in_words("2021-12") == "December 2021"


@pytest.mark.parametrize("day", range(7))
def test_weeks_end_on_the_day_given_whatever_the_locale(day, monkeypatch):
    monkeypatch.setattr(pd.Timestamp, "strftime", lambda *_: "mardi", raising=True)
    dates = [date(2021, 8, 9 + day) + timedelta(weeks=week) for week in range(3)]  # 9 August 2021 was a Monday
    times = parse_times([day.isoformat() for day in dates])
    assert times.freqstr == f"W-{('MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN')[day]}"
    assert [end.date() for end in times.end_time] == dates


def test_a_day_inside_a_week_is_no_intervention_and_both_weeks_are_named():
    with pytest.raises(ParameterError, match="2021-08-20 lies inside a week: write 2021-08-15 or 2021-08-22"):
        position(WEEKS, "2021-08-20")
    assert position(WEEKS, "2021-08-20", name="window_start") == 1
