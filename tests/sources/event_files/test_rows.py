"""Columns as texts and numbers a row."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turningpoint.errors import DataError
from turningpoint.sources.event_files import rows as module
from turningpoint.sources.event_files.recognise import recognise
from turningpoint.sources.event_files.rows import Column
from turningpoint.sources.event_files.stream import event_bytes


def column(*cells):
    return Column(np.array(cells, dtype=object))


def test_each_text_is_read_once_and_reaches_every_row():
    calls = []

    def read(text):
        calls.append(text)
        return len(text)

    assert column("a", " bb ", "a").numbers(read).tolist() == [1, 2, 1]
    assert calls == ["a", "bb"]
    assert column("x", "", "x").where(bool).tolist() == [True, False, True]
    assert column("1", "2.5").values(float).tolist() == [1.0, 2.5]


def test_checksums_differ_where_texts_do_also_where_they_are_no_utf_8():
    for cells in (("a", "b", "a"), ("C\udcf3", "b", "C\udcf3")):
        first, second, third = column(*cells).hashes().tolist()
        assert first == third != second


def test_latin_1_is_read_as_such():
    assert column("C\udcf3rdoba").texts == ["Córdoba"]


FIELDS = st.sampled_from(
    [
        "", " ", "a", "2020-01-01", '"a,b"', '"a ""b"" c"', '""', '"two\nlines"', '"x\n\ny"', 'a "b" c', '5"', ' "q"',
        "é", "\udcf3", "\r",
    ]
)  # fmt: skip
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\n \n", "\r"])


@given(
    rows_of=st.lists(st.lists(FIELDS, min_size=2, max_size=6), min_size=1, max_size=12),
    ends=st.lists(ENDS, min_size=12, max_size=12),
    usual=st.integers(0, 4),
    chunk=st.sampled_from([1, 50_000]),
    last=st.booleans(),
)
def test_what_polars_reads_is_what_pandas_reads(tmp_path_factory, rows_of, ends, usual, chunk, last):
    """Most rows have three fields and end in a line feed, so that both readers get their turn."""
    lines = [
        ",".join((fields * 2)[:3] if at % 5 < usual else fields) + ("\n" if at % 5 < usual else ends[at])
        for at, fields in enumerate(rows_of)
    ]
    content = "day,b,c\n" + "".join(lines)
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    path.write_bytes((content if last else content.rstrip("\r\n")).encode("utf-8", "surrogateescape"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", chunk)
        found = outcome(path)
        patch.setattr(module, "CHUNK", 50_000)
        patch.setattr(module, "_cut", lambda *_, **__: None)
        by_pandas = outcome(path)
    if max(map(len, rows_of)) <= 3:
        assert found == by_pandas
    else:
        assert found in (by_pandas, DataError)


def outcome(path):
    """Texts and numbers of all rows, or that they were refused, or that the header was."""
    try:
        with event_bytes(path) as (content, _):
            layout = recognise(content, "day")
            read = list(module.chunks(content, layout, ["day", "c"]))
    except DataError as error:
        return type(error)
    cells = [
        list(zip(numbers.tolist(), *([one.texts[code] for code in one.codes] for one in columns.values()), strict=True))
        for numbers, columns in read
    ]
    return [row for chunk in cells for row in chunk]


def test_checksums_are_the_same_whoever_reads():
    texts = ["a", "Córdoba", "", "a b "]
    assert column(*texts).hashes().tolist() == Column(pl.Series(texts)).hashes().tolist()


def test_a_row_that_is_too_long_is_refused_wherever_it_stands_and_rows_go_on_after_an_odd_chunk(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 1)
    good = [f"2020-01-{day:02d},x{'y' * 200},{day}" for day in range(1, 29)]
    path = tmp_path / "rows.csv"
    path.write_text("day,b,c\n" + "\n".join([*good[:9], "", *good[9:]]) + "\n")
    assert [row[::2] for row in outcome(path)] == [(day + 1, str(day)) for day in range(1, 29)]
    for at in (0, 13, 27):
        path.write_text("day,b,c\n" + "\n".join([*good[:at], good[at] + ",,5", *good[at + 1 :]]) + "\n")
        with event_bytes(path) as (content, _), pytest.raises(DataError, match=rf"row {at + 2}: a row has more fields"):
            list(module.chunks(content, recognise(content, "day"), ["day", "c"]))
