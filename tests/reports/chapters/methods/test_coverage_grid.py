"""The grid in words: every method and answer has some, the summary counts what fails, and how it was made is told."""

import pandas as pd
import pytest

from tests.reports.coverage_tables import table_of
from turningpoint.errors import DataError
from turningpoint.figures.coverage import ESTIMANDS, METHODS
from turningpoint.its.coverage.grid import KINDS
from turningpoint.its.coverage.kept_table import ANSWERS, TABLE, read_coverage
from turningpoint.reports.chapters.methods.coverage_grid import (
    COURSES,
    OUTCOMES,
    by_method,
    courses_table,
    how_made,
    methods_table,
)


def test_every_method_outcome_answer_and_course_has_words():
    kept = read_coverage()
    assert set(kept["method"]) <= set(METHODS)
    assert set(kept["outcome"]) <= set(OUTCOMES)
    assert set(ESTIMANDS) == set(ANSWERS)
    assert set(COURSES) <= {kind.name for kind in KINDS}


def test_the_summary_counts_failures_and_gives_the_extremes():
    cells = table_of(
        [("straight", "level", 0.94), ("kink", "level", 0.90), ("irw", "level", 0.95), ("straight", "slope", 1.0)]
    )
    level, slope = by_method(cells).to_dict("records")
    assert (level["cells"], level["failing"]) == (3, 1)
    assert (level["lowest"], level["median"], level["highest"], level["width"]) == (0.90, 0.94, 0.95, 1.25)
    assert (slope["cells"], slope["failing"]) == (1, 0)
    shown = methods_table(by_method(cells))
    assert shown["Kinds that fail"].tolist() == ["1 of 3", "0 of 1"]
    assert shown["Lowest"].tolist() == ["90.0%", "100.0%"]
    assert shown["Width over the oracle's"].tolist() == ["1.25", "1.25"]


def test_ours_stands_first_and_an_answer_that_the_oracle_lacks_has_no_width():
    rows = [("straight", "low_point", 0.6)]
    cells = pd.concat([table_of(rows, method="quasi-poisson"), table_of(rows).assign(width_over_oracle=float("nan"))])
    summary = by_method(cells)
    assert summary["method"].tolist() == ["calibrated", "quasi-poisson"]
    assert methods_table(summary)["Width over the oracle's"].tolist() == ["–", "1.25"]


def test_the_summary_of_the_kept_table_agrees_with_it():
    counts = read_coverage().query("outcome == 'counts'")
    summary = by_method(counts)
    assert summary["cells"].sum() == len(counts)
    assert summary["failing"].sum() == (counts["verdict"] == "fails").sum()
    assert summary["lowest"].min() == counts["coverage"].min()


def test_by_course_the_lower_of_with_and_without_a_change_is_shown():
    cells = pd.concat(
        [
            table_of([("kink", "level", 0.96), ("straight", "level", 0.95), ("kink, holes", "level", 0.5)]),
            table_of([("kink", "level", 0.92), ("kink", "slope", 0.99)], truth="change"),
            table_of([("kink", "level", 0.1)], method="quasi-poisson"),
        ]
    )
    shown = courses_table(cells)
    assert shown["Course before"].tolist() == ["a straight course", "a bend 34 months before"]
    assert shown["jump"].tolist() == ["95.0%", "92.0%"]
    assert shown["slope"].tolist() == ["–", "99.0%"]


def test_a_method_without_words_is_refused():
    with pytest.raises(DataError, match="'guesswork', which the report has no words for"):
        by_method(table_of([("straight", "level", 0.9)], method="guesswork"))


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
