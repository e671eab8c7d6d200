"""The program writes a table with its sidecar, and goes on where it was stopped."""

import tomllib

import numpy as np
import pandas as pd
import pytest

from benchmarks import joint_null as program
from turningpoint.robustness.specifications.simulated_size import CHUNK, COLUMNS, keys


@pytest.fixture(autouse=True)
def made_up(tmp_path, monkeypatch):
    """Chunks that cost nothing: a p-value of 0.05 in every series of the second kind, 0.5 in the others."""
    done = []

    def run_chunk(cell, *, seed, chunk, size=CHUNK):
        done.append((cell.truth, cell.rho, chunk))
        return dict.fromkeys(keys(), np.full(size, 0.05 if cell.truth == "change" else 0.5))

    monkeypatch.setattr(program, "run_chunk", run_chunk)
    monkeypatch.setattr(program, "WORK", tmp_path / "work")
    return done


def test_table_and_sidecar_agree(tmp_path, made_up, capsys):
    path = tmp_path / "table.csv"
    program.main(["--series", str(2 * CHUNK), "--output", str(path)])
    table = pd.read_csv(path)
    facts = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert tuple(table.columns) == COLUMNS == tuple(facts["columns"])
    assert len(table) == 4 * len(keys())
    assert (table["share"] == np.where(table["truth"] == "change", 1.0, 0.0)).all()
    assert (table["series"] == 2 * CHUNK).all()
    assert facts["command"] == f"python -m benchmarks.joint_null --series {2 * CHUNK}"
    assert made_up[:4] == [("none", 0.7, 0), ("change", 0.7, 0), ("none", 0.7, 1), ("change", 0.7, 1)]
    assert "first year" in capsys.readouterr().out


def test_what_was_simulated_is_not_simulated_again(tmp_path, made_up):
    path = tmp_path / "table.csv"
    program.main(["--series", str(CHUNK), "--output", str(path)])
    before = len(made_up)
    program.main(["--series", str(CHUNK), "--output", str(path)])
    assert len(made_up) == before + 1  # the check of the sidecar
    with pytest.raises(SystemExit, match="No chunk was finished"):
        program.main(["--seed", "7", "--minutes", "0", "--output", str(path)])
    with pytest.raises(SystemExit, match="2"):
        program.main(["--series", "7"])
