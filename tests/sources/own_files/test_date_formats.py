import pytest

from turningpoint.sources.own_files import date_formats
from turningpoint.sources.own_files.date_formats import FORMATS, MONTHS, month_of, without_clock, written


def readings(text):
    """What the formats without an open order make of a text."""
    return {found for form in FORMATS if not form.in_order and (found := written(form, text))}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2015/01", "2015-01"),
        ("2015_01", "2015-01"),
        ("2015-1", "2015-01"),
        ("2015M12", "2015-12"),
        ("201501", "2015-01"),
        ("2015.01", "2015-01"),
        ("01/2015", "2015-01"),
        ("Apr-15", "2015-04"),
        ("Apr-99", "1999-04"),
        ("Jan 2015", "2015-01"),
        ("janv. 2015", "2015-01"),
        ("2015 January", "2015-01"),
        ("2015 q1", "2015Q1"),
        ("Q1 2015", "2015Q1"),
        ("1Q2015", "2015Q1"),
        ("2018-W46", "2018-11-18"),
        ("2020W53", "2021-01-03"),
        ("W1 2016", "2016-01-10"),
        ("2018/1/31", "2018-01-31"),
        ("20180131", "2018-01-31"),
        ("16 May 2025", "2025-05-16"),
        ("9-May-20", "2020-05-09"),
        ("May 16, 2025", "2025-05-16"),
        ("2015-Apr-01", "2015-04-01"),
    ],
)
def test_a_date_is_read_in_one_way(text, meant):
    assert readings(text) == {meant}


@pytest.mark.parametrize(
    "text",
    ["2015/13", "201513", "43101", "123456", "2019-W53", "31 Feb 2015", "May-45", "15-Apr", "Total 2018", "2015.1", ""],
)
def test_what_is_no_date_or_one_of_two_centuries_is_none(text):
    assert readings(text) == set()


@pytest.mark.parametrize(
    ("text", "order", "meant"),
    [
        ("31/01/2018", "dmy", "2018-01-31"),
        ("31/01/2018", "mdy", ""),
        ("31/01/2018", "ymd", ""),
        ("1.2.18", "dmy", "2018-02-01"),
        ("1.2.18", "mdy", "2018-01-02"),
        ("01-02-03", "ymd", "2001-02-03"),
        ("29/02/2019", "dmy", ""),
    ],
)
def test_three_numbers_are_read_in_the_order_given(text, order, meant):
    (form,) = (form for form in FORMATS if form.in_order)
    assert written(form, text, order) == meant


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-08-15 00:00:00", "2021-08-15"),
        ("2021-08-15T09:30:00.5+05:00", "2021-08-15"),
        ("15/08/2021 9:30 PM", "15/08/2021"),
        ("2021-08", "2021-08"),
        ("09:30", "09:30"),
    ],
)
def test_the_time_of_day_is_taken_off(text, day):
    assert without_clock(text) == day


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("January", 1),
        ("jan", 1),
        ("Sept", 9),
        ("MÄRZ", 3),
        ("août", 8),
        ("dez", 12),
        ("enero", 1),
        ("Total", 0),
        ("", 0),
    ],
)
def test_names_of_months(name, number):
    assert month_of(name) == number


def test_no_name_stands_for_two_months():
    assert len(MONTHS) == sum(len(names.split()) for names in date_formats._MONTHS)
