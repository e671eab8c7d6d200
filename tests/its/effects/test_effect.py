"""An effect words its own interval."""

import math

import pytest

from turningpoint.errors import FitError
from turningpoint.its.effects.effect import Effect, effects_frame

LEVEL = Effect("level_ratio", "jump", 1.87, 1.21, 2.9, 0.95, "ratio", "a method", "2021-01")


def test_intervals_are_worded_with_open_ends():
    assert LEVEL.interval(1) == "1.2 to 2.9"
    assert LEVEL.interval(2, plus=1) == "2.21 to 3.90"
    assert Effect(**{**vars(LEVEL), "high": None}).interval(1) == "1.2 to no upper limit"
    assert Effect(**{**vars(LEVEL), "low": None}).interval(1) == "no lower limit to 2.9"


def test_the_frame_has_a_row_an_effect_unrounded():
    frame = effects_frame([LEVEL, LEVEL])
    assert frame["estimate"].tolist() == [1.87, 1.87]
    assert {"name", "low", "high", "horizon", "note"} <= set(frame)


@pytest.mark.parametrize("field", ["estimate", "low", "high"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_effect_holds_a_number_that_is_not_finite(field, value):
    with pytest.raises(FitError, match=r"jump: the (estimate|lower end|upper end) came out as"):
        Effect(**{**vars(LEVEL), field: value})
