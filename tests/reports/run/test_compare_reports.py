"""What changed between two reports: numbers at a tolerance, texts exactly, data of figures and tables too."""

import contextlib
import json
import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turningpoint.errors import DataError, ParameterError
from turningpoint.reports.run.compare_reports import changed_since, compare_reports

RESULTS = [
    {"id": "a", "estimate": 2.0, "low": 1.0, "high": None, "unit": "ratio"},
    {"id": "b", "estimate": 0.0, "verdict": "supported"},
]


def report(folder: Path, results: list[dict[str, object]] | None = None, data: str = "month,n\n2021-08,3\n") -> Path:
    (folder / "figures").mkdir(parents=True)
    (folder / "results.json").write_text(json.dumps(RESULTS if results is None else results))
    (folder / "figures" / "one.csv").write_text(data)
    return folder


def lines(tmp_path: Path, results: list[dict[str, object]] | None = None, **options: object) -> list[str]:
    old = report(tmp_path / "old")
    new = report(tmp_path / "new", results, **options)  # type: ignore[arg-type]
    return [str(difference) for difference in compare_reports(old, new)]


def changed(**fields: object) -> list[dict[str, object]]:
    return [{**RESULTS[0], **fields}, RESULTS[1]]


def test_a_report_does_not_differ_from_itself_nor_from_another_order(tmp_path: Path) -> None:
    assert lines(tmp_path, RESULTS[::-1]) == []


@pytest.mark.parametrize("estimate", [2.0 + 1e-6, 2.0 - 1e-6, 2])
def test_numbers_within_the_tolerance_are_the_same(tmp_path: Path, estimate: float) -> None:
    assert lines(tmp_path, changed(estimate=estimate)) == []


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"estimate": 2.00001}, "changed: a, estimate: 2 → 2.00001 (relative difference 5e-06)"),
        ({"estimate": None}, "changed: a, estimate: 2 → nothing"),
        ({"high": 4.0}, "changed: a, high: nothing → 4"),
        ({"unit": "Ratio"}, "changed: a, unit: ratio → Ratio"),
        ({"estimate": "2.0"}, "changed: a, estimate: 2 → 2.0"),
        ({"note": "x"}, "changed: a, note: nothing → x"),
        ({"estimate": True}, "changed: a, estimate: 2 → True"),
    ],
)
def test_what_changed_is_named(tmp_path: Path, fields: dict[str, object], line: str) -> None:
    assert lines(tmp_path, changed(**fields)) == [line]


def test_a_change_from_zero_is_seen_but_not_rounding(tmp_path: Path) -> None:
    assert lines(tmp_path, [RESULTS[0], {**RESULTS[1], "estimate": 1e-9}])[0].startswith(
        "changed: b, estimate: 0 → 1e-09"
    )
    assert [str(d) for d in compare_reports(tmp_path / "old", tmp_path / "new", tolerance=1)] != []


def test_rounding_at_zero_is_none(tmp_path: Path) -> None:
    assert lines(tmp_path, [RESULTS[0], {**RESULTS[1], "estimate": 1e-15}]) == []


def test_added_and_removed_ids_are_named(tmp_path: Path) -> None:
    assert lines(tmp_path, [RESULTS[0], {"id": "c", "estimate": 1.0}]) == ["removed: b", "added: c"]


def test_data_of_figures_are_compared(tmp_path: Path) -> None:
    assert lines(tmp_path, data="month,n\n2021-08,4\n")[0].startswith(
        "changed: figures/one.csv, row 2, column n: 3 → 4"
    )


def test_a_row_more_is_seen(tmp_path: Path) -> None:
    assert any("rows: 1 → 2" in line for line in lines(tmp_path, data="month,n\n2021-08,3\n2021-09,3\n"))


def test_a_file_more_or_less_is_seen(tmp_path: Path) -> None:
    old, new = report(tmp_path / "old"), report(tmp_path / "new")
    (new / "figures" / "one.csv").rename(new / "figures" / "two.csv")
    assert [str(found) for found in compare_reports(old, new)] == ["removed: figures/one.csv", "added: figures/two.csv"]


def test_two_results_files_are_compared_alone(tmp_path: Path) -> None:
    old, new = report(tmp_path / "old"), report(tmp_path / "new", data="other\n")
    assert compare_reports(old / "results.json", new) == []


@pytest.mark.parametrize("text", ["", "{", "{}x", "[1]", '[{"estimate": 1}]', '{"a": 1}'])
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    old = report(tmp_path / "old")
    (tmp_path / "results.json").write_text(text)
    with pytest.raises(DataError, match=r"results\.json"):
        compare_reports(old, tmp_path / "results.json")
    with pytest.raises(DataError, match="No such file"):
        compare_reports(tmp_path / "absent", old)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("month,m\n", "changed: figures/one.csv, columns: month, n → month, m"),
        ("n,month\n", "changed: figures/one.csv, columns: month, n → n, month"),
        ("month,n,m\n", "changed: figures/one.csv, columns: month, n → month, n, m"),
    ],
)
def test_other_columns_are_named_in_a_table_without_rows_too(tmp_path: Path, header: str, line: str) -> None:
    old, new = report(tmp_path / "old", data="month,n\n"), report(tmp_path / "new", data=header)
    assert [str(found) for found in compare_reports(old, new)] == [line]


def test_a_difference_is_relative_to_the_old_value(tmp_path: Path) -> None:
    assert lines(tmp_path, changed(estimate=8.0)) == ["changed: a, estimate: 2 → 8 (relative difference 3)"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[{"id":"a","estimate":1e999}]', "1e999 is not a finite number"),
        ('[{"id":"a","estimate":NaN}]', "NaN is not a finite number"),
        ('[{"id":"a","estimate":-Infinity}]', "-Infinity is not a finite number"),
        (f'[{{"id":"a","estimate":{"9" * 400}}}]', "9999… is not a finite number"),
        (f'[{{"id":"a","estimate":{"9" * 5000}}}]', "9999… is not a finite number"),
        (f'[{{"id":"a","estimate":{"[" * 2000}{"]" * 2000}}}]', "nested too deeply|is a list"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"id":"a","estimate":[1]}]', "field 'estimate' of 'a' is a list"),
        ('[{"id":"a","estimate":1},{"id":"a","estimate":2}]', "'a' stands twice"),
        ('[{"id":"a","estimate":1,"estimate":2}]', "'estimate' stands twice"),
        ('[{"id":1}]', "the id '1' is no text"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_no_report_holds_is_refused_whichever_side_it_is_on(tmp_path, text, why, turned) -> None:
    (tmp_path / "bad.json").write_text(text)
    (tmp_path / "one.json").write_text('[{"id":"a","estimate":1.0}]')
    pair = [tmp_path / "bad.json", tmp_path / "one.json"]
    with pytest.raises(DataError, match=why):
        compare_reports(*pair[:: -1 if turned else 1])
    with pytest.raises(DataError, match=why):
        compare_reports(pair[0], pair[0])


def test_columns_of_one_name_do_not_hide_each_other(tmp_path) -> None:
    old, new = report(tmp_path / "old", data="n,n\n1,2\n"), report(tmp_path / "new", data="n,n\n3,2\n")
    assert str(compare_reports(old, new)[0]).startswith("changed: figures/one.csv, row 2, column 1")


@pytest.mark.parametrize("tolerance", [math.nan, math.inf])
def test_a_tolerance_is_a_finite_number(tmp_path, tolerance) -> None:
    old = report(tmp_path / "old")
    with pytest.raises(ParameterError, match="give a finite number"):
        compare_reports(old, old, tolerance=tolerance)


def test_numbers_too_far_apart_for_a_number_differ(tmp_path) -> None:
    old, new = report(tmp_path / "old", changed(estimate=1.7e308)), report(tmp_path / "new", changed(estimate=-1.7e308))
    assert compare_reports(old, new, tolerance=1e9) != []


def test_a_stream_without_end_and_a_name_too_long_are_refused(tmp_path) -> None:
    with pytest.raises(DataError, match="File name too long"):
        compare_reports(tmp_path / ("x" * 300), tmp_path)
    with pytest.raises(DataError, match="too large"):
        compare_reports(Path("/dev/zero"), tmp_path)


@given(st.binary(max_size=200) | st.text(alphabet='[]{}",:iad1e9.-', max_size=60).map(str.encode))
@settings(max_examples=150)
def test_whatever_the_bytes_it_is_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "results.json"
        file.write_bytes(content)
        with contextlib.suppress(DataError):
            assert compare_reports(file, file) == []


PLAIN = st.none() | st.booleans() | st.text() | st.integers() | st.floats()


@given(st.lists(st.dictionaries(st.sampled_from(["id", "estimate", "low"]), PLAIN), max_size=3))
def test_whatever_the_fields_a_report_equals_itself_or_is_refused(entries) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "results.json"
        file.write_text(json.dumps(entries))
        with contextlib.suppress(DataError):
            assert compare_reports(file, file) == []


def test_a_report_says_what_it_changes_against_the_one_before(tmp_path: Path) -> None:
    old = report(tmp_path / "old")
    assert changed_since(tmp_path / "none", old) == ""
    assert changed_since(old, report(tmp_path / "same", RESULTS[::-1])) == "None since the report before."
    judged = [{**RESULTS[0], "low": 1.5}, {**RESULTS[1], "verdict": "partly", "estimate": 1.0}]
    assert changed_since(old, report(tmp_path / "new", judged)) == (
        "1 verdict and 1 other result since the report before."
    )
    (old / "results.json").write_text("{")
    assert changed_since(old, tmp_path / "new") == "The report before cannot be read."
