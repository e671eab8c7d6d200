"""The kept table of how often the set of dates misleads."""

import numpy as np
import pytest

from turningpoint.robustness.dates.date_set import BOUND
from turningpoint.robustness.dates.simulated_kinds import KINDS, SET, DateKind
from turningpoint.robustness.dates.simulated_size import (
    LARGEST_FALSE,
    power_words,
    read_dates_table,
    simulated_words,
    summarise,
    wanted,
)

DATES = 32
TRUE = 22  # of every third month, the one of the break


def gains(*best, height=9.0):
    found = np.zeros((len(best), DATES))
    found[range(len(best)), best] = height
    return found


def test_a_row_counts_what_it_says():
    row = summarise(DateKind(5, "straight", 2.0), gains(TRUE, TRUE + 1, TRUE + 5, TRUE))
    assert (row["series"], row["hits"], row["share"]) == (4, 4, 1.0)
    assert row["holds_truth"] == row["near"] - 0.25 == 0.5
    assert row["false_exclusion"] == 0.5
    assert row["mean_set"] == pytest.approx(1 / DATES)
    assert (row["use"], row["verdict"]) == ("set", "fails")


def test_without_a_break_any_ruling_out_misleads():
    assert summarise(DateKind(2, "quadratic"), np.zeros((20, DATES)))["use"] == "set"
    row = summarise(DateKind(13, "quadratic"), np.concatenate([gains(3), np.zeros((19, DATES))]))
    assert (row["false_exclusion"], row["use"], row["verdict"]) == (0.05, "judged", "holds")
    assert summarise(DateKind(2, "quadratic"), gains(3, 4, height=BOUND))["hits"] == 0
    assert wanted(DateKind(3, "straight", rho=0.8)) > wanted(DateKind(1, "straight"))


def test_the_table_has_the_kinds_without_which_nothing_is_said():
    table = read_dates_table().set_index("number")
    assert {one.number for one in KINDS[:4]} <= set(table.index)
    assert (table["series"] == 300).all()
    there = table[table["truth"] != "none"]
    assert (there["false_exclusion"] <= LARGEST_FALSE).all()
    assert table.loc[1, "share"] <= 0.10
    assert (table["use"] == np.where(table.index <= SET, "set", "judged")).all()


def test_the_words_have_the_numbers_of_the_table():
    table = read_dates_table()
    words = simulated_words(table)
    assert "300 simulated series a kind" in words
    assert f"of straight, level × 2 in {100 * table.set_index('kind')['share']['straight, level × 2']:.0f}%" in words
    assert power_words(table).endswith("whose level doubled, 36% rule dates out.")
    failing = table.assign(verdict="fails")
    assert "More than wanted of: straight" in simulated_words(failing)
