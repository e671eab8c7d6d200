"""The program behind ``make coverage`` keeps what it finds, goes on where it stopped, and any worker gives the same."""

import shutil
import tomllib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from benchmarks import coverage as program
from turningpoint.its.coverage.grid import Cell, Kind, whole_grid
from turningpoint.its.coverage.kept_table import COLUMNS, OURS, THIRD_COLUMNS, read_coverage, read_thirds
from turningpoint.its.coverage.simulate_cell import Chunk, run_chunk

CELLS = (
    Cell(0, Kind("straight", points=20, before=9, harmonics=0), change=True),
    Cell(1, Kind("gaussian", points=24, before=14, mean=0.0, outcome="gaussian", harmonics=0), change=False),
)
SIZE = 5


def few(cell, **choices):
    return run_chunk(cell, **choices, size=SIZE)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Chunks of a few series; the rounds and those of a cell in doubt are short too."""
    monkeypatch.setattr(program, "run_chunk", few)
    monkeypatch.setattr(program, "ROUNDS", (1, 2))
    monkeypatch.setattr(program, "MOST", 3)


@pytest.fixture
def finished(tmp_path):
    """Files of every cell after the first round, simulated by one worker."""
    return program.run(CELLS, (1,), seed=3, workers=1, work=tmp_path / "work")


def test_a_rerun_simulates_nothing(finished, tmp_path, monkeypatch, capsys):
    capsys.readouterr()
    monkeypatch.setattr(program, "simulate_and_store", None)
    assert program.run(CELLS, (1,), seed=3, workers=1, work=tmp_path / "work") == finished
    assert capsys.readouterr().out == "0 chunks are left to 50 series a cell.\n"
    assert list(tmp_path.rglob("*.part")) == []


def test_rounds_go_on_and_only_cells_in_doubt_get_more(finished, tmp_path, monkeypatch):
    monkeypatch.setattr(program, "in_doubt", lambda chunks: chunks[0].results[OURS, "level"][0, 2] == doubted)
    doubted = program.read_chunk(finished[CELLS[1]][0]).results[OURS, "level"][0, 2]
    kept = program.run(CELLS, (1, 2), seed=3, workers=1, work=tmp_path / "work")
    assert [len(files) for files in kept.values()] == [2, 3]
    assert kept[CELLS[0]][:1] == finished[CELLS[0]]
    later = program.read_chunk(kept[CELLS[1]][2])
    assert {method for method, _ in later.results} == {OURS}


def test_a_kept_chunk_is_what_was_simulated(finished):
    for cell, (path,) in finished.items():
        kept, found = program.read_chunk(path), few(cell, seed=3, chunk=0)
        assert kept.results.keys() == found.results.keys()
        for key, one in found.results.items():
            np.testing.assert_array_equal(kept.results[key], one)
        np.testing.assert_array_equal(kept.rho, found.rho)
        assert program.seconds_of(path) > 0


def test_another_number_of_workers_gives_the_same(tmp_path, monkeypatch):
    """In processes of their own chunks are whole, and so is what one worker does here."""
    monkeypatch.setattr(program, "run_chunk", run_chunk)
    one, two = (
        program.run(CELLS[1:], (1,), seed=3, workers=workers, work=tmp_path / str(workers)) for workers in (1, 2)
    )
    first, second = (program.read_chunk(files[CELLS[1]][0]) for files in (one, two))
    for key, found in first.results.items():
        np.testing.assert_array_equal(found, second.results[key])


def test_no_time_begins_nothing_and_a_gap_ends_what_is_kept(finished, tmp_path):
    assert program.run(CELLS, (1,), seed=3, workers=1, end=-1.0, work=tmp_path / "none") == {}
    path = finished[CELLS[0]][0]
    path.rename(path.with_name(path.name.replace("-00", "-02")))
    assert list(program.run(CELLS, (1,), seed=3, workers=1, end=-1.0, work=tmp_path / "work")) == [CELLS[1]]


def test_cells_of_other_numbers_or_other_code_are_not_taken_over(tmp_path):
    its = program.ROOT / "analysis" / "turningpoint" / "its"
    usual = program.fingerprint(3)
    assert program.fingerprint(3) == usual != program.fingerprint(4)
    copied = tmp_path / "its"
    shutil.copytree(its, copied)
    assert program.fingerprint(3, copied) == usual
    for name, moved in (("model/specification", False), ("calibrated/noise_grid", True)):
        (copied / f"{name}.py").write_text((its / f"{name}.py").read_text(encoding="utf-8") + "#", encoding="utf-8")
        assert (program.fingerprint(3, copied) != usual) == moved


def test_the_modules_behind_the_numbers_are_found_by_their_imports():
    found = program.modules_behind("coverage.simulate_cell", program.ROOT / "analysis" / "turningpoint" / "its")
    assert {f"calibrated.{name}" for name in ("noise_grid", "linearisation", "posterior", "mixture")} <= found
    assert {"coverage.cell_series", "many_series.count_regressions", "regression.gls_ar1"} <= found
    assert {"answers.contrasts", "model.bending_trend", "many_series.negative_binomial"} <= found
    assert {"effects.effects", "analysis", "sensitivity"}.isdisjoint(found)


def test_what_is_kept_can_be_read_and_says_how_it_was_made(finished, tmp_path):
    table = tmp_path / "made" / "coverage.csv"
    found = program.keep(finished, table, command="make coverage", seed=3)
    kept, thirds = read_coverage(table), read_thirds(tmp_path / "made" / "coverage_by_memory.csv")
    pd.testing.assert_frame_equal(kept.reset_index(drop=True), found, check_dtype=False, rtol=1e-3, atol=1e-5)
    facts = tomllib.loads(table.with_suffix(".toml").read_text(encoding="utf-8"))
    assert (facts["command"], facts["seed"], facts["series"], facts["most_series"]) == ("make coverage", 3, SIZE, SIZE)
    assert facts["rows"] == len(kept)
    assert facts["versions"].keys() == {"python", "numpy", "scipy", "statsmodels", "pandas"}
    assert tuple(facts["columns"]) == COLUMNS
    more = tomllib.loads((tmp_path / "made" / "coverage_by_memory.toml").read_text(encoding="utf-8"))
    assert (tuple(more["columns"]), more["rows"]) == (THIRD_COLUMNS, len(thirds))
    (check,) = facts["check"].values()
    assert (check["cell"], check["median_width"]["level"] > 0) == (0, True)
    program.draw(kept, tmp_path / "made")
    assert (tmp_path / "made" / "coverage.svg").read_bytes().startswith(b"<?xml")


def test_the_summary_counts_failing_cells_and_names_ours(finished, tmp_path):
    found = program.keep(finished, tmp_path / "coverage.csv", command="make coverage", seed=3)
    found = found.assign(verdict="holds", coverage=0.95)
    assert program.summary(found).count("\n") == len(found["method"].unique())
    ours = (found["method"] == OURS) & (found["estimand"] == "slope") & (found["cell"] == 0)
    text = program.summary(found.assign(verdict=np.where(ours, "fails", "holds")))
    assert text.splitlines()[-1] == f"straight, change, slope: 95.0% of {SIZE}"
    line = next(line for line in text.splitlines() if line.startswith("calibrated "))
    assert line.split()[2] == "1"


def test_the_command_line_makes_the_quick_kinds(monkeypatch, tmp_path, finished, capsys):
    asked = {}

    def stand_in(cells, rounds, **numbers):
        asked.update(numbers, cells=cells, rounds=rounds)
        return finished

    monkeypatch.setattr(program, "run", stand_in)
    program.main(["--quick", "--workers", "3", "--seed", "5", "--output", str(tmp_path / "made")])
    assert {cell.kind.name for cell in asked.pop("cells")} == set(program.QUICK)
    assert asked == {"rounds": (1,), "seed": 5, "workers": 3, "end": np.inf}
    assert 'command = "make coverage ARGS=\\"--quick --seed 5\\""' in (tmp_path / "made" / "coverage.toml").read_text()
    assert "has 2 of 120 cells" in capsys.readouterr().out


def test_a_run_without_a_finished_cell_writes_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(program, "run", lambda *_, **__: {})
    with pytest.raises(SystemExit, match="Give it more --minutes"):
        program.main(["--minutes", "0.01", "--output", str(tmp_path / "made")])
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("words", [["--workers", "0"], ["--seed", "-1"], ["--fast"], ["--minutes", "0"]])
def test_a_choice_that_makes_no_sense_is_refused_before_anything_runs(words, capsys):
    with pytest.raises(SystemExit):
        program.main(words)
    assert "error:" in capsys.readouterr().err


def test_what_is_checked_is_in_the_quick_run_and_all_of_it_in_the_grid():
    assert set(program.CHECKED) <= set(program.QUICK) <= {cell.kind.name for cell in whole_grid()}
    assert [program.checked(replace(CELLS[0], change=change)) for change in (False, True)] == [False, True]
    assert isinstance(few(CELLS[0], seed=1, chunk=0), Chunk)


def test_facts_with_quotes_and_tables_survive():
    facts = {"seed": 1, "title": 'a "title" with é', "check": {"cell": 0, "median_width": {"level": 1.5}}}
    assert tomllib.loads(program.toml(facts)) == facts
