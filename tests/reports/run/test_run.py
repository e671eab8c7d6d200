"""A run: parameters in, folder out; the previous report whole whatever happens; nothing done twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import pytest

from turningpoint.errors import DataError, InputError, ParameterError, RunError
from turningpoint.reports.run.execute_notebook import worker_processes
from turningpoint.reports.run.report_folder import Place
from turningpoint.reports.run.run import Request, RunResult, Step, run_figures, run_report
from turningpoint.reports.settings.parameters import Parameters, parameters_from

ROOT = Path(__file__).parents[3]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with worker_processes(2) as pool:
        yield pool


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, write_notebook: Callable[..., Path], record: str) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    write_notebook(folder / "02_second.ipynb", record)
    write_notebook(folder / "01_first.ipynb", "import time; time.sleep(0.3)", record)
    write_notebook(folder / "04_claims.ipynb", "raise SystemError('must not be executed')")
    return folder


@pytest.fixture(scope="module")
def request_of_mali(tmp_path_factory: pytest.TempPathFactory, books: Path) -> Request:
    parameters = Parameters(country="MLI", intervention="2020-08")
    return Request(parameters, tmp_path_factory.mktemp("reports") / "mali", edition="mali", notebooks=books)


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    return []


@pytest.fixture(scope="module")
def done(request_of_mali: Request, executor: Executor, steps: list[Step]) -> RunResult:
    return run_report(request_of_mali, executor=executor, progress=steps.append)


@pytest.fixture
def before(done: RunResult) -> dict[str, bytes]:
    return contents(done.folder)


def test_a_run_leaves_the_whole_report(done: RunResult) -> None:
    assert done.ran
    assert done.page.is_file()
    assert set(contents(done.folder)) == {
        "index.html", "results.json", "manifest.json", "notebooks/01_first.ipynb", "notebooks/02_second.ipynb",
        "figures/01_first.csv", "figures/02_second.csv",
    }  # fmt: skip
    assert [path.name for path in done.folder.parent.iterdir() if not path.name.endswith(".lock")] == ["mali"]


def test_results_and_headlines_keep_the_reading_order(done: RunResult) -> None:
    results = json.loads((done.folder / "results.json").read_text())
    assert [(entry["id"], entry["estimate"]) for entry in results] == [
        ("01_first.seed", 20210815 / 3),
        ("02_second.seed", 20210815 / 3),
    ]
    assert done.manifest["headlines"] == ["**01_first** on MLI.", "**02_second** on MLI."]


def test_a_notebook_with_nothing_to_say_is_not_executed_but_told(done: RunResult, steps: list[Step]) -> None:
    assert [(step.notebook, step.status) for step in steps[:1]] == [("04_claims", "skipped")]
    assert {(step.notebook, step.status) for step in steps[1:]} == {("01_first", "done"), ("02_second", "done")}
    assert (steps[-1].finished, steps[-1].total) == (3, 3)
    assert "ledger of claims is left out" in done.page.read_text()
    assert [book["name"] for book in done.manifest["notebooks"] if book["skipped"]] == ["04_claims"]


def test_the_manifest_tells_what_went_in_and_what_came_out(done: RunResult) -> None:
    manifest = json.loads((done.folder / "manifest.json").read_text())
    assert manifest["outcome"] == "complete"
    assert (manifest["edition"], manifest["seed"]) == ("mali", 20210815)
    assert manifest["parameters"]["country"] == "MLI"
    assert set(manifest["outputs"]) == set(contents(done.folder)) - {"manifest.json"}
    assert "data/ucdp_ged_country_month.csv" in manifest["data"]


def test_what_is_up_to_date_is_not_run_again(
    done: RunResult, request_of_mali: Request, forbidden: Executor, before: dict[str, bytes]
) -> None:
    again = run_report(request_of_mali, executor=forbidden)
    assert not again.ran
    assert again.manifest["headlines"] == done.manifest["headlines"]
    assert contents(done.folder) == before


def test_other_parameters_a_damaged_file_or_force_run_again(
    done: RunResult, request_of_mali: Request, forbidden: Executor
) -> None:
    other = replace(request_of_mali, parameters=Parameters(country="MLI", intervention="2020-09"))
    with pytest.raises(AssertionError, match="kernel"):
        run_report(other, executor=forbidden)
    with pytest.raises(AssertionError, match="kernel"):
        run_report(request_of_mali, executor=forbidden, force=True)
    figure = done.folder / "figures" / "01_first.csv"
    kept = figure.read_bytes()
    figure.write_bytes(kept + b"1\n")
    with pytest.raises(AssertionError, match="kernel"):
        run_report(request_of_mali, executor=forbidden)
    figure.write_bytes(kept)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"country": "XYZ"}, ParameterError),
        ({"source": "gtd"}, ParameterError),
        ({"intervention": "2024-06"}, ParameterError),
        ({"intervention": "2031-01"}, ParameterError),
        ({"window_end": "2026-01"}, ParameterError),
        ({"data": "absent.csv"}, DataError),
    ],
)
def test_bad_input_starts_nothing_and_changes_nothing(
    done: RunResult,
    request_of_mali: Request,
    forbidden: Executor,
    before: dict[str, bytes],
    values: dict[str, object],
    error: type[InputError],
) -> None:
    with pytest.raises(error) as refused:
        run_report(replace(request_of_mali, parameters=parameters_from(values)), executor=forbidden)
    assert refused.value.exit_status == 2
    assert contents(done.folder) == before


def test_a_folder_without_notebooks_is_refused(request_of_mali: Request, tmp_path: Path, forbidden: Executor) -> None:
    with pytest.raises(DataError, match="holds no notebooks"):
        run_report(replace(request_of_mali, notebooks=tmp_path), executor=forbidden)


def test_a_failed_notebook_is_kept_and_named_and_the_others_still_run(
    done: RunResult,
    request_of_mali: Request,
    executor: Executor,
    before: dict[str, bytes],
    tmp_path: Path,
    write_notebook: Callable[..., Path],
    record: str,
) -> None:
    write_notebook(tmp_path / "01_bad.ipynb", record, "1 / 0")
    write_notebook(tmp_path / "02_good.ipynb", record)
    with pytest.raises(RunError, match=r"notebook 01_bad failed in cell 5: ZeroDivisionError.*\n.*untouched") as failed:
        run_report(replace(request_of_mali, notebooks=tmp_path), executor=executor)
    assert failed.value.exit_status == 1
    assert contents(done.folder) == before
    kept = done.folder.with_name("mali.failed")
    assert {path.name for path in (kept / "notebooks").iterdir()} == {"01_bad.ipynb", "02_good.ipynb"}
    manifest = json.loads((kept / "manifest.json").read_text())
    assert manifest["outcome"] == "failed"
    assert [(f["notebook"], f["cell"], f["source"]) for f in manifest["failures"]] == [("01_bad", 5, "1 / 0")]


def test_a_report_that_cannot_be_put_together_is_kept_as_failed(
    done: RunResult,
    request_of_mali: Request,
    executor: Executor,
    before: dict[str, bytes],
    tmp_path: Path,
    write_notebook: Callable[..., Path],
    record: str,
) -> None:
    same_id = record.replace("{stem}.seed", "same")
    for name in ("01_a", "02_b"):
        write_notebook(tmp_path / f"{name}.ipynb", same_id)
    with pytest.raises(RunError, match=r"'same' is recorded by 01_a and by 02_b.*\n.*untouched"):
        run_report(replace(request_of_mali, notebooks=tmp_path), executor=executor)
    assert contents(done.folder) == before
    assert (
        "same"
        in json.loads((done.folder.with_name("mali.failed") / "manifest.json").read_text())["failures"][0]["error"]
    )


def test_figures_alone_leave_the_rest(done: RunResult, request_of_mali: Request, executor: Executor) -> None:
    kept = contents(done.folder)
    (done.folder / "figures" / "01_first.csv").write_text("damaged")
    assert run_figures(request_of_mali, executor=executor) == done.folder / "figures"
    assert contents(done.folder) == kept


def test_figures_that_cannot_be_moved_in_are_a_failed_run_and_leave_those_of_before(
    done: RunResult, request_of_mali: Request, executor: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = contents(done.folder)

    def full(self: Place) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Place, "move_figures_in", full)
    with pytest.raises(RunError, match=r"the figures could not be written.*No space left"):
        run_figures(request_of_mali, executor=executor)
    assert contents(done.folder) == kept


SCRIPT = """
import sys
from pathlib import Path
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.run.run import Request, run_report
if __name__ == "__main__":
    parameters = Parameters(country="MLI", intervention="2020-08")
    run_report(Request(parameters, Path(sys.argv[1]), notebooks=Path(sys.argv[2])), jobs=1)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_a_run_that_is_stopped_half_way_leaves_the_report_whole_and_the_next_run_undisturbed(
    done: RunResult,
    request_of_mali: Request,
    executor: Executor,
    before: dict[str, bytes],
    tmp_path: Path,
    write_notebook: Callable[..., Path],
    record: str,
    how: signal.Signals,
) -> None:
    started = tmp_path / "started"
    slow = f"import os, pathlib, time; pathlib.Path({str(started)!r}).write_text(str(os.getpid())); time.sleep(600)"
    write_notebook(tmp_path / "books" / "01_slow.ipynb", record, slow)
    (tmp_path / "stopped.py").write_text(SCRIPT)
    command = [sys.executable, str(tmp_path / "stopped.py"), str(done.folder), str(tmp_path / "books")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        wait_until(lambda: started.exists() and started.read_text() != "")
        process.send_signal(how)
        process.wait(timeout=60)
    assert contents(done.folder) == before
    wait_until(lambda: not alive(int(started.read_text())))  # the kernel stops by itself
    half = list(done.folder.parent.glob(".mali.partial-*"))
    assert len(half) == (1 if how is signal.SIGKILL else 0)
    if how is signal.SIGKILL:  # only then is something left to clear away
        run_report(request_of_mali, executor=executor, force=True)
        assert list(done.folder.parent.glob(".mali.partial-*")) == []
        assert contents(done.folder)["results.json"] == before["results.json"]
