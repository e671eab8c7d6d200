import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.sources import events, read_interventions
from turningpoint.sources.csv_table import read_table
from turningpoint.sources.embedded.interventions import NAME, SCHEMA, intervention_month


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("2021-08-15", "2021-08"),
        ("2021-08-20", "2021-08"),
        ("2021-08-21", "2021-09"),
        ("2022-11-28", "2022-12"),
        ("2020-02-29", "2020-03"),
        ("2021-12-31", "2022-01"),
        ("2014-12", "2014-12"),
    ],
)
def test_an_event_belongs_to_its_month_until_the_20th(date, month):
    assert intervention_month(pd.Series([date])).astype(str).tolist() == [month]


def test_the_fall_of_kabul():
    row = read_interventions().set_index("event_id").loc["fall_of_kabul"]
    assert (str(row["month"]), row["label"]) == ("2021-08", "Fall of Kabul")


def test_one_row_an_event_and_nothing_is_lost():
    rows, one = read_interventions(), events()
    assert (len(rows), len(one)) == (34, 27)
    assert one["event_id"].is_unique
    assert one["month"].is_monotonic_increasing
    assert sum(map(len, one["descriptions"])) == len(rows)
    assert {url for urls in one["urls"] for url in urls} == set(rows["url"]) - {""}
    extended = one.set_index("event_id").loc["ttp_ceasefire_2_extended"]
    assert (extended["date"], len(extended["urls"])) == ("2022-05-11", 2)


def test_later_tolls_of_two_attacks_and_the_withdrawal():
    one = events().set_index("event_id")
    assert len(one.loc["karachi_airport_attack", "descriptions"]) == 2
    assert len(one.loc["aps_peshawar_massacre", "descriptions"]) == 4
    assert (one.loc["us_withdrawal_completed", "date"], str(one.loc["us_withdrawal_completed", "month"])) == (
        "2021-08-30",
        "2021-09",
    )


@pytest.mark.parametrize(
    ("cells", "column", "rows", "problem"),
    [
        ({(2, "date"): "8 June 2014"}, "date", (2,), "'8 June 2014' is not a date"),
        ({(2, "precision"): "hour"}, "precision", (2,), "'hour' is not one of the known values"),
        ({(2, "event_id"): "Karachi!"}, "event_id", (2,), "'Karachi!' is not an id"),
        ({(2, "date"): "2014-06"}, None, (2,), "date is not as precise as precision says"),
        ({(3, "label"): "Other"}, None, (2, 3), "one event_id stands beside two labels"),
        ({(2, "date"): "2014-06-31"}, "date", (2,), "'2014-06-31' is not a day of the calendar"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(altered, cells, column, rows, problem):
    with pytest.raises(DataError) as caught:
        read_table(altered(NAME, cells), SCHEMA)
    assert problem in str(caught.value)
    assert (caught.value.column, caught.value.rows) == (column, rows)
