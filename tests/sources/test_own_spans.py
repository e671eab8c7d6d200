"""Rows of several periods: one calendar, its values and its sums."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turningpoint.errors import DataError, Where
from turningpoint.sources.own_spans import MOST_PERIODS, arrange, uses_spans
from turningpoint.spans import Span
from turningpoint.timeline import frequency, labels


def arranged(rows, **settings):
    """Arrange pairs of a time and a value; the first stands in row 2."""
    texts, values = zip(*rows, strict=True)
    return arrange(list(texts), np.array(values, dtype=float), Where(rows=range(2, len(rows) + 2), **settings))


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("2016-04/2016-12", True),
        (" 2016-04 / 2016-12 ", True),
        ("2018-01 2018-02 2018-12", True),
        ("2018-01/2018-08 2018-12", True),
        ("2016Q1/2016Q3", True),
        ("2016/2018", True),
        ("999/1001", True),
        ("1 2 3", True),
        ("2021-08", False),
        (" 2021-08 ", False),
        ("", False),
        ("August 2021", False),
        ("2021 08", False),
        ("2021/08", False),
        ("2021/08/15", False),
        ("2021-08-15 00:00", False),
        ("2021-08/", False),
    ],
)
def test_a_time_of_several_periods_is_told_from_a_time_that_cannot_be_read(text, several):
    assert uses_spans(["2021-07", text]) is several


@pytest.mark.parametrize(
    ("texts", "kind", "names", "places"),
    [
        (["2020-12", "2021-01/2021-02"], "month", ["2020-12", "2021-01", "2021-02"], (1, 2)),
        (["2021-03 2021-05", "2021-04"], "month", ["2021-03", "2021-04", "2021-05"], (0, 2)),
        (["2020Q3/2020Q4", "2021-Q1"], "quarter", ["2020Q3", "2020Q4", "2021Q1"], (0, 1)),
        (["2020/2021", "2022"], "year", ["2020", "2021", "2022"], (0, 1)),
        (["999/1000", "1001"], "index", ["999", "1000", "1001"], (0, 1)),
        (["2021-08-01", "2021-08-08/2021-08-15"], "week", ["2021-08-01", "2021-08-08", "2021-08-15"], (1, 2)),
        (["2021-01-01", "2021-02-01/2021-03-01"], "month", ["2021-01", "2021-02", "2021-03"], (1, 2)),
        (["2021-01-01/2021-01-31", "2021-02-01/2021-03-31"], "month", ["2021-01", "2021-02", "2021-03"], (1, 2)),
        (["2021-02-28", "2021-03-01/2021-03-02"], "day", ["2021-02-28", "2021-03-01", "2021-03-02"], (1, 2)),
    ],
)
def test_every_calendar_takes_sums(texts, kind, names, places):
    times, values, (span,) = arranged([(text, 6 if uses_spans([text]) or "01-01/" in text else 2) for text in texts])
    assert (frequency(times), labels(times)) == (kind, names)
    assert (span.periods, span.value) == (places, 6)
    single = ({0, 1, 2} - set(places)).pop()
    assert np.flatnonzero(np.isfinite(values)).tolist() == [single]


def test_a_period_that_no_row_covers_stays_in_the_calendar():
    times, values, spans = arranged([("2023-02/2023-03", 7), ("2022-11", 1)])
    assert labels(times) == ["2022-11", "2022-12", "2023-01", "2023-02", "2023-03"]
    np.testing.assert_array_equal(values, [1, np.nan, np.nan, np.nan, np.nan])
    assert spans == (Span((3, 4), 7.0),)


def test_a_range_over_one_period_is_that_period():
    _, values, spans = arranged([("2021-01/2021-01", 4), ("2021-02/2021-03", 5)])
    assert values[0] == 4
    assert len(spans) == 1


def test_a_row_without_a_value_only_stretches_the_calendar():
    rows = [
        ("2021-01", 4),
        ("2021-02", np.nan),
        ("2021-03", np.nan),
        ("2021-02/2021-03", 5),
        ("2021-04/2021-06", np.nan),
    ]
    times, values, spans = arranged(rows)
    assert labels(times)[-1] == "2021-06"
    np.testing.assert_array_equal(values, [4, *[np.nan] * 5])
    assert spans == (Span((1, 2), 5.0),)


@given(st.randoms(use_true_random=False), st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=2))
def test_the_order_of_rows_does_not_matter(random, steps):
    rows, month = [], 24_000
    for gap, size in steps:
        month += gap
        ends = [f"{at // 12}-{at % 12 + 1:02d}" for at in (month, month + size - 1)]
        rows.append(("/".join(ends), month % 17))
        month += size
    shuffled = rows.copy()
    random.shuffle(shuffled)
    times, values, spans = arranged(rows)
    other = arranged(shuffled)
    assert labels(times) == labels(other[0])
    np.testing.assert_array_equal(values, other[1])
    assert spans == other[2]
    assert np.nansum(values) + sum(span.value for span in spans) == sum(value for _, value in rows)


@pytest.mark.parametrize(
    ("rows", "where", "problem"),
    [
        ([("2021-01", 1), ("2021-01", 2), ("2021-02/2021-03", 3)], (2, 3), "the time 2021-01 stands more than once."),
        (
            [("2021-01", 1), ("2021-01/2021-03", 3), ("2021-04", 1)],
            (2, 3),
            "2021-01 lies in '2021-01/2021-03' and in another row, so it would be counted twice. Keep",
        ),
        ([("2021-01/2021-02", 3), ("2021-02/2021-04", 3)], (2, 3), "2021-02 lies in '2021-02/2021-04' and in another"),
        (
            [("2021-01", 2), ("2021-01/2021-03", 3), ("2021-03", 2)],
            (2, 3, 4),
            "counted twice. Its sum, 3, is less than the 4 of the rows inside it. Keep the sum or its parts",
        ),
        ([("2021-03/2021-01", 1), ("2021-04", 1)], (2,), "'2021-03/2021-01' ends before it begins."),
        ([("2021-03 2021-01", 1), ("2021-04", 1)], (2,), "the periods of '2021-03 2021-01' are not in order"),
        ([("2021-03 2021-03", 1), ("2021-04", 1)], (2,), "are not in order, or one stands twice"),
        ([("2021-01/2021-03", 1), ("August", 1)], (3,), "'August' is not a time. Write several periods as"),
        ([("2021-01/2021-03", 1), ("", 1)], (3,), "'' is not a time."),
        ([("2021-01/2021-03/2021-04", 1), ("2021-05", 1)], (2,), "'2021-03/2021-04' is not a time."),
        (
            [("2021-01/2021-03", 1), ("2017", 1)],
            (3,),
            "times of different shapes, '2021-01' and '2017'. .* a year among months is 2017-01/2017-12.",
        ),
        ([("2021-02-29/2021-03-01", 1), ("2021-03-02", 1)], (2,), "'2021-02-29' is not a day of the calendar."),
        ([("1/2", 1), (str(MOST_PERIODS + 1), 1)], (), "the times run over 100,001 periods; 100,000 is the most."),
        ([("2021-01/2021-01", 1)], (), "a series needs at least two times."),
    ],
)
def test_refused_with_its_rows(rows, where, problem):
    with pytest.raises(DataError, match=problem) as caught:
        arranged(rows, file="own.csv", column="when")
    assert caught.value.rows == where
    assert str(caught.value).startswith("own.csv, column 'when'")


def test_one_sum_over_everything():
    times, values, spans = arranged([("2021-01/2021-12", 12)])
    assert isinstance(times, pd.PeriodIndex)
    assert np.isnan(values).all()
    assert spans == (Span(tuple(range(12)), 12.0),)
