"""Verdicts on single events follow the data."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.claims.helpers import embedded_facts, verdict, with_claim
from turningpoint.sources.embedded.catalogue import table_info


@pytest.fixture(scope="module")
def facts():
    return embedded_facts()


@pytest.mark.parametrize(
    ("claim", "deaths", "toll"), [("C12", "56 deaths", "28 killed"), ("C13", "148 deaths", "145 killed")]
)
def test_a_toll_that_another_source_gives(facts, claim, deaths, toll):
    line = verdict(claim, facts)
    assert line.verdict == "supported"
    assert deaths in line.evidence
    assert toll in line.sentence


@pytest.mark.parametrize(("claim", "more"), [("C12", "57"), ("C13", "149")])
def test_a_toll_beyond_the_month_is_contradicted(facts, claim, more):
    line = verdict(claim, with_claim(facts, claim, claimed_value=more))
    assert line.verdict == "contradicted"
    assert f"fewer than the {more} claimed" in line.evidence


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("28 killed", "40 killed", "contradicted"),
        ("28 killed", "27 killed", "supported"),
        ("(28|36) killed", "many dead", "not testable here"),  # the list has two tolls of the event
    ],
)
def test_a_toll_follows_the_list_of_events(facts, old, new, expected):
    events = facts.interventions.assign(
        description=facts.interventions["description"].str.replace(old, new, regex=True)
    )
    assert verdict("C12", replace(facts, interventions=events)).verdict == expected


@pytest.mark.parametrize("claim", ["C15", "C16", "C17", "C18"])
def test_events_after_the_series_are_recorded(facts, claim):
    line = verdict(claim, facts)
    assert line.verdict == "not testable here"
    table = table_info("ucdp_ged_country_month")
    assert f"{table.short_title} ends in {table.coverage_end}" in line.evidence
    assert "no table here holds an independent figure" in line.evidence


def test_both_sides_of_one_date_are_named(facts):
    assert "133 Afghan soldiers" in verdict("C17", facts).evidence
    assert "8 Afghan and 12 Pakistani" in verdict("C18", facts).evidence
    assert "On the same date" not in verdict("C15", facts).evidence


def test_the_articles_own_date_is_no_independent_description(facts):
    assert "The list of events says" not in verdict("C15", facts).evidence


def with_date(facts, event, date):
    """A copy of the facts in which an event has another date."""
    events = facts.interventions.copy()
    assert (events["event_id"] == event).any()
    events.loc[events["event_id"] == event, "date"] = date
    return replace(facts, interventions=events)


@pytest.mark.parametrize(
    ("claim", "event", "late", "today"),
    [
        ("C19", "border_clashes", "2026-03-01", "supported"),
        ("C20", "doha_agreement", "2022-01-01", "not testable here"),
    ],
)
def test_order_in_time(facts, claim, event, late, today):
    assert verdict(claim, facts).verdict == today
    line = verdict(claim, with_date(facts, event, late))
    assert line.verdict == "contradicted"
    assert late in line.evidence
    gone = replace(facts, interventions=facts.interventions[facts.interventions["event_id"] != event])
    assert verdict(claim, gone).verdict == "not testable here"


def test_the_withdrawal_needs_a_date(facts):
    assert "no independent date of: the withdrawal of US-led forces" in verdict("C20", facts).sentence
    doha = facts.interventions[facts.interventions["event_id"] == "doha_agreement"]
    dated = pd.concat([facts.interventions, doha.assign(event_id="us_withdrawal", date="2021-05-01")])
    assert verdict("C20", replace(facts, interventions=dated)).verdict == "supported"


def test_an_event_known_from_the_article_only_orders_nothing(facts):
    events = facts.interventions.copy()
    events.loc[events["event_id"] == "doha_agreement", "source_title"] = "Article of 27 February 2026"
    assert "Doha" not in verdict("C20", replace(facts, interventions=events)).brief.split(";")[0]
