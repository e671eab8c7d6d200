"""A kept table has the checksum its sidecar names."""

import hashlib
import tomllib

import pandas as pd

from benchmarks.kept import keep


def test_the_sidecar_describes_the_table(tmp_path):
    path = tmp_path / "below" / "table.csv"
    keep(
        pd.DataFrame({"a": [1, 2]}), path, title="T", one_row="a row", meaning={"a": "a number"}, command="c", seed=1,
        seconds=2.4, check={"a": 1},
    )  # fmt: skip
    facts = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert facts["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (facts["rows"], facts["seconds"], facts["columns"]) == (2, 2, {"a": "a number"})
