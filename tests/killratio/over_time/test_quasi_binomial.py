"""Batched quasi-binomial fits agree with statsmodels, and the working response says what the deaths say."""

import numpy as np
import pytest
import statsmodels.api as sm

from turningpoint.killratio.over_time.quasi_binomial import NOTHING, fit_odds, limited, working

PERIODS = 40
MATRIX = np.column_stack([np.ones(PERIODS), np.linspace(-1, 1, PERIODS), np.arange(PERIODS) >= 25])


def drawn(series=4, seed=3):
    random = np.random.default_rng(seed)
    deaths = random.poisson(12, (series, PERIODS)).astype(float)
    return random.binomial(deaths.astype(int), 0.4).astype(float), deaths


def test_estimates_and_errors_are_those_of_statsmodels():
    militants, deaths = drawn()
    found = fit_odds(militants, deaths, MATRIX)
    assert found.converged.all()
    for row in range(len(deaths)):
        share, family = militants[row] / deaths[row], sm.families.Binomial()
        model = sm.GLM(share, MATRIX, family=family, var_weights=deaths[row]).fit(scale="X2", tol=1e-12)
        assert found.coefficients[row] == pytest.approx(model.params, abs=1e-7)
        assert found.dispersion[row] == pytest.approx(model.scale, rel=1e-6)
        errors = np.sqrt(np.diag(np.linalg.inv(found.information[row])) * found.dispersion[row])
        assert errors == pytest.approx(model.bse, rel=1e-6)


def test_weights_act_as_fewer_deaths():
    militants, deaths = drawn()
    weighed = fit_odds(militants, deaths, MATRIX, np.full_like(deaths, 0.25))
    plain = fit_odds(militants, deaths, MATRIX)
    assert weighed.coefficients == pytest.approx(plain.coefficients, abs=1e-6)
    assert weighed.information == pytest.approx(plain.information / 4, rel=1e-6)


def test_months_without_deaths_have_no_say():
    militants, deaths = drawn()
    militants[:, 7] = deaths[:, 7] = 0
    found = fit_odds(militants, deaths, MATRIX)
    without = np.delete(np.arange(PERIODS), 7)
    other = fit_odds(militants[:, without], deaths[:, without], MATRIX[without])
    assert found.coefficients == pytest.approx(other.coefficients, abs=1e-8)
    assert found.dispersion == pytest.approx(other.dispersion, rel=1e-8)
    step = working(militants, deaths, found.coefficients @ MATRIX.T, np.ones_like(deaths))
    assert (step.sampling[:, 7] == NOTHING).all()
    assert np.isfinite(step.response).all()


def test_a_side_without_deaths_is_seen():
    militants, deaths = drawn()
    militants[1, 25:] = 0
    assert fit_odds(militants, deaths, MATRIX).converged.tolist() == [True, False, True, True]


def test_the_working_response_is_the_log_odds_near_its_estimate():
    deaths = np.full((1, 3), 1e6)
    share = np.array([[0.2, 0.5, 0.7]])
    odds = np.log(share / (1 - share))
    step = working(deaths * share, deaths, odds + 0.01, np.full((1, 3), 4.0))
    assert step.response == pytest.approx(odds, abs=1e-3)
    assert step.sampling == pytest.approx(4 / (1e6 * share * (1 - share)), rel=0.02)


def test_a_limited_factor_never_exceeds_the_deaths():
    deaths = np.arange(1.0, 200.0)
    for factor in (1.0, 3.0, 19.0):
        found = limited(np.full_like(deaths, factor), deaths)
        assert (found <= np.minimum(deaths, factor) + 1e-9).all()
        assert (np.diff(found) >= 0).all()


def test_a_limited_factor_is_one_for_one_death_and_the_factor_for_many():
    factors = np.array([1.0, 3.0, 19.0])
    assert limited(factors, np.ones(3)) == pytest.approx(np.ones(3))
    assert limited(factors, np.full(3, 1e9)) == pytest.approx(factors, rel=1e-6)
    assert limited(np.ones(3), np.array([1.0, 7.0, 100.0])) == pytest.approx(np.ones(3))
    assert limited(factors, factors) == pytest.approx(factors**2 / (2 * factors - 1))


@pytest.mark.parametrize("other", [9, 2000])
@pytest.mark.parametrize("many", [1e6, 1e7, 1e9, 1e10])
def test_the_rarer_side_decides_however_many_the_others_are(many, other):
    """With odds of 1 to 100 million the rarer side is Poisson, and the others only its exposure."""
    random = np.random.default_rng(5)
    rare = 1.0 + random.poisson(other, PERIODS)
    common = many * random.uniform(0.8, 1.2, PERIODS).round(3)
    model = sm.GLM(rare, MATRIX, family=sm.families.Poisson(), offset=np.log(common)).fit(tol=1e-12)
    for sign, militants in ((1, rare), (-1, common)):
        found = fit_odds(militants[None], (rare + common)[None], MATRIX)
        assert found.converged.all()
        near = other / many  # a binomial with this share is not quite a Poisson
        assert sign * found.coefficients[0] == pytest.approx(model.params, abs=1e-6 + 2 * near)
        errors = np.sqrt(np.diag(np.linalg.inv(found.information[0])))
        assert errors == pytest.approx(model.bse, rel=1e-5 + 2 * near)
        step = working(militants[None], (rare + common)[None], found.coefficients @ MATRIX.T, np.ones((1, PERIODS)))
        assert 1 / step.sampling.sum(axis=1) == pytest.approx(1 / (1 / model.fittedvalues).sum(), rel=1e-4 + 2 * near)


@pytest.mark.parametrize("many", [1e3, 1e6, 1e9])
def test_a_side_without_deaths_is_seen_among_many(many):
    militants, deaths = np.full((1, PERIODS), many), np.full((1, PERIODS), many + 7)
    militants[:, 25:] = deaths[:, 25:]
    assert not fit_odds(militants, deaths, MATRIX).converged.any()
