from pathlib import Path

import pytest

from turningpoint.errors import DataError, Where
from turningpoint.sources.own_files.choices import Choices
from turningpoint.sources.own_files.dates import read_dates


def read(texts, *, regular=True, **choices):
    where = Where(Path("own.csv"), "t", range(2, len(texts) + 2))
    return read_dates(texts, where, Choices(**choices), regular=regular)


@pytest.mark.parametrize(
    ("texts", "meant", "said"),
    [
        (["2021-08", "2021-09"], ["2021-08", "2021-09"], ""),
        (["1", "2"], ["1", "2"], ""),
        (["201412", "201501"], ["2014-12", "2015-01"], "times are year and month: '201412' in row 2 is 2014-12"),
        (["12/01/2019", "13/01/2019"], ["2019-01-12", "2019-01-13"], "day first: 13/01/2019 in row 3 decides"),
        (["1/12/2019", "1/13/2019"], ["2019-01-12", "2019-01-13"], "month first: 1/13/2019 in row 3 decides"),
        (["Apr-15", "May-15"], ["2015-04", "2015-05"], "times are month and year: 'Apr-15' in row 2 is 2015-04"),
        (["01/01/2019", "01/01/2020"], ["2019-01-01", "2020-01-01"], "day first: either way the times are the same"),
        (["2019-01-01 09:30", "2019-01-02 10:00"], ["2019-01-01", "2019-01-02"], "times of day left out"),
    ],
)
def test_what_a_column_decides_is_read_and_said(texts, meant, said):
    found = read(texts)
    assert found.texts == meant
    assert said in found.said
    assert bool(said) or not found.said


def test_a_series_without_a_gap_tells_day_from_month():
    months = [f"01/{at % 12 + 1:02d}/{2018 + at // 12}" for at in range(14)]
    assert read(months).texts[12] == "2019-01-01"
    assert read(months).said == "day first: only so do the times follow each other without a gap"
    with pytest.raises(DataError, match="--dates dmy or --dates mdy"):
        read(months, regular=False)


@pytest.mark.parametrize(
    ("texts", "rows", "problem"),
    [
        (["01/02/2019", "01/03/2019"], (2,), r"'01/02/2019' may be 2019-02-01 \(day first\) or 2019-01-02 \(month"),
        (["13/01/2019", "01/13/2019"], (2, 3), "'13/01/2019' and '01/13/2019' are not dates in one order"),
        (["31/02/2019", "31/04/2019"], (2,), "not a day of the calendar"),
        (["2009/10", "2010/11"], (2, 3), "looks like a year that runs over two"),
        (["Apr-15", "May-15", "spring"], (4,), "'spring' is not a time like 'Apr-15'"),
    ],
)
def test_what_stays_ambiguous_is_refused(texts, rows, problem):
    with pytest.raises(DataError, match=problem) as caught:
        read(texts)
    assert caught.value.rows == rows


def test_an_order_that_is_told_settles_it_and_is_held_against_the_column():
    assert read(["01/02/2019", "01/03/2019"], dates="mdy").texts == ["2019-01-02", "2019-01-03"]
    with pytest.raises(DataError, match="'13/01/2019' is no date with the month first"):
        read(["12/01/2019", "13/01/2019"], dates="mdy")


def test_a_date_of_a_user_is_read_as_those_of_the_file():
    found = read(["12/01/2019", "13/01/2019"])
    assert [found.read(text) for text in ("01/02/2019", "2019-02-01", "soon")] == ["2019-02-01", "2019-02-01", "soon"]
