"""Run a report: parameters in, folder out. Where the notebooks run is the executor's business and changes no result."""

import datetime
import errno
import os
import shutil
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
)
from turningpoint.reports.run.input_hashes import Inputs, code_version, inputs_of
from turningpoint.reports.run.kernels import kernel_threads
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

    @property
    def failures(self) -> list[str]:
        """A sentence a notebook that failed."""
        return [
            f"notebook {done.stem} failed{f' in cell {done.cell}' if done.cell else ''}: {done.error}"
            for done in self.executions
            if done.error
        ]

    def require_unchanged(self) -> None:
        """Refuse a report some of whose notebooks may have read other data than others.

        Raises
        ------
        DataError
            A file of data is no longer the one that was hashed before any kernel started.
        """
        now = inputs_of(self.parameters, self.books, title=self.request.title, root=ROOT)
        changed = [name for name, sha256 in self.inputs.data.items() if now.data.get(name) != sha256]
        if changed:
            raise DataError(
                f"{' and '.join(changed)} changed while the report was made, so its parts may rest on different data.",
                file=self.parameters.data or None,
                remedy="Nothing was changed. Run it again when the file is at rest.",
            )

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
    executor : runs the notebooks; by default ``jobs`` threads that drive kernels (as many as processors, at most one a
        notebook).
    force : build it even if it is up to date.
    progress : called once a notebook, as they finish.

    Raises
    ------
    InputError
        Parameters that do not fit, a folder that cannot be written or is being written: no kernel was started. Or a
        file of data that changed while the report was made.
    RunError
        A notebook failed: the page, which says so in its place, and the rest are delivered beside the report, which is
        untouched. Or the page could not be made: what was executed is kept beside. Or there is no space, and nothing
        is kept.
    """
    run = _Run.prepare(request)
    with claim(request.output) as place:
        before = None if force else up_to_date(place.folder, run.inputs.hash)
        if before is not None:
            return RunResult(place.folder, ran=False, manifest=before)
        try:
            _execute_all(run, place, executor, jobs, progress)
            run.require_unchanged()
            try:
                manifest = _finish(run, place.partial)
            except RunError as error:
                raise _kept(run, place, str(error)) from error
            if run.failures:
                raise _delivered_beside(run, place.keep_failed())
            place.move_in()
        except OSError as error:
            raise _unwritten(place.folder, error) from error
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
        A notebook failed, or the figures could not be written. The report's figures are as they were.
    """
    run = _Run.prepare(request)
    with claim(request.output) as place:
        try:
            _execute_all(run, place, executor, jobs, progress)
            run.require_unchanged()
            if run.failures:
                raise RunError("\n".join([*run.failures, "The figures of before are untouched."]))
            place.move_figures_in()
        except OSError as error:
            raise _unwritten(place.folder, error) from error
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
    workers: AbstractContextManager[Executor] = nullcontext(executor) if executor else kernel_threads(count)
    values, times = run.parameters.model_dump(), (run.request.cell_timeout, run.request.start_timeout)
    with workers as pool:
        futures = {pool.submit(execute, Job(path, place.partial, values, ROOT, *times)): path for path in wanted}
        for future in as_completed(futures):
            done = _outcome(future, futures[future], place.partial)
            run.executions.append(done)
            finished = len(run.executions) + len(run.skipped)
            progress(Step(done.stem, "failed" if done.error else "done", done.seconds, finished, len(run.books)))
    run.executions.sort(key=lambda done: done.stem)


def _outcome(future: Future[Execution], path: Path, partial: Path) -> Execution:
    """What came of one notebook, also where the executor itself failed."""
    try:
        return future.result()
    except OSError:  # a full disk, most likely: it ends the run
        raise
    except Exception as error:  # told with the notebook's name, like a failure inside it
        problem = f"what executes it stopped ({type(error).__name__}: {error})"
        return Execution(path.stem, partial / "notebooks" / path.name, 0.0, problem)


def _finish(run: _Run, partial: Path) -> dict[str, Any]:
    """Turn what the notebooks left into the report: results, page, manifest. A failed one counts for nothing else."""
    from turningpoint.reports.page.page import build_page  # noqa: PLC0415 - slow, and not needed where all is up to date

    whole = [done for done in run.executions if not done.error]
    parts = read_parts(partial, (done.stem for done in whole))
    for folder in ("figures", "tables"):
        (partial / folder).mkdir(exist_ok=True)
    write_results(collect_results(parts), partial / RESULTS)
    manifest = run.manifest(headlines=headlines(parts))
    build_page(
        partial,
        title=run.request.title,
        notebooks=[done.path for done in whole],
        parts=parts,
        parameters=run.parameters,
        manifest=manifest,
        skipped=run.skipped,
        failed={done.stem: done.error for done in run.executions if done.error},
    )
    shutil.rmtree(partial / "parts", ignore_errors=True)
    manifest = with_outputs(manifest, partial)
    write_manifest(manifest, partial)
    return manifest


def _delivered_beside(run: _Run, kept: Path) -> RunError:
    """The error that says which parts failed, and where the others are."""
    before = "The previous report is untouched." if run.request.output.exists() else "No report was put in place."
    rest = f"{before} What came out, with the failure said in its place: {kept / 'index.html'}"
    return RunError("\n".join([*run.failures, rest]))


def _kept(run: _Run, place: Place, problem: str) -> RunError:
    """Keep what was executed where no page could be made of it; the error that says why and where."""
    write_manifest(with_outputs(run.manifest(failure=problem), place.partial), place.partial)
    kept = place.keep_failed()
    before = "The previous report is untouched." if place.folder.exists() else "No report was put in place."
    return RunError("\n".join([*run.failures, problem, f"{before} What was executed is kept in {kept}"]))


def _unwritten(folder: Path, error: OSError) -> RunError:
    """The error that names what could not be written and why; nothing of the run is kept."""
    where = f" on the disk of {folder.parent}" if error.errno == errno.ENOSPC else f": {error.filename}"
    before = " The previous report is untouched." if folder.exists() else ""
    return RunError(f"the report {folder} could not be written: {error.strerror or error}{where}.{before}")
