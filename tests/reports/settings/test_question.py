"""The question, what is counted, and the name of the event."""

from dataclasses import replace

import pytest

from tests.reports.simulated import simulated
from turningpoint.outcome import load_outcome
from turningpoint.reports.settings.parameters import parameters_from
from turningpoint.reports.settings.question import counted, event_in_words, intervention_in_words, question


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
    assert intervention_in_words(when, country=country, label=label) == words


def test_question_and_count_name_the_place():
    outcome = simulated()
    assert question(outcome, "May 2021") == (
        "Did the number of events of a made-up kind in Nowhere change in May 2021, by how much, and how sure can we be?"
    )
    assert "Nowhere (simulation)" in counted(outcome)


def test_a_measured_outcome_is_measured_and_not_counted():
    measured = replace(load_outcome("events", start="2015-01", end="2024-12"), unit="price", label="price")
    assert counted(measured).startswith("**What is measured:** Price in Pakistan")
    assert question(measured, "May 2021").startswith("Did price in Pakistan change in May 2021")


def test_a_series_of_ones_own_is_not_taken_to_be_about_pakistan():
    assert event_in_words(parameters_from({"data": "own.csv"})) == "August 2021"
    assert event_in_words(parameters_from({})) == "August 2021 (Fall of Kabul)"
