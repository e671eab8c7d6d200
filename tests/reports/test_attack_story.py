"""The question, what is counted, the window, and counts before any model."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.outcome import load_outcome
from analysis.reports import attack_story
from tests.reports.simulated import simulated


@pytest.fixture(scope="module")
def pakistan():
    return load_outcome("events", start="2015-01", end="2024-12")


def test_before_and_after_counts_the_same_number_of_months_on_both_sides(pakistan):
    values = pakistan.values
    sentence = attack_story.before_and_after(pakistan, "2021-08")
    assert f"{values[67:79].sum():.0f} events in the 12 months before August 2021" in sentence
    assert f"{values[79:91].sum():.0f} in the 12 months from it on" in sentence


def test_before_and_after_says_how_many_months_were_seen(pakistan):
    values = pakistan.values.copy()
    values[70] = np.nan
    sentence = attack_story.before_and_after(replace(pakistan, values=values), "2021-08")
    assert "in the 11 months observed among the 12" in sentence


def test_a_year_without_any_value_gives_no_plain_count(pakistan):
    values = pakistan.values.copy()
    values[67:79] = np.nan
    sentence = attack_story.before_and_after(replace(pakistan, values=values), "2021-08")
    assert "Nothing was observed" in sentence


def test_measured_values_are_compared_by_their_means(pakistan):
    measured = replace(pakistan, unit="price", label="price")
    assert attack_story.counted(measured).startswith("**What is measured:** Price in Pakistan")
    assert f"a mean of {pakistan.values[67:79].mean():.1f} price" in attack_story.before_and_after(measured, "2021-08")
    below = attack_story.before_and_after(replace(measured, values=-measured.values), "2021-08")
    assert below.startswith(f"Measured, without any model: a mean of −{pakistan.values[67:79].mean():.1f} price")
    assert attack_story.question(measured, "May 2021").startswith("Did price in Pakistan change in May 2021")


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
