"""What would have been observed: the pre-period's path continued."""

import numpy as np
import pytest

from turningpoint.its.calibrated.forecast import forecast_counts, forecast_gaussian, forecast_means
from turningpoint.its.calibrated.mixture import Mixture

BEFORE, AFTER = 60, 24
TIME = np.arange(BEFORE + AFTER) / 12
MATRIX = np.column_stack([np.ones(BEFORE + AFTER), TIME])
USED = np.ones(BEFORE, dtype=bool)


def test_a_calm_series_goes_on_as_it_was():
    values = np.random.default_rng(3).poisson(20, (4, BEFORE)).astype(float)
    mixture = of_counts(values, MATRIX[:BEFORE], np.zeros(BEFORE), USED)
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
    mixture = of_gaussian(100 + path[None], np.ones((BEFORE, 1)), USED)
    drawn = forecast_gaussian(mixture, np.ones((AFTER, 1)), 4000, np.random.default_rng(1))[0]
    assert drawn[:, 0].mean() > drawn[:, -1].mean() + 1
    assert drawn[:, 0].std() < drawn[:, -1].std()


def test_a_gaussian_forecast_keeps_its_unit():
    values = np.random.default_rng(8).normal(10, 2, (1, BEFORE))
    one, thousand = (
        forecast_gaussian(
            of_gaussian(factor * values, MATRIX[:BEFORE], USED), MATRIX[BEFORE:], 500, np.random.default_rng(1)
        )
        for factor in (1.0, 1000.0)
    )
    assert np.allclose(thousand, 1000 * one, rtol=1e-6)


def test_exposure_scales_what_would_have_been_observed():
    values = np.random.default_rng(3).poisson(20, (1, BEFORE)).astype(float)
    mixture = of_counts(values, MATRIX[:BEFORE], np.zeros(BEFORE), USED)
    doubled = forecast_counts(mixture, MATRIX[BEFORE:], np.full(AFTER, np.log(2)), 4000, np.random.default_rng(1))
    plain = forecast_counts(mixture, MATRIX[BEFORE:], np.zeros(AFTER), 4000, np.random.default_rng(1))
    assert doubled.mean() / plain.mean() == pytest.approx(2, rel=0.03)


RHO, SHARE, SIGMA = 0.7, 0.6, 0.8


def known_noise(level):
    """A pre-period that is known for certain: one noise model, a level, and nothing learnt of where the noise is."""
    return Mixture(
        weight=np.ones((1, 1)),
        coefficients=np.full((1, 1, 1), level),
        covariance=np.full((1, 1, 1, 1), 1e-18),
        likelihood_weight=np.ones((1, 1)),
        rho=np.array([RHO]),
        share=np.array([SHARE]),
        sigma=np.full((1, 1), SIGMA),
        start=np.full((1, 1), level),
        sampling=np.zeros((1, BEFORE)),
        unit=np.ones(1),
        state=np.zeros((1, 1, 2)),
        state_variance=np.full((1, 1), SIGMA**2 * SHARE),
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
    assert np.log(means).std(axis=0) == pytest.approx(np.full(6, np.sqrt(np.log1p(SIGMA**2))), rel=0.02)
    assert [along(np.log(means), lag) for lag in (1, 2, 3)] == pytest.approx(SHARE * RHO ** np.arange(1, 4), abs=0.02)


def test_a_gaussian_forecast_has_the_spread_and_the_memory_of_its_noise():
    drawn = forecast_gaussian(known_noise(2.0), np.ones((6, 1)), 40_000, np.random.default_rng(1))[0]
    assert drawn.mean(axis=0) == pytest.approx(np.full(6, 2.0), abs=0.02)
    assert drawn.std(axis=0) == pytest.approx(np.full(6, SIGMA), rel=0.02)
    assert [along(drawn, lag) for lag in (1, 2, 3)] == pytest.approx(SHARE * RHO ** np.arange(1, 4), abs=0.02)
