"""Naive intervals are those of the models they are named after."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from turningpoint.killratio.over_time.beta_binomial import fit_beta_binomial
from turningpoint.killratio.over_time.independent_months import contrast, naive_intervals
from turningpoint.killratio.over_time.quasi_binomial import fit_odds
from turningpoint.killratio.over_time.simulated_deaths import design_of, simulate, whole_grid

CELL = whole_grid()[0]
DESIGN = design_of(CELL)
DRAWN = simulate(CELL, DESIGN, 3, np.random.default_rng(1))
FOUND = naive_intervals(DRAWN.militants, DRAWN.deaths, DESIGN)


def test_binomial_and_quasi_binomial_differ_by_the_dispersion():
    fit = fit_odds(DRAWN.militants, DRAWN.deaths, DESIGN.matrix)
    error = np.sqrt(np.linalg.inv(fit.information)[:, 2, 2])
    for method, scale in (("binomial", 1.0), ("quasi-binomial", fit.dispersion)):
        low, high = FOUND[method]["level"].T
        assert (low + high) / 2 == pytest.approx(fit.coefficients[:, 2])
        assert (high - low) / 2 == pytest.approx(1.959964 * error * np.sqrt(scale), rel=1e-5)


def test_beta_binomial_is_walds():
    fit = fit_beta_binomial(DRAWN.militants, DRAWN.deaths, DESIGN.matrix)
    low, high = FOUND["beta-binomial"]["slope"].T
    assert (low + high) / 2 == pytest.approx(fit.coefficients[:, 3])
    assert (high - low) / 2 == pytest.approx(1.959964 * np.sqrt(fit.covariance[:, 3, 3]), rel=1e-5)


def test_a_side_without_deaths_has_no_interval():
    found = naive_intervals(np.where(DESIGN.post, 0.0, DRAWN.militants), DRAWN.deaths, DESIGN)
    assert list(found) == ["binomial", "quasi-binomial", "beta-binomial"]
    assert all(np.isnan(intervals["level"]).all() for intervals in found.values())


MATRIX = np.column_stack([np.ones(7), np.arange(7) >= 4]).astype(float)
MILITANTS = np.array([[4.0, 6.0, 5.0, 5.0, 12.0, 9.0, 12.0]])
DEATHS = np.array([[10.0, 12.0, 11.0, 10.0, 16.0, 14.0, 17.0]])


def test_it_is_the_ratio_of_the_totals_and_walds_variance():
    middle, ends = contrast(MILITANTS, DEATHS, MATRIX, np.full_like(DEATHS, 5.0))
    totals = [(MILITANTS[0, part].sum(), (DEATHS - MILITANTS)[0, part].sum()) for part in (slice(4), slice(4, 7))]
    (m1, s1), (m2, s2) = totals
    assert middle[0] == pytest.approx(np.log(m2 * s1 / (s2 * m1)))
    half = stats.t.ppf(0.975, 5) * np.sqrt(5 * (1 / m1 + 1 / s1 + 1 / m2 + 1 / s2))
    assert ends[0] == pytest.approx([middle[0] - half, middle[0] + half])


def test_months_that_vary_more_than_the_clusters_say_count():
    wild = np.array([[0.0, 12.0, 11.0, 0.0, 16.0, 0.0, 17.0]])
    low, high = contrast(wild, DEATHS, MATRIX, np.ones_like(DEATHS))[1][0]
    calm = contrast(MILITANTS, DEATHS, MATRIX, np.ones_like(DEATHS))[1][0]
    assert high - low > 2 * (calm[1] - calm[0])


@pytest.mark.parametrize(("cluster", "wins"), [(1.0, "dispersion"), (50.0, "cluster factor")])
def test_the_larger_of_dispersion_and_cluster_factor_counts(cluster, wins):
    wild = np.array([0.0, 12.0, 11.0, 0.0, 16.0, 0.0, 17.0])
    theirs = sm.GLM(wild / DEATHS[0], MATRIX, family=sm.families.Binomial(), var_weights=DEATHS[0]).fit(scale="X2")
    assert (theirs.scale > cluster) == (wins == "dispersion")
    half = stats.t.ppf(0.95, 5) * theirs.bse[1] * np.sqrt(max(1.0, cluster / theirs.scale))
    middle, ends = contrast(wild[None], DEATHS, MATRIX, np.full_like(DEATHS, cluster), confidence=0.9)
    assert middle[0] == pytest.approx(theirs.params[1])
    assert ends[0] == pytest.approx([middle[0] - half, middle[0] + half], rel=1e-6)


def test_a_side_without_deaths_has_no_interval_of_two_periods():
    middle, ends = contrast(np.minimum(MILITANTS, MATRIX[:, 1] * 99), DEATHS, MATRIX)
    assert np.isnan(middle).all()
    assert np.isnan(ends).all()
