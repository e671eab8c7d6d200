"""A hundred worlds in words: every count is that of the series, and chance is given its due."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.figures.caterpillar import caterpillar
from turningpoint.figures.drawing.style import figure_style
from turningpoint.figures.interrupted_series import interrupted_series
from turningpoint.its.coverage.example_series import USUAL, Repeated, repeat
from turningpoint.its.coverage.grid import whole_grid
from turningpoint.its.coverage.kept_table import OURS
from turningpoint.reports.chapters.methods import example_series


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


def test_the_world_is_described_by_its_cell(drawn):
    sentence = example_series.world(drawn)
    assert "100 such worlds: 96 months each, 15 events a month" in sentence
    assert "correlates by 0.6" in sentence
    assert "**in none of them does anything change**" in sentence
    changed = replace(drawn, cell=next(cell for cell in whole_grid() if cell.change), truth=2.0)
    assert "the level is multiplied by 2.0" in example_series.world(changed)
    assert example_series.intervention(changed) == ("65", "the level changes")
    assert example_series.intervention(drawn) == ("65", "nothing happens")


@pytest.mark.parametrize(
    ("usual", "ours", "said"),
    [
        (20, 8, ("**20 of 100**, more than chance explains", "**8 of 100**, within what chance explains")),
        (5, 30, ("**5 of 100**, within what chance explains", "**30 of 100**, more than chance explains")),
    ],
)
def test_misses_are_counted_and_held_against_chance(drawn, usual, ours, said):
    sentence = example_series.misses(with_misses(drawn, usual, ours))
    for words in said:
        assert words in sentence
    assert sentence.startswith("The usual interval (negative binomial, HAC 6) misses")
    assert "0 to 11 of 100 would miss" in sentence
    title = example_series.caterpillar_title(with_misses(drawn, usual, ours))
    assert f"in {usual} of 100 series, the calibrated one in {ours} of 100" in title


def test_fewer_misses_than_chance_are_told_and_a_series_without_interval_is_too(drawn):
    many = with_misses(drawn, 0, 0)
    ten_times = replace(
        many,
        counts=np.tile(many.counts, (10, 1)),
        intervals={method: np.tile(ends, (10, 1)) for method, ends in many.intervals.items()},
    )
    assert "**0 of 1000**, fewer than chance explains" in example_series.misses(ten_times)
    lost = {method: ends.copy() for method, ends in many.intervals.items()}
    lost[USUAL][:3] = np.nan
    assert "**0 of 97** (for 3 series it gives none)" in example_series.misses(replace(many, intervals=lost))


def test_the_series_that_misleads_is_the_first_that_does(drawn):
    frame = example_series.misled_frame(drawn)
    at = drawn.first_misled()
    np.testing.assert_array_equal(frame["value"], drawn.counts[at])
    np.testing.assert_array_equal(frame["counterfactual"], drawn.course)
    assert (frame["phase"] == "after").sum() == 32
    low, high = drawn.intervals[USUAL][at]
    assert ("jump" if low > 1 else "drop") in example_series.misled_title(drawn)
    assert f"{np.sqrt(low * high):.1f} times" in example_series.misled_title(drawn)
    assert f"Series {at + 1} of the 100" in example_series.misled_caption(drawn)
    assert "flat dashed line at 15" in example_series.misled_alt(drawn)


def test_both_figures_can_be_drawn_from_it(drawn):
    with figure_style():
        single = interrupted_series(
            example_series.misled_frame(drawn),
            interventions=[example_series.intervention(drawn)],
            title=example_series.misled_title(drawn),
            unit="events a month",
        )
        names = example_series.caterpillar_names(drawn)
        many = caterpillar(drawn.to_frame(), names=names, title=example_series.caterpillar_title(drawn))
    assert len(single.axes) == 1
    assert [axes.get_title(loc="left") for axes in many.axes] == list(names.values())
    assert len({name.count("\n") for name in names.values()}) == 1
    assert names[USUAL].endswith(f"misses {drawn.misses(USUAL).sum()}")
    assert "seed 5" in example_series.caterpillar_caption(drawn, 5)
    assert "100 horizontal intervals in two panels" in example_series.caterpillar_alt(drawn)
