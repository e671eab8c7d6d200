"""The figure of tipping points with the bias analysis below it."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import figure_style, rendered
from turningpoint.figures.kill_ratio.tipping_points import sentence, tipping_points
from turningpoint.killratio.misreporting.bias_analysis import bias_analysis
from turningpoint.killratio.misreporting.tipping_points import tipping_curve
from turningpoint.killratio.misreporting.tipping_points import tipping_points as find

CLAIMED = ("As claimed", ((193, 592), (2597, 1235)))
PIPS = ("PIPS", ((32, 177), (243, 437)))


def frames(*pairs, factors=(3, 10)):
    bias = [bias_analysis(*pair, seed=1, case=name, draws=500) for name, pair in pairs]
    return (
        pd.concat([tipping_curve(*pair, case=name, factors=factors) for name, pair in pairs], ignore_index=True),
        pd.concat([find(*pair, case=name, factors=factors).to_frame() for name, pair in pairs], ignore_index=True),
        pd.concat([one.to_frame().assign(reversed_share=one.reversed_share) for one in bias], ignore_index=True),
    )


def draw(tables, **options):
    with figure_style():
        return tipping_points(*tables, **options)


def marks(axes, marker):
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in axes.lines
        if line.get_marker() == marker and len(line.get_xdata())
    ]


def test_the_marks_stand_where_the_factors_are():
    axes = draw(frames(CLAIMED, PIPS)).axes[0]
    found = find(*CLAIMED[1])
    reversal = found.factor("reversal", "militants_later")
    assert marks(axes, "D") == [pytest.approx((reversal, found.change / reversal))]
    assert marks(axes, "o") == [pytest.approx((found.factor("noise", "militants_later"), 1.0))]
    assert "2.10" in [text.get_text() for text in axes.texts]


def test_at_the_circle_the_thin_line_meets_one():
    tables = frames(CLAIMED)
    factor = find(*CLAIMED[1]).factor("noise", "militants_later")
    axes = draw(tables).axes[0]
    thin = next(line for line in axes.lines if line.get_linewidth() == 0.7)
    assert np.interp(np.log(factor), np.log(thin.get_xdata()), np.log(thin.get_ydata())) == pytest.approx(0, abs=1e-3)


def test_what_is_within_noise_as_it_is_says_so_and_has_no_circle():
    axes = draw(frames(PIPS)).axes[0]
    assert marks(axes, "o") == []
    names = [text.get_text() for text in axes.get_legend().get_texts()]
    assert names[0] == "PIPS: within noise as it is"


def test_scales_are_logarithmic_and_the_bias_analysis_stands_below():
    figure = draw(frames(CLAIMED, PIPS))
    top, left, right = figure.axes
    assert (top.get_xscale(), top.get_yscale()) == ("log", "log")
    assert [tick.get_text() for tick in left.get_yticklabels()] == ["As claimed", "PIPS"]
    assert right.get_title(loc="left") == "Later over earlier ratio"


def test_a_fall_is_named():
    fall = ("Fall", ((2597, 1235), (193, 592)))
    axes = draw(frames(fall)).axes[0]
    assert "understated for a fall" in axes.get_xlabel()
    assert "understated" not in draw(frames(CLAIMED)).axes[0].get_xlabel()


def test_the_title_follows_the_numbers():
    _, points, _ = frames(CLAIMED)
    assert sentence(points) == (
        "As claimed: no reversal if militants killed were overstated 2.1-fold, a change within noise if 3.6 to 4.6-fold"
    )
    _, points, _ = frames(("P", ((165, 137), (2115, 664))))
    assert (
        sentence(points) == "P: no reversal; a change within noise if militants killed were overstated 1.2 to 1.7-fold"
    )
    assert draw(frames(PIPS), title="What is seen").get_suptitle() == "What is seen"


def test_the_same_bytes_twice_and_the_frames_unchanged():
    tables = frames(CLAIMED, PIPS)
    before = [table.copy() for table in tables]
    assert rendered(draw(tables), "svg") == rendered(draw(tables), "svg")
    for table, old in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, old)


def test_bad_frames_are_refused():
    curves, points, bias = frames(PIPS)
    for tables, message in (
        ((curves.drop(columns="low"), points, bias), "curves lacks the columns low"),
        ((curves, points.drop(columns="goal"), bias), "tipping points lacks the columns goal"),
        ((curves.iloc[:0], points, bias), "curves has no row for militants_later"),
        ((curves, points, bias.iloc[:0]), "bias analysis has no row"),
        ((pd.concat([curves.assign(case=name) for name in "ABCDEFG"]), points, bias), "7 cases are too many"),
    ):
        with pytest.raises(ParameterError, match=message):
            draw(tables)
