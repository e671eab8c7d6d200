"""What a report depends on changes its hash; what it does not depend on, does not."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from turningpoint.errors import DataError
from turningpoint.reports.run.input_hashes import Inputs, code_version, file_hash, inputs_of
from turningpoint.reports.settings.parameters import Parameters


@pytest.fixture
def project(tmp_path: Path, write_notebook: Callable[..., Path]) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("x\n1\n")
    (tmp_path / "data" / "a.toml").write_text("rows = 1\n")
    write_notebook(tmp_path / "notebooks" / "one.ipynb", "x = 1")
    return tmp_path


def inputs(project: Path, parameters: Parameters | None = None, title: str = "") -> Inputs:
    notebooks = sorted((project / "notebooks").glob("*.ipynb"))
    return inputs_of(parameters or Parameters(), notebooks, title=title, root=project)


def test_the_same_inputs_have_the_same_hash(project: Path) -> None:
    before = inputs(project)
    (project / "data" / "a.csv").touch()
    assert inputs(project).hash == before.hash
    assert before.data == {f"data/{name}": file_hash(project / "data" / name) for name in ("a.csv", "a.toml")}
    assert {"numpy", "pandas", "statsmodels"} <= before.packages.keys()


def test_parameters_title_data_and_notebooks_change_the_hash(project: Path) -> None:
    before = inputs(project).hash
    assert inputs(project, Parameters(confidence=0.9)).hash != before
    assert inputs(project, title="Other").hash != before
    (project / "data" / "a.csv").write_text("x\n2\n")
    changed = inputs(project).hash
    assert changed != before
    path = project / "notebooks" / "one.ipynb"
    path.write_text(path.read_text().replace("x = 1", "x = 2"))
    assert inputs(project).hash != changed


def test_files_that_are_not_in_the_catalogue_leave_no_trace(project: Path) -> None:
    before = inputs(project)
    (project / "data" / "private").mkdir()
    for name in ("data/private/interviews.csv", "data/private/interviews.toml", "data/draft.csv"):
        (project / name).write_text("x\n1\n")
    assert inputs(project) == before


def test_a_table_simulated_by_the_project_counts(project: Path) -> None:
    before = inputs(project)
    (project / "data" / "simulated").mkdir()
    for name, content in (("coverage.csv", "x\n1\n"), ("coverage.toml", "rows = 1\n"), ("draft.csv", "x\n1\n")):
        (project / "data" / "simulated" / name).write_text(content)
    after = inputs(project)
    assert after.data.keys() - before.data.keys() == {"data/simulated/coverage.csv", "data/simulated/coverage.toml"}
    assert after.hash != before.hash


def test_outputs_kept_in_a_notebook_do_not(project: Path) -> None:
    before = inputs(project).hash
    path = project / "notebooks" / "one.ipynb"
    content = json.loads(path.read_text())
    content["cells"][-1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["1"]}]
    content["cells"][-1]["execution_count"] = 7
    path.write_text(json.dumps(content))
    assert inputs(project).hash == before


def test_a_file_of_ones_own_is_hashed(project: Path) -> None:
    own = project / "own.csv"
    own.write_text("t,n\n")
    parameters = Parameters(data=str(own), window_start="2001-01", window_end="2002-01")
    before = inputs(project, parameters)
    assert before.data["own.csv"] == file_hash(own)
    assert before.parameters["data"] == "own.csv"
    own.write_text("t,n\n1,1\n")
    assert inputs(project, parameters).hash != before.hash
    own.unlink()
    with pytest.raises(DataError, match="cannot be read"):
        inputs(project, parameters)


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_the_commit_is_told_where_the_project_is_a_checkout(tmp_path: Path) -> None:
    assert code_version(tmp_path).commit is None
    git(tmp_path, "init")
    assert code_version(tmp_path).commit is None
    (tmp_path / "a").write_text("1")
    git(tmp_path, "add", "a")
    git(tmp_path, "commit", "-m", "a")
    version = code_version(tmp_path)
    assert len(version.commit or "") == 40
    assert version.modified is False
    (tmp_path / "a").write_text("2")
    assert code_version(tmp_path).modified is True
    (tmp_path / "below").mkdir()
    assert code_version(tmp_path / "below").commit is None  # somebody else's checkout around the project
