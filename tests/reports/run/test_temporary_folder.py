"""A temporary folder goes with its block; what a killed process left goes with the next one's."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from turningpoint.reports.run.temporary_folder import LONGEST, PREFIX, remove_leftovers, temporary_folder


@pytest.fixture
def around(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:  # a shorter path than those of pytest's
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


def test_it_stands_for_the_length_of_the_block_also_where_that_fails(around: Path) -> None:
    with temporary_folder() as folder:
        assert folder.parent == around
        (folder / "content").write_text("x")
    with pytest.raises(KeyError), temporary_folder() as second:
        raise KeyError
    assert not folder.exists()
    assert not second.exists()
    assert list(around.iterdir()) == []


def test_one_in_use_is_left_and_one_of_a_killed_process_is_removed(around: Path) -> None:
    script = (
        "import os, signal, tempfile; tempfile.tempdir = os.environ['AROUND']\n"
        "from turningpoint.reports.run.temporary_folder import temporary_folder\n"
        "with temporary_folder() as folder: print(folder, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = {**os.environ, "AROUND": str(around)}
    killed = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    left = Path(killed.stdout.strip())
    assert left.is_dir()
    (around / f"{PREFIX}of-another-program").mkdir()  # has no lock, so it is none of ours
    with temporary_folder() as used:
        assert not left.exists()
        remove_leftovers()
        assert used.is_dir()
    assert [path.name for path in around.iterdir()] == [f"{PREFIX}of-another-program"]


def test_a_path_too_long_for_sockets_is_avoided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("x" * LONGEST)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with temporary_folder() as folder:
        assert len(os.fsencode(folder)) < len(os.fsencode(deep))


def test_many_at_once_leave_each_other_alone(around: Path) -> None:
    def use(_: int) -> bool:
        with temporary_folder() as folder:
            (folder / "content").write_text("x")
            remove_leftovers()
            return (folder / "content").is_file()

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(200)))
    assert list(around.iterdir()) == []
