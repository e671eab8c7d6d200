"""Verdicts on the claimed kill ratios follow the data."""

from dataclasses import replace

import pytest

from tests.claims.helpers import embedded_facts, verdict, with_claim, with_figure, without
from turningpoint.killratio.publishers.published_ratios import ARTICLE
from turningpoint.sources.embedded.catalogue import table_info

SIDES = table_info("ucdp_ged_pakistan_sides_month").short_title

SECURITY_2021 = {"quantity": "killed_security", "basis": "attacks", "period": "2021"}


@pytest.fixture(scope="module")
def facts():
    return embedded_facts()


def test_2021_is_contradicted_by_every_toll_of_security_forces(facts):
    line = verdict("C01", facts)
    assert line.verdict == "contradicted"
    for words in ("193 to 592 is 1 to 3.1", "PICSS 192", "PIPS 177", f"{SIDES} 192", "32% of the 592 claimed"):
        assert words in line.evidence


def test_2021_would_not_be_contradicted_by_one_near_toll(facts):
    near = with_figure(facts, 560, publisher="PICSS", **SECURITY_2021)
    line = verdict("C01", near)
    assert line.verdict == "not like for like"
    assert "PICSS 560" in line.evidence


def test_2021_would_be_supported_by_a_like_for_like_ratio(facts):
    near = with_figure(facts, 560, publisher="PIPS", **SECURITY_2021)
    near = with_figure(near, 180, publisher="PIPS", quantity="killed_militants", basis="attacks", period="2021")
    line = verdict("C01", near)
    assert line.verdict == "supported"
    assert "PIPS 180 to 560" in line.evidence


def test_2021_would_be_reproduced_by_the_same_numbers(facts):
    same = with_figure(facts, 592, publisher="PIPS", **SECURITY_2021)
    same = with_figure(same, 193, publisher="PIPS", quantity="killed_militants", basis="attacks", period="2021")
    assert verdict("C01", same).verdict == "reproduced"


def test_2021_without_tolls_is_not_testable(facts):
    silent = without(facts, period="2021", quantity=["killed_security", "killed_militants", "killed_militants_ops"])
    silent = replace(silent, sides=facts.sides[facts.sides["month"].dt.year < 2021])
    line = verdict("C01", silent)
    assert line.verdict == "not testable here"
    assert "This table holds no independent toll of security forces killed in 2021" in line.evidence
    assert "something this table does not state" in line.evidence


def test_another_claim_gets_another_verdict(facts):
    claimed = with_claim(facts, "C01", claimed_value="190:192")
    line = verdict("C01", claimed)
    assert line.verdict == "reproduced"
    assert "190 to 192 is 1 to 1" in line.evidence


def test_2025_counts_civilians_too(facts):
    line = verdict("C02", facts)
    assert line.verdict == "not like for like"
    for words in ("security officials and civilians together", "PICSS 2,138 to 667, 3.2 to 1", "PICSS 2,138 to 1,247"):
        assert words in line.evidence


def test_2025_follows_what_the_second_number_counts(facts):
    figures = facts.figures.copy()
    rows = (figures["report_title"] == ARTICLE) & (figures["value"] == 1235)
    figures.loc[rows, "quantity"] = "killed_security"
    line = verdict("C02", replace(facts, figures=figures))
    assert line.verdict == "contradicted"
    assert "counts security forces alone" in line.evidence


def test_the_reversal_compares_two_things(facts):
    line = verdict("C03", facts)
    assert line.verdict == "not like for like"
    for words in (
        "6.5 times",
        "4.54 to 9.17 at a cluster factor of 4, 2.63 to 15.83 at 26",
        "5.39 to 7.73",
        "PIPS (attacks only) goes from 1 to 5.5 to 1 to 1.8, 3.1 times",
        "a rise with a cluster factor of 4 but not with 26: it cannot be told from none; no reversal",
    ):
        assert words in line.evidence
    assert line.link.startswith("https://")


@pytest.mark.parametrize(("militants_2025", "expected"), [(243, "contradicted"), (900, "supported")])
def test_the_reversal_on_one_definition(facts, militants_2025, expected):
    figures = facts.figures.copy()
    figures.loc[(figures["report_title"] == ARTICLE) & (figures["value"] == 1235), "quantity"] = "killed_security"
    same = with_figure(
        replace(facts, figures=figures),
        militants_2025,
        publisher="PIPS",
        quantity="killed_militants",
        basis="attacks",
        period="2025",
    )
    assert verdict("C03", same).verdict == expected


def test_the_reversal_without_two_claims_or_publishers(facts):
    alone = replace(facts, claims=facts.claims[~facts.claims["id"].isin(["C01"])])
    assert verdict("C03", alone).verdict == "not testable here"
    silent = without(facts, publisher="PIPS")
    assert "No publisher in this table prints both sides" in verdict("C03", silent).evidence


def test_the_change_follows_the_claims(facts):
    printed = 2 * 2597 / 1235 / (193 / 592)
    assert f"{printed:.1f} times" in verdict("C03", with_claim(facts, "C02", claimed_value="5194:1235")).evidence


@pytest.mark.parametrize("claim", ["C01", "C02", "C03"])
def test_a_level_near_one_is_not_called_certain(claim, facts):
    evidence = verdict(claim, replace(facts, confidence=0.999)).evidence
    assert "99.9% interval" in evidence
    assert "100% interval" not in evidence
