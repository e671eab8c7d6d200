"""A rule is words and a function."""

from dataclasses import FrozenInstanceError

import pytest

from turningpoint.claims import RULES
from turningpoint.claims.rule import Rule
from turningpoint.claims.verdict import Finding


def test_a_rule_judges_by_its_function_and_cannot_be_changed():
    found = Finding("supported", "it rose", "Because.")
    rule = Rule("supported always", lambda claim, facts: found)
    assert rule.judge(None, None) is found
    with pytest.raises(FrozenInstanceError):
        rule.words = "contradicted always"


def test_every_rule_of_the_ledger_has_words_that_end_a_sentence():
    assert len(RULES) == 20
    assert [name for name, rule in RULES.items() if not rule.words.rstrip().endswith(".")] == []
