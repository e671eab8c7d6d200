"""The bytes of a file: hashed, bounded, and refused where they are no table."""

import hashlib
import zipfile

import pytest

from turningpoint.errors import DataError
from turningpoint.sources.event_files import stream
from turningpoint.sources.event_files.stream import event_bytes


def read_all(path, size=1_000):
    with event_bytes(path) as (content, facts):
        whole = b"".join(iter(lambda: content.read(size), b""))
    return whole, facts


def test_all_is_read_once_and_hashed(tmp_path):
    raw = b"a,b\n" + bytes(range(32, 120)) * 3_000
    (tmp_path / "x.csv").write_bytes(raw)
    whole, facts = read_all(tmp_path / "x.csv")
    assert whole == raw
    assert facts == {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}


def test_lines_of_the_head_are_left_out_and_the_rest_stays(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"a,b\n#x,#y\n1,2\n3,4\n")
    with event_bytes(tmp_path / "x.csv") as (content, _):
        content.skip(2)
        content.unread(b"c0,c1\n")
        assert b"".join(iter(lambda: content.read(3), b"")) == b"c0,c1\n1,2\n3,4\n"


def test_what_is_not_there_or_no_file_is_refused(tmp_path):
    for path, message in ((tmp_path / "no.csv", "no such file"), (tmp_path, "a folder, not a file")):
        with pytest.raises(DataError, match=message):
            read_all(path)


def test_an_archive_holds_one_table(tmp_path):
    for names, message in (
        (["a.csv", "b.csv"], r"holds 2 tables \(a.csv, b.csv\)"),
        (["a.pdf"], r"holds no tables \(a.pdf\)"),
        ([], r"cannot be read|holds no tables"),
    ):
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        with pytest.raises(DataError, match=message):
            read_all(tmp_path / "x.zip") if names else read_all(tmp_path / "none.zip")
        (tmp_path / "none.zip").write_bytes(b"PK\x03\x04 and no more")


def test_an_archive_cut_short_or_damaged_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "".join(f"{i},{i * i}\n" for i in range(20_000)))
    raw = bytearray((tmp_path / "x.zip").read_bytes())
    raw[2_000:2_050] = bytes(50)
    (tmp_path / "x.zip").write_bytes(raw)
    with pytest.raises(DataError, match="cannot be read"):
        read_all(tmp_path / "x.zip")
    (tmp_path / "x.zip").write_bytes(raw[:900])
    with pytest.raises(DataError, match="the archive cannot be read"):
        read_all(tmp_path / "x.zip")


def test_rows_that_never_come_are_not_waited_for(tmp_path, monkeypatch):
    (tmp_path / "x.csv").write_bytes(b"a,b\n1,2\n3,4\n" + b'"' + b"x" * 400_000)
    monkeypatch.setattr(stream, "LONGEST_ROWS", 200_000)
    with pytest.raises(DataError, match="a quotation mark is not closed, or a line has no end"):
        read_all(tmp_path / "x.csv")


def test_a_file_replaced_while_it_is_read_is_refused(tmp_path):
    path, other = tmp_path / "x.csv", tmp_path / "y.csv"
    path.write_bytes(b"a\n1\n")
    other.write_bytes(b"a\n2\n")

    def read_and(act):
        with event_bytes(path) as (content, _):
            content.read()
            act()

    for act in (lambda: other.replace(path), path.unlink):
        with pytest.raises(DataError, match="changed or replaced while it was read"):
            read_and(act)
