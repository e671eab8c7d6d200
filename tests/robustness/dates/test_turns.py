"""The turn at rival events, with its power."""

import numpy as np
import pandas as pd
import pytest

from tests.robustness.series import series
from turningpoint.its import Specification, analyse
from turningpoint.its.detectable_effect import detectable_level
from turningpoint.robustness.dates.turns import turns_at, turns_frame, turns_in_words

SPECIFICATION = Specification(("2019-01",), harmonics=0)
EVENTS = pd.DataFrame(
    {
        "event_id": ["jump", "same", "quiet", "late"],
        "label": ["Jump", "Same month", "Quiet", "Late"],
        "date": ["2017-01", "2017-01", "2019-06", "2021-06"],
        "away": [-24, -24, 5, 29],
    }
)


@pytest.fixture(scope="module")
def outcome():
    rng = np.random.default_rng(2)
    return series(rng.poisson(20 * np.where(np.arange(84) >= 24, 4.0, 1.0)))


@pytest.fixture(scope="module")
def turns(outcome):
    return turns_at(outcome, SPECIFICATION, EVENTS, trim=12)


def test_a_turn_is_the_fit_with_the_event_as_intervention(outcome, turns):
    own = analyse(outcome, Specification(("2017-01",), harmonics=0))
    assert turns[0].level.estimate == own.level.estimate
    assert turns[0].power.rise == detectable_level(own).rise
    assert turns[1].level is turns[0].level
    assert turns[0].excludes
    assert not turns[2].excludes


def test_one_too_near_an_end_says_so(turns):
    assert turns[3].level is None
    assert turns[3].reason == "fewer than 12 months on one side"
    assert not turns[3].excludes


def test_words_and_table_have_distance_and_power(turns):
    words = turns_in_words(turns)
    assert words.startswith(
        "At 2 of 3 other events the interval of the level excludes no change: Jump (January 2017, 24"
    )
    assert "Four times in five they would have found a jump of" in words
    assert words.endswith("Without a fit: Late (June 2021): fewer than 12 months on one side.")
    frame = turns_frame(turns)
    assert frame["away"].tolist() == [-24, -24, 5, 29]
    assert frame["smallest_found"][0] == turns[0].power.rise
    assert turns_in_words(()) == ""
