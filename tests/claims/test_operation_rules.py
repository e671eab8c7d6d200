"""The verdict on what the massacre set off follows the deaths by side."""

from dataclasses import replace

import pytest

from tests.claims.helpers import embedded_facts, verdict


@pytest.fixture(scope="module")
def facts():
    return embedded_facts()


def test_operations_began_before_the_massacre(facts):
    line = verdict("C14", facts)
    assert line.verdict == "not testable here"
    assert "2014-06-15, before the massacre of 2014-12-16" in line.sentence
    assert "at the massacre" in line.sentence
    assert "The kill ratio over the same dates: 2014-06" in line.evidence


@pytest.mark.parametrize(("times", "expected"), [(6.0, "supported"), (0.02, "contradicted")])
def test_a_jump_at_the_massacre_decides(facts, times, expected):
    sides = facts.sides.copy()
    later = sides["month"] >= "2014-12"
    sides.loc[later, "deaths_militant"] = (sides.loc[later, "deaths_militant"] * times).round().astype(int)
    sides.loc[later, "sumsq_militant"] = (sides.loc[later, "sumsq_militant"] * times**2).round().astype(int)
    sides.loc[later, "sumprod_state_militant"] = (
        (sides.loc[later, "sumprod_state_militant"] * times).round().astype(int)
    )
    assert verdict("C14", replace(facts, sides=sides)).verdict == expected


def test_without_the_dates_or_the_months_nothing_is_said(facts):
    undated = replace(facts, interventions=facts.interventions[facts.interventions["event_id"] != "zarb_e_azb"])
    assert "not both in this table" in verdict("C14", undated).evidence
    late = replace(facts, sides=facts.sides[facts.sides["month"] <= "2014-10"])
    assert "do not hold both dates apart" in verdict("C14", late).evidence
