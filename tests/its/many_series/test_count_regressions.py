"""Thousands of fits at once are the fits made one by one, whatever lanes stand beside each other."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from turningpoint.errors import DataError
from turningpoint.its.many_series.count_regressions import Refits, negative_binomial_refits, poisson_refits
from turningpoint.its.many_series.newton import BLOCK, OVERFLOW, SEPARATED, SINGULAR, UNBOUNDED
from turningpoint.its.model.design import build_design
from turningpoint.its.model.specification import Specification
from turningpoint.its.regression.glm import fit_glm

N, MONTHS = BLOCK + 37, pd.period_range("2015-01", periods=96, freq="M")
DESIGN = build_design(MONTHS, Specification(("2020-01",)))
MATRIX = DESIGN.matrix
MEAN = 12 * np.exp(0.5 * MATRIX[:, 2] - 0.1 * MATRIX[:, 1])
RANDOM = np.random.default_rng(11)
POISSON = RANDOM.poisson(MEAN, size=(N, 96)).astype(float)
COUNTS = RANDOM.negative_binomial(8, 8 / (8 + MEAN), size=(N, 96)).astype(float)
REFITS = [poisson_refits, negative_binomial_refits]
FEW = range(0, N, 40)


def assert_same_bits(ours: Refits, theirs: Refits, lanes) -> None:
    for name, values in vars(ours).items():
        if values is not None:
            np.testing.assert_array_equal(values, getattr(theirs, name)[lanes], err_msg=name)


def test_a_poisson_is_that_of_statsmodels():
    found = poisson_refits(POISSON, MATRIX)
    assert found.converged.all()
    assert found.alpha is None
    for i in FEW:
        theirs = sm.GLM(POISSON[i], MATRIX, family=sm.families.Poisson()).fit(tol=1e-13, tol_criterion="params")
        np.testing.assert_allclose(found.coefficients[i], theirs.params, rtol=0, atol=1e-10)
        np.testing.assert_allclose(found.covariance[i], theirs.normalized_cov_params, rtol=0, atol=1e-10)
        assert found.log_likelihood[i] == pytest.approx(theirs.llf, rel=1e-12)
        assert found.dispersion[i] == pytest.approx(theirs.pearson_chi2 / theirs.df_resid, rel=1e-9)


@pytest.mark.parametrize("errors", ["independent", "hac:0", "hac:5"])
@pytest.mark.parametrize("likelihood", ["poisson", "quasi-poisson", "negative-binomial"])
def test_fits_are_those_of_fit_glm_with_holes_and_exposure(likelihood, errors):
    hole = np.zeros(96, dtype=bool)
    hole[[5, 40, 41, 80]] = True
    counts = np.where(hole, np.nan, COUNTS)
    design = build_design(
        MONTHS, Specification(("2020-01",), transition=2), observed=~hole, exposure=np.linspace(50, 90, 96)
    )
    given = {"offset": design.offset, "used": design.used, "hac_lag": int(errors[4:]) if ":" in errors else None}
    if likelihood == "negative-binomial":
        found = negative_binomial_refits(counts, design.matrix, **given)
    else:
        found = poisson_refits(counts, design.matrix, **given, dispersion=likelihood == "quasi-poisson")
    exact = 1e-10 if likelihood != "negative-binomial" else 1e-7  # fit_glm stops where α has 8 digits
    for i in FEW:
        fit = fit_glm(counts[i], design, likelihood=likelihood, errors=errors)
        np.testing.assert_allclose(found.coefficients[i], fit.coefficients, rtol=0, atol=1e-8)
        scale = np.outer(fit.standard_errors, fit.standard_errors)
        np.testing.assert_allclose(found.covariance[i] / scale, fit.covariance / scale, rtol=0, atol=exact)
        assert found.dispersion[i] == pytest.approx(fit.noise["dispersion"], rel=1e-7)
        if fit.log_likelihood is not None:
            assert found.log_likelihood[i] == pytest.approx(fit.log_likelihood, rel=1e-9)
        if found.alpha is not None:
            assert found.alpha[i] == pytest.approx(fit.noise["alpha"], abs=1e-6, rel=1e-6)


def test_the_negative_binomial_agrees_from_the_poissons_edge_to_wide_dispersion():
    edges = 0
    for size, mean in ((0.5, 4.0), (3.0, 300.0), (2000.0, 8.0), (1e5, 200.0)):
        counts = RANDOM.negative_binomial(size, size / (size + mean), size=(30, 96)).astype(float)
        found = negative_binomial_refits(counts, MATRIX)
        assert found.converged.all()
        for i in range(0, 30, 3):
            fit = fit_glm(counts[i], DESIGN, errors="independent")
            np.testing.assert_allclose(found.coefficients[i], fit.coefficients, rtol=0, atol=1e-8)
            assert found.alpha[i] == pytest.approx(fit.noise["alpha"], abs=1e-6)
            edges += fit.noise["alpha"] == 0
    assert 5 < edges < 25


@pytest.mark.parametrize("hac_lag", [None, 3])
@pytest.mark.parametrize("refits", REFITS)
def test_a_lane_has_the_same_bits_alone_in_any_order_and_in_any_company(refits, hac_lag):
    counts = np.where(np.arange(N)[:, None] % 3, COUNTS, POISSON)
    counts[::5, 20] = 5_000  # takes more iterations
    used = RANDOM.random((N, 96)) > 0.05

    def of(lanes):
        return refits(counts[lanes], MATRIX, used=used[lanes], hac_lag=hac_lag)

    every = of(np.arange(N))
    assert len(set(every.iterations)) > 1
    for lanes in ([17], RANDOM.permutation(N), np.arange(N)[::-7], np.arange(BLOCK)):
        assert_same_bits(of(np.asarray(lanes)), every, np.asarray(lanes))


@pytest.mark.parametrize("refits", REFITS)
def test_the_start_does_not_move_the_end(refits):
    found = refits(COUNTS, MATRIX)
    for start in (np.zeros(MATRIX.shape[1]), found.coefficients + 0.3):
        again = refits(COUNTS, MATRIX, start=start)
        assert again.converged.all()
        np.testing.assert_allclose(again.coefficients, found.coefficients, rtol=0, atol=1e-11)
    assert refits(COUNTS, MATRIX, start=found.coefficients).iterations.max() <= found.iterations.max()


@pytest.mark.parametrize("refits", REFITS)
@pytest.mark.parametrize("zeros", [slice(0, 60), slice(60, 96), slice(0, 96)])
def test_a_side_without_events_is_told_and_leaves_the_others_alone(refits, zeros):
    counts = COUNTS[:20].copy()
    counts[7, zeros] = 0
    found = refits(counts, MATRIX)
    assert np.flatnonzero(found.problem).tolist() == [7]
    assert found.problem[7] == SEPARATED
    assert not found.converged[7]
    others = np.delete(np.arange(20), 7)
    np.testing.assert_array_equal(found.coefficients[others], refits(COUNTS[others], MATRIX).coefficients)


@pytest.mark.parametrize("refits", REFITS)
def test_rare_events_are_not_taken_for_separation(refits):
    counts = (RANDOM.random((40, 96)) < 0.15).astype(float)
    counts[:, [3, 75]] = 1  # each side has one
    found = refits(counts, MATRIX[:, [0, 2]])
    assert found.converged.all()
    sides = [np.log(counts[:, side].mean(axis=1)) for side in (slice(0, 60), slice(60, 96))]
    if refits is poisson_refits:
        np.testing.assert_allclose(found.coefficients[:, 0], sides[0], atol=1e-12)
        np.testing.assert_allclose(found.coefficients[:, 1], sides[1] - sides[0], atol=1e-12)


@pytest.mark.parametrize("refits", REFITS)
def test_columns_that_depend_on_each_other_in_one_lane_are_told(refits):
    used = np.ones((3, 96), dtype=bool)
    used[1, 60:] = False  # without a month after, step and ramp are zero
    found = refits(COUNTS[:3], MATRIX, used=used)
    assert found.problem.tolist() == [0, SINGULAR, 0]
    assert np.isnan(found.covariance[1]).all()


@pytest.mark.parametrize("refits", REFITS)
@pytest.mark.parametrize("wrong", ["counts", "start", "exposure"])
def test_overflow_is_told(refits, wrong):
    counts, offset, start = COUNTS[:3].copy(), np.zeros((3, 96)), None
    if wrong == "counts":
        counts[1] *= 1e305
    elif wrong == "exposure":
        offset[1] = 800.0
    else:
        start = np.zeros((3, MATRIX.shape[1]))
        start[1] = 1e4
    found = refits(counts, MATRIX, offset=offset, start=start)
    assert found.problem.tolist() == [0, OVERFLOW, 0]


def test_counts_beyond_any_negative_binomial_are_told():
    counts = np.zeros((2, 400))
    counts[:, 0] = [3.0, 1e12]
    found = negative_binomial_refits(counts, np.ones((400, 1)))
    assert found.problem.tolist() == [0, UNBOUNDED]
    assert 100 < found.alpha[0] < 10_000


def test_a_negative_count_is_refused():
    with pytest.raises(DataError, match=r"lane 0 has the count -1\.0 in period 2"):
        poisson_refits(np.array([[1.0, 2.0, -1.0, 3.0]]), np.ones((4, 1)))


@pytest.mark.parametrize("refits", REFITS)
def test_no_lane_gives_no_fit(refits):
    found = refits(np.empty((0, 96)), MATRIX)
    assert found.coefficients.shape == (0, MATRIX.shape[1])
    assert found.problem.shape == (0,)
