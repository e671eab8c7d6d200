"""The kept table of the joint null."""

import tomllib

import numpy as np
import pytest

from analysis.errors import DataError
from analysis.robustness.joint_simulation import RHOS, STATISTICS, run_chunk
from analysis.robustness.joint_table import TABLE, read_joint_table, simulated_words


def test_the_table_holds_every_cell():
    table = read_joint_table()
    assert len(table) == len(RHOS) * 2 * len(STATISTICS)
    assert (table["series"] >= 4000).all()
    assert (table["low"] <= 0.06).all()


def test_the_code_still_gives_the_kept_numbers():
    facts = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))
    check = facts["check"]
    found = run_chunk(check["rho"], seed=facts["seed"], chunk=0, size=check["size"])
    assert np.median(found["level", "largest"][0]) == pytest.approx(check["largest"], rel=1e-6)


def test_words_follow_the_table():
    table = read_joint_table()
    words = simulated_words(table)
    assert "4,000 simulated series" in words
    assert "Too often" not in words
    worse = table.assign(verdict="fails")
    assert f"Too often in {len(table)} of {len(table)} cases" in simulated_words(worse)
    with pytest.raises(DataError):
        read_joint_table(TABLE.with_name("nothing.csv"))
