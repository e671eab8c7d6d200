"""Conformal inference by moving blocks."""

import numpy as np
import pytest
import statsmodels.api as sm

from turningpoint.its.answers.conformal import _poisson, conformal, p_of, shifted_sums

N, AT = 48, 36
COLUMNS = np.column_stack([np.ones(N), (np.arange(N) - AT) / 12])
AFTER = np.arange(N) >= AT


def counts(effect, seed=1, mean=60.0):
    return np.random.default_rng(seed).poisson(mean * np.exp(effect * AFTER)).astype(float)


def test_residuals_are_those_of_a_poisson_regression():
    values, offset = counts(0.0), 0.3 * AFTER
    mean = sm.GLM(values, COLUMNS, family=sm.families.Poisson(), offset=offset).fit().fittedvalues
    np.testing.assert_allclose(_poisson(values, COLUMNS, offset), (values - mean) / np.sqrt(mean), atol=1e-6)


def test_the_true_effect_is_in_the_interval_and_no_effect_is_rejected():
    low, high, p = conformal(counts(1.0), COLUMNS[:, :1], np.zeros(N), AFTER, counts=True, confidence=0.95)
    assert low < 1.0 < high
    assert low > 0
    assert p == pytest.approx(1 / N)


def test_without_an_effect_it_is_rejected_about_as_often_as_it_says():
    given = COLUMNS[:, :1], np.zeros(N), AFTER, 0.0
    p = [p_of(shifted_sums(counts(0.0, seed), *given, counts=True)) for seed in range(100)]
    assert np.mean(np.array(p) <= 0.1) <= 0.2
    assert np.mean(p) == pytest.approx(0.5, abs=0.12)


def test_a_gaussian_effect_moves_with_the_unit():
    values = np.random.default_rng(3).normal(10, 1, N) + 4.0 * AFTER
    one = conformal(values, COLUMNS[:, :1], np.zeros(N), AFTER, counts=False, confidence=0.9)
    large = conformal(1000 * values, COLUMNS[:, :1], np.zeros(N), AFTER, counts=False, confidence=0.9)
    assert [large[0], large[1]] == pytest.approx([1000 * one[0], 1000 * one[1]])
    assert one[0] < 4.0 < one[1]
