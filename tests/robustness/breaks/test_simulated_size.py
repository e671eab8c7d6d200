"""Simulated cells of the test for a break."""

import tomllib

import numpy as np
import pytest

from turningpoint.errors import DataError
from turningpoint.robustness.breaks.simulated_size import (
    COLUMNS,
    TABLE,
    BreakCell,
    problem_of,
    read_break_table,
    run_chunk,
    simulated_words,
    summarise,
    whole_grid,
)


@pytest.fixture(scope="module")
def problem():
    return problem_of()


def test_the_grid_asks_for_size_and_coverage():
    assert [cell.question for cell in whole_grid()] == ["size"] * 3 + ["coverage"] * 3
    assert [cell.rho for cell in whole_grid()] == [0.0, 0.4, 0.7] * 2


def test_a_chunk_is_the_same_again_and_another_is_not(problem):
    cell = whole_grid()[0]
    one, again, other = (run_chunk(cell, problem, seed=1, chunk=chunk, size=4) for chunk in (0, 0, 1))
    assert one["observed"] == pytest.approx(again["observed"])
    assert not np.allclose(one["observed"], other["observed"])


def test_a_row_counts_what_it_says(problem):
    chunk = run_chunk(BreakCell(0.4, 2.0), problem, seed=1, chunk=0, size=12)
    row = summarise(BreakCell(0.4, 2.0), [chunk])
    limit = np.quantile(chunk["null"], 0.95)
    assert row["hits"] == (chunk["observed"] <= limit).sum()
    assert row["mean_set"] == pytest.approx((chunk["short"] <= limit).sum(axis=1).mean())
    assert set(row) == set(COLUMNS)


@pytest.mark.parametrize(("hits", "verdict"), [(50, "holds"), (80, "fails")])
def test_size_is_judged_by_its_lower_bound(hits, verdict):
    observed = np.r_[np.full(hits, 2.0), np.zeros(1000 - hits)]
    row = summarise(BreakCell(0.0, 1.0), [{"observed": observed, "null": np.linspace(0, 1, 1000)}])
    assert row["verdict"] == verdict


def test_the_table_holds_every_cell_and_says_whether_it_holds():
    table = read_break_table()
    assert len(table) == len(whole_grid())
    assert (table["series"] >= 500).all()  # a date takes a search each, so fewer than where only p-values are wanted
    assert (table.loc[table["question"] == "size", "low"] <= 0.06).all()
    covered = table[(table["question"] == "coverage") & (table["rho"] <= 0.4)]
    assert (covered["share"] >= 0.93).all()


def test_the_code_still_gives_the_kept_numbers():
    facts = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))
    check = facts["check"]
    found = run_chunk(whole_grid()[check["cell"]], problem_of(), seed=facts["seed"], chunk=0, size=check["size"])
    assert sorted(found["observed"])[check["size"] // 2] == pytest.approx(check["median_gain"], rel=1e-6)


def test_words_follow_the_table():
    table = read_break_table()
    words = simulated_words(table)
    assert "memory 0 to 0.7" in words
    assert f"{100 * table.loc[table['question'] == 'size', 'share'].max():.1f}%" in words
    with pytest.raises(DataError):
        read_break_table(TABLE.with_name("nothing.csv"))
