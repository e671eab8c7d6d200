"""Placebos are drawn with the real one apart."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import figure_style
from turningpoint.figures.placebos import COLUMNS, placebo_countries_figure, placebo_dates_figure


def frame(names, ranked=None):
    z = np.linspace(-2, 2, len(names))
    ranked = [True] * len(names) if ranked is None else ranked
    return pd.DataFrame(
        {
            "name": names,
            "label": names,
            "estimate": z / 4,
            "low": z / 4 - 0.5,
            "high": z / 4 + 0.5,
            "z": z,
            "ranked": ranked,
        }
    )


@pytest.mark.parametrize("names", [["2019-01", "2020-05", "2021-08"], ["2001", "2004", "2009"], ["3", "9", "30"]])
def test_every_date_is_drawn(names):
    with figure_style():
        figure = placebo_dates_figure(frame(names), real=names[-1], title="A title")
    points = sum(len(line.get_xdata()) for line in figure.axes[0].lines if line.get_linestyle() == "None")
    assert points == len(names)
    assert any(names[-1] in text.get_text() for text in figure.axes[0].texts)


def test_countries_not_ranked_stand_below():
    table = frame(["PAK", "AFG", "MLI"], ranked=[True, False, True])
    with figure_style():
        figure = placebo_countries_figure(table, real="PAK", title="A title")
    labels = [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    assert labels == ["MLI", "PAK", "AFG (shown only)"]
    with figure_style():
        plain = placebo_countries_figure(table, real="PAK", title="A title", ratios=False)
    assert plain.axes[0].get_xscale() == "linear"


def test_bad_frames_are_refused():
    good = frame(["PAK", "MLI"])
    with pytest.raises(ParameterError, match="lacks the columns z"):
        placebo_countries_figure(good.drop(columns="z"), real="PAK", title="T")
    with pytest.raises(ParameterError, match="'AFG' has no row"):
        placebo_countries_figure(good, real="AFG", title="T")
    with pytest.raises(ParameterError, match="stands twice"):
        placebo_dates_figure(pd.concat([good, good]), real="PAK", title="T")
    assert set(COLUMNS) <= set(good.columns)
