"""A kill ratio as text and as a document: the interval to use comes first, and nothing is infinite."""

import json

import numpy as np
import pandas as pd
import pytest

from turningpoint.cli.ratio_text import ALIKE, BAND, USE, as_text, over_time_text, ratio_document
from turningpoint.killratio.one_period.ratio import ratio_change, ratio_intervals
from turningpoint.killratio.over_time.ratio import ratio_over_time


def lines_of(text, title):
    rows = text.splitlines()
    return rows[rows.index(title) + 2 :]


def test_text_says_odds_and_every_interval_with_what_it_assumes():
    ratio = ratio_intervals(951, 528)
    text = as_text(ratio)
    assert "951 militants and 528 members of the security forces killed, 1.8 to 1" in text
    rows = lines_of(text, "Kill ratio: 1.80")
    assert rows[0].startswith("scaled for clusters (factor 26)")
    assert rows[1].startswith("scaled for clusters (factor 4)")
    assert sum("each death is an independent event" in row for row in rows) == len(ratio.intervals)
    assert USE in text
    assert BAND in text
    assert ALIKE not in text


def test_a_factor_of_ones_own_is_no_band():
    text = as_text(ratio_intervals(951, 528, factors=[4]))
    assert "(factor 4)" in text
    assert BAND not in text


def test_a_change_is_told_with_both_ratios():
    change = ratio_change((32, 177), (243, 437))
    text = as_text(change.later, change)
    for words in ("1 to 1.8", "1 to 5.5", "Change: 3.08 times the one it is set against", "Fisher", ALIKE):
        assert words in text
    assert lines_of(text, "Change: 3.08")[0].startswith("scaled for clusters (factor 26)")
    assert "It is a rise with a cluster factor of 4 but not with 26: it cannot be told from none." in text


@pytest.mark.parametrize("earlier", [(0, 0), (0, 7), (7, 0), (7, 7)])
@pytest.mark.parametrize("later", [(0, 0), (0, 5), (5, 0), (5, 5)])
def test_zeros_never_give_an_infinity(earlier, later):
    change = ratio_change(earlier, later)
    text = as_text(change.later, change)
    assert "inf" not in text.replace("information", "")
    assert "nan" not in text.lower()
    found = json.loads(json.dumps(ratio_document(change.later, change), allow_nan=False))
    assert found["ratio"]["intervals"][0]["method"] == "clustered"
    assert (found["ratio"]["estimate"] is None) == (later[1] == 0)
    for interval in (one for part in found.values() for one in part["intervals"]):
        assert set(interval) == {"method", "factor", "freedom", "low", "high", "confidence", "assumes"}
        assert (interval["factor"] is None) == (interval["method"] != "clustered")


def test_the_document_holds_unrounded_numbers():
    ratio = ratio_intervals(951, 528, factors=[4])
    found = ratio_document(ratio)
    assert set(found) == {"ratio"}
    assert found["ratio"]["estimate"] == 951 / 528
    assert found["ratio"]["odds"] == "1.8 to 1"
    assert found["ratio"]["intervals"][0]["low"] == ratio.clustered[0].low
    assert len(found["ratio"]["intervals"]) == 5


def test_ends_far_apart_keep_their_digits():
    text = as_text(ratio_intervals(3, 4))
    assert "0.000363 to 1,549" in text


def months(n):
    random = np.random.default_rng(8)
    return pd.DataFrame(
        {
            "month": pd.period_range("2015-01", periods=n, freq="M"),
            "militants": random.poisson(30, n),
            "security": random.poisson(20, n),
        }
    )


def test_over_time_the_intervals_to_use_come_first_with_what_all_assume():
    found = ratio_over_time(months(60), ["2018-01"])
    text = over_time_text(found)
    lines = text.splitlines()
    rows = lines[lines.index("Kill ratio over time: 36 months with deaths before, 24 from then on") + 2 :]
    assert rows[0].startswith("Level ratio")
    assert rows[0].endswith("deaths come in clusters, and months remember")
    assert any(row.endswith("deaths, and months, are independent") for row in rows)
    assert "estimated." in text
    assert found.summary() in text


def test_a_contrast_of_two_periods_does_not_claim_to_know_a_memory():
    text = over_time_text(ratio_over_time(months(9), ["2015-06"]))
    assert "months remember" not in text
    assert "months are independent; no trend runs through the months" in text


def test_a_contrast_after_many_months_says_that_there_is_no_trend_in_it():
    text = over_time_text(ratio_over_time(months(65), ["2020-01"]))
    assert "months remember; no trend runs through the months" in text


def test_where_nothing_is_estimable_only_that_is_said():
    found = ratio_over_time(months(30), ["2017-06"])
    assert over_time_text(found) == found.summary()
    assert "Not estimable" in found.summary()
