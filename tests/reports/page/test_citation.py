"""How to cite a report: the same in a line and in two files, whatever the title holds."""

import json
from pathlib import Path
from typing import Any

import pytest

from turningpoint.names import as_name
from turningpoint.reports.page.citation import write_citation

RUN: dict[str, Any] = {"started": "2026-03-09T10:00:00+00:00", "code": {"version": "0.4.0"}}


def test_the_line_has_title_version_and_month(tmp_path: Path) -> None:
    line = write_citation(tmp_path, title="Attacks in Mali", manifest=RUN)
    assert line == "Attacks in Mali. Report made with turningpoint 0.4.0, March 2026."


def test_csl_json_has_the_day(tmp_path: Path) -> None:
    write_citation(tmp_path, title="Attacks in Mali", manifest=RUN)
    (item,) = json.loads((tmp_path / "cite.json").read_text(encoding="utf-8"))
    assert item["issued"] == {"date-parts": [[2026, 3, 9]]}
    assert (item["id"], item["type"], item["title"]) == ("turningpoint202603", "report", "Attacks in Mali")


@pytest.mark.parametrize("title", ["A & B_c 100% #1 {x} $y$ ~ ^", "back\\slash"])
def test_bibtex_holds_any_title_as_text(tmp_path: Path, title: str) -> None:
    line = write_citation(tmp_path, title=as_name(title), manifest=RUN)
    assert line.startswith(f"{title}. Report")
    assert json.loads((tmp_path / "cite.json").read_text(encoding="utf-8"))[0]["title"] == title
    entry = (tmp_path / "cite.bib").read_text(encoding="utf-8")
    assert entry.count("{") - entry.count("\\{") == entry.count("}") - entry.count("\\}")
    field = next(line for line in entry.splitlines() if line.strip().startswith("title"))
    inside = field.partition("= {")[2].removesuffix("},")
    assert not [sign for at, sign in enumerate(inside) if sign in "&%$#_" and inside[at - 1] != "\\"]
    assert all(f"\\{sign}" in inside for sign in title if not sign.isalnum() and sign != " ")
    assert "year = {2026}" in entry
    assert "month = {3}" in entry
