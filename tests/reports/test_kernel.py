"""The kernel is this interpreter, whatever is installed under its name, in an environment that changes no result."""

import sys
from pathlib import Path

from analysis.reports.kernel import KERNEL, OwnKernelManager, environment


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
    assert variables["PYTHONPATH"] == str(tmp_path)
