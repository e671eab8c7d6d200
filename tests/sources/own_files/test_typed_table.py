"""Cells as text: nothing of a number is lost, and what is no number does not look like one."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineError

from turningpoint.errors import DataError
from turningpoint.sources.own_files.typed_table import Number, as_refusal, cell_text


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53))
def test_a_number_reads_back_as_it_was(cell):
    text = cell_text(cell)
    assert isinstance(text, Number)
    assert float(text) == cell


@pytest.mark.parametrize("cell", [True, time(9, 30), timedelta(days=1), "12"])
def test_what_is_no_number_is_no_typed_one(cell):
    assert type(cell_text(cell)) is str


def test_what_a_library_says_becomes_a_refusal_and_our_own_errors_pass(tmp_path):
    with (
        pytest.raises(DataError, match=r"own\.xlsx: this is a workbook that cannot be read \(bad\)"),
        as_refusal(tmp_path / "own.xlsx", "workbook"),
    ):
        raise CalamineError("bad")
    with pytest.raises(KeyError), as_refusal(tmp_path, "workbook"):
        raise KeyError("a slip of ours")
