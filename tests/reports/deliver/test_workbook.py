"""The workbook, opened again by another library: every cell as in the CSV files, nothing that would run."""

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from turningpoint.errors import RunError
from turningpoint.reports.deliver.workbook import FIRST_ROW, sheet_names, value_of, write_workbook

KEPT = Path(__file__).parents[3] / "reports" / "default" / "tables"
HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "https://example.org", "mailto:a@b", "{=A1}", "<b>", "_x0041_"]


def part(name: str, caption: str = "A caption, by UCDP.") -> dict[str, Any]:
    return {"kind": "table", "name": name, "caption": caption}


def tables(folder: Path, **texts: str) -> Path:
    (folder / "tables").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "tables" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def same(cell: Any, text: str) -> bool:
    """Whether a cell read back is that of the CSV; a workbook keeps 16 digits of a number."""
    value = "" if (found := value_of(text)) is None else found
    if isinstance(value, float):
        return isinstance(cell, int | float) and cell == pytest.approx(value, rel=1e-15, abs=0)
    return type(cell) is type(value) and cell == value


def test_every_cell_of_every_kept_table_is_read_back(tmp_path: Path) -> None:
    names = sorted(path.stem for path in KEPT.glob("*.csv"))
    assert len(names) >= 40
    tables(tmp_path, **{name: (KEPT / f"{name}.csv").read_text(encoding="utf-8") for name in names})
    written = write_workbook(tmp_path, [part(name, f"Caption of {name}") for name in names], title="A report")
    assert written is not None
    book = CalamineWorkbook.from_path(str(written))
    assert book.sheet_names == ["Tables", *names]
    listed = book.get_sheet_by_name("Tables").to_python()
    assert [row[:2] for row in listed[4:]] == [[name, f"Caption of {name}"] for name in names]
    for name in names:
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        rows = list(csv.reader(io.StringIO((KEPT / f"{name}.csv").read_text(encoding="utf-8"), newline="")))
        assert cells[0][0] == f"Caption of {name}"
        assert cells[1][0] == f"Source: A report; the same cells as tables/{name}.csv"
        assert cells[FIRST_ROW] == rows[0]
        assert len(cells) == FIRST_ROW + len(rows)
        wrong = [
            (name, number, text, cell)
            for number, (line, read) in enumerate(zip(rows[1:], cells[FIRST_ROW + 1 :], strict=True))
            for text, cell in zip(line, read, strict=True)
            if not same(cell, text)
        ]
        assert wrong == []


def test_text_stays_text_whatever_it_begins_with(tmp_path: Path) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["=A1", "n"], *([one, "1"] for one in HOSTILE)])
    tables(tmp_path, hostile=text.getvalue())
    written = write_workbook(tmp_path, [part("hostile", "=1+1")], title="=2+2")
    assert written is not None
    cells = CalamineWorkbook.from_path(str(written)).get_sheet_by_name("hostile").to_python()
    assert [row[0] for row in cells[FIRST_ROW:]] == ["=A1", *HOSTILE]
    with zipfile.ZipFile(written) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
        assert not [sheet for sheet in sheets if "<f>" in sheet]
        links = [name for name in book.namelist() if name.endswith(".rels") and "sheets" in name]
        assert links == []  # nothing leads out of the workbook
        assert sum(len(re.findall("<hyperlink ", sheet)) for sheet in sheets) == 2


def test_links_lead_to_sheets_that_are_there(tmp_path: Path) -> None:
    written = write_workbook(tables(tmp_path, a="x\n1\n", b="y\n2\n"), [part("a"), part("b")], title="T")
    assert written is not None
    with zipfile.ZipFile(written) as book:
        found = re.findall(
            r'location="([^"]+)"', "".join(book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2))
        )
    assert [one.replace("'", "") for one in found] == ["a!A1", "b!A1", "Tables!A1"]


def test_the_bytes_are_the_same_every_time(tmp_path: Path) -> None:
    made = [
        write_workbook(tables(tmp_path / str(number), a="x,y\n1,=b\n"), [part("a")], title="T") for number in (1, 2)
    ]
    assert made[0] is not None
    assert made[1] is not None
    assert made[0].read_bytes() == made[1].read_bytes()


def test_without_a_table_there_is_no_workbook(tmp_path: Path) -> None:
    assert write_workbook(tmp_path, [{"kind": "headline", "markdown": "x"}], title="T") is None
    assert list(tmp_path.iterdir()) == []


def test_names_of_sheets_are_allowed_and_unique() -> None:
    names = sheet_names(["tables", "x" * 40, "X" * 35, "[a]:*?/\\b", "'q'", "", "a" * 31, "a" * 32])
    assert len({name.lower() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert "tables" not in [name.lower() for name in names]


def test_a_cell_that_does_not_fit_is_refused_by_its_table_and_row(tmp_path: Path) -> None:
    tables(tmp_path, a=f"x\n1\n{'a' * 32768}\n")
    with pytest.raises(RunError, match="table 'a', row 2"):
        write_workbook(tmp_path, [part("a")], title="T")
