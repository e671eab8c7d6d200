"""The grid in words: every method and process has some, the summary counts what fails, and how it was made is told."""

import pandas as pd
import pytest

from tests.reports.coverage_tables import table_of
from turningpoint.errors import DataError
from turningpoint.figures.coverage import METHODS
from turningpoint.its.coverage.kept_table import TABLE, read_coverage
from turningpoint.reports.chapters.methods.coverage_grid import (
    COUNTS,
    EFFECTS,
    PROCESSES,
    by_method,
    how_made,
    methods_table,
)


def test_every_method_process_and_effect_of_the_kept_table_has_words():
    kept = read_coverage()
    assert set(kept["method"]) <= set(METHODS)
    assert set(kept["process"]) <= set(PROCESSES)
    assert set(kept["estimand"]) <= set(EFFECTS)


def test_the_summary_counts_failures_and_gives_the_coverage_farthest_from_nominal():
    cells = table_of(
        [
            (24, 0.0, 3.0, "level", 0.94),
            (24, 0.4, 3.0, "level", 0.98),
            (48, 0.0, 3.0, "level", 0.95),
            (24, 0.0, 3.0, "slope", 0.80),
            (24, 0.4, 3.0, "slope", 0.96),
            (48, 0.0, 3.0, "slope", 0.99),
        ]
    )
    level, slope = by_method(cells).to_dict("records")
    assert (level["cells"], level["too_low"], level["too_high"]) == (3, 0, 1)
    assert (level["lowest"], level["median"], level["highest"], level["worst"]) == (0.94, 0.95, 0.98, 0.98)
    assert (slope["too_low"], slope["too_high"], slope["worst"]) == (1, 1, 0.80)
    shown = methods_table(by_method(cells))
    assert shown["Cells that fail"].tolist() == ["1 of 3", "2 of 3"]
    assert shown["Lowest"].tolist() == ["94.0%", "80.0%"]


def test_ours_stands_first_and_the_relative_excess_stays_out_of_the_table():
    cells = pd.concat(
        [
            table_of([(24, 0.0, 3.0, name, 0.6) for name in ("level", "relative_excess")], method="poisson"),
            table_of([(24, 0.0, 3.0, name, 0.95) for name in ("level", "relative_excess")]),
        ]
    )
    summary = by_method(cells)
    assert summary["method"].tolist() == ["calibrated", "calibrated", "poisson", "poisson"]
    assert methods_table(summary)["Interval for"].tolist() == ["level", "level"]


def test_the_summary_of_the_kept_table_agrees_with_it():
    kept = read_coverage()
    counts = kept[kept["process"] == COUNTS]
    summary = by_method(counts)
    assert summary["cells"].sum() == len(counts)
    assert summary["too_low"].sum() == (counts["verdict"] == "too low").sum()
    assert summary["lowest"].min() == counts["coverage"].min()


def test_a_method_without_words_is_refused():
    with pytest.raises(DataError, match="'guesswork', which the report has no words for"):
        by_method(table_of([(24, 0.0, 3.0, "level", 0.9)], method="guesswork"))


def test_how_the_kept_table_was_made_is_read_from_its_sidecar():
    made = how_made()
    sidecar = TABLE.with_suffix(".toml").read_text(encoding="utf-8")
    assert f"seed = {made.seed}" in sidecar
    assert f"made = {made.day.isoformat()}" in sidecar
    assert f"{made.series:,} series a cell" in made.in_words()
    assert made.command.startswith("make coverage")


def test_a_table_without_a_sidecar_is_refused(tmp_path):
    with pytest.raises(DataError, match="does not say how the table of coverage was made"):
        how_made(tmp_path / "coverage.csv")
    (tmp_path / "coverage.toml").write_text("seed = 1\n")
    with pytest.raises(DataError, match="'command'"):
        how_made(tmp_path / "coverage.csv")
