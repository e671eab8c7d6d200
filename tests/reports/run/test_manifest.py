"""The manifest: what it tells of a run, and when it says that a report is up to date."""

import json
from pathlib import Path
from typing import Any

import pytest

from turningpoint.reports.run.execute_notebook import Execution
from turningpoint.reports.run.input_hashes import CodeVersion, Inputs
from turningpoint.reports.run.manifest import build_manifest, up_to_date, with_outputs, write_manifest
from turningpoint.reports.settings.parameters import Parameters

INPUTS = Inputs("T", Parameters().model_dump(), {"data/a.csv": "0"}, "1", {"01": "2", "02": "3"}, "3.11", "Linux", {})


def manifest(executions: list[Execution], **options: Any) -> dict[str, Any]:
    code = CodeVersion("0.1", None, None)
    skipped = {"02": "Left out."}
    return build_manifest(
        INPUTS,
        edition="default",
        code=code,
        executions=executions,
        skipped=skipped,
        started="now",
        seconds=1.23456,
        **options,
    )


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "a.csv").write_text("x\n")
    (tmp_path / "index.html").write_text("page")
    made = manifest([Execution("01", tmp_path / "01.ipynb", 1.0)], headlines=["Up."])
    write_manifest(with_outputs(made, tmp_path), tmp_path)
    return tmp_path


def test_a_complete_run_is_told_in_full() -> None:
    told = manifest([Execution("01", Path("01.ipynb"), 1.5)])
    assert (told["outcome"], told["failures"], told["seed"], told["seconds"]) == ("complete", [], 20210815, 1.235)
    assert [(book["name"], book["seconds"], book["skipped"]) for book in told["notebooks"]] == [
        ("01", 1.5, ""),
        ("02", None, "Left out."),
    ]
    assert told["input_hash"] == INPUTS.hash


def test_failures_are_named() -> None:
    told = manifest([Execution("01", Path("01.ipynb"), 1.5, "ValueError: no", 3, "x")], failure="the page")
    assert told["outcome"] == "failed"
    assert [(entry["notebook"], entry["cell"], entry["error"]) for entry in told["failures"]] == [
        ("01", 3, "ValueError: no"),
        ("", 0, "the page"),
    ]


def test_an_untouched_report_is_up_to_date(report: Path) -> None:
    found = up_to_date(report, INPUTS.hash)
    assert found is not None
    assert found["headlines"] == ["Up."]
    assert sorted(found["outputs"]) == ["index.html", "tables/a.csv"]


def test_other_inputs_changed_or_missing_files_are_not_up_to_date(report: Path) -> None:
    assert up_to_date(report, "other") is None
    assert up_to_date(report / "absent", INPUTS.hash) is None
    (report / "tables" / "a.csv").write_text("y\n")
    assert up_to_date(report, INPUTS.hash) is None
    (report / "tables" / "a.csv").unlink()
    assert up_to_date(report, INPUTS.hash) is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"outcome": "complete"}', "null"])
def test_a_broken_manifest_is_not_up_to_date(report: Path, text: str) -> None:
    (report / "manifest.json").write_text(text)
    assert up_to_date(report, INPUTS.hash) is None


def test_a_failed_run_is_never_up_to_date(report: Path) -> None:
    content = json.loads((report / "manifest.json").read_text())
    (report / "manifest.json").write_text(json.dumps({**content, "outcome": "failed"}))
    assert up_to_date(report, INPUTS.hash) is None
