"""On which side of no effect the intervals lie, and how effects are written."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.its.window_tables import CHANGE, LEVEL, windows
from turningpoint.its.window_agreement import clear, direction, total_of


@pytest.mark.parametrize(
    ("effect", "ends", "sign", "found"),
    [
        (LEVEL, [(1.1, 2), (1.2, 2), (0.9, 2)], 1, (2, 3, True, False, "in 2 of 3 windows tried")),
        (LEVEL, [(1.1, 2), (1.2, 2)], 1, (2, 2, True, True, "in all 2 windows tried")),
        (LEVEL, [(1.1, 2), (0.9, 2)], 1, (1, 2, False, False, "in 1 of 2 windows tried")),
        (LEVEL, [(0.5, 0.9), (0.5, 0.9)], -1, (2, 2, False, False, "in all 2 windows tried")),
        (LEVEL, [(0.5, 0.9)], 1, (1, 1, True, True, "")),
        (CHANGE, [(0.1, 2), (-0.1, 2)], 1, (1, 2, False, False, "in 1 of 2 windows tried")),
        (CHANGE, [(0.1, 2)], 1, (0, 1, False, False, "")),
    ],
)
def test_windows_on_one_side_are_counted_and_the_own_interval_decides(effect, ends, sign, found):
    result = clear(windows(effect, *ends), effect, sign)
    assert (result.count, result.windows, result.most, result.all, result.words) == found


def test_an_open_end_is_not_clear():
    assert not clear(pd.DataFrame(), replace(LEVEL, low=None), 1).own
    assert clear(pd.DataFrame(), LEVEL, 1).own


def test_ratios_are_null_at_one_and_changes_at_zero():
    assert (LEVEL.scale.null, CHANGE.scale.null) == (1.0, 0.0)


def test_a_window_without_a_result_is_no_window():
    frame = pd.concat([windows(LEVEL, (1.1, 2), (1.2, 2)), pd.DataFrame({"window_start": ["2020-01"]})])
    assert clear(frame, LEVEL, 1).words == "in all 2 windows tried"


def test_counts_are_summed_up_by_a_share_and_measured_values_by_a_change(calibrated):
    straight, _, measured = calibrated
    assert total_of(straight).name == "relative_excess"
    assert total_of(measured, 12).name == "expected_excess"
    assert total_of(measured, 12).horizon == 12


def test_the_direction_follows_the_rule_of_the_bottom_line(pakistan):
    result, tried = pakistan
    assert direction(result, tried) == "above"
    assert direction(result, tried.assign(relative_excess_low=-0.1)) == ""
