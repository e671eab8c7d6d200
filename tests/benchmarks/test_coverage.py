"""The program behind ``make coverage`` keeps what it finds, goes on where it stopped, and any worker gives the same."""

import shutil
import tomllib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from benchmarks import coverage as program
from turningpoint.its.coverage.grid import quick_grid, whole_grid
from turningpoint.its.coverage.kept_table import COLUMNS as KEPT_COLUMNS
from turningpoint.its.coverage.kept_table import read_coverage

CELLS = tuple(
    cell for cell in whole_grid() if cell.points == 24 and cell.rho == 0.4 and cell.mean in (0.0, 15.0) and cell.change
)
TINY = {"seed": 3, "series": 50, "most": 100}


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Work folder, table and seconds of a grid of two cells, simulated by two workers."""
    work = tmp_path_factory.mktemp("work")
    return work, *program.run(CELLS, **TINY, workers=2, work=work)


def test_a_grid_gives_a_row_a_cell_method_and_estimand(finished):
    _, found, seconds = finished
    assert tuple(found.columns) == KEPT_COLUMNS
    assert found["process"].value_counts().to_dict() == {"lognormal": 5 + 5 * 4, "gaussian": 4 + 4 * 3}
    assert not found.duplicated(["cell", "method", "estimand"]).any()
    assert seconds > 0


def test_a_rerun_simulates_nothing_and_gives_the_same(finished, monkeypatch, capsys):
    work, found, seconds = finished
    monkeypatch.setattr(program, "simulate_and_store", None)
    again, counted = program.run(CELLS, **TINY, workers=1, work=work)
    assert "2 of 2 cells are kept" in capsys.readouterr().out
    pd.testing.assert_frame_equal(again, found)
    assert counted == seconds


def test_a_run_that_stopped_goes_on_and_another_number_of_workers_gives_the_same(finished, tmp_path, capsys):
    _, found, _ = finished
    program.run(CELLS[:1], **TINY, workers=1, work=tmp_path)
    whole, _ = program.run(CELLS, **TINY, workers=1, work=tmp_path)
    assert "1 of 2 cells are kept" in capsys.readouterr().out
    pd.testing.assert_frame_equal(whole, found)
    assert list(tmp_path.rglob("*.part")) == []


def test_cells_of_other_numbers_or_other_code_are_not_taken_over(tmp_path):
    its = program.ROOT / "analysis" / "turningpoint" / "its"
    usual = program.fingerprint(3, 50, 100)
    assert program.fingerprint(3, 50, 100) == usual
    assert len({usual, program.fingerprint(4, 50, 100), program.fingerprint(3, 100, 100)}) == 3
    copied = tmp_path / "its"
    shutil.copytree(its, copied)
    assert program.fingerprint(3, 50, 100, copied) == usual
    for name, moved in (("model/specification", False), ("calibrated/noise_grid", True)):
        (copied / f"{name}.py").write_text((its / f"{name}.py").read_text(encoding="utf-8") + "#", encoding="utf-8")
        assert (program.fingerprint(3, 50, 100, copied) != usual) == moved


def test_the_modules_behind_the_numbers_are_found_by_their_imports():
    found = program.modules_behind("coverage.simulate_cell", program.ROOT / "analysis" / "turningpoint" / "its")
    calibrated = {"noise_grid", "restricted_likelihood", "model_average", "forecast", "many_intervals"}
    assert {f"calibrated.{name}" for name in calibrated} <= found
    assert {"coverage.simulated_series", "many_series.count_regressions", "regression.gls_ar1"} <= found
    assert {"many_series.negative_binomial", "many_series.newton"} <= found
    assert {"effects.effects", "analysis", "sensitivity"}.isdisjoint(found)


def test_what_is_kept_can_be_read_and_says_how_it_was_made(finished, tmp_path):
    _, found, seconds = finished
    table = tmp_path / "made" / "coverage.csv"
    program.keep(found, table, command="make coverage", seconds=seconds, **TINY)
    kept = read_coverage(table)
    pd.testing.assert_frame_equal(kept, found, check_dtype=False, rtol=1e-3, atol=1e-5)
    facts = tomllib.loads(table.with_suffix(".toml").read_text(encoding="utf-8"))
    assert (facts["command"], facts["seed"], facts["series"]) == ("make coverage", 3, 50)
    assert facts["rows"] == len(kept)
    assert facts["versions"].keys() == {"python", "numpy", "scipy", "statsmodels", "pandas"}
    assert facts["columns"].keys() == set(KEPT_COLUMNS)
    checked = {name: check["cell"] for name, check in facts["check"].items()}
    assert checked == {cell.process: cell.index for cell in CELLS}
    assert all(check["median_width"]["level"] > 0 for check in facts["check"].values())
    program.draw(kept, tmp_path / "made")
    for name in ("coverage.svg", "coverage_gaussian.svg"):
        assert (tmp_path / "made" / name).read_bytes().startswith(b"<?xml")


def test_the_summary_counts_failing_cells_and_names_ours(finished):
    found = finished[1].assign(verdict="holds", coverage=0.95)
    assert program.summary(found).count("\n") == len(found["method"].unique())
    ours = (found["method"] == "calibrated") & (found["estimand"] == "slope") & (found["process"] == "lognormal")
    text = program.summary(found.assign(verdict=np.where(ours, "too low", "holds")))
    assert text.splitlines()[-1].startswith("lognormal n=24 rho=0.4 mean=15 change harmonics=")
    assert "slope: 95.0%" in text
    line = next(line for line in text.splitlines() if line.startswith("calibrated"))
    assert line.split()[1:3] == ["9", "1"]


def test_the_command_line_makes_the_quick_grid_in_a_folder_of_its_own(monkeypatch, tmp_path, finished, capsys):
    asked = {}

    def stand_in(cells, **numbers):
        asked.update(numbers, cells=cells)
        return finished[1], 1.0

    monkeypatch.setattr(program, "run", stand_in)
    program.main(["--quick", "--workers", "3", "--seed", "5", "--output", str(tmp_path)])
    assert asked == {"cells": quick_grid(), "seed": 5, "series": 300, "most": 300, "workers": 3}
    assert (tmp_path / "coverage.csv").is_file()
    assert 'command = "make coverage ARGS=\\"--quick --seed 5\\""' in (tmp_path / "coverage.toml").read_text()
    assert str(tmp_path / "coverage.csv") in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--workers", "0"], ["--seed", "-1"], ["--fast"]])
def test_a_choice_that_makes_no_sense_is_refused_before_anything_runs(words, capsys):
    with pytest.raises(SystemExit):
        program.main(words)
    assert "error:" in capsys.readouterr().err


def test_the_grids_share_their_series():
    assert set(quick_grid()) <= set(whole_grid())
    assert replace(CELLS[0]) in whole_grid()


def test_facts_with_quotes_and_tables_survive():
    facts = {"seed": 1, "title": 'a "title" with é', "check": {"cell": 0, "median_width": {"level": 1.5}}}
    assert tomllib.loads(program.toml(facts)) == facts
