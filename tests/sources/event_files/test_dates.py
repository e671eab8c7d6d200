"""Dates as publishers write them, and periods."""

from datetime import date, timedelta

import numpy as np
import pytest

from turningpoint.sources.event_files.dates import (
    UNREADABLE,
    is_ambiguous,
    join_parts,
    known_enough,
    label,
    ordinals,
    read_day,
    read_part,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-02-29", 20200229), ("2020/02/29", 20200229), ("20200229", 20200229), ("2020-02-29T13:00:00Z", 20200229),
        ("2020-02-29 00:00:00.000", 20200229), ("29 February 2020", 20200229), ("29-Feb-20", 20200229),
        ("29-Feb-72", 19720229), ("Feb 29, 2020", 20200229), ("1 Sept 2020", 20200901), ("", 0),
        ("2021-02-29", UNREADABLE), ("2020-13-01", UNREADABLE), ("29 Foo 2020", UNREADABLE), ("x", UNREADABLE),
        ("2020-02", UNREADABLE), ("1,5", UNREADABLE), ("29/02/2020", UNREADABLE),
    ],
)  # fmt: skip
def test_a_day_is_read_or_refused(text, day):
    assert read_day(text) == day


def test_what_is_slashed_is_read_as_told():
    assert is_ambiguous("5.6.2020")
    assert (read_day("5.6.2020", "dmy"), read_day("5.6.2020", "mdy")) == (20200605, 20200506)
    assert read_day("13/14/2020", "dmy") == UNREADABLE


def test_parts_make_a_date_as_far_as_they_are_known():
    year, month, day = np.array([[1995, 1995, 1995, 1995, 1995], [2, 2, 0, 2, 13], [28, 0, 7, 30, 1]])
    assert join_parts([year, month, day]).tolist() == [19950228, 19950200, 19950000, UNREADABLE, UNREADABLE]
    assert join_parts([year[:1], month[:1]]).tolist() == [19950200]
    assert join_parts([year[:1]]).tolist() == [19950000]
    assert [read_part(text) for text in ("12", "december", "DEC", "1.5", "12345")] == [12, 12, 12, -1, -1]


def test_a_period_is_known_where_its_part_of_the_date_is():
    days = np.array([20200105, 20200100, 20200000, 0])
    assert [known_enough(days, by).tolist() for by in ("day", "week", "month", "quarter", "year")] == [
        [True, False, False, False], [True, False, False, False],
        [True, True, False, False], [True, True, False, False], [True, True, True, False],
    ]  # fmt: skip


def test_every_day_of_years_lies_in_the_period_the_calendar_says():
    days = [date(1969, 12, 20) + timedelta(one) for one in range(2_000)]
    whole = np.array([one.year * 10_000 + one.month * 100 + one.day for one in days])

    def labels(by):
        return [label(one, by) for one in ordinals(whole, by).tolist()]

    assert labels("day") == [str(one) for one in days]
    assert labels("week") == [str(one - timedelta(one.weekday())) for one in days]
    assert labels("month") == [f"{one:%Y-%m}" for one in days]
    assert labels("quarter") == [f"{one.year}Q{(one.month + 2) // 3}" for one in days]
    assert labels("year") == [str(one.year) for one in days]
