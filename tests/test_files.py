"""Files are written whole or not at all, and never over what was read."""

import errno
import os
from pathlib import Path

import pytest

from turningpoint import files
from turningpoint.errors import DataError, ParameterError, RunError
from turningpoint.files import read_bytes, refuse_place, write_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_is_written_and_replaced(tmp_path):
    for content in ("one\n", "two ü\n", b"three\r\n"):
        write_file(tmp_path / "out", content)
        raw = content if isinstance(content, bytes) else content.encode()
        assert (tmp_path / "out").read_bytes() == raw
    assert names(tmp_path) == ["out"]


def test_a_new_file_has_the_usual_rights_and_an_old_one_keeps_its_own(tmp_path):
    (tmp_path / "usual").touch()
    write_file(tmp_path / "new", "x")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode
    (tmp_path / "new").chmod(0o640)
    write_file(tmp_path / "new", "y")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640


def test_a_symbolic_link_is_followed(tmp_path):
    (tmp_path / "place").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "place" / "out")
    write_file(tmp_path / "link", "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "place" / "out").read_text() == "x"


@pytest.mark.parametrize("step", ["fsync", "fdopen", "open"])
def test_on_a_full_disk_the_old_one_stays_and_nothing_is_left(tmp_path, monkeypatch, step):
    (tmp_path / "out").write_text("old")
    monkeypatch.setattr(files.os, step, full)
    with pytest.raises(RunError, match=rf"out cannot be written to the folder {tmp_path}: No space left on device"):
        write_file(tmp_path / "out", "new")
    monkeypatch.undo()
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out").read_text() == "old"


def test_text_that_is_no_text_is_refused(tmp_path):
    with pytest.raises(RunError, match="surrogates not allowed"):
        write_file(tmp_path / "out", "\udcff")
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_a_device_is_not_replaced():
    refuse_place(Path("/dev/null"), option="--json")
    write_file(Path("/dev/null"), "x")
    assert not Path("/dev/null").is_file()


def linked(data: Path, how: str) -> Path:
    out = data.with_name("out")
    if how == "itself":
        return data
    if how == "roundabout":
        return data.parent / ".." / data.parent.name / data.name
    (out.symlink_to if how == "symbolic" else out.hardlink_to)(data)
    return out


@pytest.mark.parametrize("how", ["itself", "roundabout", "symbolic", "hard"])
def test_an_output_is_never_an_input(tmp_path, how):
    data = tmp_path / "data.csv"
    data.write_text("mine")
    with pytest.raises(ParameterError, match="is the file that is read"):
        refuse_place(linked(data, how), option="--json", inputs=[tmp_path / "absent", data])


def test_a_place_that_cannot_be_written_is_refused_beforehand(tmp_path, monkeypatch):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").touch()
    for name, problem in {
        "": "is a folder",
        "absent/out": "there is no folder",
        "file/out": "there is no folder|Not a directory",
        "loop": "loop|Too many levels",
        "x" * 300: "File name too long",
        "nul\0": "null",
    }.items():
        with pytest.raises(ParameterError, match=rf"--json .*({problem})"):
            refuse_place(tmp_path / name, option="--json")
    monkeypatch.setattr(files.os, "open", full)
    with pytest.raises(ParameterError, match="cannot be written: No space left on device"):
        refuse_place(tmp_path / "out", option="--json")
    assert names(tmp_path) == ["file", "loop"]


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path, monkeypatch):
    (tmp_path / "out").touch()
    monkeypatch.setattr(files.os, "access", lambda *_: False)  # for root every file is writable
    with pytest.raises(ParameterError, match="may not be written"):
        refuse_place(tmp_path / "out", option="--json")


def test_a_good_place_is_left_as_it_is(tmp_path):
    refuse_place(tmp_path / "out", option="--json", inputs=[tmp_path / "data.csv"])
    assert names(tmp_path) == []


def test_reading_is_bounded(tmp_path):
    (tmp_path / "data").write_bytes(b"12345")
    assert read_bytes(tmp_path / "data", largest=5) == b"12345"
    with pytest.raises(DataError, match="Take less"):
        read_bytes(tmp_path / "data", largest=4, remedy="Take less.")
    with pytest.raises(DataError, match="larger than"):
        read_bytes(Path("/dev/zero"), largest=1000)


def test_a_pipe_nobody_writes_to_is_not_waited_for_and_one_that_ends_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "PATIENCE", 0.2)
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(DataError, match="nothing came through this pipe"):
        read_bytes(tmp_path / "fifo")
    read, write = os.pipe()
    os.write(write, b"a,b\n")
    os.close(write)
    try:
        assert read_bytes(Path(f"/dev/fd/{read}")) == b"a,b\n"
    finally:
        os.close(read)
    with pytest.raises(DataError, match="larger than 1 MB"):
        read_bytes(Path("/dev/zero"), largest=1_000_000)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n")
    whole = files._all_of

    def grows(*arguments, **options):
        content = whole(*arguments, **options)
        path.write_text("a,b\n1,2\n")
        return content

    monkeypatch.setattr(files, "_all_of", grows)
    with pytest.raises(DataError, match="changed while it was read"):
        read_bytes(path)
