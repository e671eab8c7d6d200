"""The program writes a table with its sidecar."""

import tomllib

import pandas as pd

from benchmarks import joint_null as program
from turningpoint.robustness.specifications.simulated_size import COLUMNS


def test_table_and_sidecar_agree(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(program, "CHUNK", 4)
    monkeypatch.setattr(program, "RHOS", (0.0, 0.4))
    small = program.run_chunk
    monkeypatch.setattr(program, "run_chunk", lambda *given, **named: small(*given, **{"size": 4, **named}))
    path = tmp_path / "table.csv"
    program.main(["--workers", "1", "--series", "8", "--output", str(path)])
    table = pd.read_csv(path)
    facts = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert tuple(table.columns) == COLUMNS == tuple(facts["columns"])
    assert len(table) == 2 * 2 * 3
    assert facts["command"] == "python -m benchmarks.joint_null --series 8"
    assert "largest" in capsys.readouterr().out
