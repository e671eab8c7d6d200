"""What comes of a notebook that works, fails, hangs, or dies."""

import json
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from turningpoint.reports.run.execute_notebook import Execution, Job, execute
from turningpoint.reports.run.kernels import kernel_threads
from turningpoint.reports.settings.parameters import Parameters

ROOT = Path(__file__).parents[3]
SOURCES = {
    "fails": ("ready = True", "1 / 0", "after = True"),
    "hangs": ("import time; time.sleep(600)",),
    "dies": ("import os; os._exit(3)",),
    "works": (
        "import os, turningpoint; print(os.getcwd(), country)",
        "import matplotlib; print(turningpoint.__file__, matplotlib.rcParams['font.size'])",
    ),
}


@pytest.fixture(scope="module")
def executions(tmp_path_factory: pytest.TempPathFactory, write_notebook: Callable[..., Path]) -> dict[str, Execution]:
    folder = tmp_path_factory.mktemp("executor")
    (folder / "run" / "notebooks").mkdir(parents=True)
    (folder / "startup.py").write_text("raise SystemExit('the user file was read')")
    (folder / "matplotlibrc").write_text("font.size: 77\n")
    (folder / "ipython" / "profile_default" / "startup").mkdir(parents=True)
    (folder / "ipython" / "profile_default" / "startup" / "a.py").write_text("import os; os._exit(5)")
    values = Parameters(country="MLI").model_dump()
    with pytest.MonkeyPatch.context() as patch, kernel_threads(2) as pool:
        patch.setenv("PYTHONSTARTUP", str(folder / "startup.py"))
        patch.setenv("MATPLOTLIBRC", str(folder / "matplotlibrc"))
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        futures: list[Future[Execution]] = []
        for name, sources in SOURCES.items():
            notebook = write_notebook(folder / f"{name}.ipynb", *sources)
            seconds = 5 if name == "hangs" else 300
            futures.append(pool.submit(execute, Job(notebook, folder / "run", values, ROOT, seconds, 120)))
        return {done.stem: done for done in (future.result() for future in futures)}


def printed(done: Execution) -> str:
    cells = json.loads(done.path.read_text())["cells"]
    return "".join("".join(output["text"]) for cell in cells for output in cell.get("outputs", []))


def test_a_notebook_runs_in_the_project_with_its_parameters_and_nothing_of_the_users(
    executions: dict[str, Execution],
) -> None:
    done = executions["works"]
    assert (done.error, done.cell) == ("", 0)
    assert done.seconds > 0
    assert str(ROOT) in printed(done)
    assert "MLI" in printed(done)
    assert "77" not in printed(done).splitlines()[-1].split()[-1]


def test_an_executed_notebook_holds_no_times_paths_of_the_run_or_random_ids(executions: dict[str, Execution]) -> None:
    content = json.loads(executions["works"].path.read_text())
    assert "papermill" not in content["metadata"]
    assert all(set(cell["metadata"]) <= {"tags"} for cell in content["cells"])
    assert [cell["id"] for cell in content["cells"]] == ["title", "parameters", "added-2", "cell-0", "cell-1"]


def test_a_failed_notebook_names_cell_and_error_and_is_kept(executions: dict[str, Execution]) -> None:
    done = executions["fails"]
    assert (done.error, done.cell, done.source) == ("ZeroDivisionError: division by zero", 5, "1 / 0")
    assert "ZeroDivisionError" in done.path.read_text()


def test_a_cell_that_hangs_is_stopped(executions: dict[str, Execution]) -> None:
    assert executions["hangs"].error == "Timeout: the cell ran longer than 5 seconds"
    assert "sleep" in executions["hangs"].source


def test_a_kernel_that_dies_is_reported(executions: dict[str, Execution]) -> None:
    assert "the kernel died" in executions["dies"].error


def test_a_full_disk_is_not_the_notebooks_fault(
    tmp_path: Path, write_notebook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "x.ipynb")

    monkeypatch.setattr("papermill.execute.execute_notebook", full)
    job = Job(write_notebook(tmp_path / "a.ipynb", "1"), tmp_path, Parameters().model_dump(), ROOT, 5, 5)
    with pytest.raises(OSError, match="No space left"):
        execute(job)
