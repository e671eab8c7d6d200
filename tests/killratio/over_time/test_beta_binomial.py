"""Beta-binomial and quasi-binomial regression against what R printed."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import betabinom

from tests.its.golden import FOLDER, below, output
from turningpoint.killratio.one_period.poisson_ratio import poisson_rate_ratio
from turningpoint.killratio.over_time.beta_binomial import fit_beta_binomial
from turningpoint.killratio.over_time.quasi_binomial import fit_odds

TEXT = output("beta_binomial")
DATA = pd.read_csv(FOLDER / "beta_binomial" / "data.csv")
MATRIX = np.column_stack([np.ones(len(DATA)), DATA["t"], DATA["post"]]).astype(float)
MILITANTS = DATA["militant"].to_numpy(float)[None]
DEATHS = MILITANTS + DATA["state"].to_numpy(float)


def printed(rows, label):
    """Numbers of a printed line that starts with a label."""
    found = re.search(rf"^{re.escape(label)}\s+(.*)$", rows, re.M)
    assert found, label
    return [float(number) for number in found[1].split()]


def after(label):
    found = re.search(rf"{re.escape(label)} ([-\d.]+)", TEXT)
    assert found, label
    return float(found[1])


def test_beta_binomial_is_that_of_r():
    fit = fit_beta_binomial(MILITANTS, DEATHS, MATRIX)
    golden = np.array([printed(TEXT, f"[{row},]") for row in (1, 2, 3, 4)])
    assert fit.converged[0]
    assert fit.log_likelihood[0] == pytest.approx(after("logLik"), abs=1e-6)
    assert fit.correlation[0] == pytest.approx(after("intra-class correlation"), rel=1e-5)
    assert fit.coefficients[0] == pytest.approx(golden[:3, 0], rel=1e-5)
    assert np.sqrt(np.diag(fit.covariance[0])) == pytest.approx(golden[:, 1], rel=1e-3)


def test_quasi_binomial_is_that_of_r():
    fit = fit_odds(MILITANTS, DEATHS, MATRIX)
    rows = below(TEXT, "^quasi-binomial dispersion.*$", "^militant to state")
    golden = np.array([printed(rows, label) for label in ("(Intercept)", "t", "post")])
    assert fit.dispersion[0] == pytest.approx(after("dispersion"), rel=1e-6)
    assert fit.coefficients[0] == pytest.approx(golden[:, 0], rel=1e-5)
    errors = np.sqrt(np.diag(np.linalg.inv(fit.information[0])) * fit.dispersion[0])
    assert errors == pytest.approx(golden[:, 1], rel=1e-5)


def test_exact_conditional_ratio_is_that_of_r():
    low, high = map(float, TEXT.partition("95% ")[2].split()[:2])
    killed, other = int(MILITANTS.sum()), int((DEATHS - MILITANTS).sum())
    found = poisson_rate_ratio(killed, 1, other, 1, methods=["exact"])
    assert found.estimate == pytest.approx(after("ratio"), rel=1e-9)
    assert (found.intervals[0].low, found.intervals[0].high) == pytest.approx((low, high), rel=1e-6)


def test_the_likelihood_is_that_of_scipy():
    fit = fit_beta_binomial(MILITANTS, DEATHS, MATRIX)
    p, s = 1 / (1 + np.exp(-fit.coefficients[0] @ MATRIX.T)), 1 / fit.correlation[0] - 1
    expected = betabinom(DEATHS[0].astype(int), p * s, (1 - p) * s).logpmf(MILITANTS[0].astype(int)).sum()
    assert fit.log_likelihood[0] == pytest.approx(expected, rel=1e-10)


def test_without_overdispersion_it_is_the_binomial():
    even = np.full((1, 40), 50.0)
    matrix = np.ones((40, 1))
    fit = fit_beta_binomial(even, 2 * even, matrix)
    assert fit.converged[0]
    assert fit.correlation[0] < 1e-5
    assert fit.coefficients[0] == pytest.approx([0.0], abs=1e-8)


def test_a_series_gets_the_same_numbers_whatever_stands_beside_it():
    random = np.random.default_rng(3)
    others = random.binomial(DEATHS[0].astype(int), random.beta(2, 3, (4, len(DATA)))).astype(float)
    together = fit_beta_binomial(np.vstack([others, MILITANTS]), np.repeat(DEATHS, 5, axis=0), MATRIX)
    alone = fit_beta_binomial(MILITANTS, DEATHS, MATRIX)
    assert together.converged.all()
    assert together.coefficients[4] == pytest.approx(alone.coefficients[0], rel=1e-7)


def test_swapping_the_sides_turns_the_signs():
    plain, swapped = (fit_beta_binomial(killed, DEATHS, MATRIX) for killed in (MILITANTS, DEATHS - MILITANTS))
    assert swapped.coefficients == pytest.approx(-plain.coefficients, rel=1e-6)
    assert swapped.correlation == pytest.approx(plain.correlation, rel=1e-6)
