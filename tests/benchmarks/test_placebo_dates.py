"""The program writes a table with its sidecar, a row a kind."""

import tomllib

import numpy as np
import pandas as pd

from benchmarks import placebo_dates as program
from turningpoint.robustness.placebos.simulated_dates import COLUMNS, KINDS


def test_table_and_sidecar_agree(monkeypatch, tmp_path):
    def run_chunk(number, seed, chunk, size=25):
        share = 0.02 if number == KINDS[1].number else 0.5
        return np.tile([share, 60.0, 2.0, 0.4], (size, 1))

    monkeypatch.setattr(program, "run_chunk", run_chunk)
    path = tmp_path / "table.csv"
    program.main(["--series", "50", "--workers", "1", "--output", str(path)])
    table = pd.read_csv(path)
    facts = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert tuple(table.columns) == COLUMNS == tuple(facts["columns"])
    assert table["series"].tolist() == [50] * len(KINDS)
    assert table["hits"].tolist() == [0, 50, 0]
    assert facts["command"] == "python -m benchmarks.placebo_dates --series 50"
