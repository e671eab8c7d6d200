"""A wandering level: published numbers, the exactly diffuse Kalman filter of statsmodels, and the choice of model."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from tests.its.arima_series import design_of, drivers, r_series, seat_belt_columns
from tests.its.golden import numbers, output
from turningpoint.errors import FitError
from turningpoint.its.time_series import local_level
from turningpoint.its.time_series.differencing import differenced
from turningpoint.its.time_series.local_level import Wandering, choose

LEVEL, TREND = np.array([1.0, -1.0]), np.array([1.0, -2.0, 1.0])


def wandering(values, columns, difference=LEVEL):
    return Wandering(differenced(values, design_of(values, columns), difference))


def estimated(model):
    """Variances of ε, η and ζ at the maximum, and the restricted log-likelihood, in units of the outcome."""
    maximum = model.maximise()
    solution = model.series.solve(model.whitening(maximum.at))
    scale = solution.sum_of_squares / model.free * model.series.scale**2
    assert maximum.converged
    return scale * model.shares(maximum.at) ** 2, maximum.value - model.free * np.log(model.series.scale)


def test_the_nile_matches_r_and_durbin_and_koopman():
    """15099 and 1469 (Durbin & Koopman 2012, section 2.10); R's StructTS stops a little earlier."""
    (noise, level, _), _ = estimated(wandering(r_series("Nile"), {}))
    assert (round(noise), round(level)) == (15099, 1469)
    theirs = numbers(output("arima").replace("epsilon", ""), "Nile level")
    np.testing.assert_allclose([level, noise], theirs, rtol=1e-4)


def test_the_seat_belt_model_has_the_published_likelihood():
    """A stochastic level, a fixed season, the law and the petrol price: 0.9798650 a point.

    Commandeur & Koopman (2007), section 7.3; their season is trigonometric, and 2π is left out for 14 diffuse states.
    """
    values = drivers(logarithm="log")
    month = np.arange(192.0)
    season = {f"cos_{k}": np.cos(np.pi * k * month / 6) for k in range(1, 7)}
    season |= {f"sin_{k}": np.sin(np.pi * k * month / 6) for k in range(1, 6)}
    _, log_likelihood = estimated(wandering(values, seat_belt_columns("step", "log_petrol") | season))
    assert log_likelihood / 192 == pytest.approx(0.9798650, abs=6e-7)


@pytest.mark.parametrize("holes", [False, True])
@pytest.mark.parametrize(("difference", "name"), [(LEVEL, "llevel"), (TREND, "lltrend")])
def test_the_restricted_likelihood_is_that_of_an_exactly_diffuse_filter(difference, name, holes):
    """Coefficients are states there; a hole among the starting values leaves a constant between the two."""
    values = drivers(holes=holes)
    columns = seat_belt_columns("step", "ramp", "petrol")
    model = wandering(values, columns, difference)
    exog = np.column_stack(list(columns.values()))
    theirs = sm.tsa.UnobservedComponents(values, name, exog=exog, mle_regression=False, use_exact_diffuse=True)
    gaps = []
    for angles in ([0.3, 0.4], [0.05, 1.2], [1.3, 0.02]):
        at = np.array(angles[: model.angles])
        solution = model.series.solve(model.whitening(at))
        variance = solution.sum_of_squares / model.free * model.series.scale**2
        shares = variance * model.shares(at) ** 2
        ours = model.log_likelihood(at) - model.free * np.log(model.series.scale)
        smoothed = theirs.smooth(shares[: model.angles + 1])
        gaps.append(ours - smoothed.llf)
        np.testing.assert_allclose(
            model.series.coefficients(solution), smoothed.smoothed_state[model.angles :, -1], rtol=1e-5
        )
    diffuse = model.angles + len(columns)
    np.testing.assert_allclose(gaps, diffuse / 2 * np.log(2 * np.pi), atol=1e-4)


def simulated(level, slope, *, n=120, seed=0):
    random = np.random.default_rng(seed)
    course = np.cumsum(slope * random.normal(size=n)) + level * random.normal(size=n)
    return np.cumsum(course) + random.normal(size=n), {"trend": np.arange(n) - 80.0}


def test_a_slope_that_wanders_is_told_from_one_that_does_not():
    values, columns = simulated(0.0, 0.2)
    wild = choose(values, design_of(values, columns))
    assert wild.model.name == "local linear trend"
    assert "preferred to a local level" in wild.message
    values, columns = simulated(0.3, 0.0)
    tame = choose(values, design_of(values, columns))
    assert tame.model.name == "local level"
    assert "trend" in tame.model.series.design.terms
    assert "restricted log-likelihood by 0." in tame.message


def test_what_is_gained_is_the_difference_of_comparable_likelihoods():
    """A slope that stands still is the local level: on the twice differenced series both are the same number."""
    values, columns = simulated(0.3, 0.05)
    level, trend = (wandering(values, columns, difference) for difference in (LEVEL, TREND))
    both = [
        [level.log_likelihood(np.array([a])) - level.free * np.log(level.series.scale) for a in (0.1, 0.7)],
        [trend.log_likelihood(np.array([a, 0.0])) - trend.free * np.log(trend.series.scale) for a in (0.1, 0.7)],
    ]
    assert level.free == trend.free
    assert both[0][0] - both[0][1] == pytest.approx(both[1][0] - both[1][1], abs=1e-7)


def test_a_design_without_a_trend_keeps_the_local_level():
    values, _ = simulated(0.3, 0.0)
    choice = choose(values, design_of(values, {}))
    assert choice.model.name == "local level"
    assert "no trend that could wander" in choice.message


def test_bad_starting_values_lead_to_the_same_maximum():
    values = drivers()
    model = wandering(values, seat_belt_columns("trend", "step", "ramp", "months"), LEVEL)
    best = model.maximise()
    angles, heights, _ = model.grid
    assert best.value >= heights.max()
    assert best.ends[0] - best.ends[-1] < 1e-6
    assert 0 < best.at[0] < np.pi / 2
    nearest = np.argmin(np.abs(angles[:, 0] - best.at[0]))
    assert abs(nearest - np.argmax(heights)) <= 1


def test_a_level_that_stands_still_is_a_maximum_like_any_other():
    """Noise that turns back leaves no room for a level that wanders: the angle is zero, and nothing falls off there."""
    noise = np.random.default_rng(5).normal(size=61)
    found = wandering(noise[1:] - 0.5 * noise[:-1], {"trend": np.arange(60.0)}).maximise()
    assert found.converged
    assert abs(np.sin(found.at[0])) < 1e-4


def test_a_random_walk_without_noise_is_one_too():
    """Steps that go on leave no room for noise of single periods."""
    steps = np.random.default_rng(5).normal(size=61)
    found = wandering(np.cumsum(steps[1:] + 0.5 * steps[:-1]), {"trend": np.arange(60.0)}).maximise()
    assert found.converged
    assert abs(np.cos(found.at[0])) < 1e-4


def test_draws_of_the_ratios_follow_the_likelihood():
    values, columns = simulated(0.3, 0.0)
    model = wandering(values, columns)
    angles, heights, room = model.grid
    weight = np.exp(heights - heights.max()) * room
    weight /= weight.sum()
    drawn = list(model.sample(4000, np.random.default_rng(0)))
    counts = np.array([len(scales) for _, scales in drawn])
    assert counts.sum() == 4000
    mean = counts @ np.array([np.tan(angle[0]) for angle, _ in drawn]) / 4000
    assert mean == pytest.approx(weight @ np.tan(angles[:, 0]), rel=0.03)
    squares = np.concatenate(
        [model.series.solve(model.whitening(angle)).sum_of_squares / scales**2 for angle, scales in drawn]
    )
    assert squares.mean() == pytest.approx(model.free, rel=0.02)
    assert squares.var() == pytest.approx(2 * model.free, rel=0.1)


def test_too_few_points_are_refused():
    values = np.random.default_rng(0).normal(size=8)
    columns = {f"column_{i}": np.random.default_rng(i + 1).normal(size=8) for i in range(5)}
    with pytest.raises(FitError, match="8 points leave 2 degrees of freedom"):
        choose(values, design_of(values, columns))


@pytest.mark.parametrize(("gained", "name"), [(0.9, "local level"), (1.1, "local linear trend")])
def test_one_more_standard_deviation_must_raise_the_log_likelihood_by_one(monkeypatch, gained, name):
    """Akaike's criterion counts two for a parameter and two for a unit of log-likelihood."""
    values, columns = simulated(0.3, 0.05)
    maximise = Wandering.maximise

    def made_up(model):
        found = maximise(model)
        if model.angles == 1:
            made_up.at = found.at
            return found
        return replace(found, value=model.log_likelihood(np.append(made_up.at, 0.0)) + gained)

    monkeypatch.setattr(local_level.Wandering, "maximise", made_up)
    found = choose(values, design_of(values, columns))
    assert found.model.name == name
    assert f"restricted log-likelihood by {gained:.2f}" in found.message
