"""The figure of the bias analysis: what is drawn, what is said, what is refused."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import figure_style, rendered
from turningpoint.figures.kill_ratio.misreporting import misreporting, sentence
from turningpoint.killratio.misreporting.bias_analysis import bias_analysis


def cases(*pairs):
    found = [bias_analysis(*pair, seed=1, case=name, draws=2000) for name, pair in pairs]
    return pd.concat([one.to_frame().assign(reversed_share=one.reversed_share) for one in found], ignore_index=True)


@pytest.fixture(scope="module")
def frame():
    return cases(("As claimed", ((193, 592), (2597, 1235))), ("PIPS", ((32, 177), (243, 437))))


def draw(frame, **options):
    with figure_style():
        return misreporting(frame, **options)


def test_every_median_interval_and_printed_number_is_drawn(frame):
    figure = draw(frame)
    drawn = np.concatenate([np.atleast_1d(line.get_xdata()) for axes in figure.axes for line in axes.lines])
    for column in ("reported", "median", "low", "high"):
        for value in frame[column]:
            assert np.isclose(drawn, value).any()


def test_printed_and_corrected_differ_by_more_than_colour(frame):
    axes = draw(frame).axes[0]
    points = [line for line in axes.lines if line.get_marker() in ("o", "s")]
    assert {line.get_marker() for line in points} == {"o", "s"}
    assert {line.get_markerfacecolor() == "none" for line in points} == {True, False}


def test_both_scales_are_logarithmic_with_one_marked(frame):
    for axes in draw(frame).axes:
        assert axes.get_xscale() == "log"
        assert any(np.allclose(line.get_xdata(), 1) for line in axes.lines)


def test_shares_of_reversals_stand_beside(frame):
    said = [text.get_text() for text in draw(frame).axes[1].texts]
    assert said[:2] == [f"{share:.0%}" for share in frame.drop_duplicates("case")["reversed_share"]]


def test_the_title_follows_the_numbers(frame):
    assert sentence(frame).startswith("As claimed, the ratio rose")
    assert "leave a change of" in sentence(frame[frame["case"] == "PIPS"])
    assert draw(frame, title="What is seen").get_suptitle() == "What is seen"


def test_the_same_bytes_twice_and_the_frame_unchanged(frame):
    before = frame.copy()
    assert rendered(draw(frame), "svg") == rendered(draw(frame), "svg")
    pd.testing.assert_frame_equal(frame, before)


def test_bad_frames_are_refused(frame):
    with pytest.raises(ParameterError, match="lacks the columns median"):
        draw(frame.drop(columns="median"))
    with pytest.raises(ParameterError, match="no row"):
        draw(frame.iloc[:0])
    with pytest.raises(ParameterError, match="'As claimed' has not one row for each"):
        draw(frame.iloc[1:])
