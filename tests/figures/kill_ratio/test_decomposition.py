"""The waterfall: its bars meet, they are named, it follows the numbers."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import rendered
from turningpoint.figures.kill_ratio.decomposition import ratio_decomposition
from turningpoint.killratio.publishers.decomposition import decompose

YEARS = (2021, 2025)
CLAIMS = decompose("As claimed", YEARS, (193, 592), (2597, 1235), security_later=(664, "PICSS"))
PIPS = decompose("PIPS", YEARS, (32, 177), (243, 437))


def draw(*splits):
    return ratio_decomposition(splits).figure


def test_bars_run_from_ratio_to_ratio_and_meet():
    axes = draw(CLAIMS).axes[0]
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    assert bars[0] == pytest.approx((193 / 592, 2597 / 592))
    assert bars[0][1] == pytest.approx(bars[1][0])
    assert bars[1][1] == pytest.approx(bars[2][0])
    assert bars[2][1] == pytest.approx(2597 / 1235)
    assert axes.get_xscale() == "log"


def test_parts_are_named_with_their_numbers_and_factors():
    axes = draw(CLAIMS).axes[0]
    names = [tick.get_text() for tick in axes.get_yticklabels()]
    assert names[1] == "militants killed\n193 → 2,597"
    assert names[3] == "second number of 2025\n1,235, not 664 (PICSS)"
    said = [text.get_text() for text in axes.texts]
    assert said == ["1:3.1", "× 13.5", "÷ 1.12", "÷ 1.86", "2.1:1"]


def test_definition_differs_by_more_than_colour():
    bars = draw(CLAIMS).axes[0].patches
    assert [bool(bar.get_hatch()) for bar in bars] == [False, False, True]


def test_a_panel_a_case_on_one_axis_with_parity():
    figure = draw(CLAIMS, PIPS)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["As claimed", "PIPS"]
    assert figure.axes[0].get_xlim() == figure.axes[1].get_xlim()
    for axes in figure.axes:
        assert any(np.allclose(line.get_xdata(), 1) and line.get_linewidth() > 1 for line in axes.lines)
    assert "1:1" in [tick.get_text() for tick in figure.axes[1].get_xticklabels()]


def test_the_title_follows_the_numbers():
    assert ratio_decomposition([PIPS]).title == (
        "From 1:5.5 in 2021 to 1:1.8 in 2025: militants killed multiply the ratio by 7.6 and security forces killed "
        "divide it by 2.5"
    )
    doubted = decompose("c", YEARS, (200, 592), (100, 592), security_earlier=(177, "PIPS"))
    assert "militants killed divide the ratio by 2.0" in ratio_decomposition([doubted]).title
    assert ratio_decomposition([doubted]).title.endswith("what is counted multiplies it by 3.3")
    assert " ".join(draw(PIPS).get_suptitle().split()) == ratio_decomposition([PIPS]).title


def test_one_sentence_says_the_range_over_the_panels_by_name():
    other = decompose("Q (both)", YEARS, (100, 100), (300, 70))
    picture = ratio_decomposition([PIPS, other])
    assert picture.title == (
        "Militants killed multiply the ratio by 3.0 (Q) to 7.6 (PIPS), security forces killed change it by 0.4 (PIPS) "
        "to 1.4 (Q)"
    )
    assert "PIPS: 1:5.5 in 2021 to 1:1.8 in 2025. Q (both): 1:1 in 2021 to 4.3:1 in 2025" in picture.alt


def test_a_panel_is_of_one_publisher():
    mixed = decompose("As claimed", YEARS, (193, 592), (2597, 1235), security_later=(664, "PICSS"), mixed=True)
    assert [axes.get_title(loc="left") for axes in draw(PIPS, mixed).axes] == ["PIPS"]


def test_the_same_bytes_twice_and_every_number_kept():
    once, again = (ratio_decomposition([CLAIMS]) for _ in range(2))
    assert rendered(once.figure, "svg") == rendered(again.figure, "svg")
    pd.testing.assert_frame_equal(once.data, CLAIMS.to_frame())
    assert once.alt.endswith(f"{once.title}. As claimed: 1:3.1 in 2021 to 2.1:1 in 2025.")


def test_what_is_not_defined_is_not_drawn():
    zero = decompose("zero", YEARS, (0, 1), (2, 3))
    assert len(draw(PIPS, zero).axes) == 1
    with pytest.raises(ParameterError, match="no change of the kill ratio is defined"):
        draw(zero)
