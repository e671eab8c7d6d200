"""What the rules ask of the tables."""

from dataclasses import FrozenInstanceError

import pandas as pd
import pytest

from turningpoint.claims import RULES, embedded_facts
from turningpoint.claims.facts import Rule, basis_words, first_reference
from turningpoint.claims.verdict import Finding
from turningpoint.killratio.publishers.published_ratios import ARTICLE
from turningpoint.sources.embedded.catalogue import table_info

SIDES = table_info("ucdp_ged_pakistan_sides_month").short_title


@pytest.fixture(scope="module")
def facts():
    return embedded_facts()


def test_yearly_takes_the_latest_report_and_never_the_article(facts):
    rows = facts.yearly("attacks", "attacks")
    assert not rows.duplicated(["publisher", "year"]).any()
    assert ARTICLE not in set(rows["report_title"])
    picss = rows[rows["publisher"] == "PICSS"].set_index("year")["value"]
    assert (picss[2020], picss[2022], picss[2025]) == (188, 380, 1063)


def test_ucdp_events_by_year(facts):
    events = facts.ucdp_events()
    assert (events[2015], events[2021], events[2024]) == (285, 191, 687)
    assert f"{table_info('ucdp_ged_country_month').short_title} (lethal conflict events)" in facts.attacks_by_source()


def test_tolls_of_2021(facts):
    tolls = facts.tolls(2021, "security")
    assert dict(zip(tolls["publisher"], tolls["value"], strict=True)) == {
        "PICSS": 192,
        "PIPS": 177,
        SIDES: 192,
    }
    assert 190 in set(facts.tolls(2021, "militants")["value"])


def test_a_claimant_is_no_evidence_for_itself(facts):
    assert "ISPR" in set(facts.tolls(2025, "militants")["publisher"])
    assert "ISPR" not in set(facts.tolls(2025, "militants", claimed_by="Pakistan's military")["publisher"])
    assert facts.own_reports(2025, 2597, "Pakistan's military") > 1
    assert facts.own_reports(2025, 2597, "somebody") == 0


def test_what_a_number_of_the_article_counts(facts):
    assert facts.counted_as(2021, 592) == "killed_security"
    assert facts.counted_as(2025, 1235) == "killed_civ_plus_sec"
    assert facts.counted_as(2021, 1) == ""


def test_ratios_of_a_year(facts):
    ratios = facts.ratios(2021)
    assert set(ratios["publisher"]) == {"PIPS", SIDES}
    assert facts.ratios(1950).empty


def test_words():
    assert basis_words("attacks_and_operations") == "attacks and operations"
    assert basis_words("all_violence") == "all violence"
    row = {"publisher": "P", "report_title": "T", "report_date": "", "basis": "attacks", "url": "u"}
    assert first_reference(pd.DataFrame([row])) == ("P: T, undated", "u")
    assert first_reference(pd.DataFrame([{**row, "report_date": "2021"}]))[0] == "P: T, 2021"
    assert first_reference(pd.DataFrame([row]).head(0)) == ("", "")


def test_a_rule_judges_by_its_function_and_cannot_be_changed():
    found = Finding("supported", "it rose", "Because.")
    rule = Rule("supported always", lambda claim, facts: found)
    assert rule.judge(None, None) is found
    with pytest.raises(FrozenInstanceError):
        rule.words = "contradicted always"


def test_every_rule_of_the_ledger_has_words_that_end_a_sentence():
    assert len(RULES) == 20
    assert [name for name, rule in RULES.items() if not rule.words.rstrip().endswith(".")] == []
