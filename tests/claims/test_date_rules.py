"""Verdicts on dates follow the sets of break dates, and can come out against the article."""

from dataclasses import replace

import pytest

from tests.claims.helpers import embedded_facts, look, verdict
from turningpoint.claims.date_rules import events_month

EARLY, KABUL, VAGUE = ["2020-03", "2020-04"], ["2021-08"], ["2020-04", "2021-08", "2021-11"]


@pytest.fixture(scope="module")
def facts():
    return embedded_facts()


@pytest.mark.parametrize("claim", ["C04", "C05", "C06"])
def test_without_looks_nothing_is_said_of_dates(facts, claim):
    line = verdict(claim, facts)
    assert line.verdict == "not testable here"
    assert "2021 191, 2022 284" in line.evidence
    given = replace(facts, attack_frequency="In August 2021 itself 1.9 times the expected number.")
    assert "1.9 times the expected number" in verdict(claim, given).evidence


@pytest.mark.parametrize(
    ("claim", "sets", "expected"),
    [
        ("C04", [EARLY], "contradicted"),
        ("C04", [KABUL, KABUL], "supported"),
        ("C04", [EARLY, VAGUE], "contradicted"),
        ("C04", [EARLY, KABUL], "not testable here"),
        ("C04", [VAGUE], "not testable here"),
        ("C06", [EARLY], "contradicted"),
        ("C06", [KABUL, VAGUE], "supported"),
        ("C06", [VAGUE, EARLY], "not testable here"),
        ("C06", [["2021-03", "2021-08"]], "not testable here"),
    ],
)
def test_the_verdict_on_a_date_follows_the_sets(facts, claim, sets, expected):
    line = verdict(claim, replace(facts, looks=tuple(look(inside) for inside in sets)))
    assert line.verdict == expected
    assert f"of {len(sets)} looks" in line.sentence


def test_the_rivals_that_are_left_are_named(facts):
    line = verdict("C06", replace(facts, looks=(look(EARLY),)))
    assert "leaves possible: Doha Agreement (2020-03)" in line.evidence
    assert "another one besides is not excluded" in line.evidence


def test_a_rise_in_a_year_needs_counts_that_rise(facts):
    months = facts.country_months
    fallen = months.assign(events=months["events"].where(months["month"].dt.year != 2022, 0))
    assert verdict("C04", replace(facts, looks=(look(KABUL),), country_months=fallen)).verdict == "not testable here"


@pytest.mark.parametrize(
    ("inside", "level", "slope", "expected"),
    [
        (KABUL, (2.0, 1.2, 3.3), (1.0, 0.6, 1.7), "supported"),
        (KABUL, (1.9, 0.9, 3.8), (1.8, 0.8, 3.8), "not testable here"),
        (EARLY, (2.0, 1.2, 3.3), (1.0, 0.6, 1.7), "not testable here"),
        (KABUL, (1.0, 0.9, 1.1), (1.0, 0.9, 1.1), "contradicted"),
    ],
)
def test_an_acceleration_follows_the_effects(facts, inside, level, slope, expected):
    line = verdict("C05", replace(facts, looks=(look(inside, level=level, slope=slope),)))
    assert line.verdict == expected
    assert f"level {level[0]:.1f} times" in line.sentence


def test_the_month_of_the_change_of_power(facts):
    assert events_month(facts.interventions) == "2021-08"
    assert events_month(facts.interventions[facts.interventions["event_id"] != "fall_of_kabul"]) == ""
