"""The specification curve is in order and shows which choices lie where."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import figure_style
from turningpoint.figures.specification_curve import specification_curve

TITLES = {"start": "Window starts", "shift": "Months off", "fit": "Fit"}


def frame(rows=24):
    level = np.linspace(3.0, 0.5, rows)
    return pd.DataFrame(
        {
            "start": np.where(np.arange(rows) % 2, "2015-01", "2013-01"),
            "shift": np.arange(rows) % 3 - 1,
            "fit": "poisson",
            "level": level,
            "level_low": level / 1.5,
            "level_high": level * 1.5,
        }
    )


def draw(table, **options):
    with figure_style():
        return specification_curve(table, effect="level", titles=TITLES, title="A title", **options)


def test_choices_with_one_value_are_left_out():
    labels = [tick.get_text() for tick in draw(frame()).axes[1].get_yticklabels()]
    assert labels == ["2013-01", "2015-01", "-1", "0", "1"]


def test_every_specification_is_drawn_in_order():
    axes = draw(frame()).axes[0]
    dots = [collection for collection in axes.collections if isinstance(collection, PathCollection)]
    points = np.concatenate([collection.get_offsets() for collection in dots])
    ordered = points[points[:, 0].argsort()]
    assert len(ordered) == 24
    assert (np.diff(ordered[:, 1]) > 0).all()


def test_the_reports_own_is_marked_at_its_place():
    axes = draw(frame(), default=0).axes[0]
    marks = [line for line in axes.lines if line.get_marker() == "D"]
    assert marks[0].get_xdata()[0] == 23


def test_bad_frames_are_refused():
    with pytest.raises(ParameterError, match="lacks the columns level_low"):
        draw(frame().drop(columns="level_low"))
    with pytest.raises(ParameterError, match="no row"):
        draw(frame().iloc[:0])
