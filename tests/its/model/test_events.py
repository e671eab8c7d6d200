"""Which periods an intervention, or an event that ends, names."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DesignError, ParameterError
from turningpoint.its import Specification, build_design
from turningpoint.its.model.events import pulse_columns, pulses_of, require_points

DAYS = pd.period_range("2017-01-01", periods=60, freq="D")


def test_a_pulse_holds_its_first_and_its_last_period():
    assert pulses_of(DAYS, ["2017-01-11:2017-01-13", "2017-02-01:2017-02-01"]) == ((10, 13), (31, 32))


@pytest.mark.parametrize(
    ("pulses", "message"),
    [
        (["2017-01-11:2017-01-09"], "ends before it begins"),
        (["2017-01-01:2017-01-03"], "does not lie inside the series"),
        (["2017-01-11:2017-12-01"], "does not lie inside the series"),
        (["2017-01-11:2017-01-13", "2017-01-13:2017-01-15"], "not overlap"),
    ],
)
def test_a_pulse_that_cannot_be_is_refused(pulses, message):
    with pytest.raises(DesignError, match=message):
        pulses_of(DAYS, pulses)


def test_several_pulses_share_a_step_and_a_single_one_has_a_level_after():
    one, two = pulse_columns([(2, 4)], 6), pulse_columns([(1, 2), (4, 5)], 6)
    assert {name: column.tolist() for name, column in one.items()} == {
        "step": [0, 0, 1, 1, 0, 0],
        "after": [0] * 4 + [1] * 2,
    }
    assert {name: column.tolist() for name, column in two.items()} == {"step": [0, 1, 0, 0, 1, 0]}
    assert list(pulse_columns([(4, 6)], 6)) == ["step"]


def test_the_design_of_a_pulse_has_no_ramp_and_knows_its_counterfactual():
    design = build_design(DAYS, Specification(pulses=("2017-01-11:2017-01-13",), harmonics=0))
    assert design.intervention_terms == ("step", "after")
    assert design.interventions == ("2017-01-11",)
    assert not any(term.startswith("ramp") for term in design.terms)
    assert np.flatnonzero((design.matrix != design.counterfactual).any(axis=1)).tolist() == list(range(10, 60))


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"interventions": ("2017-01-05",), "pulses": ("2017-01-11:2017-01-13",)}, "in place of interventions"),
        ({"pulses": ("2017-01-11:2017-01-13",), "transition": 2}, "no transition"),
        ({"pulses": ("2017-01-11",)}, "not written FROM:TO"),
    ],
)
def test_what_does_not_go_with_a_pulse_is_refused(choices, message):
    with pytest.raises(ParameterError, match=message):
        Specification(**choices)


def test_the_fewest_points_depend_on_the_ramp_and_the_message_names_it():
    used = np.ones(60, dtype=bool)
    require_points(DAYS, used, ["2017-02-27"], [57])
    with pytest.raises(DesignError, match=r"2 usable points after it.*at least 3.*--no-ramp"):
        require_points(DAYS, used, ["2017-02-28"], [58])
    require_points(DAYS, used, ["2017-02-28"], [58], ramp=False)
    with pytest.raises(DesignError, match="1 usable points after it; a level needs at least 2"):
        require_points(DAYS, used, ["2017-03-01"], [59], ramp=False)
