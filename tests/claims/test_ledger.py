"""The ledger as a whole."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.claims.helpers import claim_of
from turningpoint.claims import RULES, VERDICTS, ClaimVerdict, embedded_facts, ledger, ledger_frame, with_parts
from turningpoint.claims.verdict import MOST_WORDS

# What the embedded tables of November 2026 give. A change here is a change of a published verdict: it needs a reason.
TODAY = {
    "C01": "partly",
    "C02": "quoted correctly",
    "C03": "not shown",
    "C04": "sources differ",
    "C05": "supported",
    "C05a": "supported",
    "C05b": "supported",
    "C06": "not shown",
    "C07": "supported",
    "C08": "quoted correctly",
    "C09": "quoted correctly",
    "C10": "sources differ",
    "C11": "not shown",
    "C12": "partly",
    "C13": "partly",
    "C14": "misleading",
    "C15": "no data here",
    "C16": "no data here",
    "C17": "no data here",
    "C18": "no data here",
    "C19": "supported",
    "C20": "partly",
    "C21": "no data here",
    "C22": "no data here",
    "C23": "no data here",
}
JUDGED_BY_A_SERIES = ("C04", "C05", "C06", "C07", "C10", "C11", "C14")


@pytest.fixture(scope="module")
def facts():
    return embedded_facts()


@pytest.fixture(scope="module")
def lines(facts):
    return ledger(facts)


@pytest.fixture(scope="module")
def every(lines):
    return list(with_parts(lines))


def test_every_claim_has_a_verdict_in_the_order_of_the_table(lines, every, facts):
    assert [line.id for line in lines] == facts.claims["id"].tolist()
    assert {line.id: line.verdict for line in every} == TODAY
    assert {line.verdict for line in every} <= set(VERDICTS)


def test_every_reason_is_short_and_whole(every):
    for line in every:
        assert 0 < len(line.reason.split()) <= MOST_WORDS, line
        assert line.reason.endswith("."), line
        assert "nan" not in line.reason.lower().split(), line


def test_every_verdict_has_what_would_change_it_in_one_sentence(every):
    for line in every:
        assert line.would_change.endswith("."), line
        assert ". " not in line.would_change, line


def test_every_claim_has_a_rule_and_evidence(lines):
    assert {line.id for line in lines} == set(RULES)
    for line in lines:
        assert line.rule.endswith(".")
        assert line.evidence.endswith((".", '"', "”"))
        assert "nan" not in line.evidence
        assert line.source


def test_every_sentence_can_be_copied(lines):
    for line in lines:
        assert line.sentence.startswith(f"“{line.statement}” ({line.claimed_by}): {line.verdict}. ")
        assert line.sentence.endswith(")")
        assert line.link in line.sentence
        assert line.reason in line.sentence


@pytest.mark.parametrize("claim", JUDGED_BY_A_SERIES)
def test_no_rule_is_written_for_an_id(claim, facts, every):
    renamed = replace(claim_of(claim, facts), id="C99")
    found = RULES[claim].judge(renamed, facts)
    today = next(line for line in every if line.id == claim)
    assert (found.verdict, found.reason) == (today.verdict, today.reason)


def test_table_has_the_fields_as_columns(lines, every):
    frame = ledger_frame(lines)
    assert list(frame.columns) == [name for name in ClaimVerdict.__dataclass_fields__ if name != "parts"]
    assert frame["id"].tolist() == [line.id for line in every]
    assert list(ledger_frame(()).columns) == list(frame.columns)


def test_a_claim_without_a_rule_says_so(facts):
    new = facts.claims.iloc[[0]].assign(id="C99")
    (line,) = ledger(replace(facts, claims=new))
    assert line.verdict == "no data here"
    assert "No rule is written" in line.sentence


def test_the_facts_are_not_changed(facts):
    before = {name: getattr(facts, name).copy() for name in ("claims", "figures", "sides", "kinds", "interventions")}
    ledger(facts)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(facts, name), frame)
