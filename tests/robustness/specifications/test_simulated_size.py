"""Simulated kinds of the joint null."""

import tomllib

import numpy as np
import pytest

from turningpoint.errors import DataError
from turningpoint.robustness.specifications.simulated_size import (
    CELLS,
    CHOICES,
    COLUMNS,
    TABLE,
    keys,
    read_joint_table,
    run_chunk,
    simulated_words,
    summarise,
)

NONE, CHANGE = CELLS[0], CELLS[1]


@pytest.fixture(scope="module")
def chunk():
    return run_chunk(NONE, seed=1, chunk=0, size=3)


def test_the_grid_has_24_straight_specifications_and_an_adaptive_one():
    trends = [one.pre_trend for one in CHOICES]
    assert (trends.count("straight"), trends.count("adaptive"), len(trends)) == (24, 1, 25)


def test_every_series_has_a_p_value_of_every_test(chunk):
    assert set(chunk) == set(keys())
    for trend, effect, statistic in keys():
        p, steps = chunk[trend, effect, statistic], 40 if trend == "straight" else 20
        assert p.shape == (3,)
        assert p * steps == pytest.approx(np.round(p * steps))
        assert ((p > 0) & (p <= 1)).all()


def test_a_chunk_is_the_same_again_and_another_is_not(chunk):
    again, other = (run_chunk(NONE, seed=1, chunk=place, size=3) for place in (0, 1))
    key = ("straight", "level", "median")
    assert again[key].tolist() == chunk[key].tolist()
    assert any(other[one].tolist() != chunk[one].tolist() for one in keys())


@pytest.mark.parametrize(
    ("hits", "none", "straight"), [(70, "holds", "fails"), (71, "fails", "fails"), (501, "fails", "holds")]
)
def test_size_and_power_are_judged_by_what_is_wanted(hits, none, straight):
    p = np.r_[np.full(hits, 0.05), np.full(1000 - hits, 0.1)]
    rows = summarise(NONE, [dict.fromkeys(keys(), p[:400]), dict.fromkeys(keys(), p[400:])])
    assert [tuple(row) for row in rows] == [COLUMNS] * len(keys())
    assert {(row["series"], row["hits"], row["verdict"]) for row in rows} == {(1000, hits, none)}
    verdicts = {
        (row["trend"], row["effect"], row["statistic"]): (row["wanted"], row["verdict"])
        for row in summarise(CHANGE, [dict.fromkeys(keys(), p)])
    }
    assert verdicts["straight", "slope", "median"] == (0.5, straight)
    assert verdicts["adaptive", "first year", "median"] == (0.4, straight)
    assert verdicts["adaptive", "slope", "median"] == verdicts["straight", "slope", "largest"] == (0.0, "holds")


def test_the_table_holds_the_kinds_at_a_long_memory():
    table = read_joint_table()
    assert {(row.truth, row.rho) for row in table.itertuples()} >= {("none", 0.7), ("change", 0.7)}
    assert len(table) % len(keys()) == 0
    assert (table.groupby(["truth", "rho"])["series"].nunique() == 1).all()
    # a rough first share of the series decides nothing
    judged = table[table["series"] >= 1000]
    assert (judged.loc[judged["truth"] == "none", "verdict"] == "holds").all()


def test_the_code_still_gives_the_kept_numbers():
    facts = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))
    check = facts["check"]
    found = run_chunk(CHANGE, seed=facts["seed"], chunk=0, size=check["size"])
    assert found["straight", "first year", "median"].tolist() == check["p"]


def test_words_follow_the_table():
    table = read_joint_table()
    words = simulated_words(table)
    assert f"{table.loc[table['truth'] == 'none', 'series'].min():,} simulated series without a change" in words
    assert "with a straight course before" in words
    none = table["truth"] == "none"
    worse = table.assign(verdict=np.where(none, "fails", table["verdict"]))
    assert f"allowed in {none.sum()} of {none.sum()} cases" in simulated_words(worse)
    assert "multiplied" not in simulated_words(table[none])
    with pytest.raises(DataError):
        read_joint_table(TABLE.with_name("nothing.csv"))
