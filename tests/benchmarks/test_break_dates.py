"""The program writes a table with its sidecar, the same whatever the number of workers."""

import tomllib

import pandas as pd

from benchmarks import break_dates as program
from turningpoint.robustness.breaks.simulated_size import COLUMNS, BreakCell


def test_table_and_sidecar_agree(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(program, "CHUNK", 4)
    monkeypatch.setattr(program, "whole_grid", lambda: (BreakCell(0.0, 1.0), BreakCell(0.4, 2.0)))
    small = program.run_chunk
    monkeypatch.setattr(program, "run_chunk", lambda *given, **named: small(*given, **{"size": 4, **named}))
    path = tmp_path / "table.csv"
    program.main(["--workers", "1", "--series", "8", "--output", str(path)])
    table = pd.read_csv(path)
    facts = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert tuple(table.columns) == COLUMNS == tuple(facts["columns"])
    assert table["series"].tolist() == [8, 8]
    assert facts["command"] == "python -m benchmarks.break_dates --series 8"
    assert "coverage" in capsys.readouterr().out
