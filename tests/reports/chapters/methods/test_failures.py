"""Where ours fails is named; where nothing fails that is said; the pattern is found by its rule."""

import re

import pandas as pd

from tests.reports.coverage_tables import grid_of, table_of
from turningpoint.its.coverage.kept_table import read_coverage
from turningpoint.reports.chapters.methods.failures import (
    failing,
    failures_caption,
    failures_in_words,
    failures_table,
    pattern,
)

LONG_MEMORY = {
    (points, rho, mean): 0.90 for points in (24, 48, 96, 180) for rho in (0.8, 0.9) for mean in (3.0, 15.0, 60.0)
}
SHORT = {(24, rho, mean): 0.98 for rho in (0.0, 0.4) for mean in (3.0, 15.0, 60.0)}


def test_a_grid_that_holds_is_said_to_hold():
    sentence = failures_in_words(grid_of({}), "lognormal")
    assert sentence == "**For counts, no calibrated interval fails** of 48 judged (48 cells, 1 effects)."
    assert failures_table(grid_of({}), "too low").empty
    assert pattern(grid_of({}), "too low") == ("", 0, 0)


def test_a_few_failures_are_named_one_by_one():
    sentence = failures_in_words(grid_of({(24, 0.9, 60.0): 0.88, (48, 0.9, 3.0): 0.91}), "lognormal")
    assert "fail in 2** of 48" in sentence
    assert "2 hold the truth too rarely: 88.0% (level, 24 months, memory 0.9, mean 60); 91.0% (level, 48" in sentence
    assert "more often" not in sentence
    assert "1 holds the truth too rarely: 88.0%" in failures_in_words(grid_of({(24, 0.9, 60.0): 0.88}), "lognormal")
    assert "1 holds it more often than it says, and is wider" in failures_in_words(
        grid_of({(24, 0.0, 3.0): 0.985}), "lognormal"
    )


def test_many_failures_are_summed_up_by_where_they_lie_on_either_side():
    sentence = failures_in_words(grid_of(LONG_MEMORY | {(96, 0.8, 3.0): 0.87} | SHORT), "lognormal")
    assert "24 hold the truth too rarely: 24 of these at a memory of 0.8 or more, where 24 were judged" in sentence
    assert "the lowest coverage is 87.0% (level, 96 months, memory 0.8, mean 3)" in sentence
    assert "6 hold it more often than they say" in sentence
    assert "6 of these at 24 months and a memory of 0.4 or less, where 6 were judged" in sentence


def test_failures_all_over_the_grid_follow_no_pattern():
    scattered = {
        (24, 0.0, 3.0): 0.90, (48, 0.4, 15.0): 0.90, (96, 0.8, 60.0): 0.90, (180, 0.9, 3.0): 0.90,
        (24, 0.9, 60.0): 0.90, (180, 0.0, 15.0): 0.90, (96, 0.0, 3.0): 0.90, (48, 0.9, 60.0): 0.90,
    }  # fmt: skip
    assert pattern(grid_of(scattered), "too low") == ("", 0, 0)
    assert "in no part of the grid much more than in others" in failures_in_words(grid_of(scattered), "lognormal")


def test_of_conditions_that_hold_enough_the_densest_is_taken_and_the_simplest_where_they_tie():
    words, inside, judged = pattern(grid_of(LONG_MEMORY), "too low")
    assert (words, inside, judged) == ("a memory of 0.8 or more", 24, 24)
    one_length = {(24, rho, mean): 0.90 for rho in (0.8, 0.9) for mean in (3.0, 15.0, 60.0)}
    assert pattern(grid_of(one_length), "too low")[0] == "24 months and a memory of 0.8 or more"


def test_a_pair_is_taken_only_where_it_is_clearly_better_than_one_condition():
    mostly_short = LONG_MEMORY | {(180, rho, mean): 0.95 for rho in (0.8, 0.9) for mean in (3.0, 15.0)}
    assert pattern(grid_of(mostly_short), "too low") == ("a memory of 0.8 or more", 20, 24)


def test_the_tables_name_process_length_memory_mean_and_effect_of_every_failure_on_their_side():
    measured = table_of([(48, 0.9, 0.0, "observed_excess", 0.90)], process="gaussian")
    curved = table_of([(96, 0.4, 15.0, "level", 0.40), (96, 0.4, 15.0, "slope", 0.30)], process="curved")
    usual = table_of([(96, 0.4, 15.0, "level", 0.10)], method="poisson")
    cells = pd.concat([usual, curved, measured, grid_of({(24, 0.9, 60.0): 0.88} | SHORT)])
    assert failures_table(cells, "too low").to_dict("list") == {
        "Series": ["counts", "measured", "curved"],
        "Months": ["24", "48", "96"],
        "Memory": ["0.9", "0.9", "0.4"],
        "Mean": ["60", "–", "15"],
        "Coverage": ["88.0%", "90.0%", "30.0 to 40.0%"],
        "Interval for (cells)": ["level (1)", "observed excess (1)", "level (1), slope (1)"],
    }
    assert failures_table(cells, "too high").to_dict("records") == [
        {"Series": "counts", "Months": "24", "Memory": "0, 0.4", "Mean": "3, 15, 60", "Coverage": "98.0%",
         "Interval for (cells)": "level (6)"}
    ]  # fmt: skip


def test_every_failure_of_the_kept_table_is_in_a_row():
    kept = read_coverage()
    fails = failing(kept)
    assert len(fails) == ((kept["method"] == "calibrated") & (kept["verdict"] != "holds")).sum()
    for verdict in ("too low", "too high"):
        words = " ".join(failures_table(kept, verdict).get("Interval for (cells)", []))
        assert sum(map(int, re.findall(r"\((\d+)\)", words))) == (fails["verdict"] == verdict).sum()
        assert verdict in failures_caption(verdict, "")
