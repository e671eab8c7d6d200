"""An interval as the front reads it: its side, its words, and numbers that never contradict the side."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.front.made_up import result
from turningpoint.reports.front.recorded import Interval, interval_of, rate, short


@pytest.mark.parametrize(
    ("ends", "side"),
    [
        ((1.7, 1.3, 2.3), "up"),
        ((0.5, 0.3, 0.9), "down"),
        ((1.0, 0.9, 1.1), "level"),
        ((1.0, 0.7, 1.1), "open"),
        ((1.2, 1.0, 2.0), "open"),
        ((2.0, 1.5, None), "up"),
        ((0.5, None, 0.9), "down"),
        ((1.0, None, 1.1), "open"),
    ],
)
def test_the_side_of_a_ratio_is_where_all_of_its_interval_lies(ends: tuple[float, float, float], side: str) -> None:
    assert Interval(*ends).side == side
    assert Interval(*ends).holds_null() == (side in ("level", "open"))


def test_a_difference_is_judged_against_zero_and_is_never_level() -> None:
    assert [Interval(1.0, low, 2.0, ratio=False).side for low in (0.1, -0.1)] == ["up", "open"]
    assert Interval(0.0, -0.01, 0.01, ratio=False).side == "open"
    assert Interval(-1.0, -2.0, -0.5, ratio=False).side == "down"


def test_what_a_record_holds_is_a_ratio_by_its_unit() -> None:
    found = interval_of(result("a", (1.5, 1.2, None), unit="ratio per year"))
    assert found == Interval(1.5, 1.2, None)
    assert interval_of(result("a", (1.5, 1.2, None), unit="mm")) == Interval(1.5, 1.2, None, ratio=False)
    assert interval_of(result("a")) is None
    assert interval_of(None) is None


def test_words_of_open_ends_and_of_differences() -> None:
    assert Interval(1.66, 1.26, None).told() == "1.7 times (1.3 to no upper limit)"
    assert Interval(-0.34, None, 0.2, ratio=False).told("mm") == "−0.34 mm (no lower limit to 0.20)"


def test_a_refit_is_near_when_it_is_on_the_same_side_and_about_as_large() -> None:
    own = Interval(1.7, 1.3, 2.3)
    assert Interval(1.5, 1.1, 2.0).near(own)
    assert not Interval(1.2, 1.1, 1.3).near(own)
    assert not Interval(1.7, 0.9, 2.5).near(own)


def test_a_rate_of_a_fall_is_told_without_signs_and_of_neither_with_them() -> None:
    assert Interval(0.8, None, 0.9).growth() == "20% a year (10 to 100)"
    assert Interval(1.0, 0.9, 1.2).growth() == "0% a year (−10 to 20)"
    assert Interval(3504329629.0, 2.0, None).growth() == "more than 1,000% a year (100 to no upper limit)"


@given(st.floats(1e-12, 1e12))
def test_a_ratio_that_is_printed_lies_on_the_side_of_one_where_it_is(value: float) -> None:
    """No bound clear of one is printed as one, and none is printed raw."""
    written = short(value)
    assert len(written) <= len("less than 0.01")
    bounds = {"more than 100": math.inf, "less than 0.01": 0.0, "just above 1": 1.1, "just below 1": 0.9}
    read = bounds.get(written) if written in bounds else float(written)
    assert read is not None
    assert (read > 1) == (value > 1)
    assert (read < 1) == (value < 1)


@given(st.floats(0.01, 100))
def test_two_significant_digits_are_kept(value: float) -> None:
    written = short(value)
    if not re.search(r"[a-z]", written):
        digits = written.replace(".", "").lstrip("0")
        assert len(digits) >= 2
        assert abs(float(written) / value - 1) <= 0.051


def test_measured_values_are_not_bounded_but_rounded() -> None:
    assert short(1.0, ratio=False) == "1.0"
    assert short(123456.0, ratio=False) == "123,000"
    assert short(0.0, ratio=False) == "0"


def test_a_huge_rate_is_bounded() -> None:
    assert rate(35.0) == "more than 1,000"
    assert rate(9.5) == "950"
