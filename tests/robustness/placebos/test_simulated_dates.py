"""The kept table of how often an effect stands out among those at earlier dates."""

import tomllib

import numpy as np
import pytest

from turningpoint.number_format import fixed
from turningpoint.robustness.placebos.simulated_dates import (
    COLUMNS,
    KINDS,
    LARGEST_SIZE,
    TABLE,
    read_placebo_table,
    run_chunk,
    simulated_words,
    summarise,
)


def found(*shares):
    return np.array([[share, 60.0, 2.0, 0.4] for share in shares])


def test_a_row_counts_the_series_whose_effect_stands_out():
    row = summarise(KINDS[1], found(0.05, 0.02, 0.06, 0.5))
    assert (row["truth"], row["series"], row["hits"], row["verdict"]) == ("break", 4, 2, "holds")
    assert (row["dates"], row["windows_apart"], row["mean_power"]) == (60.0, 2, 0.4)


def test_where_nothing_changes_more_than_wanted_fails():
    many, few = found(*[0.02] * 8, *[0.5] * 92), found(*[0.02] * 7, *[0.5] * 93)
    assert (summarise(KINDS[0], many)["verdict"], summarise(KINDS[0], few)["verdict"]) == ("fails", "holds")


def test_the_table_has_every_kind_and_the_words_its_numbers():
    table = read_placebo_table()
    assert set(table.columns) == set(COLUMNS)
    assert table["number"].tolist() == [one.number for one in KINDS]
    assert (table["series"] >= 300).all()
    words = simulated_words()
    for row in table.to_dict("records"):
        assert fixed(100 * row["share"], 1) in words
        assert row["verdict"] == ("fails" if row["truth"] == "none" and row["share"] > LARGEST_SIZE else "holds")


def test_the_code_still_gives_the_kept_numbers():
    facts = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))
    check = facts["check"]
    shares = run_chunk(check["kind"], facts["seed"], 0, check["size"])[:, 0]
    assert shares == pytest.approx(check["shares"], abs=1e-6)
