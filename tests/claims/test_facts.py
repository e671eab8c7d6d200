"""What the rules ask of the tables."""

from dataclasses import FrozenInstanceError

import pandas as pd
import pytest

from tests.claims.helpers import says, tables
from turningpoint.claims import RULES
from turningpoint.claims.attack_series import AttackSeries
from turningpoint.claims.facts import Rule, basis_words, first_reference
from turningpoint.claims.verdict import Finding
from turningpoint.killratio.publishers.published_ratios import ARTICLE
from turningpoint.sources.embedded.catalogue import table_info

SIDES = table_info("ucdp_ged_pakistan_sides_month").short_title


@pytest.fixture(scope="module")
def facts():
    return tables()


def test_yearly_takes_the_latest_report_and_never_the_article(facts):
    rows = facts.yearly("attacks", "attacks")
    assert not rows.duplicated(["publisher", "year"]).any()
    assert ARTICLE not in set(rows["report_title"])
    picss = rows[rows["publisher"] == "PICSS"].set_index("year")["value"]
    assert (picss[2020], picss[2022], picss[2025]) == (188, 380, 1063)


def test_a_series_stands_for_its_publisher(facts):
    assert facts.attacks_by_source()["PICSS"][2025] == 1063
    found = tables(AttackSeries((says("PICSS", {2025: 1050}),))).attacks_by_source()
    assert dict(found["PICSS"]) == {2025: 1050}
    assert next(iter(found)) == "PICSS"
    assert found["PIPS"][2025] == 699


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
    assert facts.own_reports(2025, "Pakistan's military", 2597, 1235) == 5
    assert facts.own_reports(2025, "Pakistan's military", 2597, 1) == 0
    assert facts.own_reports(2025, "somebody", 2597) == 0


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
    found = Finding("supported", "It rose.", "Because.", "A fall would change it.")
    rule = Rule("supported always", lambda claim, facts: found)
    assert rule.judge(None, None) is found
    with pytest.raises(FrozenInstanceError):
        rule.words = "contradicted always"


def test_every_rule_of_the_ledger_has_words_that_end_a_sentence():
    assert len(RULES) == 23
    assert [name for name, rule in RULES.items() if not rule.words.rstrip().endswith(".")] == []
