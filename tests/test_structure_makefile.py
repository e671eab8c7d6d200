"""The Makefile installs once, knows when it is current, and says what is missing."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WANTED = {
    "report", "test", "check", "figures", "lab", "notebooks", "lock", "environment", "bench", "coverage", "clean",
}  # fmt: skip

PYTHON = """#!/bin/sh
# Stands for Python: keeps a log, and makes an environment whose python and turningpoint are such scripts too.
case "$*" in *cache_tag*) echo "${CACHE_TAG:-cpython-311}"; exit ;; esac
echo "$@" >> log
case "$*" in
  *version_info*) exit ${OLD:-0} ;;
  *ensurepip*) exit ${NO_VENV:-0} ;;
  "-m venv "*) mkdir -p "$3/bin" && cp python "$3/bin/python" && cp python "$3/bin/turningpoint" ;;
  *--require-hashes*) exit ${NO_PACKAGES:-0} ;;
esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with the Makefile, the lists it goes by, and a Python that only pretends."""
    (tmp_path / "benchmarks").mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "benchmarks/requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "python").write_text(PYTHON)
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def make(machine: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "--no-print-directory", *words, "PYTHON=./python"]
    outer = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")  # `make test` may have been given words of its own
    here = {name: value for name, value in os.environ.items() if name not in outer}
    return subprocess.run(command, cwd=machine, env=here, capture_output=True, text=True, check=False)


def installations(machine: Path) -> int:
    return (machine / "log").read_text().count("--require-hashes")


def test_make_alone_lists_every_target_with_one_line(machine: Path) -> None:
    listed = dict(re.findall(r"^  ([a-z]+) +(\S.*)$", make(machine).stdout, flags=re.MULTILINE))
    assert set(listed) == WANTED
    assert not (machine / "log").exists()


def test_the_second_run_installs_nothing(machine: Path) -> None:
    first, second = make(machine, "report"), make(machine, "report")
    assert first.returncode == second.returncode == 0
    assert first.stdout.count("Installing") == 1
    assert "Installing" not in second.stdout
    assert installations(machine) == 1


def test_a_touched_list_installs_nothing_and_a_changed_lock_installs_anew(machine: Path) -> None:
    make(machine, "report")
    (machine / "requirements.lock").touch()
    make(machine, "report")
    assert installations(machine) == 1
    with (machine / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    make(machine, "report")
    assert installations(machine) == 2


def test_another_interpreter_installs_anew(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(machine, "report")
    monkeypatch.setenv("CACHE_TAG", "cpython-313")
    make(machine, "report")
    make(machine, "report")
    assert installations(machine) == 2
    assert [path.name[:18] for path in (machine / ".venv").glob("locked-*")] == ["locked-cpython-313"]


def test_the_list_of_fonts_is_built_with_the_installation(machine: Path) -> None:
    make(machine, "report")
    make(machine, "report")
    assert (machine / "log").read_text().count("matplotlib.font_manager") == 1


def test_a_changed_pyproject_installs_only_the_project(machine: Path) -> None:
    make(machine, "report")
    with (machine / "pyproject.toml").open("a") as project:
        project.write("# changed\n")
    make(machine, "report")
    assert installations(machine) == 1
    assert (machine / "log").read_text().count("--editable") == 2


def test_an_installation_that_failed_is_done_again(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PACKAGES", "1")
    assert make(machine, "report").returncode != 0
    monkeypatch.delenv("NO_PACKAGES")
    assert make(machine, "report").returncode == 0
    assert installations(machine) == 2


def test_an_old_python_is_refused_in_words(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLD", "1")
    result = make(machine, "report")
    assert result.returncode != 0
    assert "needs Python 3.11 or newer" in result.stderr
    assert "make report PYTHON=" in result.stderr
    assert not (machine / ".venv").exists()


def test_a_missing_venv_is_named(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_VENV", "1")
    result = make(machine, "test")
    assert result.returncode != 0
    assert "python3-venv" in result.stderr


def test_benchmarks_run_in_an_environment_of_their_own_installed_once(machine: Path) -> None:
    first, second = make(machine, "bench"), make(machine, "bench")
    assert first.returncode == second.returncode == 0
    assert (first.stdout + second.stdout).count("Installing") == 1
    log = (machine / "log").read_text()
    assert re.findall(r"--require-hashes --requirement (\S+)", log) == ["benchmarks/requirements.lock"]
    programs = ["timing", "batched_glm", "calibrated", "date_set", "specifications", "event_files", "causalpy"]
    assert re.findall(r"-m benchmarks\.(\w+)", log) == programs * 2
    assert not (machine / ".venv").exists()


def test_a_changed_list_of_the_benchmarks_installs_nothing_else(machine: Path) -> None:
    make(machine, "report")
    make(machine, "bench")
    with (machine / "benchmarks" / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    make(machine, "report")
    make(machine, "bench")
    lists = re.findall(r"--require-hashes --requirement (\S+)", (machine / "log").read_text())
    assert lists == ["requirements.lock", *["benchmarks/requirements.lock"] * 2]


def test_edition_and_arguments_reach_the_command(machine: Path) -> None:
    make(machine, "report", "EDITION=mali", "ARGS=--set country=MLI")
    assert "report mali --set country=MLI" in (machine / "log").read_text()


def test_clean_leaves_private_data_alone(machine: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=machine, check=True)
    shutil.copy(ROOT / ".gitignore", machine)
    for name in ("data/private/acled.csv", "reports/mali/index.html", "analysis/__pycache__/a.pyc"):
        (machine / name).parent.mkdir(parents=True, exist_ok=True)
        (machine / name).write_text("x")
    for room in ("notebooks", "tests"):
        (machine / room).mkdir()
    assert make(machine, "clean").returncode == 0
    assert (machine / "data/private/acled.csv").exists()
    assert not (machine / "reports/mali").exists()
    assert not (machine / "analysis/__pycache__").exists()
