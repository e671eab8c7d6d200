"""What would have been observed: the pre-period's path continued."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from turningpoint.its.calibrated.forecast import forecast_counts, forecast_gaussian, forecast_means
from turningpoint.its.calibrated.mixture import Mixture
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.model.design import Design

BEFORE, AFTER = 60, 24
TIME = np.arange(BEFORE + AFTER) / 12
MATRIX = np.column_stack([np.ones(BEFORE + AFTER), TIME])
USED = np.ones(BEFORE, dtype=bool)


def of(values, matrix, likelihood="poisson"):
    """The posterior on a pre-period of a design of these columns."""
    design = Design(
        times=pd.period_range("2015-01", periods=BEFORE, freq="M"),
        terms=("intercept", "trend")[: matrix.shape[1]],
        matrix=matrix,
        intervention_terms=(),
        interventions=(),
        positions=(),
        offset=np.zeros(BEFORE),
        transition=~USED,
        used=USED,
        time_unit="year",
    )
    return average(values, design, likelihood)


def test_a_calm_series_goes_on_as_it_was():
    values = np.random.default_rng(3).poisson(20, (4, BEFORE)).astype(float)
    mixture = of(values, MATRIX[:BEFORE])
    drawn = forecast_counts(mixture, MATRIX[BEFORE:], np.zeros(AFTER), 2000, np.random.default_rng(1))
    assert drawn.shape == (4, 2000, AFTER)
    expected = np.exp(mixture.mean @ MATRIX[BEFORE:].T)
    assert np.allclose(np.median(drawn, axis=1), expected, rtol=0.2)
    # a count drawn around a mean varies at least as Poisson does
    assert (drawn.var(axis=1) > 0.9 * expected).all()


def test_the_forecast_starts_where_a_path_with_memory_has_arrived():
    random = np.random.default_rng(2)
    fresh, path = random.standard_normal(BEFORE), np.zeros(BEFORE)
    for t in range(1, BEFORE):
        path[t] = 0.9 * path[t - 1] + fresh[t]
    path[-6:] += 6.0
    mixture = of(100 + path[None], np.ones((BEFORE, 1)), "gaussian")
    drawn = forecast_gaussian(mixture, np.ones((AFTER, 1)), 4000, np.random.default_rng(1))[0]
    assert drawn[:, 0].mean() > drawn[:, -1].mean() + 1
    assert drawn[:, 0].std() < drawn[:, -1].std()


def test_a_gaussian_forecast_keeps_its_unit():
    values = np.random.default_rng(8).normal(10, 2, (1, BEFORE))
    one, thousand = (
        forecast_gaussian(
            of(factor * values, MATRIX[:BEFORE], "gaussian"), MATRIX[BEFORE:], 500, np.random.default_rng(1)
        )
        for factor in (1.0, 1000.0)
    )
    assert np.allclose(thousand, 1000 * one, rtol=1e-6)


def test_exposure_scales_what_would_have_been_observed():
    values = np.random.default_rng(3).poisson(20, (1, BEFORE)).astype(float)
    mixture = of(values, MATRIX[:BEFORE])
    doubled = forecast_counts(mixture, MATRIX[BEFORE:], np.full(AFTER, np.log(2)), 4000, np.random.default_rng(1))
    plain = forecast_counts(mixture, MATRIX[BEFORE:], np.zeros(AFTER), 4000, np.random.default_rng(1))
    assert doubled.mean() / plain.mean() == pytest.approx(2, rel=0.03)


RHO, SHARE, SIGMA = 0.7, 0.6, 0.8


def known_noise(level, *, unit=1.0, state=0.0, state_variance=SIGMA**2 * SHARE):
    """A pre-period that is known for certain: one noise model, a level, and what is learnt of where the noise is."""
    one = np.ones((1, 1))
    return Mixture(
        weight=np.ones((1, 1, 1)),
        rho=RHO * one,
        share=SHARE * one,
        sigma=SIGMA * one,
        strengths=np.zeros(1),
        fixed=np.full((1, 1, 1), level / unit),
        root=np.full((1, 1, 1, 1), 1e-9),
        lean=np.zeros((1, 1, 1, 0)),
        axes=np.zeros((1, 1, 0, 0)),
        stiffness=np.zeros((1, 1, 0)),
        pull=np.zeros((1, 1, 0)),
        state=np.array([[[0.0, state]]]),
        state_variance=state_variance * one,
        linear=np.full((1, BEFORE), level),
        unit=np.array([unit]),
        rounds=np.ones(1, dtype=int),
        still=np.ones(1, dtype=bool),
        converged=np.ones(1, dtype=bool),
    )


def along(path, lag):
    """Mean correlation between periods so far apart."""
    together = np.corrcoef(path.T)
    return np.diagonal(together, lag).mean()


def test_means_forecast_have_the_mean_the_spread_and_the_memory_of_their_noise():
    """The noise multiplies by one on average; the share of its log that lasts is correlated by ρ a period."""
    means = forecast_means(known_noise(2.0), np.ones((6, 1)), np.full(6, 0.5), 40_000, np.random.default_rng(1))[0]
    assert means.mean(axis=0) == pytest.approx(np.full(6, np.exp(2.5)), rel=0.02)
    assert np.log(means).std(axis=0) == pytest.approx(np.full(6, SIGMA), rel=0.02)
    assert [along(np.log(means), lag) for lag in (1, 2, 3)] == pytest.approx(SHARE * RHO ** np.arange(1, 4), abs=0.02)


def test_a_gaussian_forecast_has_the_spread_and_the_memory_of_its_noise():
    drawn = forecast_gaussian(known_noise(2.0), np.ones((6, 1)), 40_000, np.random.default_rng(1))[0]
    assert drawn.mean(axis=0) == pytest.approx(np.full(6, 2.0), abs=0.02)
    assert drawn.std(axis=0) == pytest.approx(np.full(6, SIGMA), rel=0.02)
    assert [along(drawn, lag) for lag in (1, 2, 3)] == pytest.approx(SHARE * RHO ** np.arange(1, 4), abs=0.02)


@pytest.mark.parametrize("unit", [1.0, 50.0])
def test_the_state_at_the_end_decays_by_its_memory_in_the_unit_of_the_outcome(unit):
    """What is known of the noise in the last period is carried on: ρ^h of its mean, and of its variance ρ^2h."""
    before = known_noise(2.0 * unit, unit=unit, state=1.5, state_variance=0.04)
    drawn = forecast_gaussian(before, np.ones((4, 1)), 60_000, np.random.default_rng(1))[0] / unit
    ahead = np.arange(1, 5)
    assert drawn.mean(axis=0) == pytest.approx(2.0 + 1.5 * RHO**ahead, abs=0.02)
    variance = SIGMA**2 * (1 - SHARE + SHARE * (1 - RHO ** (2 * ahead))) + 0.04 * RHO ** (2 * ahead)
    assert drawn.std(axis=0) == pytest.approx(np.sqrt(variance), rel=0.02)


def test_what_the_coefficients_take_up_is_not_taken_up_by_the_noise_too():
    """A draw with a higher level leaves less of the last residual to the noise."""
    spread, unit = np.full((1, 1, 1, 1), 0.5), 50.0
    state = np.array([[[0.75, 1.5]]])
    before = replace(known_noise(2.0 * unit, unit=unit, state_variance=1e-12), state=state, root=spread)
    drawn = forecast_gaussian(before, np.ones((1, 1)), 60_000, np.random.default_rng(1))[0, :, 0] / unit
    assert drawn.mean() == pytest.approx(2.0 + RHO * (1.5 - 0.75 * 2.0), abs=0.02)
    variance = 0.25 * (1 - RHO * 0.75) ** 2 + SIGMA**2 * (1 - SHARE + SHARE * (1 - RHO**2))
    assert drawn.std() == pytest.approx(np.sqrt(variance), rel=0.02)


def test_counts_are_drawn_around_their_means():
    means = np.full((1, 40_000, 1), 4.0)
    before = replace(known_noise(np.log(4.0)), sigma=np.full((1, 1), 1e-6), state_variance=np.full((1, 1), 1e-12))
    drawn = forecast_counts(before, np.ones((1, 1)), np.zeros(1), means.shape[1], np.random.default_rng(2))
    assert drawn.mean() == pytest.approx(4.0, rel=0.02)
    assert drawn.var() == pytest.approx(4.0, rel=0.04)


def test_means_beyond_all_numbers_are_cut():
    found = forecast_means(known_noise(500.0), np.ones((2, 1)), np.zeros(2), 10, np.random.default_rng(1))
    assert found.max() == pytest.approx(1e12)


def test_a_forecast_holds_what_comes_with_the_share_it_says():
    """Series of the fitted model go on inside 90% limits in about nine of ten."""
    random, total = np.random.default_rng(4), BEFORE + 12
    path = np.zeros((60, total))
    for t in range(total):
        fresh = random.standard_normal(60)
        path[:, t] = fresh if t == 0 else 0.6 * path[:, t - 1] + 0.8 * fresh
    values = random.poisson(20 * np.exp(0.4 * path - 0.08)).astype(float)
    drawn = forecast_counts(of(values[:, :BEFORE], np.ones((BEFORE, 1))), np.ones((12, 1)), np.zeros(12), 2000, random)
    low, high = np.quantile(drawn, [0.05, 0.95], axis=1)
    inside = (values[:, BEFORE:] >= low) & (values[:, BEFORE:] <= high)
    assert inside.mean() == pytest.approx(0.92, abs=0.05)
