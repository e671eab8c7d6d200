"""The file of --json: written whole or not at all, never over the data, and refused before anything is computed."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.helpers import run
from turningpoint.cli.json_file import write_json
from turningpoint.errors import DataError


def test_text_is_kept_and_an_open_end_is_null(tmp_path):
    write_json(tmp_path / "out.json", {"high": None, "name": "Śląsk"})
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == '{\n  "high": null,\n  "name": "Śląsk"\n}\n'


def test_infinity_is_never_written(tmp_path):
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(tmp_path / "out.json", {"high": float("inf")})
    assert not (tmp_path / "out.json").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(DataError, match=r"cannot be written.*Name another file"):
        write_json(tmp_path / "absent" / "out.json", {})


SERIES = "month,n,s\n" + "".join(
    f"{year}-{month:02d},{5 + month % 4},{7 - month % 3}\n" for year in (2015, 2016) for month in range(1, 13)
)
COMMANDS = {
    "its": ("--outcome", "n", "--intervention", "2016-01", "--no-certificate", "--likelihood", "poisson", "--errors",
            "independent"),
    "robustness": ("--outcome", "n", "--intervention", "2016-01"),
    "ratio": ("--militants", "n", "--security", "s", "--intervention", "2016-01"),
}  # fmt: skip


def command(name: str, data: Path, out: Path) -> Any:
    return run(name, data, "--time", "month", *COMMANDS[name], "--json", out)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data.csv").write_text(SERIES)
    return tmp_path / "data.csv"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_refuses_to_write_over_its_data_or_nowhere_before_it_reads(data, name, monkeypatch) -> None:
    for module in ("its", "killratio"):
        what = "analyse_file" if module == "its" else "ratio_of_file"
        monkeypatch.setattr(f"turningpoint.{module}.from_csv.{what}", lambda *_, **__: pytest.fail("it was computed"))
    (data.parent / "link").symlink_to(data)
    for out, problem in {
        data: "it would be overwritten",
        data.parent / "link": "it would be overwritten",
        data.parent: "is a folder",
        data.parent / "absent" / "x.json": "there is no folder",
    }.items():
        result = command(name, data, out)
        assert result.exit_code == 2, result.output
        assert problem in result.stderr
        assert result.stdout == ""
    assert data.read_text() == SERIES


@pytest.mark.parametrize("name", ["its", "ratio"])
def test_what_was_computed_is_printed_even_if_the_disk_is_full_by_then(data, name, monkeypatch) -> None:
    out = data.with_name("out.json")
    out.write_text("old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("turningpoint.files.os.fsync", full)
    result = command(name, data, out)
    assert result.exit_code == 2
    assert "95% interval" in result.stdout
    assert "No space left on device" in result.stderr
    assert result.stderr.count("\n") == 1
    assert out.read_text() == "old"
    assert sorted(path.name for path in data.parent.iterdir()) == ["data.csv", "out.json"]
