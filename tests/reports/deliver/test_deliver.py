"""What is handed on beside the pages: of the same title, with what it lacks said."""

from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from tests.reports.deliver.fronts import Tags, figure, full_front
from turningpoint.reports.deliver.deliver import deliver
from turningpoint.reports.settings.named_series import with_series
from turningpoint.reports.settings.parameters import Parameters

MANIFEST: dict[str, Any] = {"started": "2026-03-09T10:00:00+00:00", "code": {"version": "0.4.0"}}


def test_a_report_has_a_workbook_and_a_briefing_of_one_title(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "one.csv").write_text("x\n1.25\n")
    table = {"kind": "table", "name": "one", "caption": "A caption"}
    parts = {
        "02_attack_frequency": [figure(tmp_path, "series"), figure(tmp_path, "inner", front=False), table],
        "04_kill_ratio": [figure(tmp_path, "ratio")],
    }
    deliver(
        tmp_path, full_front(), parts, parameters=with_series(Parameters()), title="A title", manifest=MANIFEST,
        notice="A draft.",
    )  # fmt: skip
    briefing = Tags(tmp_path / "report.pdf")
    assert "A title. Report made with turningpoint 0.4.0, March 2026.".replace(" ", "") in briefing.text
    assert "Adraft." in briefing.text
    pictures = [alt for alt in briefing.alternatives if alt.startswith("Alt of")]
    assert pictures == ["Alt of series", "Alt of ratio"]
    cells = CalamineWorkbook.from_path(str(tmp_path / "tables.xlsx")).get_sheet_by_name("one").to_python()
    assert cells[1][0].startswith("Source: A title; ")
    assert cells[-1][0] == 1.25


def test_a_report_without_a_name_is_called_as_its_page(tmp_path: Path) -> None:
    deliver(tmp_path, full_front(), {}, parameters=with_series(Parameters()), title="", manifest=MANIFEST)
    assert "MilitantattacksinPakistanandAugust2021" in Tags(tmp_path / "report.pdf").text
    assert not (tmp_path / "tables.xlsx").exists()
