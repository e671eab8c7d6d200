"""The figure of tipping points with the bias analysis below it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import for_a_phone, rendered
from turningpoint.figures.kill_ratio.tipping_points import tipping_points
from turningpoint.killratio.misreporting.bias_analysis import bias_analysis
from turningpoint.killratio.misreporting.claimed_change import Doubts
from turningpoint.killratio.misreporting.tipping_points import tipping_curve
from turningpoint.killratio.misreporting.tipping_points import tipping_points as find

CLAIMED = ("As claimed", ((193, 592), (2597, 1235)))
PIPS = ("PIPS", ((32, 177), (243, 437)))


def asked(*pairs, factors=(3, 10)):
    curves = [tipping_curve(*pair, case=name, factors=factors) for name, pair in pairs]
    return Doubts(
        tuple(find(*pair, case=name, factors=factors) for name, pair in pairs),
        tuple(bias_analysis(*pair, seed=1, case=name, draws=500) for name, pair in pairs),
        pd.concat(curves, ignore_index=True),
    )


@pytest.fixture(scope="module")
def both():
    return asked(CLAIMED, PIPS)


def draw(doubts):
    return tipping_points(doubts).figure


def marks(axes, marker):
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in axes.lines
        if line.get_marker() == marker and len(line.get_xdata())
    ]


def test_the_marks_stand_where_the_factors_are(both):
    axes = draw(both).axes[0]
    found = find(*CLAIMED[1], factors=(3, 10))
    reversal = found.factor("reversal", "militants_later")
    assert marks(axes, "D") == [pytest.approx((reversal, found.change / reversal))]
    assert marks(axes, "o") == [pytest.approx((found.factor("noise", "militants_later"), 1.0))]
    assert "2.10" in [text.get_text() for text in axes.texts]


def test_at_the_circle_the_thin_line_meets_one():
    factor = find(*CLAIMED[1], factors=(3, 10)).factor("noise", "militants_later")
    axes = draw(asked(CLAIMED)).axes[0]
    thin = next(line for line in axes.lines if line.get_linewidth() == 0.7)
    assert np.interp(np.log(factor), np.log(thin.get_xdata()), np.log(thin.get_ydata())) == pytest.approx(0, abs=1e-3)


def test_what_is_within_noise_as_it_is_says_so_and_has_no_circle():
    axes = draw(asked(PIPS)).axes[0]
    assert marks(axes, "o") == []
    names = [text.get_text() for text in axes.get_legend().get_texts()]
    assert names[0] == "PIPS: within noise as it is"


def test_scales_are_logarithmic_and_the_bias_analysis_stands_below(both):
    figure = draw(both)
    top, left, right = figure.axes
    assert (top.get_xscale(), top.get_yscale()) == ("log", "log")
    assert [tick.get_text() for tick in left.get_yticklabels()] == ["As claimed", "PIPS"]
    assert right.get_title(loc="left") == "Later over earlier ratio"


def test_a_fall_is_named():
    fall = ("Fall", ((2597, 1235), (193, 592)))
    axes = draw(asked(fall)).axes[0]
    assert "understated for a fall" in axes.get_xlabel()
    assert "understated" not in draw(asked(CLAIMED)).axes[0].get_xlabel()


def test_the_title_follows_the_numbers(both):
    picture = tipping_points(both)
    assert picture.title == " ".join(picture.figure.get_suptitle().split())
    assert picture.title == (
        "As claimed: no reversal if militants killed were overstated 2.1-fold, a change within noise if 3.6 to 4.6-fold"
    )
    none = tipping_points(asked(("P", ((165, 137), (2115, 664)))))
    assert none.title == "P: no reversal; a change within noise if militants killed were overstated 1.2 to 1.7-fold"


def test_the_same_bytes_twice_and_every_number_kept(both):
    one, two = tipping_points(both), tipping_points(both)
    assert rendered(one.figure, "svg") == rendered(two.figure, "svg")
    pd.testing.assert_frame_equal(one.data, both.tipping_frame())
    assert f"{one.title}. The later ratio reaches 1:1 at a factor of: As claimed 2.1." in one.alt
    shares = " and ".join(
        f"{name} {found.reversed_share:.0%}" for name, found in zip(("As claimed", "PIPS"), both.bias, strict=True)
    )
    assert one.alt.endswith(f"from below to above 1:1: {shares}.")


def test_on_a_phone_its_parts_stand_below_each_other(both):
    with for_a_phone():
        figure = draw(both)
    rendered(figure, "png")
    edges = [axes.get_window_extent().y0 for axes in figure.axes]
    assert edges == sorted(edges, reverse=True)
    assert [tick.get_text() for tick in figure.axes[2].get_yticklabels()] == ["As claimed", "PIPS"]


def test_what_cannot_be_drawn_is_refused(both):
    with pytest.raises(ParameterError, match="no change of the kill ratio is defined"):
        draw(asked(("zero", ((0, 592), (2597, 1235)))))
    many = pd.concat([both.curves.assign(case=name) for name in "ABCDEFG"])
    with pytest.raises(ParameterError, match="7 cases are too many"):
        draw(replace(both, curves=many))


def test_every_median_interval_and_printed_number_is_drawn(both):
    lower, frame = draw(both).axes[1:], both.bias_frame()
    drawn = np.concatenate([np.atleast_1d(line.get_xdata()) for axes in lower for line in axes.lines])
    for column in ("reported", "median", "low", "high"):
        for value in frame[column]:
            assert np.isclose(drawn, value).any()
    for axes in lower:
        assert axes.get_xscale() == "log"
        assert any(np.allclose(line.get_xdata(), 1) for line in axes.lines)


def test_printed_and_corrected_differ_by_more_than_colour(both):
    points = [line for line in draw(both).axes[1].lines if line.get_marker() in ("o", "s")]
    assert {line.get_marker() for line in points} == {"o", "s"}
    assert {line.get_markerfacecolor() == "none" for line in points} == {True, False}


def test_shares_of_reversals_stand_beside(both):
    said = [text.get_text() for text in draw(both).axes[2].texts]
    assert said[:2] == [f"{found.reversed_share:.0%}" for found in both.bias]
