"""The kernel a notebook runs in: this very interpreter, over IPC, in an environment that changes no result."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

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

    Parameters
    ----------
    run : folder into which the notebook hands its results.
    notebook : its file name without ending.
    private : short-lived folder for what IPython and Jupyter write; the user's own profiles stay out of the result.
    root : the project; `analysis` is imported from there.
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
        "PYTHONPATH": str(root),
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
