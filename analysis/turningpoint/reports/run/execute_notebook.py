# ruff: noqa: PLC0415 - papermill takes seconds to import, and an up-to-date report needs none of it
"""Execute a notebook: one pure function from a job to what came of it."""

import contextlib
import logging
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from turningpoint.reports.run.kernels import KERNEL, OwnKernelManager, environment
from turningpoint.reports.run.temporary_folder import temporary_folder

CELL_TIMEOUT = 900
"""Seconds one cell may take."""
START_TIMEOUT = 120
"""Seconds a kernel may take to start."""

Plain = str | int | float | bool


@dataclass(frozen=True)
class Job:
    """One notebook to execute, with values for its ``parameters`` cell and further environment variables.

    The folder of the run gets ``notebooks/<name>`` and what the notebook hands over; ``root``, the project, is the
    working directory of the kernel; timeouts are in seconds.
    """

    notebook: Path
    run: Path
    parameters: Mapping[str, Plain]
    root: Path
    cell_timeout: int
    start_timeout: int
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Execution:
    """What came of a job: the notebook as executed, also where it failed, and the wall time.

    ``error`` is the name and message of the error, empty where all went well; ``cell`` the number of the failed cell
    among all cells of the notebook, counted from 1, 0 where there is none; ``source`` its source.
    """

    stem: str
    path: Path
    seconds: float
    error: str = ""
    cell: int = 0
    source: str = ""


def execute(job: Job) -> Execution:
    """Execute one notebook with papermill; changes neither environment nor directory of the calling process."""
    import nbformat
    from jupyter_core.utils import ensure_event_loop
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.execute import execute_notebook
    from traitlets.config import Config

    logging.getLogger("papermill").addHandler(logging.NullHandler())  # else its warnings reach the terminal
    started = time.perf_counter()
    output = job.run / "notebooks" / job.notebook.name
    problem = ""
    try:
        with temporary_folder() as private, contextlib.closing(ensure_event_loop()):  # else it stays, with its sockets
            manager = {
                "transport": "tcp" if sys.platform == "win32" else "ipc",
                "connection_file": str(private / "k.json"),
                "variables": {**environment(job.run, job.notebook.stem, private, job.root), **job.variables},
            }
            execute_notebook(
                str(job.notebook), str(output), parameters=dict(job.parameters), kernel_name=KERNEL, language="python",
                progress_bar=False, autosave_cell_every=0, record_timing=False, start_timeout=job.start_timeout,
                execution_timeout=job.cell_timeout, resources={"metadata": {"path": str(job.root)}},
                kernel_manager_class=OwnKernelManager, config=Config({"OwnKernelManager": manager}),
            )  # fmt: skip
    except CellTimeoutError:
        problem = f"Timeout: the cell ran longer than {job.cell_timeout} seconds"
    except DeadKernelError:
        problem = "DeadKernelError: the kernel died, for lack of memory perhaps"
    except OSError:  # not the notebook's doing, such as a full disk
        raise
    except Exception as error:  # whatever a notebook or its kernel did becomes part of the result
        name, value = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", str(error))
        problem = f"{name}: {value}".strip(": ")  # without colours and traceback
    cell, source = 0, ""
    if output.exists():
        notebook = nbformat.read(output, as_version=4)  # type: ignore[no-untyped-call]
        if problem:
            cell, source = _failed_cell(notebook)
        _without_times(notebook)
        nbformat.write(notebook, output)  # type: ignore[no-untyped-call]
    return Execution(job.notebook.stem, output, time.perf_counter() - started, problem, cell, source)


def _failed_cell(notebook: Any) -> tuple[int, str]:
    """Number (from 1, papermill's own notes not counted) and source of the cell at which execution stopped."""
    cells = [cell for cell in notebook.cells if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])]
    last = (0, "")
    for number, cell in enumerate(cells, start=1):
        state = cell.metadata.get("papermill", {})
        if state.get("exception") is True or any(o.output_type == "error" for o in cell.get("outputs", [])):
            return number, str(cell.source)
        if cell.cell_type == "code" and state.get("start_time"):
            last = (number, str(cell.source))
    return last


def _without_times(notebook: Any) -> None:
    """Take out clock times, paths of this machine and random ids, so that two runs give the same notebook."""
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if {"injected-parameters", "papermill-error-cell-tag"} & set(cell.metadata.get("tags", [])):
            cell.id = f"added-{number}"
