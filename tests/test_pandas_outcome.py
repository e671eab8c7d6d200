"""An outcome from what pandas users hold."""

import re

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DataError, ParameterError
from turningpoint.outcome import load_outcome
from turningpoint.pandas_outcome import outcome_of
from turningpoint.spans import Span

MONTHS = pd.period_range("2021-01", periods=4, freq="M")
NUMBERS = [3, 5, np.nan, 4]


def test_an_outcome_is_given_back_as_it_is():
    outcome = load_outcome("events")
    assert outcome_of(outcome) is outcome


@pytest.mark.parametrize(
    ("index", "frequency", "names"),
    [
        (MONTHS, "month", ["2021-01", "2021-04"]),
        (pd.date_range("2021-01-01", periods=4, freq="MS"), "month", ["2021-01", "2021-04"]),
        (pd.date_range("2021-01-31", periods=4, freq="ME"), "month", ["2021-01", "2021-04"]),
        (["2021-01", "2021-02", "2021-03", "2021-04"], "month", ["2021-01", "2021-04"]),
        (pd.period_range("2021Q1", periods=4, freq="Q"), "quarter", ["2021Q1", "2021Q4"]),
        (pd.date_range("2021-01-01", periods=4, freq="QS"), "quarter", ["2021Q1", "2021Q4"]),
        (pd.period_range("2021", periods=4, freq="Y"), "year", ["2021", "2024"]),
        (pd.period_range("2021", periods=4, freq="Y-MAR"), "year", ["2021", "2024"]),
        ([2021, 2022, 2023, 2024], "year", ["2021", "2024"]),
        (pd.RangeIndex(1, 5), "index", ["1", "4"]),
        (pd.period_range("2021-08-15", periods=4, freq="W-SUN"), "week", ["2021-08-15", "2021-09-05"]),
        (pd.date_range("2021-08-15", periods=4, freq="7D"), "week", ["2021-08-15", "2021-09-05"]),
        (pd.date_range("2021-08-15", periods=4), "day", ["2021-08-15", "2021-08-18"]),
    ],
)
def test_a_regular_series(index, frequency, names):
    outcome = outcome_of(pd.Series(NUMBERS, index=index, name="attacks"))
    assert outcome.frequency == frequency
    assert [outcome.labels[0], outcome.labels[-1]] == names
    np.testing.assert_array_equal(outcome.values, NUMBERS)
    assert outcome.spans == ()
    assert outcome.unit == f"attacks per {outcome.period}"


def test_words_can_be_given_and_have_defaults():
    outcome = outcome_of(pd.Series(NUMBERS, index=MONTHS))
    assert (outcome.name, outcome.label, outcome.source) == ("value", "value", "pandas Series")
    named = outcome_of(
        pd.Series(NUMBERS, index=MONTHS), label="attacks", unit="a month", source="A report", geography="Quetta"
    )
    assert (named.label, named.unit, named.source, named.geography) == ("attacks", "a month", "A report", "Quetta")
    assert outcome_of(pd.Series([1, None, 3, 4], index=MONTHS, dtype="Int64")).observed.tolist() == [1, 0, 1, 1]


TEXT = pd.Series([9, 2, 4], index=["2021-02/2021-03 2021-06", "2021-04", "2021-05"], name="n")
FRAME = pd.DataFrame({"first": ["2021-04", "2021-01"], "last": [None, "2021-03"], "n": [2, 9]})


def test_text_may_name_several_periods():
    outcome = outcome_of(TEXT)
    assert outcome.spans == (Span((0, 1, 4), 9.0),)
    np.testing.assert_array_equal(outcome.values, [np.nan, np.nan, 2, 4, np.nan])


@pytest.mark.parametrize(
    "convert",
    [
        lambda ends: ends,
        lambda ends: pd.PeriodIndex(ends, freq="M"),
        lambda ends: pd.to_datetime(pd.Series(ends)),
    ],
)
def test_a_frame_has_first_and_last_periods(convert):
    frame = pd.DataFrame({"n": [9, 2, 5], "first": convert(["2021-01", "2021-04", "2021-06"])})
    frame["last"] = convert(["2021-03", "2021-04", "2021-07"])
    outcome = outcome_of(frame)
    assert (outcome.name, outcome.source, outcome.labels[-1]) == ("n", "pandas DataFrame", "2021-07")
    assert outcome.spans == (Span((0, 1, 2), 9.0), Span((5, 6), 5.0))
    assert outcome.covered.tolist() == [True] * 4 + [False, True, True]
    assert outcome_of(FRAME).values[3] == 2


@pytest.mark.parametrize(
    ("breaks", "closed", "frequency", "spans"),
    [
        (["2021-01-01", "2021-04-01", "2021-05-01"], "left", "month", (Span((0, 1, 2), 9.0),)),
        (["2020-12-31", "2021-03-31", "2021-04-30"], "right", "month", (Span((0, 1, 2), 9.0),)),
        (["2021-01-01", "2021-07-01", "2021-10-01"], "left", "quarter", (Span((0, 1), 9.0),)),
        (["2021-01-01", "2023-01-01", "2024-01-01"], "left", "year", (Span((0, 1), 9.0),)),
        (["2021-01-01", "2021-01-03", "2021-01-04"], "left", "day", (Span((0, 1), 9.0),)),
    ],
)
def test_intervals_of_dates_are_sums(breaks, closed, frequency, spans):
    index = pd.IntervalIndex.from_breaks(pd.DatetimeIndex(breaks), closed=closed)
    outcome = outcome_of(pd.Series([9, 4], index=index))
    assert (outcome.frequency, outcome.spans) == (frequency, spans)
    assert outcome.values[-1] == 4


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ([1, 2], "an outcome cannot be made of a list. Give a pandas Series."),
        (pd.Series(NUMBERS), r"pandas Series: its index does not name periods\. Index it by periods"),
        (
            pd.Series(NUMBERS, index=MONTHS[[0, 1, 3, 2]]),
            "rows 2, 3: times are irregular: 2021-02 is followed by 2021-04",
        ),
        (pd.Series(NUMBERS, index=MONTHS[[0, 1, 1, 2]]), "row 2: times are irregular: 2021-02 is followed by 2021-02"),
        (pd.Series([3], index=MONTHS[:1]), "at least two times"),
        (pd.Series([], dtype=float, index=pd.DatetimeIndex([])), "at least two times"),
        (
            pd.Series([3, 4], index=pd.period_range("2021-01-01", periods=2, freq="h")),
            "frequency 'h' cannot be analysed",
        ),
        (
            pd.Series([3, 4], index=pd.period_range("2021-01", periods=2, freq="2M")),
            "frequency '2M' cannot be analysed",
        ),
        (
            pd.Series([3, 4], index=pd.DatetimeIndex(["2021-01-01", "2021-01-01"])),
            "row 1: the time 2021-01-01 stands more",
        ),
        (pd.Series(["a", "b"], index=MONTHS[:2]), "its values are not numbers"),
        (pd.Series([3, np.inf], index=MONTHS[:2]), "row 1: a value is infinite"),
        (pd.Series([np.nan] * 4, index=MONTHS), "no value was observed"),
        (pd.Series([3, 4], index=pd.interval_range(0, 2)), "not of dates"),
        (
            pd.Series([4], index=pd.IntervalIndex.from_breaks(pd.DatetimeIndex(["2021", "2022"]), closed="both")),
            "not closed on one side",
        ),
        (pd.Series([3, 4, 5], index=["2021-01/2021-03", "2021-02", "2021-04"]), "rows 0, 1: 2021-02 lies in"),
        (FRAME.rename(columns={"last": "end"}), r"its columns are first, end, n\. Give first, last and one column"),
        (FRAME.assign(m=1), "its columns are first, last, n, m"),
        (FRAME.assign(first=None), "row 0: '' is not a time"),
    ],
)
def test_refused(data, problem):
    with pytest.raises(DataError, match=problem):
        outcome_of(data)


def test_columns_of_a_frame_may_be_named_with_an_exposure_that_lacks_what_the_outcome_lacks():
    days = pd.date_range("2020-01-01", periods=4, freq="D")
    frame = pd.DataFrame({"day": days, "k": [1.0, np.nan, 3.0, 4.0], "n": [10.0, np.nan, 12.0, 14.0], "x": 0})
    found = outcome_of(frame, time="day", outcome="k", exposure="n")
    assert (found.name, found.frequency, found.labels[-1]) == ("k", "day", "2020-01-04")
    assert found.exposure.tolist() == [10, 12, 12, 14]
    assert found.values.tolist()[2:] == [3, 4]
    months = frame.assign(day=["2020-01", "2020-02", "2020-03", "2020-04"])
    assert outcome_of(months, time="day", outcome="x").frequency == "month"
    for named, message in (
        ({"time": "day", "outcome": "y"}, "column 'y': there is no one column of this name. There are day, k, n, x"),
        ({"time": "day"}, "the columns of times and of the outcome are needed"),
        ({"time": "day", "outcome": "k", "exposure": "x"}, "column 'x', rows 0, 2, 3: the exposure is not above zero"),
    ):
        with pytest.raises(DataError, match=re.escape(message)):
            outcome_of(frame, **named)


def test_load_outcome_takes_a_name_or_a_pandas_object():
    with pytest.raises(ParameterError, match=r"of the project or a pandas object, not a list"):
        load_outcome([1, 2, 3])
    with pytest.raises(DataError):
        load_outcome(pd.DataFrame({"x": [1]}))
