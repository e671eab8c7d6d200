"""Simulated processes have the moments, the memory and the untouched twins that they state."""

import numpy as np
import pytest

from turningpoint.its.coverage.simulated_series import (
    Course,
    autoregression,
    fitted_counts,
    fitted_gaussian,
    lognormal_counts,
)

SERIES = 20_000
FLAT = Course(np.full(12, 15.0), np.full(12, 15.0))
JUMP = Course(np.repeat([10.0, 30.0], 6), np.full(12, 10.0))


def generator(seed=5):
    return np.random.default_rng(seed)


def correlation(values, lag):
    return np.corrcoef(values[:, 5], values[:, 5 + lag])[0, 1]


@pytest.mark.parametrize("rho", [0.0, 0.6, 0.9, -0.3])
def test_an_autoregression_is_stationary_with_variance_one(rho):
    drawn = autoregression(rho, SERIES, 10, generator())
    assert drawn.shape == (SERIES, 10)
    np.testing.assert_allclose(drawn.var(axis=0), 1, atol=0.05)
    for lag in (1, 3):
        assert correlation(drawn, lag) == pytest.approx(rho**lag, abs=0.03)


def test_lognormal_counts_have_the_stated_mean_dispersion_and_memory():
    drawn = lognormal_counts(FLAT, rho=0.8, deviation=0.35, alpha=0.05, series=SERIES, random=generator()).observed
    np.testing.assert_allclose(drawn.mean(axis=0), 15, rtol=0.02)
    latent = np.expm1(0.35**2)
    variance = 15 + 15**2 * ((1 + latent) * 1.05 - 1)
    assert drawn.var(axis=0).mean() == pytest.approx(variance, rel=0.03)
    for lag in (1, 3):
        assert correlation(drawn, lag) == pytest.approx(15**2 * np.expm1(0.35**2 * 0.8**lag) / variance, abs=0.03)


def test_without_extra_dispersion_and_noise_the_counts_are_poisson():
    drawn = lognormal_counts(FLAT, rho=0.5, deviation=0.0, alpha=0.0, series=SERIES, random=generator()).observed
    assert drawn.var(axis=0).mean() == pytest.approx(15, rel=0.03)
    assert abs(correlation(drawn, 1)) < 0.03


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_the_fitted_noise_of_counts_is_lognormal_and_a_share_of_its_variance_lasts(share):
    drawn = fitted_counts(FLAT, rho=0.7, share=share, sigma=0.5, series=SERIES, random=generator()).observed
    np.testing.assert_allclose(drawn.mean(axis=0), 15, rtol=0.02)
    variance = 15 + 15**2 * np.expm1(0.5**2)
    assert drawn.var(axis=0).mean() == pytest.approx(variance, rel=0.05)
    lasting = 15**2 * np.expm1(share * 0.7 * 0.5**2)
    assert correlation(drawn, 1) == pytest.approx(lasting / variance, abs=0.03)


def test_the_gaussian_twin_has_its_standard_deviation_and_one_noise_for_both_courses():
    drawn = fitted_gaussian(JUMP, rho=0.6, share=0.5, sigma=3.0, series=SERIES, random=generator())
    np.testing.assert_allclose(drawn.observed.std(axis=0), 3, rtol=0.03)
    assert correlation(drawn.observed, 1) == pytest.approx(0.3, abs=0.03)
    np.testing.assert_allclose(
        drawn.observed - drawn.untouched, np.broadcast_to(JUMP.mean - JUMP.without, (SERIES, 12))
    )


PROCESSES = {
    "lognormal": lambda course: lognormal_counts(
        course, rho=0.9, deviation=0.5, alpha=0.05, series=SERIES, random=generator()
    ),
}


@pytest.mark.parametrize("process", PROCESSES.values(), ids=PROCESSES)
def test_untouched_series_are_the_same_before_and_go_on_along_the_same_path(process):
    drawn = process(JUMP)
    assert (drawn.observed[:, :6] == drawn.untouched[:, :6]).all()
    np.testing.assert_allclose(drawn.observed[:, 6:].mean(axis=0), 30, rtol=0.03)
    np.testing.assert_allclose(drawn.untouched[:, 6:].mean(axis=0), 10, rtol=0.03)
    assert (drawn.observed[:, 6:] != drawn.untouched[:, 6:]).any()
    assert np.corrcoef(drawn.untouched[:, 5], drawn.untouched[:, 6])[0, 1] > 0.2
    unchanged = process(FLAT)
    assert (unchanged.observed == unchanged.untouched).all()
    assert (unchanged.observed == process(FLAT).observed).all()
