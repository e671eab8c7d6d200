"""The negative binomial's dispersion at given means."""

import numpy as np
import pytest
from scipy import optimize, stats

from turningpoint.errors import FitError
from turningpoint.its.regression.overdispersion import alpha_at, log_likelihood

RNG = np.random.default_rng(3)
MEAN = np.exp(RNG.uniform(1, 5, 80))
PERIODS = np.where(np.arange(80) < 50, 1.0, RNG.uniform(2, 12, 80))
COUNTS = RNG.negative_binomial(PERIODS / 0.4, PERIODS / (PERIODS + 0.4 * MEAN)).astype(float)


def by_scipy(alpha):
    size = PERIODS / alpha
    return stats.nbinom.logpmf(COUNTS, size, size / (size + MEAN)).sum()


def test_the_likelihood_is_scipys_and_alpha_is_at_its_maximum():
    assert log_likelihood(COUNTS, MEAN, 0.3, PERIODS) == pytest.approx(by_scipy(0.3), rel=1e-10)
    best = optimize.minimize_scalar(lambda a: -by_scipy(a), bounds=(0.05, 2), options={"xatol": 1e-10})
    assert alpha_at(COUNTS, MEAN, PERIODS) == pytest.approx(best.x, rel=1e-5)


def test_without_dispersion_the_likelihood_is_poissons():
    assert log_likelihood(COUNTS, MEAN, 0.0) == pytest.approx(stats.poisson.logpmf(COUNTS, MEAN).sum())
    assert log_likelihood(COUNTS, MEAN, 1e-9, PERIODS) == pytest.approx(log_likelihood(COUNTS, MEAN, 0.0), rel=1e-6)


def test_counts_that_vary_less_than_a_poisson_have_none():
    assert alpha_at(np.round(MEAN), MEAN, PERIODS) == 0.0


def test_counts_beyond_any_negative_binomial_are_refused():
    with pytest.raises(FitError, match="beyond any negative binomial"):
        alpha_at(np.r_[np.zeros(20_000), 1e6], np.full(20_001, 50.0))
