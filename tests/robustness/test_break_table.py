"""The kept table of the test for a break."""

import tomllib

import pytest

from analysis.errors import DataError
from analysis.robustness.break_simulation import problem_of, run_chunk, whole_grid
from analysis.robustness.break_table import TABLE, read_break_table, simulated_words


def test_the_table_holds_every_cell_and_says_whether_it_holds():
    table = read_break_table()
    assert len(table) == len(whole_grid())
    assert (table["series"] >= 4000).all()
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
