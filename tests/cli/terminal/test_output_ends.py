"""Where nothing more can be printed: one line or none, and a status that is not "changed" or "failed"."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from turningpoint.cli.terminal.output_ends import CLOSED, FULL, where_output_ends

RUN = [sys.executable, "-c", "from turningpoint.cli import app; app(prog_name='turningpoint')"]


@pytest.fixture
def same(tmp_path: Path) -> list[str]:
    (tmp_path / "results.json").write_text('[{"id": "a", "estimate": 1.0}]')
    return ["compare", *[str(tmp_path / "results.json")] * 2]


def end(words: list[str], output: int) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run([*RUN, *words], stdout=output, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    finally:
        os.close(output)


@pytest.mark.parametrize("words", [["parameters"], ["--help"], ["its", "--help"], ["compare"]])
def test_a_reader_that_went_away_is_no_failure_and_no_change(same, words) -> None:
    read, write = os.pipe()
    os.close(read)
    done = end(same if words == ["compare"] else words, write)
    assert (done.returncode, done.stderr) == (CLOSED, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("words", [["parameters"], ["--help"], ["its", "--help"], ["compare"]])
def test_a_full_device_is_one_line(same, words) -> None:
    done = end(same if words == ["compare"] else words, os.open("/dev/full", os.O_WRONLY))
    assert done.returncode == FULL
    assert done.stderr == "error: the output cannot be written: No space left on device.\n"


def test_errors_of_files_and_usual_endings_go_on() -> None:
    with pytest.raises(FileNotFoundError, match="absent"), where_output_ends():
        Path("absent").read_text()
    with pytest.raises(SystemExit) as left, where_output_ends():
        raise SystemExit(1)
    assert left.value.code == 1
    with where_output_ends():
        pass
