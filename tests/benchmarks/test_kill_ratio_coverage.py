"""The program behind the coverage of the kill ratio over time: any number of workers gives the same table."""

import tomllib

import pandas as pd
import pytest

from benchmarks import kill_ratio_coverage as program
from turningpoint.killratio.over_time.simulated_coverage import COLUMNS, read_kill_ratio_coverage
from turningpoint.killratio.over_time.simulated_deaths import whole_grid

CELLS = whole_grid()[27:29]


@pytest.fixture(scope="module")
def found():
    return program.run(CELLS, seed=3, series=50, workers=1)


def test_any_number_of_workers_gives_the_same(found):
    again, seconds = program.run(CELLS, seed=3, series=50, workers=2)
    pd.testing.assert_frame_equal(again, found[0])
    assert seconds > 0


def test_what_is_kept_can_be_read_and_says_how_it_was_made(found, tmp_path):
    table = tmp_path / "made" / "kill_ratio_coverage.csv"
    program.keep(found[0], table, command="python", seed=3, series=50, seconds=found[1])
    kept = read_kill_ratio_coverage(table)
    pd.testing.assert_frame_equal(kept, found[0], check_dtype=False, atol=1e-4)
    facts = tomllib.loads(table.with_suffix(".toml").read_text(encoding="utf-8"))
    assert (facts["seed"], facts["series"], facts["rows"]) == (3, 50, len(kept))
    assert facts["columns"].keys() == set(COLUMNS)
    assert facts["check"]["median_width"]["level"] > 0


def test_the_summary_counts_failing_cells(found):
    text = program.summary(found[0].assign(verdict="fails"))
    assert "2 of 2 fail" in text
    assert "0 of 2 fail" in program.summary(found[0].assign(verdict="holds"))


def test_the_command_line_writes_where_it_is_told(monkeypatch, found, tmp_path, capsys):
    monkeypatch.setattr(program, "run", lambda cells, **_: found)
    program.main(["--series", "50", "--seed", "3", "--output", str(tmp_path / "table.csv")])
    text = (tmp_path / "table.toml").read_text(encoding="utf-8")
    assert 'command = "python -m benchmarks.kill_ratio_coverage --series 50 --seed 3"' in text
    assert "binomial" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--workers", "0"], ["--seed", "-1"], ["--series", "60"]])
def test_a_choice_that_makes_no_sense_is_refused(words, capsys):
    with pytest.raises(SystemExit):
        program.main(words)
    assert "error:" in capsys.readouterr().err
