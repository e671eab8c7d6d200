"""The program goes on where it was stopped, and writes a table with its sidecar of the kinds that are whole."""

import tomllib

import numpy as np
import pandas as pd
import pytest

from benchmarks import date_sets as program
from turningpoint.robustness.dates.simulated_kinds import DateKind
from turningpoint.robustness.dates.simulated_size import COLUMNS


@pytest.fixture
def quick(monkeypatch, tmp_path):
    """Two kinds of two chunks, whose evidence is drawn, not computed."""
    done = []

    def run_chunk(one, *, seed, chunk, size=3):
        done.append((one.number, chunk))
        random = np.random.default_rng([seed, one.number, chunk])
        return random.standard_normal((size, 32)) + 9 * np.eye(32)[21] * (one.level > 1)

    kinds = (DateKind(1, "straight"), DateKind(6, "straight", 2.0))
    for name, value in {"KINDS": kinds, "CHUNKS": 2, "TOGETHER": 1, "WORK": tmp_path, "run_chunk": run_chunk}.items():
        monkeypatch.setattr(program, name, value)
    return done


def test_table_and_sidecar_agree_and_nothing_is_done_twice(quick, tmp_path, capsys):
    path = tmp_path / "table.csv"
    program.main(["--output", str(path)])
    table = pd.read_csv(path)
    facts = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert tuple(table.columns) == COLUMNS == tuple(facts["columns"])
    assert table["series"].tolist() == [6, 6]
    assert table["hits"].tolist()[1] == 6
    assert facts["command"] == "python -m benchmarks.date_sets"
    assert "2 of 2 kinds" in capsys.readouterr().out
    before = [task for task in quick if task[0] == 1]
    program.main(["--output", str(path)])
    assert [task for task in quick if task[0] == 1] == before


def test_without_time_no_table_is_written(quick, tmp_path):
    with pytest.raises(SystemExit, match="more --minutes"):
        program.main(["--minutes", "0", "--output", str(tmp_path / "table.csv")])
    assert not (tmp_path / "table.csv").exists()


def test_the_work_folder_follows_seed_and_code(monkeypatch):
    one = program.fingerprint(1)
    assert one == program.fingerprint(1) != program.fingerprint(2)
    monkeypatch.setattr(program, "MADE_BY", program.MADE_BY[:1])
    assert program.fingerprint(1) != one
