"""Where ours fails is named as the table has it; nothing is said to fail that holds."""

import pandas as pd

from tests.reports.coverage_tables import table_of, thirds_of
from turningpoint.its.coverage.kept_table import OURS, read_coverage, read_thirds
from turningpoint.reports.chapters.methods.failures import (
    failing,
    failures_in_words,
    failures_table,
    thirds_in_words,
    thirds_table,
)

CELLS = pd.concat(
    [
        table_of([("straight", "level", 0.95), ("kink", "level", 0.90), ("kink", "growth_before", 0.85)]),
        table_of([("straight", "slope", 0.5)], method="quasi-poisson"),
    ]
)


def test_failures_of_ours_are_counted_with_the_worst():
    assert failures_in_words(CELLS, "counts") == (
        "**For counts, 2 calibrated intervals fail** of 3 judged (2 kinds, with and without a change): jump (1), "
        "growth before (1). The lowest coverage is 85.0% (growth before, kink)."
    )


def test_no_failure_is_said_to_be_none():
    told = failures_in_words(table_of([("gaussian", "level", 0.95)], outcome="gaussian"), "gaussian")
    assert told.startswith("**For measured values, no calibrated interval fails** of 1 judged")


def test_the_table_has_a_row_a_cell_the_worst_first():
    shown = failures_table(failing(pd.concat([CELLS, table_of([("irw", "level", 0.8)]).assign(cell=9)])))
    assert shown["Kind of series"].tolist() == ["irw", "kink"]
    assert shown["Coverage"].tolist() == ["80.0%", "85.0 to 90.0%"]
    assert shown["Interval for"].tolist() == ["jump", "growth before, jump"]
    assert shown["Change"].tolist() == ["no", "no"]


def test_thirds_that_fail_are_counted_by_their_memory():
    thirds = thirds_of([("kink", 1, 0.70), ("kink", 2, 0.95), ("kink", 3, 0.72)])
    told = thirds_in_words(thirds)
    assert told.endswith("2 of 3 do (1 with the shortest memory, 1 with the longest memory).")
    assert "lies below 88%" in told
    shown = thirds_table(thirds[thirds["verdict"] == "fails"])
    assert shown["Coverage"].tolist() == ["70.0%", "72.0%"]
    assert shown["Estimated memory"].tolist() == ["0.20 to 0.35", "0.60 to 0.75"]
    assert thirds_in_words(thirds_of([("kink", 1, 0.95)])).endswith("none of 1 does.")


def test_every_failure_of_the_kept_tables_is_told():
    kept = read_coverage()
    found = failing(kept)
    assert len(found) == ((kept["method"] == OURS) & (kept["verdict"] == "fails")).sum()
    assert found["coverage"].is_monotonic_increasing
    if len(found):
        assert set(failures_table(found)["Kind of series"]) == set(found["kind"])
    assert f"of {len(read_thirds())} do" in thirds_in_words(read_thirds())
