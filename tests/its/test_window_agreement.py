"""On which side of no effect the intervals lie, and how effects are written."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.reports.chapters.attacks.test_headlines import calibrated, pakistan  # noqa: F401 - fixtures
from turningpoint.its.effects.effect import Effect
from turningpoint.its.window_agreement import clear, direction, null_of, slope_column, total_of
from turningpoint.reports.chapters.attacks.headlines import over_windows, told

LEVEL = Effect("level_ratio", "jump", 1.9, 1.2, 3.0, 0.95, "ratio", "made up", "2021-08")
CHANGE = Effect("level_change", "jump", 3.14, -0.5, 6.8, 0.9, "mm", "made up", "2021-08")


def windows(effect, *ends):
    """Windows with these ends of the intervals of an effect."""
    low, high = zip(*ends, strict=True)
    middle = [(one + other) / 2 for one, other in ends]
    starts = [f"{2013 + i}-01" for i in range(len(ends))]
    return pd.DataFrame(
        {"window_start": starts, effect.name: middle, f"{effect.name}_low": low, f"{effect.name}_high": high}
    )


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
    assert (null_of(LEVEL), null_of(CHANGE)) == (1.0, 0.0)


def test_a_window_without_a_result_is_no_window():
    frame = pd.concat([windows(LEVEL, (1.1, 2), (1.2, 2)), pd.DataFrame({"window_start": ["2020-01"]})])
    assert clear(frame, LEVEL, 1).words == "in all 2 windows tried"


def test_effects_are_written_with_their_interval_and_unit():
    assert told(LEVEL) == "**1.9 times** (95% interval 1.2 to 3.0)"
    assert told(CHANGE) == "**3.1 mm** (90% interval −0.5 to 6.8)"
    share = replace(LEVEL, name="relative_excess", unit="share", estimate=0.5, low=0.1, high=1.0)
    assert told(share) == "**+50%** (95% interval +10% to +100%)"


def test_the_range_over_windows_is_that_of_the_estimates():
    words = over_windows(windows(LEVEL, (1.0, 2.0), (2.0, 3.0)), "level_ratio")
    assert words == "; over windows that start from January 2013 to January 2014 it runs from 1.50 to 2.50"
    assert over_windows(windows(LEVEL, (1.0, 2.0)), "level_ratio") == ""


def test_counts_are_summed_up_by_a_share_and_measured_values_by_a_change(calibrated):  # noqa: F811
    straight, _, measured = calibrated
    assert (total_of(straight).name, slope_column(straight)) == ("relative_excess", "slope_ratio")
    assert (total_of(measured, 12).name, slope_column(measured)) == ("expected_excess", "slope_change")
    assert total_of(measured, 12).horizon == 12


def test_the_direction_follows_the_rule_of_the_bottom_line(pakistan):  # noqa: F811
    result, tried = pakistan
    assert direction(result, tried) == "above"
    assert direction(result, tried.assign(relative_excess_low=-0.1)) == ""
