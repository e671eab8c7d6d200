"""A run: parameters in, folder out; the previous report whole whatever happens; nothing done twice."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.reports.run.processes import alive, wait_until
from turningpoint.errors import DataError, InputError, ParameterError, RunError
from turningpoint.reports.run.kernels import kernel_threads
from turningpoint.reports.run.report_folder import Place, claim
from turningpoint.reports.run.run import RunResult, Step, run_figures, run_report
from turningpoint.reports.run.run_state import Request
from turningpoint.reports.settings.parameters import Parameters, parameters_from
from turningpoint.reports.settings.scope import Scope

ROOT = Path(__file__).parents[3]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with kernel_threads(2) as pool:
        yield pool


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, write_notebook: Callable[..., Path], record: str) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    write_notebook(folder / "02_second.ipynb", record)
    write_notebook(folder / "01_first.ipynb", "import time; time.sleep(0.3)", record)
    write_notebook(folder / "05_claims.ipynb", "raise SystemError('must not be executed')")
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
        "index.html", "methods.html", "data.html", "cite.bib", "cite.json", "results.json", "manifest.json",
        "report.pdf",
        "notebooks/01_first.ipynb", "notebooks/02_second.ipynb",
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
    assert [(step.notebook, step.status) for step in steps[:1]] == [("05_claims", "skipped")]
    told = [(step.notebook, step.status) for step in steps[1:-1]]
    assert (steps[-1].notebook, steps[-1].status) == ("pages and files", "begun")
    assert sorted(told) == [(name, status) for name in ("01_first", "02_second") for status in ("begun", "done")]
    assert all(told.index((name, "begun")) < told.index((name, "done")) for name in ("01_first", "02_second"))
    assert (steps[-1].finished, steps[-1].total) == (3, 3)
    assert "ledger of claims is left out" in (done.folder / "methods.html").read_text()
    assert "ledger of claims" not in done.page.read_text()
    assert [book["name"] for book in done.manifest["notebooks"] if book["skipped"]] == ["05_claims"]


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


def test_a_report_that_is_not_whole_says_so_everywhere_and_takes_no_full_ones_place(
    done: RunResult, request_of_mali: Request, executor: Executor, before: dict[str, bytes], tmp_path: Path
) -> None:
    part = replace(request_of_mali, scope=Scope(("02_second",), quick=True))
    with pytest.raises(InputError, match="holds a full report"):
        run_report(part, executor=executor, force=True)
    assert contents(done.folder) == before
    asked = replace(part, output=tmp_path / "mali.quick")
    made = run_report(asked, executor=executor)
    notice = "This is not the full report: only 02_second was run; quick, with replicates 199 in place of 999"
    assert made.manifest["scope"].startswith(notice)
    results = json.loads((made.folder / "results.json").read_text())
    assert [entry["id"] for entry in results] == ["report.scope", "02_second.seed"]
    assert results[0]["method"] == made.manifest["scope"]
    for page in ("index.html", "methods.html", "data.html"):
        assert notice in (made.folder / page).read_text()
    assert "This is not the full report" not in done.page.read_text()
    assert {book["name"]: book["skipped"] for book in made.manifest["notebooks"]}["01_first"].endswith("not asked for.")
    assert made.manifest["parameters"]["null_replicates"] == 19
    assert not run_report(asked, executor=executor).ran
    full = replace(request_of_mali, output=asked.output, parameters=asked.scope.parameters(asked.parameters))
    after = run_report(full, executor=executor)  # with the settings of the quick one, and yet not taken for it
    assert after.ran
    assert after.manifest["scope"] == ""
    assert "report.scope" not in (after.folder / "results.json").read_text()


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"country": "XYZ"}, ParameterError),
        ({"source": "gtd"}, ParameterError),
        ({"country": "MLI", "intervention": "2024-11"}, ParameterError),
        ({"intervention": "2031-01"}, ParameterError),
        ({"country": "MLI", "window_end": "2026-01"}, ParameterError),
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


def test_a_part_that_fails_says_so_in_its_place_and_the_rest_is_delivered_beside(
    done: RunResult,
    request_of_mali: Request,
    executor: Executor,
    before: dict[str, bytes],
    tmp_path: Path,
    write_notebook: Callable[..., Path],
    record: str,
) -> None:
    told = f"{record}\nprint(stem, 'on', country)"
    write_notebook(tmp_path / "01_bad.ipynb", told, "1 / 0")
    write_notebook(tmp_path / "02_good.ipynb", told)
    with pytest.raises(RunError, match=r"notebook 01_bad failed in cell 5: ZeroDivisionError.*\n.*untouched") as failed:
        run_report(replace(request_of_mali, notebooks=tmp_path), executor=executor)
    assert failed.value.exit_status == 1
    assert contents(done.folder) == before
    kept = done.folder.with_name("mali.failed")
    assert str(kept / "index.html") in str(failed.value)
    assert {path.name for path in (kept / "notebooks").iterdir()} == {"01_bad.ipynb", "02_good.ipynb"}
    manifest = json.loads((kept / "manifest.json").read_text())
    assert manifest["outcome"] == "failed"
    assert [(f["notebook"], f["cell"], f["source"]) for f in manifest["failures"]] == [("01_bad", 5, "1 / 0")]
    page = (kept / "index.html").read_text()
    assert "This report is not whole." in page
    assert page.index("could not be made.</strong> ZeroDivisionError") > page.index('id="01_bad"')
    assert "02_good on MLI" in page
    assert "01_bad on MLI" not in page  # what a failed part told before is not to be relied on
    assert [entry["id"] for entry in json.loads((kept / "results.json").read_text())] == ["02_good.seed"]


def test_the_next_whole_report_clears_the_failed_one_away(
    done: RunResult, request_of_mali: Request, executor: Executor, before: dict[str, bytes]
) -> None:
    done.folder.with_name("mali.failed").mkdir(exist_ok=True)
    run_report(request_of_mali, executor=executor, force=True)
    assert not done.folder.with_name("mali.failed").exists()
    assert contents(done.folder)["results.json"] == before["results.json"]


def test_an_id_recorded_twice_makes_no_report_and_what_was_executed_is_kept(
    done: RunResult,
    request_of_mali: Request,
    executor: Executor,
    before: dict[str, bytes],
    tmp_path: Path,
    write_notebook: Callable[..., Path],
    record: str,
) -> None:
    same_id = record.replace("{stem}.seed", "same")
    shared = "(run / 'parts' / 'once').mkdir(exist_ok=True); (run / 'parts' / 'once' / 'work.pickle').touch()"
    for name in ("01_a", "02_b"):
        write_notebook(tmp_path / f"{name}.ipynb", f"{same_id}\n{shared}")
    with pytest.raises(RunError, match=r"'same' is recorded by 01_a and by 02_b.*\n.*untouched"):
        run_report(replace(request_of_mali, notebooks=tmp_path), executor=executor)
    assert contents(done.folder) == before
    kept = done.folder.with_name("mali.failed")
    assert "same" in json.loads((kept / "manifest.json").read_text())["failures"][0]["error"]
    assert (kept / "notebooks" / "01_a.ipynb").is_file()
    assert not (kept / "parts" / "once").exists()  # it would be taken for a stranger by the next run


@pytest.mark.parametrize("place", ["write_results", "write_manifest", "with_outputs"])
def test_a_full_disk_is_told_in_one_line_and_nothing_is_left_on_it(
    done: RunResult, request_of_mali: Request, executor: Executor, before: dict[str, bytes], monkeypatch, place: str
) -> None:  # type: ignore[no-untyped-def]
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "results.json")

    monkeypatch.setattr(f"turningpoint.reports.run.run.{place}", full)
    with pytest.raises(
        RunError, match=r"could not be written: No space left on device on the disk of .*untouched"
    ) as error:
        run_report(request_of_mali, executor=executor, force=True)
    assert "\n" not in str(error.value)
    assert contents(done.folder) == before
    assert [path.name for path in done.folder.parent.iterdir() if "partial" in path.name] == []


@pytest.mark.parametrize(
    "stage",
    ["reports.run.run.claim", "reports.run.run._outcome", "reports.run.run.read_parts",
     "reports.run.run.write_results", "reports.page.page.build_page", "reports.run.run.write_manifest",
     "reports.run.report_folder._replace", "reports.run.report_folder._remove"],
)  # fmt: skip
def test_a_run_interrupted_at_any_stage_leaves_a_whole_report_and_nothing_half(
    done: RunResult, request_of_mali: Request, before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        monkeypatch.undo()  # the clearing away is not interrupted again
        raise KeyboardInterrupt

    monkeypatch.setattr(f"turningpoint.{stage}", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run_report(request_of_mali, jobs=2, force=True)
    found = contents(done.folder)
    assert found.keys() == before.keys()
    assert found["results.json"] == before["results.json"]
    with claim(done.folder):  # which clears away what the last instant of moving in may leave
        pass
    beside = {path.name for path in done.folder.parent.iterdir()}
    assert beside <= {"mali", "mali.failed", ".mali.lock"}


def test_data_that_change_while_the_report_is_made_end_it(
    tmp_path: Path, executor: Executor, write_notebook: Callable[..., Path], record: str
) -> None:
    rows = [f"{2001 + n // 12}-{n % 12 + 1:02d},{5 + n % 7}" for n in range(60)]
    data = tmp_path / "own.csv"
    data.write_text("\n".join(["month,attacks", *rows]))
    change = f"import pathlib; pathlib.Path({str(data)!r}).write_text('month,attacks\\n2001-01,9\\n')"
    write_notebook(tmp_path / "books" / "01_a.ipynb", record, change)
    parameters = parameters_from({"data": str(data), "intervention": "2004-01"})
    asked = Request(parameters, tmp_path / "report", notebooks=tmp_path / "books")
    with pytest.raises(DataError, match=r"own\.csv changed while the report was made") as refused:
        run_report(asked, executor=executor)
    assert refused.value.exit_status == 2
    assert not asked.output.exists()


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
    with pytest.raises(RunError, match=r"could not be written: No space left"):
        run_figures(request_of_mali, executor=executor)
    assert contents(done.folder) == kept


SCRIPT = """
import signal
import sys
from pathlib import Path
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.run.run import run_report
from turningpoint.reports.run.run_state import Request
from turningpoint.cli.terminal.stop_signals import stop_signals
if __name__ == "__main__":
    parameters = Parameters(country="MLI", intervention="2020-08")
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # where the tests run under nohup
    with stop_signals():
        run_report(Request(parameters, Path(sys.argv[1]), notebooks=Path(sys.argv[2])), jobs=1)
"""


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files whose path is short enough for sockets."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"])
def test_a_run_that_is_stopped_half_way_leaves_the_report_whole_and_the_next_run_undisturbed(
    done: RunResult,
    request_of_mali: Request,
    executor: Executor,
    before: dict[str, bytes],
    tmp_path: Path,
    write_notebook: Callable[..., Path],
    record: str,
    temporary: Path,
    how: str,
) -> None:
    started = tmp_path / "started"
    slow = f"import os, pathlib, time; pathlib.Path({str(started)!r}).write_text(str(os.getpid())); time.sleep(600)"
    write_notebook(tmp_path / "books" / "01_slow.ipynb", record, slow)
    (tmp_path / "stopped.py").write_text(SCRIPT)
    command = [sys.executable, str(tmp_path / "stopped.py"), str(done.folder), str(tmp_path / "books")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "analysis"), "TMPDIR": str(temporary)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        wait_until(lambda: started.exists() and started.read_text() != "")
        process.send_signal(getattr(signal, how))
        _, said = process.communicate(timeout=60)
    assert contents(done.folder) == before
    assert "leaked" not in said
    wait_until(lambda: not alive(int(started.read_text())))  # the kernel stops by itself
    half = list(done.folder.parent.glob(".mali.partial-*"))
    killed = how == "SIGKILL"  # only then is something left to clear away
    assert (len(half), len(list(temporary.iterdir()))) == ((1, 1) if killed else (0, 0))
    if killed:
        tempfile_before, tempfile.tempdir = tempfile.tempdir, str(temporary)
        try:
            run_report(request_of_mali, executor=executor, force=True)
        finally:
            tempfile.tempdir = tempfile_before
        assert list(done.folder.parent.glob(".mali.partial-*")) == []
        assert list(temporary.iterdir()) == []
        assert contents(done.folder)["results.json"] == before["results.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_kernel_that_is_killed_is_a_part_that_failed(
    request_of_mali: Request, tmp_path: Path, executor: Executor, write_notebook: Callable[..., Path], record: str
) -> None:
    write_notebook(tmp_path / "books" / "01_a.ipynb", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    write_notebook(tmp_path / "books" / "02_b.ipynb", record)
    asked = replace(request_of_mali, output=tmp_path / "out" / "report", notebooks=tmp_path / "books")
    with pytest.raises(RunError, match=r"01_a failed.*kernel died"):
        run_report(asked, executor=executor)
    assert sorted(path.name for path in asked.output.parent.iterdir()) == [".report.lock", "report.failed"]
