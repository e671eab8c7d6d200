"""Which dates are compared."""

import numpy as np
import pytest

from tests.robustness.series import series
from turningpoint.errors import DesignError
from turningpoint.its.model.specification import Specification
from turningpoint.robustness.dates.candidates import MOST_DATES, candidates_of


def asked(points, when="2015-09", *, freq="M", start="2015-01", **choices):
    own = choices.pop("own", {})
    return candidates_of(series(np.full(points, 9.0), start, freq), Specification((when,), **own), **choices)


def test_twelve_periods_are_left_on_either_side():
    found = asked(120, "2019-01")
    assert (found.dates[0], found.dates[-1], len(found.dates)) == ("2016-01", "2024-01", 97)


@pytest.mark.parametrize(("points", "trim"), [(48, 12), (36, 9), (16, 4)])
def test_short_series_are_left_a_quarter(points, trim):
    assert asked(points, own={"harmonics": 0}).trim == trim


def test_a_thin_choice_has_the_date_asked_about():
    found = asked(120, "2018-03", every=3)
    assert "2018-03" in found.dates
    assert len(found.dates) == 32


def test_long_series_are_thinned():
    found = asked(900, "2016-03-04", freq="D", start="2015-01-01", own={"harmonics": 0})
    assert len(found.dates) <= MOST_DATES
    assert "2016-03-04" in found.dates


def test_steps_and_ramps_are_in_units_of_what_they_weigh_before():
    found = asked(60, "2017-01")
    place = found.dates.index("2017-01")
    assert found.steps[place].tolist() == [0.0] * 24 + [1.0] * 36
    assert found.ramps[place][[23, 24, 36]].tolist() == [0.0, 0.0, 0.5]
    assert not asked(60, "2017-01", own={"ramp": False}).ramps.any()


def test_a_transition_moves_no_observation_out():
    assert asked(60, "2017-01", own={"transition": 3}).base.used.all()


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(DesignError, match="no single date"):
        candidates_of(series(np.full(60, 9.0)), Specification(pulses=("2016-01:2016-03",)))
    with pytest.raises(DesignError, match="no date leaves 12"):
        asked(20, trim=12)
    with pytest.raises(DesignError, match="fewer harmonics"):
        asked(9, own={"harmonics": 2})
