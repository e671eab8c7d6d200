"""Two periods of a series that ends soon: the same fit as any, one contrast, and words for what is not there."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.errors import ParameterError
from turningpoint.its import Specification, analyse
from turningpoint.outcome import load_outcome
from turningpoint.robustness.groups_and_provinces import (
    NEEDED,
    difference,
    not_estimable,
    ttp_says,
    two_periods,
)

KABUL = "2021-08"


def series(name, start="2015-01", end=""):
    return load_outcome(f"events_{name}", source="ucdp-sides", start=start, end=end)


@pytest.fixture(scope="module")
def ttp():
    return two_periods(series("ttp"), KABUL)


@pytest.fixture(scope="module")
def border():
    return two_periods(series("border"), KABUL)


def test_counts_are_those_of_the_months_there_are(ttp):
    assert (ttp.after, ttp.before, ttp.counted, ttp.year_earlier) == (5, 12, (56, 84), 28)
    assert ttp.answer.observed == pytest.approx(56 / 5 / (84 / 12))


def test_with_a_year_on_either_side_it_is_the_answer_that_the_engine_gives():
    events = load_outcome("events", start="2015-01", end="2024-12")
    found = two_periods(events, KABUL)
    own = analyse(events, Specification((KABUL,), ramp=False)).answer("before_after.months_12")
    assert found.answer.name == own.name
    assert (found.answer.estimate, found.answer.low, found.answer.high) == pytest.approx(
        (own.estimate, own.low, own.high)
    )
    assert found.answer.observed == pytest.approx(own.observed)


def test_an_interval_of_another_confidence_lies_inside(ttp):
    narrower = two_periods(series("ttp"), KABUL, confidence=0.8).answer
    assert ttp.answer.low < narrower.low < narrower.estimate < narrower.high < ttp.answer.high


def test_what_needs_more_months_is_not_estimable_and_said(ttp):
    assert set(not_estimable(ttp.after)) == set(NEEDED)
    assert not_estimable(ttp.after)["growth_since"] == "growth since: 5 months are after, 12 are needed"
    assert "Not estimable with 5 months after: " in ttp.summary()
    assert ttp.summary().startswith("Lethal events of fighting with the TTP: 56 in 5 months from August 2021 on (28 in")


def test_with_two_years_after_nothing_is_missing_but_the_months_compared_are_a_year():
    found = two_periods(series("ttp"), "2019-06")
    assert (found.after, found.since) == (12, 31)
    assert not not_estimable(found.since)
    assert "Not estimable" not in found.summary()
    assert set(not_estimable(12)) == {"before_after.months_24"}


@pytest.mark.parametrize(
    ("name", "end", "when", "problem"),
    [
        ("ttp", "", "2022-03", "the series ends in 2021-12, and 2022-03 is not inside it"),
        ("ttp", "", "2014-03", "the series begins in 2015-01, and 2014-03 is not inside it"),
        ("elsewhere", "", "2021-09", "nothing was counted from September 2021 on"),
        ("islamic_state", "2017-12", "2016-02", "nothing was counted in the 12 months before"),
    ],
)
def test_without_both_periods_there_is_no_answer_but_a_reason(name, end, when, problem):
    found = two_periods(series(name, end=end), when)
    assert (found.answer, found.draws, found.problem) == (None, None, problem)
    assert found.summary().endswith(f": not estimable, {problem}.")


def test_a_fit_that_fails_is_a_reason():
    found = two_periods(series("islamic_state", start="2021-02"), KABUL)
    assert found.answer is None
    assert "has no finite estimate" in found.problem


def test_a_series_by_year_is_refused():
    with pytest.raises(ParameterError, match="compared by month, and this series is by year"):
        two_periods(load_outcome("attacks", source="pips-yearly-attacks"), "2021")


def test_two_series_are_compared_as_independent(border):
    rest = two_periods(series("elsewhere"), KABUL)
    found = difference(border, rest, names=("the border", "the rest"))
    assert np.log(found.estimate) == pytest.approx(np.median(border.draws) - np.median(rest.draws), abs=0.2)
    spread = np.hypot(border.draws.std(), rest.draws.std())
    assert np.log(found.high / found.low) / (2 * 1.96) == pytest.approx(spread, rel=0.15)
    assert found.summary().startswith("The ratio of the border is ")
    assert difference(border, replace(rest, draws=None), names=("the border", "the rest")) is None


def test_a_series_against_itself_shows_nothing(border):
    found = difference(border, border, names=("it", "itself"))
    assert found.low < 1 < found.high


def test_what_the_series_of_ttp_says_and_cannot_say(ttp):
    said = ttp_says(ttp)
    assert "2019 51, 2020 64, 2021 112" in said
    assert "Over the 36 months before it grew by a factor of " in said
    assert "it can say neither that a rise went on nor that it was steady" in said


def test_years_that_are_not_whole_and_growth_over_few_months_are_not_told():
    said = ttp_says(two_periods(series("ttp", start="2020-02"), KABUL))
    assert "factions: 2021 112." in said
    assert "it grew by a factor of" not in said
