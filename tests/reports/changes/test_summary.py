"""The summary of two reports: verdicts first, then the largest changes, within thirty lines however much differs."""

import json
from pathlib import Path
from typing import Any

import pytest

from turningpoint.reports.changes.summary import LINES, Summary, summary_of
from turningpoint.reports.run.compare_reports import compare_reports
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.reports.settings.scope import Scope

Records = list[dict[str, Any]]


def record(id: str, estimate: Any = 2.0, low: Any = 1.0, high: Any = 3.0, **more: Any) -> dict[str, Any]:
    return {"id": id, "estimate": estimate, "low": low, "high": high, **more}


def summary(tmp_path: Path, old: Records, new: Records, before: str = "", after: str = "") -> Summary:
    for name, records, data in (("old", old, before), ("new", new, after)):
        (tmp_path / name / "tables").mkdir(parents=True)
        (tmp_path / name / "results.json").write_text(json.dumps(records))
        if data:
            (tmp_path / name / "tables" / "one.csv").write_text(data)
    return summary_of(tmp_path / "old", tmp_path / "new", compare_reports(tmp_path / "old", tmp_path / "new"))


def test_a_change_of_verdict_comes_before_the_largest_change_of_a_number(tmp_path: Path) -> None:
    old = [record("a"), record("b", verdict="not shown")]
    found = summary(tmp_path, old, [record("a", 50.0, 40.0, 60.0), record("b", verdict="supported")])
    assert found.lines()[0] == "2 of 2 results changed, and the data of 0 figures and tables."
    assert found.lines()[2] == "  b, verdict: not shown → supported"
    assert found.lines()[4] == "  a: 2 (1 to 3) → 50 (40 to 60) (28 of its width)"


def test_estimates_are_sorted_by_the_width_of_the_earlier_interval_not_by_their_size(tmp_path: Path) -> None:
    old = [record("wide", 200.0, 0.0, 1000.0), record("narrow", 2.0, 1.9, 2.1)]
    new = [record("wide", 300.0, 0.0, 1000.0), record("narrow", 2.1, 1.9, 2.1)]
    found = summary(tmp_path, old, new)
    assert [(change.where, change.told) for change in found.estimates] == [
        ("narrow", "0.5 of its width"),
        ("wide", "0.1 of its width"),
    ]


@pytest.mark.parametrize("lost", [{"high": None}, {"estimate": None}])
def test_an_end_that_is_gone_comes_before_all_that_moved(tmp_path: Path, lost: dict[str, Any]) -> None:
    found = summary(tmp_path, [record("a"), record("b")], [record("a", 90.0, 80.0, 99.0), {**record("b"), **lost}])
    assert found.estimates[0].where == "b"
    assert "nothing" in found.estimates[0].new


def test_numbers_without_an_interval_are_sorted_by_their_relative_difference(tmp_path: Path) -> None:
    old = [record(id, 100.0, None, None) for id in ("small", "large", "gone", "zero")]
    old[3]["estimate"] = 0.0
    new = [{**one, "estimate": value} for one, value in zip(old, (101.0, 150.0, None, 1.0), strict=True)]
    found = summary(tmp_path, old, new)
    assert [change.where for change in found.numbers][2:] == ["large, estimate", "small, estimate"]
    assert {change.told for change in found.numbers[:2]} == {"a number is new or gone", "from zero"}
    assert found.texts == ()


def test_a_date_that_moved_is_among_the_words_that_say_something(tmp_path: Path) -> None:
    found = summary(
        tmp_path, [record("low", "2019-10", "2019-03", "2021-07")], [record("low", "2020-01", "2019-03", "2021-07")]
    )
    assert [str(change) for change in found.verdicts] == ["low, estimate: 2019-10 → 2020-01"]


def test_long_texts_are_shown_where_they_differ(tmp_path: Path) -> None:
    found = summary(tmp_path, [record("a", reason=f"{'x' * 500} old")], [record("a", reason=f"{'x' * 500} new")])
    assert str(found.texts[0]).endswith("xx old → …" + "x" * 19 + " new")
    assert len(str(found.texts[0])) < 100


def test_a_row_more_is_one_line_however_many_cells_it_shifts(tmp_path: Path) -> None:
    rows = [f"{number},{number * 7}" for number in range(500)]
    found = summary(tmp_path, [], [], "n,m\n" + "\n".join(rows), "n,m\n" + "\n".join(["9,9", *rows]))
    assert [str(change) for change in found.files] == ["tables/one.csv (rows 500 → 501; 1,002 cells changed)"]


def test_the_largest_cell_of_a_file_is_named(tmp_path: Path) -> None:
    found = summary(tmp_path, [], [], "n,m\n1,2\n3,4\n", "n,m\n1,3\n3,4.1\n")
    assert [str(change) for change in found.files] == [
        "tables/one.csv, row 2, column m: 2 → 3 (relative difference 0.5; 2 cells changed)"
    ]


@pytest.mark.parametrize("many", [1, 40, 900])
def test_there_are_at_most_thirty_lines(tmp_path: Path, many: int) -> None:
    old: Records = []
    new: Records = []
    for number in range(many):
        old += [record(f"v{number}", verdict="a"), record(f"e{number}"), record(f"n{number}", 5.0, None, None)]
        new += [record(f"v{number}", verdict="b"), record(f"e{number}", 2.5), record(f"n{number}", 6.0, None, None)]
        old += [record(f"t{number}", reason="x"), record(f"gone{number}")]
        new += [record(f"t{number}", reason="y"), record(f"added{number}")]
    lines = summary(tmp_path, old, new, "n\n1\n", "n\n2\n").lines()
    assert len(lines) <= LINES
    assert len(lines) == LINES or many == 1
    assert [line for line in lines if line.startswith("Verdicts")]
    assert max(map(len, lines)) < 200


def test_what_is_no_full_report_is_said_first(tmp_path: Path) -> None:
    part = [*Scope(quick=True).records(Parameters()), record("a")]
    found = summary(tmp_path, [record("a")], part)
    assert found.lines()[0].endswith(
        "new: This is not the full report: quick, with replicates 199 in place of 999 "
        "and null_replicates 19 in place of 99."
    )
    assert found.added == ("report.scope",)


def test_results_alone_say_that_they_are(tmp_path: Path) -> None:
    summary(tmp_path, [record("a")], [record("a", 2.5)])
    pair = [tmp_path / name / "results.json" for name in ("old", "new")]
    assert summary_of(*pair, compare_reports(*pair)).counts == "1 of 1 result changed; only results were compared."
