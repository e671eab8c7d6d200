"""What was found, in one sentence."""

from dataclasses import replace

from analysis.its.effect import Effect
from analysis.its.sentence import in_one_sentence

RATIO = Effect("level_ratio", "jump", 1.87, 1.21, 2.9, 0.95, "ratio", "a method", "2021-01")
SHARE = Effect("relative_excess", "share", 3.9, 1.7, 8.0, 0.95, "share", "a method", "2021-01", horizon=36)
CHANGE = replace(RATIO, name="level_change", estimate=3.14, low=-0.2, high=6.48, unit="deaths per month")
EXCESS = replace(SHARE, name="expected_excess", estimate=-1120.0, low=-2010.0, high=-230.0, unit="deaths")


def test_ratios_are_times():
    assert in_one_sentence(RATIO, SHARE, period="month") == (
        "In 2021-01 itself 1.9 times the expected number (95% interval 1.2 to 2.9); over the 36 months from then on, "
        "4.9 times the expected total (2.7 to 9.0)."
    )


def test_changes_are_more_or_less_without_a_sign():
    assert in_one_sentence(CHANGE, EXCESS, period="month") == (
        "In 2021-01 itself 3.1 deaths per month more than expected (95% interval 0.2 less to 6.5 more); over the 36 "
        "months from then on, 1,120 deaths less in total than expected (230 to 2,010 less)."
    )


def test_open_ends_are_said():
    assert "no lower limit to 6.5" in in_one_sentence(replace(CHANGE, low=None), EXCESS, period="month")
