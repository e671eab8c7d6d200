# ruff: noqa: PLC0415 - papermill takes seconds to import, and an up-to-date report needs none of it
"""Execute notebooks: one pure function from a job to what came of it, and the worker processes it runs in."""

import contextlib
import importlib.util
import logging
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import Dict, default

CELL_TIMEOUT = 900
"""Seconds one cell may take."""
START_TIMEOUT = 120
"""Seconds a kernel may take to start."""

Plain = str | int | float | bool


@dataclass(frozen=True)
class Job:
    """One notebook to execute.

    Attributes
    ----------
    notebook : the file.
    run : folder of the run: gets ``notebooks/<name>`` and what the notebook hands over.
    parameters : values for its ``parameters`` cell.
    root : the project, working directory of the kernel.
    cell_timeout, start_timeout : seconds.
    """

    notebook: Path
    run: Path
    parameters: Mapping[str, Plain]
    root: Path
    cell_timeout: int
    start_timeout: int


@dataclass(frozen=True)
class Execution:
    """What came of a job.

    Attributes
    ----------
    stem : name of the notebook without ending.
    path : the notebook as executed, also where it failed.
    seconds : wall time.
    error : name and message of the error, empty where all went well.
    cell : number of the failed cell among all cells of the notebook, counted from 1; 0 where there is none.
    source : source of the failed cell.
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
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.execute import execute_notebook
    from traitlets.config import Config

    logging.getLogger("papermill").addHandler(logging.NullHandler())  # else its warnings reach the terminal
    started = time.perf_counter()
    output = job.run / "notebooks" / job.notebook.name
    private = Path(tempfile.mkdtemp(prefix="tp-", dir=_short_temporary()))  # a socket's path may have 107 bytes
    _private.append(private)
    variables = environment(job.run, job.notebook.stem, private, job.root)
    manager = {
        "transport": "tcp" if sys.platform == "win32" else "ipc",
        "connection_file": str(private / "k.json"),
        "variables": variables,
    }
    problem = ""
    try:
        execute_notebook(
            str(job.notebook),
            str(output),
            parameters=dict(job.parameters),
            kernel_name=KERNEL,
            language="python",
            progress_bar=False,
            start_timeout=job.start_timeout,
            execution_timeout=job.cell_timeout,
            autosave_cell_every=0,
            record_timing=False,
            kernel_manager_class=OwnKernelManager,
            config=Config({"OwnKernelManager": manager}),
            resources={"metadata": {"path": str(job.root)}},
        )
    except CellTimeoutError:
        problem = f"Timeout: the cell ran longer than {job.cell_timeout} seconds"
    except DeadKernelError:
        problem = "DeadKernelError: the kernel died, for lack of memory perhaps"
    except Exception as error:  # whatever a notebook or its kernel did becomes part of the result
        problem = _describe(error)
    finally:
        shutil.rmtree(private, ignore_errors=True)
        _private.remove(private)
    cell, source = (0, "")
    if output.exists():
        notebook = nbformat.read(output, as_version=4)  # type: ignore[no-untyped-call]
        cell, source = _failed_cell(notebook) if problem else (0, "")
        _without_times(notebook)
        nbformat.write(notebook, output)  # type: ignore[no-untyped-call]
    return Execution(job.notebook.stem, output, time.perf_counter() - started, problem, cell, source)


@contextlib.contextmanager
def worker_processes(count: int) -> Iterator[Executor]:
    """Worker processes that end with this one, however it ends, and when the block is left by an error.

    Each holds one end of a pipe whose other end only this process has: when that closes, the worker removes its
    temporary folder and stops; its kernel notices and stops too.
    """
    context = multiprocessing.get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_watch, initargs=(reader,))
    try:
        yield pool
    except BaseException:
        writer.close()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown(wait=True)
    writer.close()
    reader.close()


_private: list[Path] = []
"""Temporary folders of the jobs that run in this process."""


def _watch(reader: Connection) -> None:
    """In a worker: ignore Ctrl-C, which the main process handles, and stop when the main process is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def wait() -> None:
        with contextlib.suppress(EOFError, OSError):
            reader.recv()
        for folder in _private:
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _short_temporary() -> str | None:
    """A temporary folder with a short path, where the usual one is too long for sockets."""
    usual = tempfile.gettempdir()
    return "/tmp" if len(usual) > 60 and os.access("/tmp", os.W_OK) else usual


def _describe(error: Exception) -> str:
    """Name and message of an error, without colours and traceback."""
    name, value = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", str(error))
    return f"{name}: {value}".strip(": ")


def _failed_cell(notebook: Any) -> tuple[int, str]:
    """Number (from 1, papermill's own notes not counted) and source of the cell at which execution stopped."""
    cells = [cell for cell in notebook.cells if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])]
    last = (0, "")
    for number, cell in enumerate(cells, start=1):
        state = cell.metadata.get("papermill", {})
        failed = state.get("exception") is True or any(o.output_type == "error" for o in cell.get("outputs", []))
        if failed:
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


KERNEL = "python3"
_ARGUMENTS = (
    "--HistoryManager.enabled=False",
    "--InteractiveShellApp.exec_PYTHONSTARTUP=False",
    "--InteractiveShellApp.ignore_cwd=False",
)


def environment(run: Path, notebook: str, private: Path, root: Path) -> dict[str, str]:
    """Environment variables of a kernel, on top of those of the process.

    Parameters
    ----------
    run : folder into which the notebook hands its results.
    notebook : its file name without ending.
    private : short-lived folder for what IPython and Jupyter write; the user's own profiles stay out of the result.
    root : the project; the package is imported from its folder `analysis`.
    """
    matplotlib = importlib.util.find_spec("matplotlib")
    settings = (
        Path(matplotlib.origin).parent / "mpl-data" / "matplotlibrc" if matplotlib and matplotlib.origin else None
    )
    return {
        "TURNINGPOINT_RUN": str(run),
        "TURNINGPOINT_NOTEBOOK": notebook,
        "IPYTHONDIR": str(private / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(private),
        "MATPLOTLIBRC": str(settings) if settings else "",  # the library's own, whatever the user's says
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OMP_NUM_THREADS": "1",  # sums in one order: the same bytes on every run
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(root / "analysis"),
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else the debugger may warn on stderr, in a cell's output
    }


class _ThisInterpreter(KernelSpecManager):
    """Knows one kernel: the interpreter that runs this; what is installed elsewhere as `python3` is not asked."""

    variables = Dict()

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel, whatever it is called."""
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        escaped = {name: value.replace("$", "$$") for name, value in self.variables.items()}
        return KernelSpec(argv=[*command, *_ARGUMENTS], env=escaped, language="python", display_name="Python 3")


class OwnKernelManager(AsyncKernelManager):
    """Starts the kernel of ``_ThisInterpreter`` with the environment given by configuration as ``variables``."""

    variables = Dict(config=True)

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        """Start it; what it prints outside of cells goes nowhere, so that it does not disturb the progress shown."""
        await super()._async_start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)

    @default("kernel_spec_manager")
    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return _ThisInterpreter(variables=self.variables)
