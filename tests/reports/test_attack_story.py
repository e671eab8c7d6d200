"""Rules of wording: what must stand beside what, and what is never said."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.its import Specification, analyse, by_window_start
from analysis.outcome import Outcome, load_outcome
from analysis.reports import attack_story
from analysis.tables import ratio

KABUL = Specification(("2021-08",))


def simulated(bend=0.0, level=1.0, seed=1, n=120, at=79):
    years = (np.arange(n) - at) / 12
    mean = 30 * np.exp(bend * np.minimum(years, 0) ** 2 + np.log(level) * (years >= 0))
    return Outcome(
        name="events",
        label="events of a made-up kind",
        unit="events per month",
        source="simulation",
        geography="Nowhere",
        times=pd.period_range("2015-01", periods=n, freq="M"),
        values=np.random.default_rng(seed).poisson(mean).astype(float),
    )


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
    assert f"from {ratio(windows['level_ratio'].min())} to {ratio(windows['level_ratio'].max())}" in sentence
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
    assert "In all 2 windows the interval leaves out 1" in sentence
    assert "inconclusive" not in sentence


def test_without_windows_the_verdict_follows_the_one_interval():
    nothing = pd.DataFrame()
    assert "inconclusive" in attack_story.level(analyse(simulated(), KABUL), nothing)
    assert "inconclusive" not in attack_story.level(analyse(simulated(level=3.0), KABUL), nothing)


def test_a_bent_course_is_called_so_and_a_straight_one_is_not_proven():
    bent = attack_story.pre_trend(analyse(simulated(bend=0.08), KABUL), "the date")
    assert "**not straight**" in bent
    straight = attack_story.pre_trend(analyse(simulated(), KABUL), "the date")
    assert "not rejected" in straight
    assert "does not prove" in straight


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
        ("2021-08", "PAK", "", "August 2021 (fall of Kabul)"),
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


def test_memory_that_the_errors_ignore_is_said_to_make_intervals_too_narrow(pakistan):
    result, _ = pakistan
    independent = analyse(result.outcome, replace(KABUL, errors="independent"))
    assert "too narrow" in attack_story.memory(independent)
    assert "HAC covariance (lag 6)" in attack_story.memory(result)
    assert "No memory is found" in attack_story.memory(analyse(simulated(), KABUL))


def test_the_messages_of_a_fit_reach_the_reader():
    outcome = simulated()
    even = replace(outcome, values=np.tile([20.0, 21.0], 60))
    assert "No overdispersion was found" in attack_story.fit_messages(analyse(even, KABUL))
    transition = attack_story.fit_messages(analyse(outcome, replace(KABUL, transition=2)))
    assert "2 months of transition" in transition


def test_question_and_count_name_the_place():
    outcome = simulated()
    assert attack_story.question(outcome, "May 2021") == (
        "Did the number of events of a made-up kind in Nowhere change in May 2021, by how much, and how sure can we be?"
    )
    assert "Nowhere (simulation)" in attack_story.counted(outcome)


def test_the_bottom_line_counts_windows_and_says_what_is_not_firm(pakistan):
    result, windows = pakistan
    sentence = attack_story.bottom_line(result, windows, "August 2021")
    above = int((windows["relative_excess_low"] > 0).sum())
    assert f"ran above what the earlier course implied in {above} of 3 windows tried" in sentence
    assert "neither finding is firm" in sentence


def test_the_bottom_line_of_a_series_without_change_claims_nothing():
    sentence = attack_story.bottom_line(analyse(simulated(), KABUL), pd.DataFrame(), "the date")
    assert "cannot be told from what the earlier course implied" in sentence
    assert "not the same as no change" in sentence
    assert "firm" not in sentence


def test_the_bottom_line_of_a_clear_jump():
    sentence = attack_story.bottom_line(analyse(simulated(level=3.0), KABUL), pd.DataFrame(), "the date")
    assert "ran above" in sentence
    assert "A jump in that very month shows." in sentence
