"""Verdicts on single events follow the data."""

from dataclasses import replace

import pytest

from tests.claims.helpers import embedded_facts, verdict, with_claim


@pytest.fixture(scope="module")
def facts():
    return embedded_facts()


@pytest.mark.parametrize(
    ("claim", "deaths", "quoted"), [("C12", "56 deaths", "28 killed"), ("C13", "148 deaths", "145 killed")]
)
def test_a_toll_inside_the_month(facts, claim, deaths, quoted):
    line = verdict(claim, facts)
    assert line.verdict == "not testable here"
    assert deaths in line.evidence
    assert quoted in line.evidence
    assert "No table here holds a toll of the event alone" in line.evidence


@pytest.mark.parametrize(("claim", "more"), [("C12", "57"), ("C13", "149")])
def test_a_toll_beyond_the_month_is_contradicted(facts, claim, more):
    line = verdict(claim, with_claim(facts, claim, claimed_value=more))
    assert line.verdict == "contradicted"
    assert f"fewer than the {more} claimed" in line.evidence


def test_operations_began_before_the_massacre(facts):
    line = verdict("C14", facts)
    assert line.verdict == "not testable here"
    assert "2014-06-15, before the massacre of 2014-12-16" in line.evidence
    assert "58 militants killed a month" in line.evidence
    doubled = replace(facts, sides=facts.sides.assign(deaths_militant=facts.sides["deaths_militant"] * 2))
    assert "58 militants killed a month" not in verdict("C14", doubled).evidence
    undated = replace(facts, interventions=facts.interventions[facts.interventions["event_id"] != "zarb_e_azb"])
    assert "not both in this table" in verdict("C14", undated).evidence


@pytest.mark.parametrize("claim", ["C15", "C16", "C17", "C18"])
def test_events_after_the_series_are_recorded(facts, claim):
    line = verdict(claim, facts)
    assert line.verdict == "not testable here"
    assert "UCDP GED 25.1 ends in 2024-12" in line.evidence
    assert "no table here holds an independent figure" in line.evidence


def test_both_sides_of_one_date_are_named(facts):
    assert "133 Afghan soldiers" in verdict("C17", facts).evidence
    assert "8 Afghan and 12 Pakistani" in verdict("C18", facts).evidence
    assert "On the same date" not in verdict("C15", facts).evidence


def test_the_articles_own_date_is_no_independent_description(facts):
    assert "The list of events says" not in verdict("C15", facts).evidence


@pytest.mark.parametrize(
    ("claim", "event", "late"), [("C19", "border_clashes", "2026-03-01"), ("C20", "doha_agreement", "2022-01-01")]
)
def test_order_in_time(facts, claim, event, late):
    assert verdict(claim, facts).verdict == "supported"
    events = facts.interventions.copy()
    events.loc[events["event_id"] == event, "date"] = late
    line = verdict(claim, replace(facts, interventions=events))
    assert line.verdict == "contradicted"
    assert late in line.evidence
    gone = replace(facts, interventions=facts.interventions[facts.interventions["event_id"] != event])
    assert verdict(claim, gone).verdict == "not testable here"


def test_an_event_known_from_the_article_only_orders_nothing(facts):
    events = facts.interventions.copy()
    events.loc[events["event_id"] == "doha_agreement", "source_title"] = "Article of 27 February 2026"
    assert verdict("C20", replace(facts, interventions=events)).verdict == "not testable here"
