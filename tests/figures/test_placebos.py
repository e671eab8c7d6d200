"""Placebos are drawn with the real one apart, and told in words."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.errors import ParameterError
from turningpoint.figures.placebos import placebos_picture
from turningpoint.robustness.placebos.in_time import placebo_dates
from turningpoint.robustness.placebos.placebo import COLUMNS, Placebo


def placebo(kind, names, real, ranked=None, **changes):
    z = np.linspace(-2, 2, len(names))
    frame = pd.DataFrame(
        {
            "name": names,
            "label": names,
            "effect": "level",
            "estimate": z / 4,
            "low": z / 4 - 0.5,
            "high": z / 4 + 0.5,
            "z": z,
            "ranked": [True] * len(names) if ranked is None else ranked,
        }
    )
    return replace(Placebo(kind, real, frame, pd.DataFrame(), 1, 60, 24, True, 0.95), **changes)


def axes(found):
    return placebos_picture(found, source="UCDP").figure.axes[0]


@pytest.mark.parametrize("names", [["2019-01", "2020-05", "2021-08"], ["2001", "2004", "2009"], ["3", "9", "30"]])
def test_every_date_is_drawn(names):
    drawn = axes(placebo("time", names, names[-1]))
    points = sum(len(line.get_xdata()) for line in drawn.lines if line.get_linestyle() == "None")
    assert points == len(names)
    assert any(names[-1] in text.get_text() for text in drawn.texts)


def test_countries_not_ranked_stand_below():
    found = placebo("space", ["PAK", "AFG", "MLI"], "PAK", ranked=[True, False, True])
    assert [tick.get_text() for tick in axes(found).get_yticklabels()] == ["MLI", "PAK", "AFG (shown only)"]
    assert axes(replace(found, ratios=False)).get_xscale() == "linear"


def test_bad_frames_are_refused():
    good = placebo("space", ["PAK", "MLI"], "PAK")
    with pytest.raises(ParameterError, match="lacks the columns label"):
        axes(replace(good, frame=good.frame.drop(columns="label")))
    with pytest.raises(ParameterError, match="'AFG' has no row"):
        axes(replace(good, real="AFG"))
    with pytest.raises(ParameterError, match="stands twice"):
        axes(replace(good, kind="time", frame=pd.concat([good.frame, good.frame])))
    assert set(COLUMNS) <= set(good.frame.columns)


@pytest.fixture(scope="module")
def found():
    return placebo_dates(series(3.0), SPECIFICATION)


def test_the_title_counts_what_is_as_large(found):
    assert placebos_picture(found, source="UCDP").title.startswith("None of 157 earlier dates")
    space = replace(found, kind="space")
    assert "comparable countries where nothing is claimed" in placebos_picture(space, source="UCDP").title
    alone = replace(found, frame=found.frame[found.frame["name"] == "2010-01"])
    assert placebos_picture(alone, source="UCDP").title == "There are no earlier dates to compare with"


def test_the_title_turns_with_the_direction(found):
    assert placebos_picture(found, source="UCDP").title.endswith("show as large a rise")
    turned = found.frame.assign(z=-found.frame["z"], estimate=-found.frame["estimate"])
    assert placebos_picture(replace(found, frame=turned), source="UCDP").title.endswith("show as large a fall")


def test_caption_and_description_say_how_it_was_made(found):
    picture = placebos_picture(found, source="UCDP")
    assert "60 periods before and 24 after" in picture.caption
    assert f"{found.windows} windows lie apart" in picture.caption
    assert "0 of 157" in picture.alt
    assert picture.data is found.frame
