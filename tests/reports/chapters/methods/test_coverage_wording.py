"""Coverage over the grid in words: whatever the cells show is what is said, for better and for worse."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.reports.coverage_tables import table_of, thirds_of
from turningpoint.figures.caterpillar import caterpillar
from turningpoint.its.coverage.example_series import USUAL, Repeated, repeat
from turningpoint.its.coverage.grid import whole_grid
from turningpoint.its.coverage.kept_table import OURS, read_coverage, read_thirds
from turningpoint.reports.chapters.methods import coverage_wording
from turningpoint.reports.chapters.methods.coverage_wording import (
    failing,
    failures_in_words,
    failures_table,
    thirds_in_words,
    thirds_table,
)


@pytest.fixture(scope="module")
def drawn() -> Repeated:
    return repeat(series=100, seed=5)


def with_misses(worlds: Repeated, usual: int, ours: int) -> Repeated:
    """The same series with intervals of which so many miss."""
    ends = {
        method: np.where(np.arange(100)[:, None] < count, np.array([1.2, 2.4]), np.array([0.5, 2.0]))
        for method, count in ((USUAL, usual), (OURS, ours))
    }
    return replace(worlds, intervals=ends)


def both(ours: float, usual: float) -> pd.DataFrame:
    rows = [(kind, effect) for kind in ("straight", "kink") for effect in ("level", "slope")]
    return pd.concat(
        [table_of([(*row, ours) for row in rows]), table_of([(*row, usual) for row in rows], method=USUAL)]
    )


def test_the_world_is_described_by_its_cell(drawn):
    sentence = coverage_wording.world(drawn)
    assert "100 such worlds: 96 months each, 15 events a month" in sentence
    assert "correlates by 0.6" in sentence
    assert "**in none of them does anything change**" in sentence
    changed = replace(drawn, cell=next(cell for cell in whole_grid() if cell.change), truth=2.0)
    assert "the level is multiplied by 2.0" in coverage_wording.world(changed)


@pytest.mark.parametrize(
    ("usual", "ours", "said"),
    [
        (20, 8, ("**20 of 100**, more than chance explains", "**8 of 100**, within what chance explains")),
        (5, 30, ("**5 of 100**, within what chance explains", "**30 of 100**, more than chance explains")),
    ],
)
def test_misses_are_counted_and_held_against_chance(drawn, usual, ours, said):
    sentence = coverage_wording.misses(with_misses(drawn, usual, ours))
    for words in said:
        assert words in sentence
    assert sentence.startswith("The usual interval (negative binomial, HAC 6) misses")
    assert "0 to 11 of 100 would miss" in sentence
    title = caterpillar(with_misses(drawn, usual, ours), seed=5).title
    assert f"in {usual} of 100 series, the calibrated one in {ours} of 100" in title


def test_fewer_misses_than_chance_are_told_and_a_series_without_interval_is_too(drawn):
    many = with_misses(drawn, 0, 0)
    ten_times = replace(
        many,
        counts=np.tile(many.counts, (10, 1)),
        intervals={method: np.tile(ends, (10, 1)) for method, ends in many.intervals.items()},
    )
    assert "**0 of 1000**, fewer than chance explains" in coverage_wording.misses(ten_times)
    lost = {method: ends.copy() for method, ends in many.intervals.items()}
    lost[USUAL][:3] = np.nan
    assert "**0 of 97** (for 3 series it gives none)" in coverage_wording.misses(replace(many, intervals=lost))


def test_the_promise_names_its_own_level_beside_another_of_the_report():
    assert coverage_wording.promise(0.95).endswith("This part speaks of 95% intervals.")
    assert "miss it in 5%" in coverage_wording.promise(0.95)
    assert "whatever the 90% intervals of the rest of the report." in coverage_wording.promise(0.9)


def test_in_short_both_are_told_and_no_failure_is_said_to_be_none():
    sentence = coverage_wording.in_short(both(0.95, 0.7))
    assert "On 2 kinds of simulated series" in sentence
    assert (
        "(negative binomial, HAC 6) holds it in 70.0% of series, depending on the kind, and fails in 2 of 2" in sentence
    )
    assert "The calibrated one holds it in 95.0% and fails in 0 of 2; over all answers it fails in 0 of 4." in sentence


def test_in_short_failures_of_ours_are_counted_over_all_answers():
    sentence = coverage_wording.in_short(both(0.9, 0.95))
    assert "The calibrated one holds it in 90.0% and fails in 2 of 2; over all answers it fails in 4 of 4." in sentence


def test_the_rule_names_the_kinds_and_the_lowest_share():
    told = coverage_wording.rule(pd.concat([both(0.95, 0.7), both(0.95, 0.7).assign(points=20, rho=0.9)]))
    assert "20 to 120 months, 15 to 15 events a month before the intervention, memory 0.4 to 0.9" in told
    assert "in fewer than 91% of its series" in told
    assert "whose growth wanders. Each" in told
    spans = coverage_wording.rule(table_of([("kink, spans", "level", 0.9), ("kink, random walk", "level", 0.9)]))
    assert "wanders, sums over several months, noise of another memory than the one that is fitted. Each" in spans


def test_of_bending_courses_jump_and_year_are_told_by_method():
    told = coverage_wording.bent(both(0.95, 0.7))
    assert "calibrated: 95.0%, 0 of 1 fail; negative binomial, HAC 6: 70.0%, 1 of 1 fail." in told


def test_every_sentence_can_be_made_of_the_kept_table():
    kept = read_coverage()
    counts = kept[kept["outcome"] == "counts"]
    for sentence in (coverage_wording.in_short, coverage_wording.rule, coverage_wording.bent):
        assert "nan" not in sentence(counts)


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
