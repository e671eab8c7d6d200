"""Verdicts on the frequency of attacks follow the data."""

from dataclasses import replace

import pytest

from tests.claims.helpers import embedded_facts, verdict, with_claim, with_figure, without
from turningpoint.errors import DataError

ATTACKS_2025 = {"quantity": "attacks", "basis": "attacks", "period": "2025"}


@pytest.fixture(scope="module")
def facts():
    return embedded_facts()


def test_a_rise_that_all_sources_show(facts):
    line = verdict("C07", facts)
    assert line.verdict == "supported"
    for words in (
        "Of 4 sources",
        "3 rise beyond the interval",
        "5.3 times as much as independent attacks",
        "PICSS: 2021 294, 2022 380",
        "lethal conflict events): 2021 191",
        "no yearly count of attacks by ACLED",
    ):
        assert words in line.evidence


def test_a_rise_that_one_source_denies(facts):
    changed = with_figure(facts, 200, publisher="PICSS", **ATTACKS_2025)
    line = verdict("C07", changed)
    assert line.verdict == "not testable here"
    assert "2 rise beyond" in line.evidence


def test_a_rise_that_no_source_shows(facts):
    fallen = without(facts, publisher=["CRSS", "PICSS", "PIPS"], quantity="attacks", period=["2023", "2024"])
    fallen = with_figure(
        with_figure(fallen, 100, publisher="PICSS", **ATTACKS_2025), 90, publisher="PIPS", **ATTACKS_2025
    )
    months = facts.country_months
    fallen = replace(fallen, country_months=months[months["month"].dt.year <= 2022])
    assert verdict("C07", fallen).verdict == "contradicted"


def test_a_rise_needs_two_sources(facts):
    assert verdict("C07", without(facts, quantity="attacks")).verdict == "not testable here"


@pytest.mark.parametrize(
    ("claim", "quantity", "printed", "expected"),
    [
        ("C08", "attacks", 699, "reproduced"),
        ("C08", "attacks", 703, "reproduced"),
        ("C08", "attacks", 720, "contradicted"),
        ("C09", "killed_total", 1001, "reproduced"),
        ("C09", "killed_total", 1000, "contradicted"),
    ],
)
def test_a_number_that_was_printed(facts, claim, quantity, printed, expected):
    changed = with_figure(facts, printed, publisher="PIPS", quantity=quantity, basis="attacks", period="2025")
    line = verdict(claim, changed)
    assert line.verdict == expected
    assert f"PIPS prints {printed:,}" in line.evidence


def test_a_number_that_only_the_article_has(facts):
    line = verdict("C08", without(facts, publisher="PIPS", report_date="2026-01-01", quantity="attacks"))
    assert line.verdict == "not testable here"
    assert "but through the article" in line.evidence
    assert "PICSS counts 1,063" in line.evidence


def test_a_number_must_be_one(facts):
    with pytest.raises(DataError, match=r"C08: '' is not a whole number"):
        verdict("C08", with_claim(facts, "C08", claimed_value=""))


@pytest.mark.parametrize(
    ("pips", "picss", "expected"),
    [
        (699, 1063, "supported"),
        (600, 1400, "not testable here"),
        (699, 900, "not testable here"),
        (521, 905, "contradicted"),
    ],
)
def test_an_escalation(facts, pips, picss, expected):
    changed = with_figure(
        with_figure(facts, pips, publisher="PIPS", **ATTACKS_2025), 1200, publisher="GTI", **ATTACKS_2025
    )
    line = verdict("C10", with_figure(changed, picss, publisher="PICSS", **ATTACKS_2025))
    assert line.verdict == expected
    assert f"PIPS: 521 to {pips}" in line.evidence


def test_an_escalation_that_one_source_denies(facts):
    line = verdict("C10", facts)
    assert line.verdict == "not testable here"
    assert "GTI 0.95 times" in line.sentence
    assert "GTI shows no rise at all" in line.evidence


def test_an_escalation_without_the_year_before(facts):
    line = verdict("C10", without(facts, publisher="PICSS", quantity="attacks", period="2024"))
    assert line.verdict == "not testable here"


def test_the_series_of_the_group_ends(facts):
    line = verdict("C11", facts)
    assert line.verdict == "not testable here"
    assert "ends in 2021-12, 12 months into the period" in line.evidence
    assert "2021 112" in line.evidence
    assert "56 in 5 months from August 2021 on" in line.evidence
    assert "Not estimable with 5 months after" in line.evidence
    shorter = replace(facts, sides=facts.sides[facts.sides["month"] <= "2021-06"])
    assert "ends in 2021-06, 6 months" in verdict("C11", shorter).evidence
