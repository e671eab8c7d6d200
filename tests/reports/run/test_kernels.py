"""Kernels: this interpreter, a fixed environment, and none that outlives what started it."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reports.run.processes import alive, wait_until
from turningpoint.reports.run.execute_notebook import Execution, Job, execute
from turningpoint.reports.run.kernels import KERNEL, OwnKernelManager, environment, kernel_threads
from turningpoint.reports.settings.parameters import Parameters

ROOT = Path(__file__).parents[3]


def test_kernels_end_and_their_threads_too_when_the_block_is_left_by_an_error(
    tmp_path: Path, write_notebook: Callable[..., Path]
) -> None:
    started = tmp_path / "started"
    slow = f"import os, pathlib, time; pathlib.Path({str(started)!r}).write_text(str(os.getpid())); time.sleep(600)"
    (tmp_path / "notebooks").mkdir()
    job = Job(write_notebook(tmp_path / "slow.ipynb", slow), tmp_path, Parameters().model_dump(), ROOT, 600, 120)
    futures = []

    def stopped() -> None:
        with kernel_threads(1) as pool:
            futures.extend(pool.submit(execute, one) for one in (job, job))
            wait_until(lambda: started.exists() and started.read_text() != "")
            raise KeyboardInterrupt

    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert time.monotonic() - begin < 60
    assert not alive(int(started.read_text()))
    done = futures[0].result()
    assert isinstance(done, Execution)
    assert "the kernel died" in done.error
    assert futures[1].cancelled()


def test_the_kernel_is_this_interpreter_even_where_another_has_its_name(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    other = tmp_path / "kernels" / KERNEL
    other.mkdir(parents=True)
    (other / "kernel.json").write_text('{"argv": ["false"], "display_name": "other", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    manager = OwnKernelManager(kernel_name=KERNEL, variables={"A": "1 $B"})
    assert manager.kernel_spec.argv[0] == sys.executable
    assert manager.kernel_spec.env == {"A": "1 $$B"}  # a dollar sign stands for itself


def test_the_environment_names_the_run_and_fixes_what_could_vary(tmp_path: Path) -> None:
    variables = environment(tmp_path / "run", "01_data", tmp_path / "private", tmp_path)
    assert variables["TURNINGPOINT_RUN"] == str(tmp_path / "run")
    assert variables["TURNINGPOINT_NOTEBOOK"] == "01_data"
    assert {variables[name] for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")} == {"1"}
    assert Path(variables["MATPLOTLIBRC"]).is_file()
    assert variables["PYTHONPATH"] == str(tmp_path / "analysis")
