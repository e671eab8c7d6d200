"""Coverage over the grid in words: whatever the cells show is what is said, for better and for worse."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.reports.coverage_tables import table_of
from turningpoint.figures.caterpillar import caterpillar
from turningpoint.its.coverage.example_series import USUAL, Repeated, repeat
from turningpoint.its.coverage.grid import whole_grid
from turningpoint.its.coverage.kept_table import OURS, read_coverage
from turningpoint.its.coverage.simulate_cell import BENDING
from turningpoint.reports.chapters.methods import coverage_wording

EFFECTS = ("level", "slope", "expected_excess")


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


def beyond(process: str, coverages: dict[str, float]) -> pd.DataFrame:
    """A process of two lengths with one coverage a method."""
    return pd.concat(
        [
            table_of(
                [(n, 0.4, 15.0, effect, coverage) for n in (96, 120) for effect in EFFECTS],
                process=process,
                method=method,
            )
            for method, coverage in coverages.items()
        ]
    )


def both(ours: float, usual: float) -> pd.DataFrame:
    rows = [(24, rho, 15.0, effect) for rho in (0.0, 0.9) for effect in EFFECTS]
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
        "(negative binomial, HAC 6) holds it in 70.0% of series, depending on the kind: too rarely in 2 of 2"
        in sentence
    )
    assert "The calibrated one holds it in 95.0%: as often as promised in all 2." in sentence
    assert "For no effect does the calibrated interval fail anywhere." in sentence


def test_in_short_a_failure_of_ours_is_not_hidden_by_the_usual_ones():
    sentence = coverage_wording.in_short(both(0.90, 0.95))
    assert "HAC 6) holds it in 95.0% of series, depending on the kind: as often as promised in all 2" in sentence
    assert "The calibrated one holds it in 90.0%: too rarely in 2 of 2." in sentence
    assert "fail in 6 of 6 cases" in sentence


def test_both_sides_of_failure_are_counted():
    rows = pd.DataFrame({"verdict": ["too low", "too high", "holds", "too high"]})
    assert coverage_wording.verdicts(rows) == "too rarely in 1 and more often than promised in 2 of 4"


def test_the_rule_gives_the_grid_and_what_is_wanted():
    sentence = coverage_wording.rule(both(0.95, 0.7))
    assert "24 months, memory 0, 0.9, 15 events" in sentence
    assert "outside 93.5 to 96.5%" in sentence


def test_a_curved_course_that_spoils_every_straight_line_is_told_so_and_what_bending_does():
    spoilt = beyond("curved", {"calibrated": 0.5, USUAL: 0.1})
    sentence = coverage_wording.bent(spoilt)
    assert "Series of 96 and 120 months, 15 events a month." in sentence
    assert "hold the truth in 10.0% (level), 10.0% (slope), 10.0% (expected excess)" in sentence
    assert "Every one is too low" in sentence
    assert "is not in this grid" in sentence
    with_bend = coverage_wording.bent(beyond("curved", {"calibrated": 0.5, USUAL: 0.1, BENDING: 0.95}))
    assert "is not in this grid" not in with_bend
    assert "may bend the calibrated ones hold it in 95.0% (level)" in with_bend
    assert "as often as promised in all 6 cases" in with_bend
    assert "too rarely in 6 of 6 cases" in coverage_wording.bent(beyond("curved", {"calibrated": 0.5, BENDING: 0.8}))


def test_a_curved_course_that_does_no_harm_is_not_said_to():
    sentence = coverage_wording.bent(beyond("curved", {"calibrated": 0.95, USUAL: 0.1}))
    assert "Every one is too low" not in sentence
    assert "The usual do so too rarely in 6 of 6 cases, the calibrated ones as often as promised in all 6." in sentence


@pytest.mark.parametrize(
    ("coverage", "said"), [(0.95, "as often as promised in all 6"), (0.985, "more often than promised in 6 of 6")]
)
def test_feedback_is_told_by_its_verdicts(coverage, said):
    sentence = coverage_wording.fed_back(beyond("feedback", {"calibrated": coverage, USUAL: 0.7}))
    assert "hold the truth in 70.0% (level)" in sentence
    assert "too rarely in 6 of 6 cases" in sentence
    assert sentence.endswith(f"{said}.")


def test_lengths_stand_side_by_side_and_what_a_method_does_not_give_is_a_dash():
    cells = pd.concat(
        [
            beyond("curved", {"calibrated": 0.5, USUAL: 0.1}),
            table_of([(n, 0.4, 15.0, "observed_excess", n / 200) for n in (96, 120)], process="curved"),
        ]
    )
    table = coverage_wording.beyond_table(cells, "curved")
    assert table["96 / 120 months"].tolist() == ["calibrated", "negative binomial, HAC 6"]
    assert table["observed excess"].tolist() == ["48.0% / 60.0%", "–"]
    assert table["level"].tolist() == ["50.0% / 50.0%", "10.0% / 10.0%"]


def test_every_sentence_can_be_made_of_the_kept_table():
    kept = read_coverage()
    counts = kept[kept["process"] == "lognormal"]
    fails = int((counts.loc[counts["method"] == "calibrated", "verdict"] != "holds").sum())
    assert ("fail anywhere" if not fails else f"fail in {fails} of") in coverage_wording.in_short(counts)
    assert "INGARCH" in coverage_wording.fed_back(kept)
    assert "curved" in coverage_wording.bent(kept)
