"""A kill ratio over time as text: the intervals to use come first, and nothing is claimed that was not estimated."""

import numpy as np
import pandas as pd

from analysis.killratio.over_time import ratio_over_time
from analysis.reports.ratio_over_time_terminal import over_time_text


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
