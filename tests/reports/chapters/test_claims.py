"""The ledger in words."""

from collections import Counter

import pytest

from tests.claims.helpers import look
from turningpoint.claims import VERDICTS, ledger
from turningpoint.reports.chapters import claims


@pytest.fixture(scope="module")
def lines():
    return ledger()


def test_the_tally_adds_up(lines):
    counts = Counter(line.verdict for line in lines)
    sentence = claims.tally(lines)
    assert f"{len(lines)} statements" in sentence
    assert all(f"{count} {verdict}" in sentence for verdict, count in counts.items())


def test_every_claim_has_its_row_its_rule_and_its_sentence(lines):
    ids = [line.id for line in lines]
    assert claims.ledger_table(lines)["Claim"].tolist() == ids
    ruled = ", ".join(claims.rules_table(lines)["Claims"]).split(", ")
    assert sorted(ruled) == sorted(ids)
    assert claims.sentences(lines).count("\n- ") == len(ids) - 1
    front = claims.verdicts_table(lines)
    assert front["Claim"].tolist() == ids
    assert front["Because"].str.endswith(".").all()


def test_the_meanings_are_the_closed_list():
    assert claims.meanings()["Verdict"].tolist() == list(VERDICTS)


def test_the_evidence_on_frequency_is_that_of_the_default_edition_with_its_companions():
    sentence = claims.attack_frequency()
    assert "In August 2021 itself" in sentence
    assert "January 2013 to January 2019" in sentence
    assert "Without the exchanges between India and Pakistan" in sentence
    assert "**" not in sentence


def test_looks_are_set_side_by_side():
    found = [look(["2020-04", "2020-05"]), look(["2021-08"], ruled_out=False)]
    table = claims.looks_table(found, claims.DATE)
    assert table["Possible dates"].tolist() == ["April 2020 to May 2020", "all"]
    assert table["2021-08"].tolist() == ["outside", "nothing ruled out"]
    assert table["Level"].tolist() == ["1.9 (1.0 to 3.8)"] * 2


def test_the_looks_are_those_of_the_default_edition_first():
    found = claims.looks()
    assert [one.window for one in found[:2]] == ["2015-01 to 2024-12"] * 2
    assert len(found) == 2 * (1 + len(claims.LOOKS_FROM))
    assert found[0].level.when == claims.DATE
