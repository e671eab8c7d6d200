"""Words follow the numbers: direction, and how little two short periods say."""

import pytest

from turningpoint.its.effects.effect import Effect
from turningpoint.killratio.over_time.wording import course_words


def effect(low, high):
    return Effect("level_ratio", "", (low * high) ** 0.5, low, high, 0.95, "ratio", "", "2021-08")


@pytest.mark.parametrize(("low", "high", "words"), [(0.5, 2, "inconclusive"), (1.2, 3, "a rise"), (0.2, 0.9, "a fall")])
def test_the_verdict_follows_the_interval(low, high, words):
    assert words in course_words(effect(low, high), None, two_periods=False, points=(40, 20))


def test_two_periods_name_the_least_change_that_could_be_told():
    found = course_words(effect(0.25, 4), None, two_periods=True, points=(40, 5))
    assert "a factor of about 4.0 to be told from none" in found
    assert "(5 months with deaths against 40)" in found
