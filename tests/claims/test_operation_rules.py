"""The verdict on what the massacre set off follows the dates and the deaths by side."""

from dataclasses import replace

import pytest

from tests.claims.helpers import tables, verdict


@pytest.fixture(scope="module")
def facts():
    return tables()


def test_operations_began_before_the_massacre(facts):
    line = verdict("C14", facts)
    assert line.verdict == "misleading"
    assert "on 15 June 2014, 6 months before the massacre of 16 December 2014; no clear jump" in line.reason
    assert "The kill ratio: " in line.evidence


@pytest.mark.parametrize(
    ("times", "began", "expected"),
    [
        (6.0, "2014-06-15", "partly"),
        (6.0, "2015-06-15", "supported"),
        (1.0, "2015-06-15", "not shown"),
        (0.02, "2015-06-15", "contradicted"),
    ],
)
def test_the_order_and_a_jump_at_the_massacre_decide(facts, times, began, expected):
    sides = facts.sides.copy()
    later = sides["month"] >= "2014-12"
    for column, power in (("deaths_militant", 1), ("sumsq_militant", 2), ("sumprod_state_militant", 1)):
        sides.loc[later, column] = (sides.loc[later, column] * times**power).round().astype(int)
    events = facts.interventions.copy()
    events.loc[events["event_id"] == "zarb_e_azb", "date"] = began
    line = verdict("C14", replace(facts, sides=sides, interventions=events))
    assert line.verdict == expected
    assert ("jumped then" in line.reason) == (times > 1)


def test_without_the_dates_or_the_months_the_step_is_not_told(facts):
    undated = replace(facts, interventions=facts.interventions[facts.interventions["event_id"] != "zarb_e_azb"])
    line = verdict("C14", undated)
    assert line.verdict == "no data here"
    assert "not both in this table" in line.evidence
    late = replace(facts, sides=facts.sides[facts.sides["month"] <= "2014-10"])
    assert "do not hold both dates apart" in verdict("C14", late).evidence
