"""The program behind the coverage of the kill ratio of a year: any number of workers gives the same table."""

import tomllib

import pandas as pd
import pytest

from benchmarks import kill_ratio_years as program
from turningpoint.killratio.simulated_periods.coverage import CHOSEN, CHUNK, COLUMNS, read_kill_ratio_years
from turningpoint.killratio.simulated_periods.years import whole_grid

CELLS = (whole_grid()[0], whole_grid()[-1])


@pytest.fixture(scope="module")
def found():
    return program.run(CELLS, seed=3, series=CHUNK, workers=1)


def test_any_number_of_workers_gives_the_same(found):
    again, seconds = program.run(CELLS, seed=3, series=CHUNK, workers=2)
    pd.testing.assert_frame_equal(again, found[0])
    assert seconds > 0


def test_a_cell_that_is_close_is_run_further(monkeypatch):
    monkeypatch.setattr(program, "close_call", lambda _: True)
    rows, _ = program.run(CELLS[:1], seed=3, series=CHUNK, workers=1)
    assert (rows["series"] + rows["refused"] == 4 * CHUNK).all()


def test_what_is_kept_can_be_read_and_says_how_it_was_made(monkeypatch, found, tmp_path, capsys):
    monkeypatch.setattr(program, "run", lambda cells, **_: found)
    table = tmp_path / "made" / "years.csv"
    program.main(["--series", str(CHUNK), "--seed", "3", "--output", str(table)])
    pd.testing.assert_frame_equal(read_kill_ratio_years(table), found[0], check_dtype=False, atol=1e-4)
    facts = tomllib.loads(table.with_suffix(".toml").read_text(encoding="utf-8"))
    assert facts["command"] == f"python -m benchmarks.kill_ratio_years --series {CHUNK} --seed 3"
    assert facts["columns"].keys() == set(COLUMNS)
    assert CHOSEN in capsys.readouterr().out
