"""The specification curve is in order, shows which choices lie where, and says what it shows."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from tests.robustness.placebo_series import series
from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import for_a_phone
from turningpoint.figures.specification_curve import specification_curve
from turningpoint.its import Specification
from turningpoint.robustness.specifications.grid import TITLES, Grid
from turningpoint.robustness.specifications.joint_test import specifications as try_all

GRID = Grid(("events",), ("2002-01", "2004-01"), ("2014-12",), shifts=(-1, 0, 1), harmonics=(0,))


@pytest.fixture(scope="module")
def outcome():
    return series(2.0, start="2000-01", months=180)


@pytest.fixture(scope="module")
def found(outcome):
    specification = Specification(("2010-01",), harmonics=0)
    return try_all({"events": outcome}, outcome, specification, GRID, replicates=39, seed=3)


@pytest.fixture(scope="module")
def draw(found, outcome):
    def drawn(frame=None, **options):
        result = found if frame is None else replace(found, frame=frame)
        return specification_curve(result, {"events": outcome}, source="UCDP", **options)

    return drawn


def frame(rows=24):
    level = np.linspace(3.0, 0.5, rows)
    return pd.DataFrame(
        {
            **dict.fromkeys(TITLES, "one"),
            "outcome": "events",
            "start": np.where(np.arange(rows) % 2, "2015-01", "2013-01"),
            "shift": np.arange(rows) % 3 - 1,
            "level": level,
            "level_low": level / 1.5,
            "level_high": level * 1.5,
        }
    )


def test_choices_with_one_value_are_left_out_and_those_that_matter_most_come_first(draw, found):
    labels = [tick.get_text() for tick in draw(frame()).figure.axes[1].get_yticklabels()]
    shares = found.split[found.split["effect"] == "level"].set_index("choice")["share"]
    both = (["2013-01", "2015-01"], ["-1", "0", "1"])
    assert labels == (both[0] + both[1] if shares["start"] > shares["shift"] else both[1] + both[0])
    headings = [text.get_text() for axes in draw().figure.axes for text in axes.texts]
    ordered = shares.dropna().sort_values(ascending=False).index
    assert headings == [TITLES[choice] for choice in ordered if choice != "pre_trend"]


def test_a_straight_and_an_adaptive_trend_are_not_pooled(draw, found):
    figure = draw().figure
    panels = [axes for axes in figure.axes if axes.get_title(loc="left")]
    counts = {f"{trend.capitalize()} trend before\n{int((found.frame['pre_trend'] == name).sum())} specifications"
              for name, trend in (("straight", "straight"), ("bending", "bent"), ("adaptive", "adaptive"))
              if name in set(found.frame["pre_trend"])}  # fmt: skip
    assert {axes.get_title(loc="left") for axes in panels} == counts
    assert len(counts) > 1
    drawn = [len(one.get_offsets()) for axes in panels for one in axes.collections if isinstance(one, PathCollection)]
    assert sum(drawn) == len(found.frame)
    assert len({axes.get_ylim() for axes in panels}) == 1
    with for_a_phone():
        small = draw().figure
    assert len({axes.get_position().x0 for axes in small.axes}) == 1  # below each other


def test_every_specification_is_drawn_in_order(draw):
    axes = draw(frame()).figure.axes[0]
    dots = [collection for collection in axes.collections if isinstance(collection, PathCollection)]
    points = np.concatenate([collection.get_offsets() for collection in dots])
    ordered = points[points[:, 0].argsort()]
    assert len(ordered) == 24
    assert (np.diff(ordered[:, 1]) > 0).all()


def test_the_reports_own_is_marked_at_its_place(draw):
    axes = draw(frame(), default=0).figure.axes[0]
    marks = [line for line in axes.lines if line.get_marker() == "D"]
    assert marks[0].get_xdata()[0] == 23


def test_bad_frames_are_refused(draw):
    with pytest.raises(ParameterError, match="lacks the columns level_low"):
        draw(frame().drop(columns="level_low"))
    with pytest.raises(ParameterError, match="no row"):
        draw(frame().iloc[:0])


def test_the_words_say_whether_chance_gives_as_much(draw):
    picture = draw()
    assert "rarer than chance gives" in picture.title
    assert "no more than chance gives" in draw(effect="slope").title
    assert "39 sets of series" in picture.caption
    assert "Of the variance of the levels" in picture.alt
    assert set(picture.data["outcome"]) == {"lethal events"}
