"""Rounding and wording of numbers, and the tables made of them."""

import numpy as np
import pandas as pd
import pytest

from turningpoint import number_format
from turningpoint.number_format import (
    agreeing,
    confidence_label,
    counted,
    decimals_for,
    display_frame,
    fixed,
    interval,
    number,
    p_value,
    percent,
    ratio,
    with_interval,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (fixed(-0.0004, 2), "−0.0004"),
        (fixed(float("nan"), 2), "–"),
        (fixed(float("inf"), 2), "–"),
        (number(0), "0"),
        (number(999.6), "1,000"),
        (number(-0.0456), "−0.0456"),
        (number(np.int64(12345)), "12,345"),
        (ratio(0.0), "0.00"),
        (ratio(None), "–"),
        (percent(0.0), "0%"),
        (percent(-0.004), "−0.4%"),
        (p_value(1.0), "1.00"),
        (p_value(float("nan")), "–"),
        (interval(0.0, 0.0), "0 to 0"),
        (counted(1, "month"), "1 month"),
        (counted(0, "month"), "0 months"),
        (counted(2400, "country", "countries"), "2,400 countries"),
        (agreeing(1, "is", "are"), "is"),
        (agreeing(0, "is", "are"), "are"),
    ],
)
def test_numbers_are_written_alike_everywhere(written: str, expected: str) -> None:
    assert written == expected


@pytest.mark.parametrize(
    ("triple", "decimals"),
    [
        ((1.8714, 1.21, 2.9), 1),
        ((1.0, 0.999, 1.001), 4),
        ((803.0, 251.0, 1355.0), 0),
        ((0.5, 0.04, 12.0), 2),
        ((None, None, None), 0),
    ],
)
def test_interval_decides_on_decimals(triple: tuple[float | None, float | None, float | None], decimals: int) -> None:
    assert decimals_for(*triple) == decimals


def test_a_small_end_never_reads_as_zero() -> None:
    assert with_interval(0.5, 0.04, 12.0) == "0.50 (95% interval 0.04 to 12.00)"


def test_open_ends_are_worded() -> None:
    assert with_interval(None, 1.25, None) == "– (95% interval 1.2 or more)"
    assert with_interval(0.3, None, 0.4, unit="share") == "+30% (95% interval +40% or less)"
    assert with_interval(0.3, None, None, unit="share") == "+30% (95% interval not bounded)"


def test_display_writes_every_kind_of_cell_and_leaves_the_frame() -> None:
    frame = pd.DataFrame(
        {
            "First year": [2021, 2022],
            "n": [1234567, 2],
            "x": [1.23456, np.nan],
            "seen": [True, False],
            "month": pd.period_range("2021-08", periods=2, freq="M"),
            "text": ["a", None],
        }
    )
    before = frame.copy()
    shown = display_frame(frame, {"n": lambda n: f"n={n}"})
    assert shown.to_numpy().tolist() == [
        ["2021", "n=1234567", "1.23", "yes", "2021-08", "a"],
        ["2022", "n=2", "–", "no", "2021-09", "–"],
    ]
    pd.testing.assert_frame_equal(frame, before)


def test_display_refuses_a_format_without_column() -> None:
    with pytest.raises(KeyError, match="ratoi"):
        display_frame(pd.DataFrame({"ratio": [1.0]}), {"ratoi": str})


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.5, "50% interval"),
        (0.95, "95% interval"),
        (0.975, "97.5% interval"),
        (0.995, "99.5% interval"),
        (0.999, "99.9% interval"),
        (0.57, "57% interval"),  # 100 × 0.57 is 56.99999999999999
    ],
)
def test_a_level_is_not_rounded_away(confidence, words):
    assert confidence_label(confidence) == words


def test_tables_hand_on_the_same_words():
    assert number_format.confidence_label is confidence_label
    assert number_format.decimals_for is decimals_for


@pytest.mark.parametrize("value", [0.004, -0.0499, 3e-8, 0.96])
def test_what_is_not_zero_never_reads_as_zero(value):
    written = fixed(value, 1).replace("−", "-")
    assert float(written) == pytest.approx(value, rel=0.5)
    assert float(written) * value > 0
