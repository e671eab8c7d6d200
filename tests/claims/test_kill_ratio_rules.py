"""Verdicts on the claimed kill ratios follow the data."""

from dataclasses import replace

import pytest

from tests.claims.helpers import tables, verdict, with_claim, with_figure, without
from turningpoint.killratio.publishers.published_ratios import ARTICLE

SECURITY_2021 = {"quantity": "killed_security", "basis": "attacks", "period": "2021"}
MILITANTS_2021 = {"quantity": "killed_militants", "basis": "attacks", "period": "2021"}


@pytest.fixture(scope="module")
def facts():
    return tables()


def test_2021_agrees_in_one_number_only(facts):
    line = verdict("C01", facts)
    assert line.verdict == "partly"
    for words in ("193 agrees with PICSS (188) and UCDP (190).", "592 is 3.1 times", "(192)", "(hypothesis)"):
        assert words in line.reason
    assert "CRSS's 853 dead less its militants leave 600" in line.evidence
    assert "PIPS 177 (attacks only)" in line.evidence


def test_2021_with_tolls_near_both_numbers_is_neither_shown_nor_denied(facts):
    line = verdict("C01", with_figure(facts, 560, publisher="PICSS", **SECURITY_2021))
    assert line.verdict == "not shown"
    assert "592 agrees with PICSS (560)" in line.reason
    assert "hypothesis" not in line.reason


@pytest.mark.parametrize(("militants", "security"), [(180, 560), (193, 592)])
def test_2021_would_be_supported_by_a_like_for_like_ratio(facts, militants, security):
    near = with_figure(facts, security, publisher="PIPS", **SECURITY_2021)
    near = with_figure(near, militants, publisher="PIPS", **MILITANTS_2021)
    line = verdict("C01", near)
    assert line.verdict == "supported"
    assert f"PIPS has {militants} to {security}" in line.reason


def test_2021_would_be_contradicted_in_both_numbers(facts):
    assert verdict("C01", with_claim(facts, "C01", claimed_value="900:592")).verdict == "contradicted"


def test_2021_without_tolls_has_no_data(facts):
    silent = without(facts, period="2021", quantity=["killed_security", "killed_militants", "killed_militants_ops"])
    silent = replace(silent, sides=facts.sides[facts.sides["month"].dt.year < 2021])
    line = verdict("C01", silent)
    assert line.verdict == "no data here"
    assert "Fewer than 2 independent publishers count security killed." in line.reason


def test_2025_is_printed_by_reports_of_the_claimant(facts):
    line = verdict("C02", facts)
    assert line.verdict == "quoted correctly"
    assert line.reason.startswith("5 reports print both numbers. PICSS, with civilians too, has ")
    assert "security officials and civilians together" in line.evidence


def test_2025_with_one_report_or_none(facts):
    reports = sorted(set(facts.figures.loc[facts.figures["value"] == 2597, "report_title"]) - {ARTICLE})
    one = without(facts, report_title=reports[1:])
    assert verdict("C02", one).reason.startswith("1 report prints both numbers.")
    assert verdict("C02", without(facts, report_title=reports)).verdict == "not shown"


def test_a_report_without_deaths_of_one_side_gives_no_ratio(facts):
    none = with_figure(facts, 0, publisher="PIPS", quantity="killed_security", basis="attacks", period="2025")
    line = verdict("C02", none)
    assert line.verdict == "quoted correctly"
    assert "second number: PICSS 1,247." in line.evidence


def test_2025_would_be_supported_by_the_same_count_with_civilians(facts):
    same = with_figure(
        facts, 2600, publisher="PICSS", quantity="killed_militants", period="2025", report_date="2026-01-07"
    )
    line = verdict("C02", same)
    assert line.verdict == "supported"
    assert line.reason == "PICSS has 2,600 to 1,247, 2.1 to 1."
