"""Simulated series of known truth, and the tables kept of them."""

import pandas as pd
import pandera.pandas as pa
import pytest

from turningpoint.errors import DataError
from turningpoint.robustness import simulated_tables as kept


def test_a_share_stands_with_its_bounds():
    row = kept.share_of(50, 1000)
    assert tuple(row) == kept.SHARE
    assert row["low"] < row["share"] == 0.05 < row["high"]


def test_a_share_that_is_none_is_refused(tmp_path):
    row = {"rho": 0.0, **kept.share_of(5, 100), "verdict": "holds"}
    path = tmp_path / "kept.csv"
    for share in (0.05, 1.5):
        pd.DataFrame([{**row, "share": share}]).to_csv(path, index=False)
        if share < 1:
            assert kept.read_simulated(path, {"rho": pa.Column(float)}, ["rho"])["hits"].tolist() == [5]
    with pytest.raises(DataError, match="is not a share"):
        kept.read_simulated(path, {"rho": pa.Column(float)}, ["rho"])


def test_percents_say_the_smallest_and_the_largest():
    assert kept.percents(pd.Series([0.051, 0.02, 0.043])) == "2.0 to 5.1%"
