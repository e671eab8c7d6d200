"""The ledger in words, and how many of them."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.claims.helpers import tables
from turningpoint.claims import SIGNS, VERDICTS, embedded_facts, ledger, with_parts
from turningpoint.reports.chapters import claims

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "05_claims.ipynb"
FRONT, BODY = 1000, 1400
"""Words of the claims' table with the key to its verdicts, and of the rest of the chapter, at most."""


@pytest.fixture(scope="module")
def lines():
    return ledger(embedded_facts())


def words(*frames):
    """Words of tables, their headers included."""
    cells = [str(cell) for frame in frames for row in (frame.columns, *frame.to_numpy()) for cell in row]
    return sum(len(cell.split()) for cell in cells)


def test_the_tally_adds_up(lines):
    counts = Counter(line.verdict for line in lines)
    sentence = claims.tally(lines)
    assert f"{len(lines)} statements" in sentence
    assert all(f"{count} {verdict}" in sentence for verdict, count in counts.items())


def test_the_front_has_one_row_a_claim_with_a_sign_and_a_reason(lines):
    front = claims.verdicts_table(lines)
    assert front["Claim"].tolist() == [line.id for line in lines]
    assert front["Verdict"].tolist() == [f"{SIGNS[line.verdict]} {line.verdict}" for line in lines]
    assert front["Why"].tolist() == [line.reason for line in lines]
    assert "Afghan officials" in front["Statement, and who said it"].iloc[-1]


def test_the_evidence_holds_every_claim_and_part_once(lines):
    table = claims.evidence_table(lines)
    ids = ", ".join(table["Claims"]).split(", ")
    assert sorted(ids) == sorted(line.id for line in with_parts(lines))
    assert not table.duplicated(["Evidence", "What would change the verdict"]).any()
    part = table.loc[table["Claims"] == "C05b", "Evidence"].iloc[0]
    assert part.startswith("Attacks grew faster after August 2021 than before: supported. ")


def test_the_default_is_short_enough_to_be_read(lines):
    assert words(claims.verdicts_table(lines), claims.meanings()) <= FRONT
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    told = [
        "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "markdown" and "settings" not in cell["metadata"].get("tags", ())
    ]
    source = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    captions = [caption for text in source for caption in re.findall(r'caption="([^"]*)"', text)]
    assert len(captions) == 3
    prose = sum(len(text.split()) for text in (*told, *captions, claims.tally(lines)))
    assert words(claims.evidence_table(lines)) + prose <= BODY


def test_the_meanings_are_the_closed_list():
    meanings = claims.meanings()
    assert [text.split(" ", 1)[1] for text in meanings["Verdict"]] == list(VERDICTS)
    assert meanings["Meaning"].tolist() == list(VERDICTS.values())


def test_every_verdict_is_recorded_with_plain_fields(lines, monkeypatch):
    found = {}
    monkeypatch.setattr(claims, "record", lambda id, **fields: found.update({id: fields}))
    claims.record_verdicts(lines)
    assert {"claims.C05", "claims.C05a", "claims.C05b", "claims.C23"} <= set(found)
    for fields in found.values():
        assert all(value is None or isinstance(value, str) for value in fields.values())
        assert fields["verdict"] in VERDICTS
        assert fields["reason"]
        assert fields["would_change"]
        assert fields["method"]


def test_a_ledger_without_series_still_stands():
    assert len(claims.verdicts_table(ledger(tables()))) == 23
