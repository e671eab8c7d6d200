"""Verdicts on single events follow the data."""

from dataclasses import replace

import pytest

from tests.claims.helpers import tables, verdict, with_claim
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.timeline import in_words


@pytest.fixture(scope="module")
def facts():
    return tables()


@pytest.mark.parametrize(
    ("claim", "deaths", "reason"),
    [
        ("C12", "56 deaths", "1 of 2 other sources has 28; the other has 36."),
        ("C13", "148 deaths", "1 of 4 other sources has 141; the others have 145, 147 and 149."),
    ],
)
def test_a_toll_that_not_all_sources_give(facts, claim, deaths, reason):
    line = verdict(claim, facts)
    assert (line.verdict, line.reason) == ("partly", reason)
    assert deaths in line.evidence
    assert reason in line.sentence


@pytest.mark.parametrize(("claim", "more"), [("C12", "57"), ("C13", "149")])
def test_a_toll_beyond_the_month_is_contradicted(facts, claim, more):
    line = verdict(claim, with_claim(facts, claim, claimed_value=more))
    assert line.verdict == "contradicted"
    assert f"fewer than the {more}" in line.reason


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("40 killed", "36 killed", "contradicted"),
        ("27 killed", "36 killed", "partly"),
        ("28 killed", "28 killed", "supported"),
        ("many dead", "some dead", "no data here"),
    ],
)
def test_a_toll_follows_the_list_of_events(facts, first, second, expected):
    told = facts.interventions["description"].str.replace("28 killed", first).str.replace("36 killed", second)
    assert (
        verdict("C12", replace(facts, interventions=facts.interventions.assign(description=told))).verdict == expected
    )


@pytest.mark.parametrize("claim", ["C15", "C16", "C17", "C18", "C22", "C23"])
def test_what_no_table_counts_is_recorded_with_who_said_it(facts, claim):
    line = verdict(claim, facts)
    assert line.verdict == "no data here"
    assert line.reason.startswith("Stated by ")
    assert line.claimed_by in line.reason
    assert line.source


def test_the_other_side_of_one_date_is_named(facts):
    assert "Afghan officials 0 deaths (C23)" in verdict("C17", facts).reason
    assert "the article 8 and 12 deaths (C17)" in verdict("C18", facts).reason
    assert "Same day" not in verdict("C15", facts).reason
    assert "Same day" not in verdict("C22", facts).reason


@pytest.mark.parametrize(("toll", "expected"), [(133, "supported"), (129, "partly"), (20, "contradicted")])
def test_a_toll_by_another_source_would_judge_it(facts, toll, expected):
    events = facts.interventions.copy()
    events.loc[events["date"] == "2026-02-27", "description"] = f"{toll} killed by a count of hospitals"
    assert verdict("C18", replace(facts, interventions=events)).verdict == expected


def test_without_a_toll_the_end_of_the_series_is_told(facts):
    table = table_info("ucdp_ged_country_month")
    assert verdict("C16", facts).evidence == f"{table.short_title} ends in {in_words(table.coverage_end)}."


def test_when_a_group_was_formed_is_no_data_unless_it_fought_before(facts):
    line = verdict("C21", facts)
    assert line.verdict == "no data here"
    assert "begin in July 2007" in line.reason
    assert verdict("C21", with_claim(facts, "C21", period="2009")).verdict == "contradicted"
    silent = replace(facts, sides=facts.sides[facts.sides["militant_group"] == "BLA"])
    assert verdict("C21", silent).reason == "UCDP has no lethal event with the TTP."


def with_date(facts, event, date):
    """A copy of the facts in which an event has another date."""
    events = facts.interventions.copy()
    assert (events["event_id"] == event).any()
    events.loc[events["event_id"] == event, "date"] = date
    return replace(facts, interventions=events)


@pytest.mark.parametrize(
    ("claim", "dates", "expected"),
    [
        ("C19", {}, "supported"),
        ("C19", {"border_clashes": "2026-03-01"}, "partly"),
        ("C19", {"doha_ceasefire_pakistan_afghanistan": "2025-09-01", "border_clashes": "2026-03-01"}, "partly"),
        ("C20", {}, "partly"),
        ("C20", {"us_withdrawal_completed": "2021-05-01"}, "supported"),
        ("C20", {"doha_agreement": "2022-01-01"}, "contradicted"),
    ],
)
def test_an_order_follows_the_dates(facts, claim, dates, expected):
    for event, date in dates.items():
        facts = with_date(facts, event, date)
    assert verdict(claim, facts).verdict == expected


def test_an_order_says_when_each_was(facts):
    assert verdict("C20", facts).reason == (
        "Doha Agreement: 29 February 2020; Fall of Kabul: 15 August 2021; Withdrawal of United States forces "
        "completed: 30 August 2021."
    )


def test_an_event_without_an_independent_date_orders_nothing(facts):
    gone = facts.interventions[facts.interventions["event_id"] != "us_withdrawal_completed"]
    line = verdict("C20", replace(facts, interventions=gone))
    assert line.verdict == "not shown"
    assert "No independent date of: us withdrawal completed." in line.evidence
    none = facts.interventions.assign(source_title="Article of 27 February 2026")
    assert verdict("C20", replace(facts, interventions=none)).verdict == "no data here"
