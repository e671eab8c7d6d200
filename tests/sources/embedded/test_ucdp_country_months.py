import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.sources import read_country_months, read_kinds
from turningpoint.sources.csv_table import read_table
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.embedded.ucdp_country_months import NAME, SCHEMA


def test_totals_of_the_whole_table():
    frame = read_country_months()
    assert frame["events"].sum() == 385_918
    assert frame["deaths_best"].sum() == 3_957_143
    assert frame["iso3"].nunique() == 124
    assert (frame["month"].min(), frame["month"].max()) == (
        pd.Period("1989-01", "M"),
        pd.Period(table_info(NAME).coverage_end, "M"),
    )


def test_yearly_totals_of_pakistan():
    frame = read_country_months()
    years = frame[frame["iso3"] == "PAK"].groupby(frame["month"].dt.year)[["events", "deaths_best"]].sum()
    assert years["events"].loc[2013:2024].tolist() == [361, 433, 285, 158, 163, 93, 99, 145, 191, 284, 382, 687]
    assert years["deaths_best"].loc[2021:2024].tolist() == [452, 719, 1178, 1885]


def test_both_versions_agree_in_352_of_396_months():
    months = pd.period_range("1989-01", "2021-12", freq="M")
    frame = read_country_months()
    new = frame[frame["iso3"] == "PAK"].set_index("month")["events"].reindex(months, fill_value=0)
    old = read_kinds().groupby("month")["events"].sum().reindex(months, fill_value=0)
    assert ((new == old).sum(), len(months)) == (352, 396)


def test_estimates_of_deaths_out_of_order_are_a_few():
    frame = read_country_months()
    assert (frame["deaths_best"] < frame["deaths_low"]).sum() == 23
    assert (frame["deaths_best"] > frame["deaths_high"]).sum() == 75


def test_a_caller_cannot_change_what_the_next_one_gets():
    frame = read_country_months()
    frame.loc[0, "events"] = -1
    assert read_country_months().loc[0, "events"] == 13


@pytest.mark.parametrize(
    ("cells", "column", "rows", "problem"),
    [
        ({(3, "iso3"): "AF"}, "iso3", (3,), "'AF' is not a country code"),
        ({(3, "country"): " "}, "country", (3,), "is no name"),
        ({(3, "month"): "1989-1"}, "month", (3,), "'1989-1' is not a month"),
        ({(4, "events"): "many"}, "events", (4,), "'many' is not a whole number"),
        ({(4, "deaths_best"): "-1"}, "deaths_best", (4,), "'-1' is negative"),
        ({(3, "month"): "1989-01"}, None, (2, 3), "two rows have the same iso3 and month"),
        ({(3, "events"): "99"}, None, (3,), "events is not the sum of"),
        ({(3, "events"): "0", (3, "events_state_based"): "0"}, None, (3,), "events is 0"),
        ({(5, "country"): "Pakistan"}, None, tuple(range(2, 42)), "one iso3 stands beside two names"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(altered, cells, column, rows, problem):
    path = altered(NAME, cells)
    with pytest.raises(DataError) as caught:
        read_table(path, SCHEMA)
    assert problem in str(caught.value)
    assert (caught.value.file, caught.value.column, caught.value.rows) == (path, column, rows)


def test_a_file_of_the_same_form_is_read(altered):
    assert len(read_table(altered(NAME, {}), SCHEMA)) == 40
