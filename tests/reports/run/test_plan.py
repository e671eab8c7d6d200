"""What a run would do is told before it does it, and nothing is written."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from turningpoint.errors import InputError
from turningpoint.reports.run import plan as module
from turningpoint.reports.run.plan import PAGE, READS, SIMULATES, plan_of
from turningpoint.reports.run.run_state import Request, Run
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.settings.scope import Scope


@pytest.fixture
def request_of_mali(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Request:
    monkeypatch.setattr(module, "folder_of", lambda edition, values: tmp_path / "nowhere")
    return Request(Parameters(country="MLI", intervention="2020-08"), tmp_path / "reports" / "mali")


def test_a_plan_names_notebooks_settings_and_place(request_of_mali: Request, tmp_path: Path) -> None:
    plan = plan_of(request_of_mali, jobs=1)
    run = Run.prepare(request_of_mali)
    assert list(plan.seconds) == [path.stem for path in run.books if path.stem not in run.skipped]
    assert plan.skipped == run.skipped
    assert plan.settings["country"] == "MLI"
    assert "confidence" not in plan.settings
    assert (plan.up_to_date, plan.measured, plan.scope) == (False, "", "")
    assert plan.folder == tmp_path / "reports" / "mali"
    assert list(tmp_path.iterdir()) == []


def test_without_any_report_seconds_follow_from_what_a_notebook_reads(request_of_mali: Request) -> None:
    plan = plan_of(request_of_mali, jobs=9)
    assert (plan.seconds["01_data"], plan.seconds["03_turning_point"]) == (READS, SIMULATES)
    assert plan.jobs == len(plan.seconds)
    assert plan.total == SIMULATES + PAGE  # the longest, for all run at once
    assert plan_of(request_of_mali, jobs=1).total == sum(plan.seconds.values()) + PAGE


def test_seconds_are_those_of_the_last_run(request_of_mali: Request) -> None:
    request_of_mali.output.mkdir(parents=True)
    kept = {
        "notebooks": [{"name": "01_data", "seconds": 33.0}, {"name": "05_claims", "seconds": None}],
        "input_hash": "",
    }
    (request_of_mali.output / "manifest.json").write_text(json.dumps(kept))
    (request_of_mali.output / "results.json").write_text("[]")
    plan = plan_of(request_of_mali, jobs=1)
    assert (plan.seconds["01_data"], plan.measured) == (33.0, "mali")
    with pytest.raises(InputError, match="holds a full report"):
        plan_of(replace(request_of_mali, scope=Scope(quick=True)), jobs=1)


def test_a_plan_is_refused_as_the_run_would_be(request_of_mali: Request, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(InputError, match="what no report made"):
        plan_of(replace(request_of_mali, output=tmp_path / "mine"), jobs=1)
