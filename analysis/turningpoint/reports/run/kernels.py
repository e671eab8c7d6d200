"""Kernels: the interpreter that runs this, in a fixed environment, and threads that drive them and outlive none."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import Dict, default

KERNEL = "python3"
_ARGUMENTS = (
    "--HistoryManager.enabled=False",
    "--InteractiveShellApp.exec_PYTHONSTARTUP=False",
    "--InteractiveShellApp.ignore_cwd=False",
)


def environment(run: Path, notebook: str, private: Path, root: Path) -> dict[str, str]:
    """Environment variables of a kernel, on top of those of the process.

    The notebook hands its results into the folder ``run``; into ``private``, which is short-lived, IPython and Jupyter
    write, so that the user's own profiles stay out of the result; the package is imported from ``root``/analysis.
    """
    return {
        "TURNINGPOINT_RUN": str(run),
        "TURNINGPOINT_NOTEBOOK": notebook,
        "IPYTHONDIR": str(private / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(private),
        "MATPLOTLIBRC": str(Path(matplotlib.get_data_path()) / "matplotlibrc"),  # whatever the user's says
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
        group = getattr(_thread, "group", None)
        if group is not None:
            group.started(self)

    @default("kernel_spec_manager")
    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return _ThisInterpreter(variables=self.variables)

    def kill(self) -> None:
        """End the kernel, and what it started, at once."""
        pid = getattr(self.provisioner, "pid", None)
        if pid is not None:
            with contextlib.suppress(OSError):
                # a kernel leads a process group of its own, except on Windows
                os.kill(pid, signal.SIGTERM) if sys.platform == "win32" else os.killpg(pid, signal.SIGKILL)


class _Group:
    """The kernels that the threads of one pool have started."""

    def __init__(self) -> None:
        self._kernels: list[OwnKernelManager] = []
        self._lock = threading.Lock()
        self._stopped = False

    def join(self) -> None:
        """Have the kernels of this thread remembered here."""
        _thread.group = self

    def started(self, kernel: OwnKernelManager) -> None:
        """Remember a kernel; one that starts while the others are being stopped is stopped too."""
        with self._lock:
            self._kernels.append(kernel)
            if self._stopped:
                kernel.kill()

    def stop(self) -> None:
        """End every kernel: the threads that wait for one then see that it died."""
        with self._lock:
            self._stopped = True
            for kernel in self._kernels:
                kernel.kill()


_thread = threading.local()
"""In a thread of a pool: ``group``, where its kernels are remembered."""


@contextlib.contextmanager
def kernel_threads(count: int) -> Iterator[Executor]:
    """Threads that execute notebooks, each in a kernel of its own; where the block is left by an error, kernels end.

    The computing is done in the kernels, so that threads suffice. A kernel notices by itself when this process is
    gone, however that came about.
    """
    group = _Group()
    with ThreadPoolExecutor(count, thread_name_prefix="notebook", initializer=group.join) as pool:
        try:
            yield pool
        except BaseException:
            group.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
