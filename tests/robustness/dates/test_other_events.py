from dataclasses import replace

import numpy as np
import pandas as pd

from tests.robustness.series import series
from turningpoint.robustness.dates.date_set import DateSet
from turningpoint.robustness.dates.other_events import RIVALS, other_events, rivals, rivals_in_words
from turningpoint.sources import read_interventions

LAST = "2022-12"
MONTHS = ("2020-03", "2021-03", "2021-05", "2021-11", "2022-06", LAST)


def found(inside=MONTHS[:-1]):
    dates = tuple(map(str, pd.period_range("2020-03", "2023-06", freq="M")))
    gain = np.array([20.0 if date in inside else 0.0 for date in dates])
    return DateSet(dates, gain, 0.0, gain, 120, 12, 1, "month")


def test_every_rival_has_its_month_by_the_rule_of_the_table():
    table = rivals(found())
    assert dict(zip(table["event_id"], table["date"], strict=True)) == {
        "doha_agreement": "2020-03",
        "india_pakistan_ceasefire_on_the_line_of_control": "2021-03",
        "afghan_taliban_offensive_begins": "2021-05",
        "ttp_ceasefire_1_start": "2021-11",
        "ttp_indefinite_ceasefire": "2022-06",
        "ttp_ceasefire_2022_end": "2022-12",
    }
    assert set(table["event_id"]) == set(RIVALS)
    assert table.loc[~table["inside"], "date"].tolist() == ["2022-12"]


def test_the_words_follow_the_set_and_the_table():
    words = rivals_in_words(rivals(found()))
    assert words.startswith("The data leave possible: Doha Agreement (March 2020);")
    assert words.endswith("They reject: TTP ends ceasefire (December 2022).")
    assert rivals_in_words(rivals(found(("2020-07",)))).startswith("The data reject: Doha")
    copy = read_interventions().assign(month=pd.Period("1999-01", freq="M"))
    assert "None of the other events" in rivals_in_words(rivals(found(), copy))


def test_every_event_but_those_of_the_same_month_is_a_rival(tmp_path):
    monthly = series(np.ones(120))
    listed = other_events(monthly, "2021-08")
    assert "fall_of_kabul" not in set(listed["event_id"])
    assert listed.set_index("event_id")["away"]["doha_agreement"] == -17
    assert listed["away"].is_monotonic_increasing
    own = tmp_path / "own.csv"
    # from the 21st on an event belongs to the next month, but one of the same upheaval stays no rival
    own.write_text(
        "event_id,date,label,url\nout,2021-08-30,Withdrawal completed,\npact,2019-11-25,Pact,\nold,1999-01,Old,\n"
    )
    assert other_events(monthly, "2021-08", own)[["event_id", "date", "away"]].values.tolist() == [
        ["pact", "2019-12", -20]
    ]


def test_other_calendars_have_rivals_and_an_index_has_none():
    quarters = series(np.ones(48), "2012Q1", "Q")
    assert other_events(quarters, quarters.labels[38]).set_index("event_id")["away"]["doha_agreement"] == -6
    index = replace(quarters, times=pd.RangeIndex(48))
    assert other_events(index, "38").empty
