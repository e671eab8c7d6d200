"""What runs elsewhere calls what the README names: the targets of the Makefile."""

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PYTHONS = ["3.11", "3.12", "3.13"]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


def called(text: str) -> set[str]:
    """Targets that a script or a workflow calls."""
    return set(re.findall(r"(?:^|run:|&&|;)\s*make ([a-z]+)", text, flags=re.MULTILINE))


def triggers(workflow: dict[object, object]) -> set[str]:
    return set(workflow[True])  # YAML 1.1 reads the key `on` as a truth value


def load(name: str) -> dict[object, object]:
    return yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text())


def steps(workflow: dict[object, object], job: str) -> list[dict[str, Any]]:
    return list(workflow["jobs"][job]["steps"])  # type: ignore[index]


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_only_targets_that_exist_are_called(path: Path) -> None:
    found = called(path.read_text())
    assert found or "bash .ci/run" in path.read_text()
    assert found <= targets()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_job_has_a_time_limit_and_steps(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text())["jobs"]
    assert [name for name, job in jobs.items() if not job.get("timeout-minutes") or not job.get("steps")] == []


def test_every_pull_request_and_main_pass_the_one_check_on_three_versions_of_python() -> None:
    workflow = load("tests.yml")
    assert {"push", "pull_request"} <= triggers(workflow)
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == PYTHONS
    assert workflow[True]["push"] == {"branches": ["main"]}
    assert [step["run"] for step in steps(workflow, "test") if "run" in step] == ["bash .ci/run"]


def test_the_report_is_built_compared_and_kept_every_month() -> None:
    workflow = load("report.yml")
    assert {"schedule", "workflow_dispatch"} <= triggers(workflow)
    text = (ROOT / ".github" / "workflows" / "report.yml").read_text()
    assert {"report", "figures"} <= called(text)
    assert "turningpoint compare" in text
    (upload,) = [step for step in steps(workflow, "report") if "upload-artifact" in step.get("uses", "")]
    assert upload["if"] == "always()"
    assert upload["with"]["path"].split() == ["reports/default", "reports/default.failed"]


@pytest.mark.parametrize("published", [True, False])
def test_the_monthly_report_is_compared_where_results_are_kept_and_passes_where_none_are(
    tmp_path: Path, published: bool
) -> None:
    project, aside = tmp_path / "project", tmp_path / "aside"
    (project / "reports" / "default").mkdir(parents=True)
    (project / ".venv" / "bin").mkdir(parents=True)
    aside.mkdir()
    (project / ".venv" / "bin" / "turningpoint").write_text('#!/bin/sh\necho "$@" > compared\n')
    (project / ".venv" / "bin" / "turningpoint").chmod(0o755)
    (project / "reports" / "default" / "results.json").write_text("[]")
    (project / "kept").write_text("")
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init"], ["add", "reports" if published else "kept"], ["commit", "-m", "a"]):
        subprocess.run(["git", *identity, *words], cwd=project, check=True, capture_output=True)
    here = {**os.environ, "RUNNER_TEMP": str(aside)}
    scripts = [step["run"] for step in steps(load("report.yml"), "report") if "make" not in step.get("run", "make")]
    assert len(scripts) == 2
    for script in scripts:
        subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script], cwd=project, env=here, check=True)
    assert (project / "compared").exists() is published


def test_ci_tests_reports_and_compares() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", script], check=True)
    assert {"test", "report"} <= called(script.read_text())
    assert "turningpoint compare" in script.read_text()
    assert re.search(r"TURNINGPOINT_BROWSER=\S+ .*pytest .*test_accessibility\.py", script.read_text())


def test_a_target_that_does_not_exist_is_seen() -> None:
    assert not called("run: make rapport\n") <= targets()


def test_the_citation_names_this_version_and_the_data() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert citation["cff-version"] == "1.2.0"
    assert str(citation["version"]) == project["version"]
    assert citation["license"] == project["license"]
    assert all(citation[key] for key in ("message", "title", "authors"))
    assert "10.1177/0022343313484347" in {reference.get("doi") for reference in citation["references"]}
