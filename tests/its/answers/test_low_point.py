"""When the course was lowest."""

from dataclasses import replace

import numpy as np
import pytest

from tests.its.examples import fit_counts
from turningpoint.its.answers.low_point import low_point


def drawn(trends, ramp):
    """A fit whose draws have these trends before and their sum with the ramp from 2021-01 on."""
    fit = fit_counts()
    draws = np.zeros((len(trends), len(fit.design.terms)))
    draws[:, fit.design.terms.index("trend")] = trends
    draws[:, fit.design.terms.index("ramp")] = ramp
    return replace(fit, draws=draws)


def test_a_rise_is_lowest_at_the_start_and_a_fall_that_turns_in_the_month_of_the_date():
    found = low_point(drawn([0.3] * 25 + [-0.3] * 75, 1.0), 0.95)
    assert (found.low, found.median, found.high) == ("2015-01", "2021-01", "2021-01")
    assert found.by_year == pytest.approx({"2015": 0.25, "2021": 0.75})
    assert (found.before, found.since) == pytest.approx((0.0, 0.75))


def test_a_fall_that_steps_up_has_its_low_just_before():
    fit = drawn([-0.3] * 10, 1.0)
    fit.draws[:, fit.design.terms.index("step")] = 0.5
    assert low_point(fit, 0.95).before == 1.0


def test_the_season_is_no_part_of_it():
    fit = fit_counts(harmonics=1)
    draws = np.zeros((4, len(fit.design.terms)))
    draws[:, fit.design.terms.index("sin_1")] = 5.0
    draws[:, fit.design.terms.index("trend")] = 1.0
    assert low_point(replace(fit, draws=draws), 0.95).high == "2015-01"


def test_a_fit_without_draws_has_none():
    assert low_point(fit_counts(), 0.95) is None
