"""Run a report: parameters in, folder out. Where the notebooks run is the executor's business and changes no result."""

import os
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from turningpoint.errors import RunError
from turningpoint.reports.run.collected_results import (
    RESULTS,
    collect_results,
    finding,
    headlines,
    read_parts,
    write_results,
)
from turningpoint.reports.run.compare_reports import changed_since
from turningpoint.reports.run.execute_notebook import Execution, Job, execute
from turningpoint.reports.run.kernels import kernel_threads
from turningpoint.reports.run.manifest import up_to_date, with_outputs, write_manifest
from turningpoint.reports.run.redraw import kept_pictures, redraw
from turningpoint.reports.run.report_folder import Place, claim, refuse_full
from turningpoint.reports.run.run_state import Request, Run
from turningpoint.reports.settings.editions import ROOT
from turningpoint.reports.settings.fit_to_data import FROZEN
from turningpoint.reports.settings.notebook_settings import listed_parameters

LOOK = 0.2
"""Seconds between two looks at which notebooks have begun."""


@dataclass(frozen=True)
class Step:
    """What happened to one notebook: ``status`` is begun, done, failed or skipped; ``finished`` of ``total`` are.

    When the last has ended, the pages and files that are made of them begin.
    """

    notebook: str
    status: str
    seconds: float
    finished: int
    total: int


@dataclass(frozen=True)
class RunResult:
    """A report that stands in its place, with its manifest; it ``ran``, or was up to date and nothing was executed."""

    folder: Path
    ran: bool
    manifest: Mapping[str, Any]

    @property
    def page(self) -> Path:
        """The report's first page."""
        return self.folder / "index.html"


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
    progress : called when a notebook begins and when it ends, and when the pages begin.

    Raises
    ------
    InputError
        Parameters that do not fit, a folder that cannot be written or is being written, or that holds a full report
        where this one is not whole: no kernel was started. Or a file of data that changed while the report was made.
    RunError
        A notebook failed: the page, which says so in its place, and the rest are delivered beside the report, which is
        untouched. Or the page could not be made: what was executed is kept beside. Or there is no space, and nothing
        is kept.
    """
    run = Run.prepare(request)
    with claim(request.output) as place:
        if not request.scope.whole:
            refuse_full(place.folder)
        before = None if force else up_to_date(place.folder, run.inputs.hash)
        if before:
            return RunResult(place.folder, ran=False, manifest=before)
        _execute_all(run, place, executor, jobs, progress)
        progress(Step("pages and files", "begun", 0.0, len(run.books), len(run.books)))
        manifest = _finish(run, place)
        if run.failures:
            what = "What came out, with the failure said in its place:"
            raise RunError(_told(run, place, f"{what} {place.keep_failed() / 'index.html'}"))
        place.move_in()
    return RunResult(place.folder, ran=True, manifest=manifest)


def run_figures(
    request: Request,
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Callable[[Step], None] = _quiet,
) -> Path:
    """Draw a report's figures again and leave everything else in its folder as it is; gives the folder of figures.

    They are drawn from what the report kept of its results, in seconds; where that is not there or does not fit, the
    notebooks are run, and the first step of the progress says why. The report is no longer up to date afterwards,
    unless the figures came out the same byte for byte.

    Raises
    ------
    InputError
        As ``run_report``.
    RunError
        A notebook failed, or the figures could not be written. The report's figures are as they were.
    """
    run = Run.prepare(request)
    with claim(request.output) as place:
        kept, reason = kept_pictures(place.folder, run.inputs)
        reason = reason or redraw(kept, place.partial / "figures")
        if reason:
            progress(Step("kept results", f"not used, {reason}", 0.0, 0, len(run.books)))
            shutil.rmtree(place.partial / "figures", ignore_errors=True)
            _execute_all(run, place, executor, jobs, progress)
            if run.failures:
                raise RunError("\n".join([*run.failures, "The figures of before are untouched."]))
        place.move_figures_in()
    return place.folder / "figures"


def _execute_all(
    run: Run, place: Place, executor: Executor | None, jobs: int | None, progress: Callable[[Step], None]
) -> None:
    """Execute the notebooks that have something to say; a failed one does not stop the others.

    What came of them is refused where the user's data changed meanwhile.
    """

    def tell(stem: str, status: str, seconds: float = 0.0) -> None:
        progress(Step(stem, status, seconds, len(run.executions) + len(run.skipped), len(run.books)))

    (place.partial / "notebooks").mkdir()
    wanted = [path for path in run.books if path.stem not in run.skipped]
    for number, stem in enumerate(run.skipped, start=1):
        progress(Step(stem, "skipped", 0.0, number, len(run.books)))
    count = max(1, min(jobs or os.cpu_count() or 1, len(wanted)))
    workers: AbstractContextManager[Executor] = nullcontext(executor) if executor else kernel_threads(count)
    frozen = {FROZEN: run.inputs.data[Path(run.parameters.data).name]} if run.parameters.data else {}
    values, times = run.parameters.model_dump(), (run.request.cell_timeout, run.request.start_timeout)
    with workers as pool:
        futures = {}
        listed = {path: listed_parameters(path) for path in wanted}
        for path in sorted(wanted, key=lambda path: "null_replicates" not in listed[path]):  # those take longest
            asked = {name: values[name] for name in listed[path]}
            futures[pool.submit(execute, Job(path, place.partial, asked, ROOT, *times, frozen))] = path
        pending, waiting = set(futures), set(futures)
        while pending:
            for future in sorted((one for one in waiting if one.running() or one.done()), key=futures.__getitem__):
                tell(futures[future].stem, "begun")
                waiting.remove(future)
            ended, pending = wait(pending, timeout=LOOK, return_when=FIRST_COMPLETED)
            for future in sorted(ended - waiting, key=futures.__getitem__):
                done = _outcome(future, futures[future], place.partial)
                run.executions.append(done)
                tell(done.stem, "failed" if done.error else "done", done.seconds)
            pending |= ended & waiting  # told as begun first
    run.executions.sort(key=lambda done: done.stem)
    shutil.rmtree(place.partial / "parts" / "once", ignore_errors=True)  # what kernels shared is no part of a report
    run.require_unchanged()


def _outcome(future: Future[Execution], path: Path, partial: Path) -> Execution:
    """What came of one notebook, also where the executor itself failed."""
    try:
        return future.result()
    except OSError:  # a full disk, most likely: it ends the run
        raise
    except Exception as error:  # told with the notebook's name, like a failure inside it
        problem = f"what executes it stopped ({type(error).__name__}: {error})"
        return Execution(path.stem, partial / "notebooks" / path.name, 0.0, problem)


def _finish(run: Run, place: Place) -> dict[str, Any]:
    """Turn what the notebooks left into the report; where no page can be made of it, keep it and say why and where."""
    try:
        return _made(run, place.partial, place.folder)
    except RunError as error:
        failed = run.manifest(failure=str(error))
        write_manifest(with_outputs(failed, place.partial), place.partial)
        kept = place.keep_failed()
        raise RunError(_told(run, place, f"What was executed is kept in {kept}", str(error))) from error


def _made(run: Run, partial: Path, before: Path) -> dict[str, Any]:
    """Make results, page and manifest of what the notebooks left. A failed one counts for nothing else."""
    from turningpoint.reports.deliver.deliver import deliver  # noqa: PLC0415 - likewise
    from turningpoint.reports.front.front import front_of  # noqa: PLC0415 - likewise
    from turningpoint.reports.page.page import build_page  # noqa: PLC0415 - slow, and not needed where all is up to date

    whole = [done for done in run.executions if not done.error]
    parts = read_parts(partial, (done.stem for done in whole))
    for folder in ("figures", "tables"):
        (partial / folder).mkdir(exist_ok=True)
    results = [*run.request.scope.records(run.request.parameters), *collect_results(parts)]
    write_results(results, partial / RESULTS)
    front = front_of(results, run.parameters, run.outcome)
    manifest = run.manifest(headlines=headlines(parts), finding=finding(front))
    failed = {done.stem: done.error for done in run.executions if done.error}
    lacks = f"It could not be made in these parts: {', '.join(failed)}." if failed else ""
    deliver(
        partial, front, parts, parameters=run.parameters, title=run.request.title, manifest=manifest,
        notice=" ".join(filter(None, (run.inputs.scope, lacks))),
    )  # fmt: skip
    build_page(
        partial, title=run.request.title, notebooks=[done.path for done in whole], parts=parts, results=results,
        parameters=run.parameters, manifest=manifest, skipped=run.skipped, failed=failed,
        changed=changed_since(before, partial),
    )  # fmt: skip
    shutil.rmtree(partial / "parts", ignore_errors=True)
    manifest = with_outputs(manifest, partial)
    write_manifest(manifest, partial)
    return manifest


def _told(run: Run, place: Place, kept: str, *problems: str) -> str:
    """Say which notebooks failed, what else went wrong, what stands in the report's place and what is kept beside."""
    before = "The previous report is untouched." if place.folder.exists() else "No report was put in place."
    return "\n".join([*run.failures, *problems, f"{before} {kept}"])
