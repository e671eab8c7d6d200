"""The figure of a series as it was put together draws every observation as what it is."""

import numpy as np
import pytest

from turningpoint.figures.counted_series import counted_series
from turningpoint.figures.drawing.style import rendered
from turningpoint.outcome import load_outcome


@pytest.fixture(scope="module")
def picss():
    return load_outcome("attacks", source="picss-attacks")


def points(picture, face):
    """Heights of the points with this face."""
    (axes,) = picture.figure.axes
    lines = [
        line for line in axes.lines if line.get_marker() == "o" and (line.get_markerfacecolor() == "white") == face
    ]
    (line,) = lines
    heights = np.asarray(line.get_ydata(), dtype=float)
    return heights[np.isfinite(heights)]


def test_printed_months_are_points_and_derived_ones_rings(picss):
    picture = counted_series(picss)
    derived = [one.value for one in picss.derivations if one.kind == "derived"]
    assert points(picture, face=True).tolist() == derived
    assert len(points(picture, face=False)) == 77
    texts = [text.get_text() for text in picture.figure.axes[0].texts]
    assert "provisional" in texts
    assert picture.title == "Every month from January 2015 to January 2026 is counted, or lies in a known sum"
    assert "8 sums" in picture.alt
    assert rendered(picture.figure, "png")


def test_the_data_hold_the_sum_of_every_observation(picss):
    data = counted_series(picss).data
    assert data["value"].sum() + data["mean_of_sum"].sum() == pytest.approx(np.nansum(picss.observations))
    assert data["kind"].value_counts().to_dict() == {"printed": 77, "sum": 50, "derived": 6}


def test_months_that_no_figure_covers_are_counted_in_the_title():
    pips = load_outcome("attacks", source="pips-attacks", start="2022-01")
    picture = counted_series(pips)
    assert picture.title.startswith("12 of the 48 months from January 2022 to December 2025 are neither counted")
    assert "provisional" not in [text.get_text() for text in picture.figure.axes[0].texts]
    assert "follows by subtraction" not in "".join(text.get_text() for text in picture.figure.axes[0].texts)
