"""Sheets of workbooks: the right one, its table, its cells as they are typed, and a way out where it cannot be read."""

import io
import zipfile
from datetime import date, datetime

import pytest

from tests.sources.own_files.typed_files import workbook
from turningpoint.errors import DataError
from turningpoint.sources.own_files import workbook as module
from turningpoint.sources.own_files.choices import Choices
from turningpoint.sources.own_files.raw_table import read_raw
from turningpoint.sources.own_series import read_series

ROWS = [["month", "n"], *([date(2019 + i // 12, i % 12 + 1, 1), 1000 + i] for i in range(30))]


def test_a_typed_table_gives_the_series_of_the_same_values(tmp_path):
    path = workbook(tmp_path / "own.xlsx", {"A": ROWS})
    found = read_series(path, time="month", outcome="n")
    assert (str(found.times[0]), str(found.times[-1])) == ("2019-01", "2021-06")
    assert found.values.tolist() == list(range(1000, 1030))
    assert found.when("2020-02-01") == "2020-02"
    told = read_series(path, time="month", outcome="n", choices=Choices(dates="dmy"))
    assert (told.when("01/02/2020"), found.when("01/02/2020")) == ("2020-02", "01/02/2020")


def test_numbers_typed_as_numbers_have_no_decimal_mark_to_be_asked_for(tmp_path):
    rows = [["t", "n"], [2001, 1.234], [2002, 2.5], [2003, "1,5"]]
    path = workbook(tmp_path / "own.xlsx", {"A": rows})
    assert read_series(path, time="t", outcome="n", counts=False).values.tolist() == [1.234, 2.5, 1.5]
    path = workbook(tmp_path / "own.xlsx", {"A": [*rows[:3], [2003, "1,500"]]})
    with pytest.raises(DataError, match=r"row 4: '1,500' may be 1,500 or 1.5"):
        read_series(path, time="t", outcome="n", counts=False)
    asked = read_series(path, time="t", outcome="n", counts=False, choices=Choices(decimal=","))
    assert asked.values.tolist() == [1.234, 2.5, 1.5]


def test_the_only_sheet_with_a_table_is_taken_and_said(tmp_path):
    sheets = {"Notes": [["Counts of events"], ["by us"]], "Data": ROWS, "Old": ROWS, "Empty": []}
    path = workbook(tmp_path / "own.xlsx", sheets, hidden=["Old"])
    found = read_raw(path)
    assert found.header == ["month", "n"]
    assert found.said == ("sheet 'Data', the only one with a table",)
    assert read_raw(path, sheet="Old").said == ("sheet 'Old'",)


@pytest.mark.parametrize(
    ("sheets", "name", "message"),
    [
        (
            {"A": ROWS, "B c": ROWS},
            "",
            r"2 of its sheets hold a table. Name one of 'A', 'B c' \(--sheet NAME; data_sheet",
        ),
        ({"A": ROWS}, "b", r"there is no sheet 'b'. There are 'A'"),
        ({"A": [["only a title"]]}, "", "none of its sheets holds a table. Name one of 'A'"),
        ({"A": [["only a title"]]}, "A", "sheet 'A' holds no table. There are 'A'"),
        ({"A": [*ROWS, [date(2021, 7, 1), 3, "see note"]]}, "", "row 32: a row has more fields than the 2"),
    ],
)
def test_what_leaves_the_sheet_open_is_refused_with_the_names(tmp_path, sheets, name, message):
    path = workbook(tmp_path / "own.xlsx", sheets)
    with pytest.raises(DataError, match=message):
        read_raw(path, sheet=name).columns()


def test_a_title_above_and_blank_rows_between_are_no_rows_and_lines_are_those_of_the_sheet(tmp_path):
    rows = [["Table 1"], [], ["month", "n"], ["2019-01", 1], [], ["2019-02", "x"]]
    path = workbook(tmp_path / "own.xlsx", {"A": rows})
    assert read_raw(path).said == ("the header stands in row 3",)
    with pytest.raises(DataError, match="row 6: 'x' is not a number"):
        read_series(path, time="month", outcome="n")


def test_times_of_day_errors_and_logical_values_are_not_taken_for_numbers(tmp_path):
    path = workbook(
        tmp_path / "own.xlsx", {"A": [["t", "n", "m"], [2001, True, None], [2002, 2, datetime(2020, 1, 1)]]}
    )
    with pytest.raises(DataError, match="row 2: 'True' is not a number"):
        read_series(path, time="t", outcome="n")
    with pytest.raises(DataError, match="row 3: '2020-01-01' is not a number"):
        read_series(path, time="t", outcome="m", allow_missing=True)


def test_cells_that_hold_an_error_are_said_to_be_taken_as_empty(tmp_path):
    path = workbook(tmp_path / "own.xlsx", {"A": [["t", "n"], [2001, 4], [2002, 2], [2003, 3]]})
    _replace(path, "xl/worksheets/sheet1.xml", b'<c r="B3"><v>2</v></c>', b'<c r="B3" t="e"><v>#N/A</v></c>')
    assert read_raw(path).said == ("1 cell with an error like #N/A taken as empty",)
    with pytest.raises(DataError, match="row 3: the outcome is missing"):
        read_series(path, time="t", outcome="n")


def test_what_is_no_workbook_damaged_or_too_large_is_refused(tmp_path, monkeypatch, capsys):
    path = workbook(tmp_path / "own.xlsx", {"A": ROWS})
    whole = path.read_bytes()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.csv", "x")
    for content, message in (
        (archive.getvalue(), "an archive and no workbook"),
        (whole[: len(whole) // 2], "a workbook or an archive that cannot be read"),
        (b"PK\x03\x04 and no more", "a workbook or an archive that cannot be read"),
    ):
        path.write_bytes(content)
        with pytest.raises(DataError, match=message):
            read_raw(path)
    path.write_bytes(whole)
    _replace(path, "xl/worksheets/sheet1.xml", b"", b"")
    with pytest.raises(DataError, match="a workbook that cannot be read"):
        read_raw(path)
    path.write_bytes(whole)
    monkeypatch.setattr(module, "TOLD_FROM", 10)
    read_raw(path)
    assert "own.xlsx: reading this workbook takes about 0.0 GB of memory" in capsys.readouterr().err
    monkeypatch.setattr(module, "MOST_CELLS", 61)
    with pytest.raises(DataError, match=r"spans 31 rows and 2 columns. Save the table as CSV"):
        read_raw(path)


def test_a_cell_far_away_does_not_take_the_memory_of_all_between(tmp_path):
    path = workbook(tmp_path / "own.xlsx", {"A": ROWS})
    _replace(
        path,
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    with pytest.raises(DataError, match="spans 1,048,576 rows and 16,384 columns"):
        read_raw(path)


def _replace(path, member, old, new):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if old:
        assert parts[member].count(old) == 1
        parts[member] = parts[member].replace(old, new)
    else:
        del parts[member]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
