"""Simulated cells of the joint null."""

import tomllib

import numpy as np
import pytest

from turningpoint.errors import DataError
from turningpoint.robustness.specifications.simulated_size import (
    COLUMNS,
    GRID,
    RHOS,
    STATISTICS,
    TABLE,
    read_joint_table,
    run_chunk,
    simulated_words,
    summarise,
)


@pytest.fixture(scope="module")
def chunk():
    return run_chunk(0.4, seed=1, chunk=0, size=20)


def test_the_grid_has_48_specifications():
    assert len(GRID.choices()) == 48


def test_every_series_has_its_statistics_and_one_null(chunk):
    assert set(chunk) == {(effect, name) for effect in ("level", "slope") for name in STATISTICS}
    for observed, null in chunk.values():
        assert observed.shape == null.shape == (20,)
        assert np.isfinite(observed).all()


def test_a_chunk_is_the_same_again(chunk):
    again = run_chunk(0.4, seed=1, chunk=0, size=20)
    assert again["level", "median"][0] == pytest.approx(chunk["level", "median"][0])


def test_rows_count_what_lies_beyond_the_limit(chunk):
    rows = summarise(0.4, [chunk])
    assert [tuple(row) for row in rows] == [COLUMNS] * 6
    observed, null = chunk["slope", "largest"]
    assert rows[-1]["hits"] == (observed > np.quantile(null, 0.95)).sum()


@pytest.mark.parametrize(("hits", "verdict"), [(50, "holds"), (80, "fails")])
def test_size_is_judged_by_its_lower_bound(hits, verdict):
    pair = (np.r_[np.full(hits, 2.0), np.zeros(1000 - hits)], np.linspace(0, 1, 1000))
    chunk = {(effect, name): pair for effect in ("level", "slope") for name in STATISTICS}
    assert {row["verdict"] for row in summarise(0.0, [chunk])} == {verdict}


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
