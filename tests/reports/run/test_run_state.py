"""A run before and after its notebooks: what is checked first, what failed, what must not change in between."""

from dataclasses import replace
from pathlib import Path

import pytest

from turningpoint.errors import DataError, ParameterError
from turningpoint.reports.run.execute_notebook import Execution
from turningpoint.reports.run.run_state import Request, Run
from turningpoint.reports.settings.parameters import Parameters, parameters_from
from turningpoint.reports.settings.scope import Scope


def test_a_request_is_resolved_and_hashed_before_anything_starts(tmp_path: Path) -> None:
    run = Run.prepare(Request(Parameters(country="MLI"), tmp_path / "report"))
    assert [path.stem for path in run.books] == sorted(path.stem for path in run.books)
    assert run.skipped.keys() < {path.stem for path in run.books}
    assert all(len(sha256) == 64 for sha256 in run.inputs.data.values())
    with pytest.raises(ParameterError, match="XYZ"):
        Run.prepare(Request(Parameters(country="XYZ"), tmp_path / "report"))


def test_notebooks_that_are_not_asked_for_are_left_out_and_one_that_says_nothing_is_refused(tmp_path: Path) -> None:
    request = Request(Parameters(country="MLI"), tmp_path / "report", scope=Scope(("02_attack_frequency",)))
    run = Run.prepare(request)
    assert [path.stem for path in run.books if path.stem not in run.skipped] == ["02_attack_frequency"]
    assert run.skipped["03_turning_point"] == "03_turning_point is left out: it was not asked for."
    assert "only 02_attack_frequency was run" in run.inputs.scope
    assert run.inputs.hash != Run.prepare(replace(request, scope=Scope())).inputs.hash
    with pytest.raises(ParameterError, match=r"--only asks for what has nothing to say here\. The ledger of claims"):
        Run.prepare(replace(request, scope=Scope(("02_attack_frequency", "05_claims"))))


def test_failures_are_told_with_their_cell_where_there_is_one(tmp_path: Path) -> None:
    run = Run.prepare(Request(Parameters(), tmp_path / "report"))
    run.executions += [
        Execution("01", Path("01.ipynb"), 1.0),
        Execution("02", Path("02.ipynb"), 1.0, "ValueError: no", 3, "x"),
        Execution("03", Path("03.ipynb"), 1.0, "the kernel died"),
    ]
    assert run.failures == ["notebook 02 failed in cell 3: ValueError: no", "notebook 03 failed: the kernel died"]


def test_a_file_that_changed_since_is_refused_by_name(tmp_path: Path) -> None:
    data = tmp_path / "own.csv"
    data.write_text("\n".join(["month,n", *(f"{2001 + m // 12}-{m % 12 + 1:02d},{5 + m % 3}" for m in range(60))]))
    run = Run.prepare(Request(parameters_from({"data": str(data), "intervention": "2004-01"}), tmp_path / "report"))
    run.require_unchanged()
    data.write_text(data.read_text() + "\n2006-01,7\n")
    with pytest.raises(DataError, match=r"own\.csv changed while the report was made"):
        run.require_unchanged()
