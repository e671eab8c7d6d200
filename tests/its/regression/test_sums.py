"""Counts known as sums: score equations, dense maxima, and what must not matter."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from tests.its.spans_series import design_of, picss
from turningpoint.errors import DesignError
from turningpoint.its import Specification, build_design, fit_glm
from turningpoint.its.many_series.count_regressions import poisson_refits
from turningpoint.its.model.observations import entered
from turningpoint.its.regression.glm import require_events
from turningpoint.its.regression.sums import Lanes, poisson_sums
from turningpoint.spans import membership, with_sums

YEARS = 10
MONTHS = pd.period_range("2011-01", periods=12 * YEARS, freq="M")


def fitted(values, design, likelihood="poisson"):
    return fit_glm(values, design, likelihood=likelihood, errors="independent")


def gathered(design):
    """(m, n) one where a period belongs to an observation, written without the code that is tested."""
    single = np.eye(len(design.times))[design.used]
    return np.vstack([single, membership(design.spans, len(design.times))[design.spans_used]])


def likelihood_of(values, design):
    """Poisson log-likelihood of the observations as a function of b, by scipy's own probabilities."""
    y, sums = entered(values, design), gathered(design)
    return lambda b: stats.poisson.logpmf(y, sums @ np.exp(design.matrix @ b + design.offset)).sum()


@pytest.fixture(scope="module")
def attacks():
    return design_of(picss())


def test_months_and_sums_satisfy_the_score_equations(attacks):
    values, design = attacks
    fit, sums = fitted(values, design), gathered(design)
    mean = sums @ fit.mean
    score = ((entered(values, design) - mean) / mean) @ (sums @ (fit.mean[:, None] * design.matrix))
    np.testing.assert_allclose(score, 0.0, atol=1e-8)
    assert fit.converged
    assert fit.sums.tolist() == [87, 365, 420, 174, 34, 18, 126, 104]


def test_the_score_is_the_derivative_of_the_likelihood(attacks):
    values, design = attacks
    lanes, likelihood = Lanes.of(values[None], design), likelihood_of(values, design)
    b = fitted(values, design).coefficients + np.linspace(-0.1, 0.1, 8)
    mean, rows, _ = lanes.at(b)
    score = (rows / mean) @ (lanes.counts[0] - mean)
    numerical = optimize.approx_fprime(b, likelihood, 1e-6)
    np.testing.assert_allclose(score, numerical, rtol=1e-3, atol=0.05)
    assert np.abs(score).min() > 1


def test_published_attacks_have_the_dense_maximum(attacks):
    values, design = attacks
    likelihood, fit = likelihood_of(values, design), fitted(values, design)
    start = np.r_[np.log(30), np.zeros(7)]
    patient = {"maxiter": 200_000, "maxfev": 200_000, "adaptive": True, "xatol": 1e-9, "fatol": 1e-11}
    near = optimize.minimize(lambda b: -likelihood(b), start, method="Nelder-Mead", options=patient)
    dense = optimize.minimize(lambda b: -likelihood(b), near.x, method="BFGS", options={"gtol": 1e-7})
    np.testing.assert_allclose(fit.coefficients, dense.x, atol=1e-6)
    assert fit.log_likelihood == pytest.approx(likelihood(fit.coefficients), abs=1e-9)


def test_standard_errors_are_of_the_expected_information(attacks):
    values, design = attacks
    fit, quasi = fitted(values, design), fitted(values, design, "quasi-poisson")
    mean = gathered(design) @ fit.mean
    rows = gathered(design) @ (fit.mean[:, None] * design.matrix) / mean[:, None]
    np.testing.assert_allclose(fit.covariance, np.linalg.inv(rows.T @ (rows * mean[:, None])), rtol=1e-9)
    pearson = ((entered(values, design) - mean) ** 2 / mean).sum() / (91 - 8)
    assert quasi.noise["dispersion"] == pytest.approx(pearson)
    np.testing.assert_allclose(quasi.covariance, fit.covariance * pearson, rtol=1e-9)
    assert quasi.log_likelihood is None


def test_the_negative_binomial_satisfies_both_of_its_equations(attacks):
    values, design = attacks
    fit, sums, y = fitted(values, design, "negative-binomial"), gathered(design), entered(*attacks)
    mean, squares, rows = sums @ fit.mean, sums @ fit.mean**2, sums @ (fit.mean[:, None] * design.matrix)
    alpha = fit.noise["alpha"]
    variance = mean + alpha * squares
    np.testing.assert_allclose(((y - mean) / variance) @ rows, 0.0, atol=1e-6)
    np.testing.assert_allclose(fit.covariance, np.linalg.inv(rows.T @ (rows / variance[:, None])), rtol=1e-9)

    def of_alpha(a):
        return stats.nbinom.logpmf(y, mean**2 / (a * squares), mean / (mean + a * squares)).sum()

    best = optimize.minimize_scalar(lambda a: -of_alpha(a), bounds=(0.01, 0.5), options={"xatol": 1e-9})
    assert alpha == pytest.approx(best.x, rel=1e-4)
    assert fit.log_likelihood == pytest.approx(of_alpha(alpha))


@pytest.mark.parametrize("likelihood", ["poisson", "quasi-poisson", "negative-binomial"])
def test_without_sums_scoring_finds_what_statsmodels_finds(attacks, likelihood):
    """Single periods written as spans of one month each take the other way to the same estimates."""
    values, design = attacks
    alone = replace(design, spans=(), spans_used=np.ones(0, dtype=bool))
    places = np.flatnonzero(design.used)[:40]
    used = design.used.copy()
    used[places] = False
    ones = replace(design, used=used, spans=tuple((int(i),) for i in places), spans_used=np.ones(40, dtype=bool))
    n = len(design.times)
    plain = fitted(values[:n], alone, likelihood)
    found = fitted(np.r_[values[:n], values[places]], ones, likelihood)
    np.testing.assert_allclose(found.coefficients, plain.coefficients, rtol=0, atol=1e-7)
    np.testing.assert_allclose(found.covariance, plain.covariance, rtol=1e-6, atol=1e-12)
    assert found.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-6)
    assert found.noise == pytest.approx(plain.noise, rel=1e-6)


def test_one_sum_over_everything_gives_the_mean():
    """All months before the date but one sum, an intercept alone: the fitted total is the observed one."""
    n, exposure = len(MONTHS), np.linspace(1.0, 3.0, len(MONTHS))
    design = build_design(MONTHS, Specification(("2016-01",), harmonics=0), exposure=exposure)
    everything = replace(
        design.select({"intercept"}), intervention_terms=(), interventions=(), positions=(),
        used=np.zeros(n, dtype=bool), spans=(tuple(range(n)),), spans_used=np.ones(1, dtype=bool),
    )  # fmt: skip
    coefficients, converged = poisson_sums(np.r_[np.full(n, np.nan), 731.0][None], everything)
    assert converged.all()
    assert coefficients[0, 0] == pytest.approx(np.log(731.0 / exposure.sum()), abs=1e-12)


def equal_months(groups):
    """Months whose design rows and exposure do not differ on either side, some of them known as sums alone."""
    design = build_design(MONTHS, Specification(("2016-01",), harmonics=0), exposure=np.full(len(MONTHS), 2.5))
    inside = membership(groups, len(MONTHS)).any(axis=0)
    return replace(
        design.select({"intercept", "step"}), used=~inside, spans=tuple(groups),
        spans_used=np.ones(len(groups), dtype=bool), intervention_terms=("step",),
    )  # fmt: skip


def test_regrouping_equal_months_leaves_the_poisson_estimate_unchanged():
    counts = np.random.default_rng(4).poisson(9, len(MONTHS)).astype(float)
    found = []
    for groups in ([(0, 1)], [(3, 7, 20, 41), (60, 61, 119)], [tuple(range(50)), tuple(range(60, 90)), (100, 110)]):
        sums = [counts[list(group)].sum() for group in groups]
        found.append(fitted(np.r_[counts, sums], equal_months(groups)).coefficients)
    plain = fitted(counts, equal_months([])).coefficients
    np.testing.assert_allclose(np.array(found), np.broadcast_to(plain, (3, 2)), rtol=0, atol=1e-10)


def test_the_order_of_spans_changes_nothing(attacks):
    values, design = attacks
    order, n = np.array([5, 0, 7, 2, 1, 6, 3, 4]), len(design.times)
    shuffled = replace(design, spans=tuple(design.spans[i][::-1] for i in order))
    for likelihood in ("poisson", "negative-binomial"):
        other = fitted(np.r_[values[:n], values[n:][order]], shuffled, likelihood)
        np.testing.assert_allclose(other.coefficients, fitted(values, design, likelihood).coefficients, atol=1e-9)


def test_periods_in_another_order_change_nothing(attacks):
    values, design = attacks
    n = len(design.times)
    order = np.random.default_rng(1).permutation(n)
    place = np.argsort(order)
    mixed = replace(
        design, matrix=design.matrix[order], used=design.used[order], transition=design.transition[order],
        spans=tuple(tuple(int(place[t]) for t in span) for span in design.spans), positions=(), interventions=(),
    )  # fmt: skip
    other = fitted(np.r_[values[:n][order], values[n:]], mixed)
    np.testing.assert_allclose(other.coefficients, fitted(values, design).coefficients, atol=1e-10)


def test_exposure_weighs_the_months_inside_a_sum():
    """Rates that double from month to month of exposure: a sum's mean is Σ e_t μ_t, exactly."""
    outcome = picss()
    exposure = np.exp(np.random.default_rng(3).normal(scale=0.5, size=len(outcome.times)))
    values, design = design_of(replace(outcome, exposure=exposure))
    fit, sums = fitted(values, design), gathered(design)
    mean = sums @ fit.mean
    score = ((entered(values, design) - mean) / mean) @ (sums @ (fit.mean[:, None] * design.matrix))
    np.testing.assert_allclose(score, 0.0, atol=1e-8)
    np.testing.assert_allclose(fit.mean, exposure * np.exp(design.matrix @ fit.coefficients))


def test_lanes_of_a_batch_do_not_depend_on_each_other(attacks):
    values, design = attacks
    fit = fitted(values, design)
    mean = np.r_[fit.mean, gathered(design)[-8:] @ fit.mean]
    many = np.random.default_rng(2).poisson(mean, (300, len(mean))).astype(float)
    coefficients, converged = poisson_sums(many, design)
    assert converged.all()
    for lane in (0, 256, 299):
        np.testing.assert_array_equal(poisson_sums(many[lane : lane + 1], design)[0][0], coefficients[lane])
        np.testing.assert_allclose(fitted(many[lane], design).coefficients, coefficients[lane], atol=1e-9)


def test_a_lane_of_zeros_does_not_converge_and_spoils_no_other(attacks):
    values, design = attacks
    lanes = np.stack([values, np.zeros_like(values), values])
    coefficients, converged = poisson_sums(lanes, design)
    assert converged.tolist() == [True, False, True]
    np.testing.assert_array_equal(coefficients[0], coefficients[2])


def test_a_lane_without_events_on_one_side_does_not_converge(attacks):
    """Its level has no maximum: the fitted means after the date go to zero for ever."""
    values, design = attacks
    nothing_after = values.copy()
    nothing_after[design.positions[0] : len(design.times)] *= 0
    _, converged = poisson_sums(np.stack([values, nothing_after]), design)
    assert converged.tolist() == [True, False]


def test_a_batch_without_sums_is_that_of_single_periods(attacks):
    values, design = attacks
    n = len(design.times)
    alone = replace(design, spans=(), spans_used=np.ones(0, dtype=bool))
    theirs = poisson_refits(values[None, :n], design.matrix, offset=design.offset, used=design.used)
    coefficients, converged = poisson_sums(values[None, :n], alone)
    np.testing.assert_array_equal(coefficients, theirs.coefficients)
    np.testing.assert_array_equal(converged, theirs.converged)


def test_errors_with_memory_need_single_periods(attacks):
    with pytest.raises(DesignError, match=r"'hac:6' need one value a period, but 8 of the values are sums.*calibrated"):
        fit_glm(*attacks, likelihood="poisson", errors="hac:6")


def test_a_sum_speaks_for_every_side_on_which_it_has_periods(attacks):
    values, design = attacks
    n, date = len(design.times), design.positions[0]
    before_only_sums = values.copy()
    before_only_sums[:date] = np.where(np.isfinite(values[:date]), 0.0, np.nan)
    assert fitted(before_only_sums, design).converged
    before_only_sums[n:] = 0.0
    with pytest.raises(DesignError, match="from 2015-01 to 2021-07 is zero"):
        fitted(before_only_sums, design)
    across = replace(design, spans=(*design.spans[:-1], (date - 1, date)), used=np.zeros(n, dtype=bool))
    only = np.zeros_like(values)
    with pytest.raises(DesignError, match="is zero"):
        require_events(only, across)
    only[-1] = 3.0
    require_events(only, across)


def test_scoring_that_goes_to_and_fro_comes_to_rest(attacks):
    """Months that vary by a factor of 4.5 put sums far from their means: undamped, one series in twelve never ends."""
    values, design = attacks
    mean, rng = fitted(values, design).mean, np.random.default_rng(0)
    ends = []
    for _ in range(60):
        counts = rng.poisson(mean * np.exp(rng.normal(-1.125, 1.5, len(mean)))).astype(float)
        ends.append(fitted(with_sums(counts, design.spans), design, "negative-binomial").converged)
    assert all(ends)
