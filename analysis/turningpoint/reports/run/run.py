"""Run a report: parameters in, folder out. Where the notebooks run is the executor's business and changes no result."""

import datetime
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from turningpoint.errors import DataError, RunError
from turningpoint.reports.run.collected_results import RESULTS, collect_results, headlines, read_parts, write_results
from turningpoint.reports.run.execute_notebook import (
    CELL_TIMEOUT,
    START_TIMEOUT,
    Execution,
    Job,
    execute,
    worker_processes,
)
from turningpoint.reports.run.input_hashes import Inputs, code_version, inputs_of
from turningpoint.reports.run.manifest import build_manifest, up_to_date, with_outputs, write_manifest
from turningpoint.reports.run.report_folder import Place, claim
from turningpoint.reports.settings.editions import ROOT
from turningpoint.reports.settings.fit_to_data import check_against_data
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.settings.skipped_notebooks import reason_to_skip

NOTEBOOKS = ROOT / "notebooks"


@dataclass(frozen=True)
class Step:
    """What happened to one notebook: ``status`` is done, failed or skipped; ``finished`` of ``total`` are."""

    notebook: str
    status: str
    seconds: float
    finished: int
    total: int


@dataclass(frozen=True)
class Request:
    """What to report on and how.

    Attributes
    ----------
    parameters : as given; what is open is resolved from the data.
    output : the report's folder.
    edition, title : name of the edition; title of the page, made from outcome and intervention where it is empty.
    notebooks : folder of the notebooks; they run and are read in the order of their names.
    cell_timeout, start_timeout : seconds.
    """

    parameters: Parameters
    output: Path
    edition: str = ""
    title: str = ""
    notebooks: Path = NOTEBOOKS
    cell_timeout: int = CELL_TIMEOUT
    start_timeout: int = START_TIMEOUT


@dataclass(frozen=True)
class RunResult:
    """A report that stands in its place.

    Attributes
    ----------
    folder : the report.
    ran : False where it was up to date and nothing was executed.
    manifest : as in ``manifest.json``.
    """

    folder: Path
    ran: bool
    manifest: Mapping[str, Any]

    @property
    def page(self) -> Path:
        """The report's first page."""
        return self.folder / "index.html"


@dataclass
class _Run:
    """One run on its way: what it is made of, what was executed, what was skipped, since when."""

    request: Request
    parameters: Parameters
    books: list[Path]
    inputs: Inputs
    skipped: dict[str, str]
    executions: list[Execution] = field(default_factory=list)
    started: str = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"))
    clock: float = field(default_factory=time.perf_counter)

    @classmethod
    def prepare(cls, request: Request) -> "_Run":
        """Check the request against the data and hash what it depends on; nothing is started."""
        parameters = check_against_data(request.parameters).parameters
        books = sorted(path for path in request.notebooks.glob("*.ipynb") if not path.name.startswith("."))
        if not books:
            raise DataError("holds no notebooks.", file=request.notebooks)
        reasons = {path.stem: reason_to_skip(path.stem, parameters) for path in books}
        inputs = inputs_of(parameters, books, title=request.title, root=ROOT)
        skipped = {stem: why for stem, why in reasons.items() if why}
        return cls(request, parameters, books, inputs, skipped)

    def manifest(self, *, headlines: Sequence[str] = (), failure: str = "") -> dict[str, Any]:
        """The manifest so far."""
        return build_manifest(
            self.inputs,
            edition=self.request.edition,
            code=code_version(ROOT),
            executions=self.executions,
            skipped=self.skipped,
            started=self.started,
            seconds=time.perf_counter() - self.clock,
            headlines=headlines,
            failure=failure,
        )


def _quiet(step: Step) -> None:
    """Tell nobody."""


def run_report(
    request: Request,
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    force: bool = False,
    progress: Callable[[Step], None] = _quiet,
) -> RunResult:
    """Build a report, or leave it where it is up to date.

    Parameters
    ----------
    executor : runs the notebooks; by default ``jobs`` worker processes (as many as processors, at most one a notebook).
    force : build it even if it is up to date.
    progress : called once a notebook, as they finish.

    Raises
    ------
    InputError
        Parameters that do not fit, a folder that cannot be written or is being written. No kernel was started.
    RunError
        A notebook failed, or the page could not be made. The run is kept beside the report, which is untouched.
    """
    run = _Run.prepare(request)
    with claim(request.output) as place:
        before = None if force else up_to_date(place.folder, run.inputs.hash)
        if before is not None:
            return RunResult(place.folder, ran=False, manifest=before)
        _execute_all(run, place, executor, jobs, progress)
        try:
            manifest = _finish(run, place.partial)
            place.move_in()
        except OSError as error:
            raise RunError(f"the report could not be written: {error}.") from error
        except RunError as error:
            raise _failed(run, place, str(error)) from error
    return RunResult(place.folder, ran=True, manifest=manifest)


def run_figures(
    request: Request,
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Callable[[Step], None] = _quiet,
) -> Path:
    """Draw a report's figures again and leave everything else in its folder as it is; gives the folder of figures.

    The report is no longer up to date afterwards, unless the figures came out the same byte for byte.

    Raises
    ------
    InputError
        As ``run_report``.
    RunError
        A notebook failed, and the run is kept beside the report; or the figures could not be moved in. The report's
        figures are as they were.
    """
    run = _Run.prepare(request)
    with claim(request.output) as place:
        _execute_all(run, place, executor, jobs, progress)
        try:
            place.move_figures_in()
        except OSError as error:
            raise RunError(f"the figures could not be written: {error}. Those of before are untouched.") from error
    return place.folder / "figures"


def _execute_all(
    run: _Run, place: Place, executor: Executor | None, jobs: int | None, progress: Callable[[Step], None]
) -> None:
    """Execute the notebooks that have something to say; a failed one does not stop the others."""
    (place.partial / "notebooks").mkdir()
    wanted = [path for path in run.books if path.stem not in run.skipped]
    for number, stem in enumerate(run.skipped, start=1):
        progress(Step(stem, "skipped", 0.0, number, len(run.books)))
    count = max(1, min(jobs or os.cpu_count() or 1, len(wanted)))
    workers: AbstractContextManager[Executor] = nullcontext(executor) if executor else worker_processes(count)
    values, times = run.parameters.model_dump(), (run.request.cell_timeout, run.request.start_timeout)
    with workers as pool:
        futures = {pool.submit(execute, Job(path, place.partial, values, ROOT, *times)): path for path in wanted}
        for future in as_completed(futures):
            done = _outcome(future, futures[future], place.partial)
            run.executions.append(done)
            finished = len(run.executions) + len(run.skipped)
            progress(Step(done.stem, "failed" if done.error else "done", done.seconds, finished, len(run.books)))
    run.executions.sort(key=lambda done: done.stem)
    if any(done.error for done in run.executions):
        raise _failed(run, place)


def _outcome(future: Future[Execution], path: Path, partial: Path) -> Execution:
    """What came of one notebook, also where the worker itself died."""
    try:
        return future.result()
    except Exception as error:  # told with the notebook's name, like a failure inside it
        problem = f"its worker process stopped ({type(error).__name__}: {error})"
        return Execution(path.stem, partial / "notebooks" / path.name, 0.0, problem)


def _finish(run: _Run, partial: Path) -> dict[str, Any]:
    """Turn what the notebooks left into the report: results, page, manifest."""
    from turningpoint.reports.page.page import build_page  # noqa: PLC0415 - slow, and not needed where all is up to date

    parts = read_parts(partial, (done.stem for done in run.executions))
    for folder in ("figures", "tables"):
        (partial / folder).mkdir(exist_ok=True)
    write_results(collect_results(parts), partial / RESULTS)
    manifest = run.manifest(headlines=headlines(parts))
    build_page(
        partial,
        title=run.request.title,
        notebooks=[done.path for done in run.executions],
        parts=parts,
        parameters=run.parameters,
        manifest=manifest,
        skipped=run.skipped,
    )
    _remove_parts(partial)
    manifest = with_outputs(manifest, partial)
    write_manifest(manifest, partial)
    return manifest


def _failed(run: _Run, place: Place, problem: str = "") -> RunError:
    """Keep a failed run beside the report; the error that says what failed and where it is kept."""
    _remove_parts(place.partial)
    write_manifest(with_outputs(run.manifest(failure=problem), place.partial), place.partial)
    kept = place.keep_failed()
    told = [
        f"notebook {done.stem} failed{f' in cell {done.cell}' if done.cell else ''}: {done.error}"
        for done in run.executions
        if done.error
    ]
    told += [problem] if problem else []
    before = "The previous report is untouched." if place.folder.exists() else "No report was written."
    return RunError("\n".join([*told, f"{before} What was executed is kept in {kept}"]))


def _remove_parts(partial: Path) -> None:
    for path in (partial / "parts").glob("*"):
        path.unlink()
    if (partial / "parts").exists():
        (partial / "parts").rmdir()
