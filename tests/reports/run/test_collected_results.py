"""Results are collected in reading order, unrounded, each id once."""

import json
from pathlib import Path

import pytest

from tests.reports.deliver.fronts import full_front
from turningpoint.errors import RunError
from turningpoint.reports.run.collected_results import (
    collect_results,
    finding,
    headlines,
    read_parts,
    write_results,
)


def result(name: str, estimate: object = 1.0) -> dict[str, object]:
    return {"kind": "result", "id": name, "estimate": estimate}


def test_results_keep_the_order_of_notebooks_and_of_calls() -> None:
    parts = {"01": [result("b"), {"kind": "headline", "markdown": "One."}], "02": [result("a"), result("c")]}
    assert [entry["id"] for entry in collect_results(parts)] == ["b", "a", "c"]
    assert all("kind" not in entry for entry in collect_results(parts))
    assert headlines(parts) == ["One."]


def test_the_finding_is_what_the_front_says_in_plain_text() -> None:
    told = finding(full_front())
    assert told["title"].startswith("Militant attacks in Pakistan rose after August 2021")
    assert told["answers"][0]["question"] == "Did militant attacks rise?"
    assert len(told["answers"]) == 4
    assert "1.7 times (1.3 to 2.3)" in told["answers"][0]["text"]
    assert json.loads(json.dumps(told)) == told


def test_an_id_of_two_notebooks_is_refused() -> None:
    with pytest.raises(RunError, match="'a' is recorded by 01 and by 02"):
        collect_results({"01": [result("a")], "02": [result("a")]})


def test_numbers_are_written_unrounded_and_open_ends_as_null(tmp_path: Path) -> None:
    write_results([{"id": "a", "estimate": 1 / 3, "high": None}], tmp_path / "results.json")
    text = (tmp_path / "results.json").read_text()
    assert json.loads(text) == [{"id": "a", "estimate": 1 / 3, "high": None}]
    assert "null" in text


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_cannot_hold_is_refused(tmp_path: Path, value: float) -> None:
    with pytest.raises(RunError, match="not finite"):
        write_results([{"id": "a", "estimate": value}], tmp_path / "results.json")


def test_parts_are_read_a_line_each(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "01.jsonl").write_text(json.dumps(result("a")) + "\n")
    assert read_parts(tmp_path, ["01", "02"]) == {"01": [result("a")], "02": []}
    (tmp_path / "parts" / "02.jsonl").write_text('{"kind": "res')
    with pytest.raises(RunError, match="02: what it handed over cannot be read"):
        read_parts(tmp_path, ["01", "02"])
