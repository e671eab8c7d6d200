"""What the checks share: design, estimates, and simulated p-values."""

import numpy as np
import pytest

from tests.robustness.placebo_series import SPECIFICATION, series
from turningpoint.errors import ParameterError
from turningpoint.its import Specification, build_design
from turningpoint.its.calibrated.posterior import average
from turningpoint.robustness.straight_model import (
    design_at,
    effect_places,
    estimates_of,
    normal_quantile,
    require_null,
    simulated_p,
)


def test_the_design_is_that_of_one_date_without_the_periods_left_out():
    outcome = series()
    design = design_at(outcome, Specification(("2010-01", "2012-01"), harmonics=1, pre_trend="adaptive"))
    assert np.array_equal(design.matrix, build_design(outcome.times, SPECIFICATION).matrix)
    moved = design_at(outcome, SPECIFICATION, "2005-06", keep=np.arange(300) > 11)
    assert int(moved.post.argmax()) == outcome.labels.index("2005-06")
    assert not moved.used[:12].any()
    assert moved.used[12:].all()


@pytest.mark.parametrize("likelihood", ["gaussian", "poisson"])
def test_estimates_are_those_of_the_mixture(likelihood):
    values = np.stack([series(2.0).values, series(1.0, seed=2).values])
    design = design_at(series(), SPECIFICATION)
    places = list(effect_places(design, SPECIFICATION).values())
    estimates, errors = estimates_of(values, design, places, likelihood)
    mixture = average(values, design, likelihood)
    assert np.allclose(estimates, mixture.mean[:, places], atol=1e-12)
    draws = mixture.draws(40_000, np.random.default_rng(1))[0]
    assert np.allclose(errors, draws[..., places].std(axis=1), rtol=0.02)


def test_a_step_model_has_no_slope():
    steps = Specification(("2010-01",), ramp=False)
    assert list(effect_places(design_at(series(), steps), steps)) == ["level"]


def test_the_observed_one_is_counted_among_the_replicates():
    null = np.arange(19.0)
    assert [simulated_p(null, observed) for observed in (100.0, 18.0, -1.0)] == [1 / 20, 2 / 20, 1.0]


@pytest.mark.parametrize(
    ("replicates", "confidence", "message"), [(18, 0.95, "19 or more"), (19, 0.0, "between"), (19, 1.0, "between")]
)
def test_a_null_that_cannot_reject_is_refused(replicates, confidence, message):
    with pytest.raises(ParameterError, match=message):
        require_null(replicates, confidence)
    require_null(19, 0.95)


def test_the_quantile_has_two_sides():
    assert normal_quantile(0.95) == pytest.approx(1.959964)
