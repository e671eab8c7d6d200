"""The ledger as a whole."""

from dataclasses import replace

import pandas as pd
import pytest

from turningpoint.claims import RULES, VERDICTS, ClaimVerdict, embedded_facts, ledger, ledger_frame

# What the embedded tables of November 2026 give. A change here is a change of a published verdict: it needs a reason.
TODAY = {
    "C01": "contradicted",
    "C02": "not like for like",
    "C03": "not like for like",
    "C04": "not testable here",
    "C05": "not testable here",
    "C06": "not testable here",
    "C07": "supported",
    "C08": "reproduced",
    "C09": "reproduced",
    "C10": "not testable here",
    "C11": "not testable here",
    "C12": "supported",
    "C13": "supported",
    "C14": "not testable here",
    "C15": "not testable here",
    "C16": "not testable here",
    "C17": "not testable here",
    "C18": "not testable here",
    "C19": "supported",
    "C20": "not testable here",
}


@pytest.fixture(scope="module")
def facts():
    return embedded_facts()


@pytest.fixture(scope="module")
def lines(facts):
    return ledger(facts)


def test_every_claim_has_a_verdict_in_the_order_of_the_table(lines, facts):
    assert [line.id for line in lines] == facts.claims["id"].tolist()
    assert {line.id: line.verdict for line in lines} == TODAY
    assert {line.verdict for line in lines} <= set(VERDICTS)


def test_every_claim_has_a_rule_and_evidence(lines):
    assert {line.id for line in lines} == set(RULES)
    for line in lines:
        assert line.rule.endswith(".")
        assert line.evidence.endswith((".", '"'))
        assert "nan" not in line.evidence
        assert line.source


def test_every_sentence_can_be_copied(lines):
    for line in lines:
        assert line.sentence.startswith(f"“{line.statement}” ({line.claimed_by}): {line.verdict} – ")
        assert line.sentence.endswith(").")
        assert line.link in line.sentence
        assert line.brief in line.sentence


def test_table_has_the_fields_as_columns(lines):
    frame = ledger_frame(lines)
    assert list(frame.columns) == list(ClaimVerdict.__dataclass_fields__)
    assert len(frame) == len(lines)
    assert list(ledger_frame(()).columns) == list(frame.columns)


def test_a_claim_without_a_rule_says_so(facts):
    new = facts.claims.iloc[[0]].assign(id="C99")
    (line,) = ledger(replace(facts, claims=new))
    assert line.verdict == "not testable here"
    assert "no rule is written" in line.sentence


def test_the_facts_are_not_changed(facts):
    before = {name: getattr(facts, name).copy() for name in ("claims", "figures", "sides", "kinds", "interventions")}
    ledger(facts)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(facts, name), frame)
