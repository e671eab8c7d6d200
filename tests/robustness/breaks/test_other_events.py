import numpy as np
import pandas as pd

from turningpoint.robustness.breaks.one_break import BreakDates
from turningpoint.robustness.breaks.other_events import RIVALS, rivals, rivals_in_words
from turningpoint.sources import read_interventions


def found(outside=("2022-12",)):
    dates = tuple(map(str, pd.period_range("2020-03", "2023-06", freq="M")))
    p_values = np.array([0.01 if date in outside else 0.5 for date in dates])
    return BreakDates(dates, np.ones(len(dates)), p_values, 0.01, 120, 12, 199, 0.95)


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
    everything = tuple(map(str, pd.period_range("2020-03", "2023-06", freq="M")))
    assert rivals_in_words(rivals(found(everything))).startswith("The data reject: Doha")
    copy = read_interventions().assign(month=pd.Period("1999-01", freq="M"))
    assert "None of the other events" in rivals_in_words(rivals(found(), copy))


def test_the_withdrawal_is_part_of_the_same_upheaval_and_no_rival():
    assert "us_withdrawal_completed" in set(read_interventions()["event_id"])
    assert "us_withdrawal_completed" not in RIVALS
