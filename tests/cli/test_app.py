"""What every command shares."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.helpers import run

VAN = Path(__file__).parents[1] / "golden" / "van_drivers" / "data.csv"


@pytest.mark.parametrize("command", ["report", "figures", "compare", "parameters", "data", "its"])
def test_every_command_explains_itself(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_version() -> None:
    assert run("--version").stdout.startswith("turningpoint 0.")


def test_a_sign_that_the_encoding_lacks_is_no_failure() -> None:
    script = "from turningpoint.cli import app; app(['report', '\u0394'])"  # an edition that does not exist
    here = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run([sys.executable, "-c", script], env=here, capture_output=True, encoding="cp1252", check=False)
    assert done.returncode == 2
    assert "unknown edition '?'" in done.stderr


def test_a_minus_stays_a_minus_where_the_encoding_lacks_its_sign() -> None:
    words = ["its", str(VAN), "--time", "t", "--outcome", "killed", "--intervention", "170"]
    script = f"from turningpoint.cli import app; app({words!r})"
    here = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run([sys.executable, "-c", script], env=here, capture_output=True, encoding="cp1252", check=False)
    assert done.returncode == 0, done.stderr
    assert not re.search(r"\?\d", done.stdout)
    assert re.search(r"^step +-0\.\d", done.stdout, flags=re.MULTILINE)


@pytest.mark.parametrize(("given", "found"), [({}, "1"), ({"OMP_NUM_THREADS": "3"}, "3")])
def test_linear_algebra_gets_one_thread_before_numpy_is_there_unless_told_otherwise(given, found) -> None:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    script = (
        "import os, sys; from turningpoint.cli import app; assert 'numpy' not in sys.modules; "
        "app(['parameters'], standalone_mode=False); "
        f"print([os.environ[name] for name in {names!r}], 'numpy' in sys.modules)"
    )
    here = {name: value for name, value in os.environ.items() if name not in names} | given
    done = subprocess.run([sys.executable, "-c", script], env=here, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout.splitlines()[-1] == f"{[found, '1', '1']} True", done.stderr


def test_too_little_memory_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("turningpoint.reports.run.compare_reports.compare_reports", full)
    result = run("compare", "a", "b")
    assert result.exit_code == 1
    assert result.stderr == "error: there is not enough memory for this. Use fewer or coarser periods.\n"


def test_what_steers_a_terminal_is_shown_as_escapes(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("month,\x1b[31mRED\x1b]0;pwn\x07,n\n2015-01,1,2\n")
    for column in ("absent", "\x1b[31mRED\x1b]0;pwn\x07", "\u202en"):
        options = ("--time", "month", "--outcome", column, "--intervention", "2015-01")
        result = run("its", tmp_path / "own.csv", *options)
        assert result.exit_code == 2
        assert not set("\x1b\x07\u202e") & set(result.output)
    assert "no name of a column" in result.stderr
