"""Columns as texts and numbers a row."""

import numpy as np

from turningpoint.sources.event_files.rows import Column


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
