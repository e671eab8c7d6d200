"""From days to periods: zeros, holes, ends, and what is said to be left out."""

from collections import Counter
from pathlib import Path

import pytest

from turningpoint.errors import DataError, ParameterError
from turningpoint.sources.event_files.formats import (
    ACLED_COUNTRY_MONTH,
    ACLED_EVENTS,
    ACLED_WEEKLY,
    GTD,
    UCDP_GED,
)
from turningpoint.sources.event_files.recognise import Layout
from turningpoint.sources.event_files.release import Release, release_of
from turningpoint.sources.event_files.series import number, series_of
from turningpoint.sources.event_files.tally import Count


def made(days, form=ACLED_EVENTS, *, by="month", release="", first=0, last=0, **options):
    dated = [day for day in days if day]
    count = Count(
        Layout(form, ("x",), ",", 1),
        "events",
        by_day=Counter(days),
        rows=9,
        kept=9,
        first=first or min(dated),
        last=last or max(dated),
    )
    return series_of(count, Path("file.csv"), by=by, release=release_of(release, form), **options)


def test_a_month_without_an_event_is_zero():
    found = made({20191230: 2, 20200301: 1})
    assert found.labels == ("2019-12", "2020-01", "2020-02", "2020-03")
    assert found.values == (2, 0, 0, 1)
    assert found.csv() == "month,events\n2019-12,2\n2020-01,0\n2020-02,0\n2020-03,1\n"
    assert "first and last month may be partial" in found.notes[-1]


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("day", ["2020-03-30", "2020-03-31", "2020-04-01"]),
        ("week", ["2020-03-30"]),
        ("month", ["2020-03", "2020-04"]),
        ("quarter", ["2020Q1", "2020Q2"]),
        ("year", ["2020"]),
    ],
)
def test_each_period_has_its_labels(by, labels):
    assert list(made({20200330: 1, 20200401: 1}, by=by).labels) == labels


def test_the_series_runs_over_the_whole_file_or_what_the_release_covers():
    assert made({20200301: 1}, first=20200101, last=20200501).labels[::4] == ("2020-01", "2020-05")
    ged = made({20200301: 1}, UCDP_GED, release="GEDEvent_v25_1.csv")
    assert (ged.labels[0], ged.labels[-1], len(ged.labels)) == ("1989-01", "2024-12", 432)
    candidate = made({20231005: 3, 20230901: 1}, UCDP_GED, release="v23_0_10", by="day")
    assert (candidate.labels[0], candidate.labels[-1]) == ("2023-10-01", "2023-10-31")
    assert candidate.left_out == {"outside 2023-10-01 to 2023-10-31": 1}


def test_given_ends_cut_and_fill():
    found = made({20200301: 1, 20200501: 2}, start="2020-02", end="2020-04")
    assert (found.labels, found.values) == (("2020-02", "2020-03", "2020-04"), (0, 1, 0))
    assert found.left_out == {"outside 2020-02 to 2020-04": 2}
    assert made({20200318: 1}, by="week", start="2020-03-05").labels == ("2020-03-02", "2020-03-09", "2020-03-16")
    assert made({20200318: 1}, by="quarter", end="2020Q2").labels == ("2020Q1", "2020Q2")
    for options, message in (
        ({"start": "2020"}, "--from is '2020': a series by month wants it like 2021-08"),
        ({"start": "2021-01"}, "would run from 2021-01 to 2020-05"),
        ({"start": "2020-02-30", "by": "day"}, "not a day of the calendar"),
        ({"start": "0001-01-01", "by": "day"}, "not more than 100,000 periods"),
    ):
        with pytest.raises(ParameterError, match=message):
            made({20200501: 2}, **options)
    with pytest.raises(DataError, match="none of the events lies between 2019-01 and 2019-02"):
        made({20200501: 2}, start="2019-01", end="2019-02")


def test_dates_known_too_little_are_left_out_and_said():
    days = {19950000: 4, 19950200: 2, 19950205: 1, 0: 3}
    assert made(days, GTD).left_out == {"no date, or none that says the month": 7}
    assert made(days, GTD).total == 3
    assert made(days, GTD, by="day").left_out == {"no date, or none that says the day": 9}
    assert made(days, GTD, by="year").total == 7
    with pytest.raises(DataError, match=r"no event has a date that says its month. Count by a longer period"):
        made({19950000: 4}, GTD)


def test_the_lost_year_of_gtd_is_missing_and_not_zero():
    found = made({19921201: 1, 19940101: 1}, GTD)
    assert found.values == (1, *[None] * 12, 1)
    assert found.csv().splitlines()[2] == "1993-01,"
    assert any("In 1993, 12 months, the publisher lost its data" in note for note in found.notes)


def test_weeks_keep_the_day_they_are_named_by():
    days = {20250104: 5, 20250118: 2}
    found = made(days, ACLED_WEEKLY, by="week")
    assert (found.labels, found.values) == (("2025-01-04", "2025-01-11", "2025-01-18"), (5, 0, 2))
    assert any("Weeks straddle months" in note for note in made(days, ACLED_WEEKLY).notes)
    with pytest.raises(DataError, match="its weeks begin on 2 different weekdays"):
        made({20250104: 5, 20250119: 2}, ACLED_WEEKLY, by="week")


def test_the_month_in_which_a_file_was_made_is_partial_and_left_out():
    days = {20250500: 4, 20250600: 6, 20250700: 1}
    found = made(days, ACLED_COUNTRY_MONTH, release="acled_2025-07-04.csv")
    assert (found.labels, found.total) == (("2025-05", "2025-06"), 10)
    assert found.left_out == {"outside 2025-05 to 2025-06": 1}
    assert any("2025-07 had not ended: it is left out (--to 2025-07 keeps it)" in note for note in found.notes)
    assert made(days, ACLED_COUNTRY_MONTH, release="acled_2025-07-04.csv", end="2025-07").total == 11
    assert made(days, ACLED_COUNTRY_MONTH, release="acled_2025-08-04.csv").total == 11


def test_a_release_that_is_not_named_is_asked_for():
    assert any("name it with --release" in note for note in made({20200101: 1}, UCDP_GED).notes)
    assert Release("") == release_of("x.csv", UCDP_GED)


def test_numbers_are_short_and_read_back_as_they_were():
    assert [number(value) for value in (0.0, 12.0, 0.1, None)] == ["0", "12", "0.1", ""]
