"""The default edition as a whole. A file of its own, so that it runs beside the tests of a run, not after them."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.reports.formatted_numbers import formatted_columns
from turningpoint.reports.notebook_output import result_line
from turningpoint.reports.run.compare_reports import compare_reports
from turningpoint.reports.run.run import run_report
from turningpoint.reports.run.run_state import NOTEBOOKS, Request
from turningpoint.reports.settings.notebook_settings import READ, listed_parameters
from turningpoint.reports.settings.parameters import Parameters

APART = ("manifest.json", "index.html", "methods.html", "data.html", "cite.bib", "cite.json", "pictures", "report.pdf")
"""What tells the time of the run, if by its month alone, and what figures are drawn anew from."""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The default edition twice, with one and with two workers."""
    folder = tmp_path_factory.mktemp("default")
    (folder / "read").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(READ, str(folder / "read"))
        for jobs in (1, 2):
            run_report(Request(Parameters(), folder / str(jobs), edition="default"), jobs=jobs)
    return folder / "1", folder / "2"


def test_two_runs_of_the_default_edition_give_the_same_bytes(two_runs: tuple[Path, Path]) -> None:
    one, two = (
        {name: content for name, content in contents(run).items() if name.split("/")[0] not in APART}
        for run in two_runs
    )
    assert {"results.json"} | {name.split("/")[0] for name in one} == {
        "results.json", "figures", "tables", "notebooks", "tables.xlsx",
    }  # fmt: skip
    assert [name for name in sorted(one.keys() | two.keys()) if one.get(name) != two.get(name)] == []
    assert compare_reports(*two_runs) == []


def test_the_default_edition_has_the_ids_that_others_depend_on(two_runs: tuple[Path, Path]) -> None:
    ids = {entry["id"] for entry in json.loads((two_runs[0] / "results.json").read_text())}
    attacks = {
        "attacks.level_ratio",
        "attacks.slope_ratio_per_year",
        "attacks.expected_excess",
        "attacks.relative_excess",
    }
    kill_ratio = {"kill_ratio.claim_2021", "kill_ratio.claim_2025", "kill_ratio.claim_change"}
    methods = {f"methods.coverage.calibrated.level.{name}" for name in ("worst", "median", "failing_share")}
    assert attacks | kill_ratio | methods | {"claims.C01"} <= ids


def test_every_result_that_is_displayed_is_in_the_results_with_its_number(two_runs: tuple[Path, Path]) -> None:
    results = {entry["id"]: result_line(entry) for entry in json.loads((two_runs[0] / "results.json").read_text())}
    displayed = {}
    for path in (two_runs[0] / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text())["cells"]:
            for output in cell.get("outputs", ()):
                if output.get("metadata", {}).get("turningpoint", {}).get("kind") == "result":
                    line = "".join(output["data"]["text/plain"])
                    displayed[line.partition(": ")[0]] = line
    assert displayed.keys() == results.keys()
    assert [name for name, line in displayed.items() if line != results[name]] == []
    assert any(name.startswith("kill_ratio.over_time.") for name in results)


@pytest.mark.parametrize("notebook", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_lists_what_it_reads_and_nothing_else(two_runs: tuple[Path, Path], notebook: Path) -> None:
    """What it reads and does not list is refused when it is read."""
    read = (two_runs[0].parent / "read" / f"{notebook.stem}.txt").read_text().split()
    assert set(listed_parameters(notebook)) == set(read)


@pytest.mark.parametrize(
    ("cells", "formatted"),
    [
        (["1.7 (1.3 to 2.3)", "–"], True),
        (["0.50 to 3.94"], True),
        (["2.5 or more", "1"], True),
        (["0.4%", "2%"], True),
        (["× 13.46", "÷ 1.13"], True),
        (["193 : 592"], True),
        (["2,597"], True),
        (["−1.4", "0.5"], True),
        (["1.4", "0.5", ""], False),
        (["-1.4e-05", "20210815"], False),
        (["2015-01", "2016-04/2016-12"], False),
        (["2020 to 2024"], False),
        (["193:592", ""], False),  # as it was printed
        (["2022-06: totals give 25, the month is printed as 26"], False),
    ],
)
def test_what_counts_as_a_column_of_formatted_numbers(cells: list[str], formatted: bool) -> None:
    assert formatted_columns(pd.DataFrame({"a": cells})) == (["a"] if formatted else [])


def test_no_table_is_kept_rounded(two_runs: tuple[Path, Path]) -> None:
    tables = sorted((two_runs[0] / "tables").glob("*.csv"))
    assert len(tables) >= 40
    rounded = {path.stem: formatted_columns(pd.read_csv(path, dtype=str, keep_default_na=False)) for path in tables}
    assert {name: columns for name, columns in rounded.items() if columns} == {}
