"""Rules of wording: what must stand beside what, and what is never said."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.its import Specification, analyse, by_window_start
from analysis.outcome import load_outcome
from analysis.reports import attack_story
from tests.reports.simulated import simulated

KABUL = Specification(("2021-08",))


@pytest.fixture(scope="module")
def pakistan():
    whole = load_outcome("events")
    result = analyse(whole.window("2015-01", "2024-12"), KABUL)
    windows = by_window_start(whole, KABUL, starts=("2013-01", "2016-01", "2019-01"), end="2024-12")
    return result, windows


def test_the_level_ratio_never_stands_without_verdict_range_and_india(pakistan):
    result, windows = pakistan
    without = analyse(load_outcome("events_without_india", start="2015-01"), KABUL)
    sentence = attack_story.level(result, windows, without)
    assert "1.9 times" in sentence
    assert "not straight (z = 5.4)" in sentence
    assert f"from {windows['level_ratio'].min():.2f} to {windows['level_ratio'].max():.2f}" in sentence
    assert f"{without.effect('level_ratio').estimate:.1f} times" in sentence


def test_what_is_inconclusive_is_never_called_no_change(pakistan):
    result, windows = pakistan
    sentence = attack_story.level(result, windows)
    assert "inconclusive, which is not the same as no change" in sentence


def test_a_jump_in_every_window_is_not_called_inconclusive():
    outcome = simulated(level=3.0)
    result = analyse(outcome, KABUL)
    windows = by_window_start(outcome, KABUL, starts=("2015-01", "2016-01"), end="2024-12")
    sentence = attack_story.level(result, windows)
    assert "The interval lies above 1 in all 2 windows tried" in sentence
    assert "inconclusive" not in sentence


def test_without_windows_the_verdict_follows_the_one_interval():
    nothing = pd.DataFrame()
    assert "inconclusive" in attack_story.level(analyse(simulated(), KABUL), nothing)
    assert "inconclusive" not in attack_story.level(analyse(simulated(level=3.0), KABUL), nothing)


def test_growth_is_told_as_change_per_year_before_and_after(pakistan):
    result, windows = pakistan
    before, after = attack_story.growth_factors(result)
    assert after / before == pytest.approx(result.slope.estimate)
    sentence = attack_story.growth(result, windows)
    assert "changed by −11% a year before August 2021 and by +51% a year from it on" in sentence


def test_growth_speaks_of_the_horizon_asked_for(pakistan):
    result, windows = pakistan
    assert "over the 41 months" in attack_story.growth(result, windows)
    year = attack_story.growth(result, windows, horizon=12)
    assert "over the 12 months" in year
    assert f"{result.effect('expected_excess', horizon=12).estimate:,.0f} events" in year


def test_before_and_after_counts_the_same_number_of_months_on_both_sides(pakistan):
    result, _ = pakistan
    values = result.outcome.values
    sentence = attack_story.before_and_after(result.outcome, "2021-08")
    assert f"{values[67:79].sum():.0f} events in the 12 months before August 2021" in sentence
    assert f"{values[79:91].sum():.0f} in the 12 months from it on" in sentence


def test_before_and_after_says_how_many_months_were_seen(pakistan):
    result, _ = pakistan
    values = result.outcome.values.copy()
    values[70] = np.nan
    sentence = attack_story.before_and_after(replace(result.outcome, values=values), "2021-08")
    assert "in the 11 months observed among the 12" in sentence


@pytest.mark.parametrize(
    ("when", "country", "label", "words"),
    [
        ("2021-08", "PAK", "", "August 2021 (Fall of Kabul)"),
        ("2021-08", "MLI", "", "August 2021"),
        ("2021-08", "PAK", "my own", "August 2021 (my own)"),
        ("2019-01", "PAK", "", "January 2019"),
        ("2014-06", "PAK", "", "June 2014"),
        ("2021", "", "", "2021"),
    ],
)
def test_an_intervention_is_named_by_the_list_only_where_the_list_is_about_it(when, country, label, words):
    assert attack_story.intervention_in_words(when, country=country, label=label) == words


def test_the_window_is_explained_by_events_for_pakistan_only():
    outcome = load_outcome("events", start="2015-01")
    assert "National Action Plan, December 2014" in attack_story.window_reason(outcome, country="PAK")
    mali = load_outcome("events", country="MLI", start="2015-01")
    assert "Action Plan" not in attack_story.window_reason(mali, country="MLI")


def test_question_and_count_name_the_place():
    outcome = simulated()
    assert attack_story.question(outcome, "May 2021") == (
        "Did the number of events of a made-up kind in Nowhere change in May 2021, by how much, and how sure can we be?"
    )
    assert "Nowhere (simulation)" in attack_story.counted(outcome)


def made(pakistan, low, high):
    """Windows with these ends of the intervals of level ratio and relative excess."""
    _, windows = pakistan
    frame = pd.concat([windows.iloc[[0]]] * len(low), ignore_index=True)
    frame["level_ratio_low"], frame["level_ratio_high"] = low, high
    frame["relative_excess_low"], frame["relative_excess_high"] = np.array(low) - 1, np.array(high) - 1
    return frame


def test_the_bottom_line_counts_windows_and_says_what_is_not_firm(pakistan):
    result, _ = pakistan
    sentence = attack_story.bottom_line(result, made(pakistan, [1.1, 1.2, 0.9], [2, 2, 2]), "August 2021")
    assert "ran above what the earlier course implied in 2 of 3 windows tried" in sentence
    assert "inconclusive (it finds a jump in 2 of 3 windows tried), which is not the same as no change" in sentence
    assert "none of this is firm" in sentence


@pytest.mark.parametrize(
    ("low", "high"), [([1.1, 0.9, 0.9], [2, 2, 2]), ([0.5, 0.5, 0.5], [0.9, 0.9, 0.9]), ([1.1, 0.5], [2, 0.9])]
)
def test_a_minority_or_windows_against_the_own_interval_do_not_state_a_direction(pakistan, low, high):
    result, _ = pakistan
    sentence = attack_story.bottom_line(result, made(pakistan, low, high), "August 2021")
    assert "cannot be told from what the earlier course implied" in sentence
    assert "inconclusive" in sentence
    assert "inconclusive" in attack_story.level(result, made(pakistan, low, high))


def test_the_bottom_line_of_a_series_without_change_claims_nothing():
    sentence = attack_story.bottom_line(analyse(simulated(), KABUL), pd.DataFrame(), "the date")
    assert "cannot be told from what the earlier course implied" in sentence
    assert "not the same as no change" in sentence
    assert "firm" not in sentence


def test_a_drop_is_called_a_drop():
    result = analyse(simulated(level=0.3), KABUL)
    assert "A drop in that very month shows." in attack_story.bottom_line(result, pd.DataFrame(), "the date")


def test_a_year_without_any_value_gives_no_plain_count(pakistan):
    result, _ = pakistan
    values = result.outcome.values.copy()
    values[67:79] = np.nan
    sentence = attack_story.before_and_after(replace(result.outcome, values=values), "2021-08")
    assert "Nothing was observed" in sentence


def test_the_bottom_line_of_a_clear_jump():
    sentence = attack_story.bottom_line(analyse(simulated(level=3.0), KABUL), pd.DataFrame(), "the date")
    assert "ran above" in sentence
    assert "A jump in that very month shows." in sentence
