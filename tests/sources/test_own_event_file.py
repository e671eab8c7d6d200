"""A file of events stands where a series of one's own may, and gives the numbers of ``turningpoint events``."""

import hashlib

import numpy as np
import pandas as pd
import pytest

from tests.sources.event_files.made_up import GTD_COLUMNS, acled, acled_file, ged, ged_file, table
from turningpoint.errors import DataError, ParameterError
from turningpoint.outcome import own_outcome
from turningpoint.sources.own_event_file import is_event_file, read_event_series
from turningpoint.sources.own_files.choices import Choices
from turningpoint.timeline import labels

DAYS = [str(day.date()) for day in pd.date_range("2019-01-03", "2020-12-28", freq="13D")]


def test_events_are_counted_by_month_and_named_with_their_file_checksum_and_filters(tmp_path):
    rows = [ged(i, day, country="Aland" if i % 3 else "Bland", best=i) for i, day in enumerate(DAYS)]
    path = ged_file(tmp_path / "GEDEvent_v21_1.csv", rows)
    found = read_event_series(path, choices=Choices(group=("country=Aland", "best<40")))
    kept = pd.Series(1, pd.PeriodIndex([day for i, day in enumerate(DAYS) if i % 3 and i < 40], freq="M"))
    whole = kept.groupby(level=0).sum().reindex(pd.PeriodIndex(labels(found.times), freq="M"), fill_value=0)
    assert labels(found.times)[0] == "1989-01"  # where the release begins
    assert found.values.tolist() == whole.tolist()
    outcome = own_outcome(found)
    assert hashlib.sha256(path.read_bytes()).hexdigest() in outcome.definition
    assert "Events counted by month in GEDEvent_v21_1.csv" in outcome.definition
    assert "rows with country=Aland and best<40" in outcome.definition
    assert "is taken for ucdp-ged, release 21.1" in found.said
    assert found.when("2020-02-01") == "2020-02-01"


def test_a_column_is_summed_over_the_period_asked_for(tmp_path):
    path = acled_file(tmp_path / "acled.csv", [acled(1, "1 May 2019"), acled(2, "9 November 2020", fatalities=5)])
    found = read_event_series(path, outcome="fatalities", choices=Choices(total=True, by="year"))
    assert (labels(found.times), found.values.tolist()) == (["2019", "2020"], [3, 5])
    assert found.outcome == "fatalities"


def test_years_are_the_default_where_a_file_has_no_months(tmp_path):
    path = table(tmp_path / "a.csv", ["COUNTRY", "YEAR", "EVENTS"], [["Aland", 2019, 3], ["Aland", 2021, 4]])
    assert is_event_file(path)
    assert read_event_series(path).values.tolist() == [3, 0, 4]


def test_a_table_by_year_stays_a_series_and_so_does_any_other(tmp_path):
    first = table(tmp_path / "a.csv", ["year", "country", "events"], [[2019, "Aland", 3], [2020, "Aland", 4]])
    other = table(tmp_path / "b.csv", ["month", "n"], [["2019-01", 3]])
    assert not any(map(is_event_file, (first, other, tmp_path / "absent.csv", tmp_path)))


def test_lost_data_are_missing_where_that_is_allowed(tmp_path):
    rows = [[i, year, 1, 1, 1, "Aland", "", "", 0, "", "Reds", 1, 0] for i, year in enumerate((1992, 1994))]
    path = table(tmp_path / "gtd.csv", GTD_COLUMNS, rows)
    with pytest.raises(DataError, match=r"the publisher lost its data of some periods.*--allow-missing"):
        read_event_series(path)
    found = read_event_series(path, allow_missing=True)
    assert np.isnan(found.values).sum() == 12
    assert np.nansum(found.values) == 2


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({}, DataError, "the rows are of 2 countries.*--where country=PAK.*data_group=country=PAK"),
        ({"group": ("country=Bland", "kind=2")}, DataError, "no row meets 'kind=2'"),
        ({"group": ("country=PAK",)}, DataError, "no row is of 'PAK'"),
        ({"absent": "zero"}, ParameterError, "absent says nothing of a file of events"),
        ({"sheet": "A"}, DataError, "only a workbook has sheets"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, given, error, message):
    path = ged_file(tmp_path / "ged.csv", [ged(1, "2020-01-01"), ged(2, "2020-02-02", country="Bland")])
    with pytest.raises(error, match=message):
        read_event_series(path, choices=Choices(**given))


def test_a_sum_that_is_no_count_and_a_file_of_no_known_format_are_refused_with_the_way_out(tmp_path):
    path = ged_file(tmp_path / "ged.csv", [ged(1, "2020-01-01", best=1.5), ged(2, "2020-02-02")])
    with pytest.raises(DataError, match=r"not a whole number.*gaussian"):
        read_event_series(path, outcome="best")
    assert read_event_series(path, outcome="best", counts=False).values.tolist() == [1.5, 2]
    with pytest.raises(DataError, match=r"known are ucdp-ged.*--time COL --outcome COL"):
        read_event_series(table(tmp_path / "b.csv", ["month", "n"], [["2019-01", 3]]))
