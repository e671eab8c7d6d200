"""The design that deaths can bear: regression, contrast of two periods, or none, with the reason."""

import numpy as np
import pytest

from tests.killratio.deaths import table
from turningpoint.errors import DesignError, ParameterError
from turningpoint.killratio.over_time.deaths import two_sides
from turningpoint.killratio.over_time.design import NotEstimable, design_for

SIDES = two_sides(table())


def with_zero(side, months):
    frame = table()
    frame.loc[months, side] = 0
    return two_sides(frame)


def test_enough_months_give_a_ramp():
    chosen = design_for(SIDES, ["2018-05"], harmonics=1)
    assert chosen.kind == "regression"
    assert chosen.design.terms == ("intercept", "trend", "step", "ramp", "sin_1", "cos_1")
    assert chosen.reason == ""


def test_a_ramp_can_be_left_out():
    chosen = design_for(SIDES, ["2018-05"], ramp=False)
    assert "ramp" not in chosen.design.terms
    assert "was asked for" in chosen.reason


def test_interventions_that_lie_close_get_a_step_each():
    chosen = design_for(SIDES, ["2017-01", "2017-07"])
    assert chosen.design.intervention_terms == ("step@2017-01", "step@2017-07")
    assert "too close" in chosen.reason
    assert "(6 months" in chosen.reason


@pytest.mark.parametrize(("when", "before", "after"), [("2019-08", 55, 5), ("2015-03", 2, 58)])
def test_fewer_than_twelve_months_give_two_periods(when, before, after):
    chosen = design_for(SIDES, [when])
    assert chosen.kind == "two periods"
    assert chosen.design.terms == ("intercept", "step")
    assert f"there are {before} before and {after} after" in chosen.reason


def test_one_month_gives_nothing():
    found = design_for(SIDES, ["2019-12"])
    assert isinstance(found, NotEstimable)
    assert found.points == (59, 1)
    assert "from 2 a side" in found.reason


def test_months_without_deaths_do_not_count():
    frame = table()
    frame.loc[frame.index[-14:-2], ["militants", "security"]] = 0
    assert design_for(two_sides(frame), ["2018-11"]).kind == "two periods"


@pytest.mark.parametrize(
    ("side", "months", "words"),
    [
        ("security", slice(40, None), "no security forces were killed from 2018-05 on"),
        ("militants", slice(0, 39), "no militants were killed before 2018-05"),
        (["militants", "security"], slice(40, None), "nobody was killed from 2018-05 on"),
    ],
)
def test_a_side_without_deaths_is_named(side, months, words):
    found = design_for(with_zero(side, months), ["2018-05"])
    assert isinstance(found, NotEstimable)
    assert words in found.reason


def test_where_a_column_has_one_side_only_there_is_no_estimate():
    frame = table()
    frame["security"] = np.where(np.arange(60) < 40, frame["security"], 0)
    frame.loc[59, "security"] = 1
    frame.loc[40:, "militants"] = np.where(np.arange(40, 60) < 59, 5, 0)
    found = design_for(two_sides(frame), ["2018-05"])
    assert isinstance(found, NotEstimable)
    assert "no finite estimate" in found.reason


@pytest.mark.parametrize("when", [[], ["2014-12"], ["2020-01"], ["2018-05", "2017-05"], ["2016-05", "2019-10"]])
def test_interventions_that_cannot_be_are_refused(when):
    with pytest.raises(DesignError):
        design_for(SIDES, when)


def test_an_intervention_is_written_like_the_months():
    with pytest.raises(ParameterError, match="2021"):
        design_for(SIDES, ["2021"])
