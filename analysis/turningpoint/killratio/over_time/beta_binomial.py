"""Beta-binomial regression by maximum likelihood, for many series of one design at once."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, digamma, expit, gammaln, polygamma

from turningpoint.arrays import Array
from turningpoint.killratio.over_time.quasi_binomial import fit_odds

MOST_ITERATIONS = 200
SMALLEST, LARGEST = -14.0, 6.0
"""The logit of the intra-class correlation is sought between these; at the lower end it is the binomial."""
CLOSE = 1e-9


@dataclass(frozen=True, eq=False)
class BetaBinomial:
    """N fits of log odds = x b, (N, k), with an intra-class correlation r, (N,).

    ``covariance`` : (N, k + 1, k + 1) of b and, last, logit r: inverse of the observed information; NaN where that is
    not positive definite. ``converged`` : (N,) whether a maximum was reached.
    """

    coefficients: Array
    correlation: Array
    log_likelihood: Array
    covariance: Array
    converged: NDArray[np.bool_]


def fit_beta_binomial(militants: Array, deaths: Array, matrix: Array) -> BetaBinomial:
    """Fit y_t ~ binomial(n_t, q_t), q_t ~ beta with mean p_t and Var q_t = r p_t (1 - p_t), logit p_t = x_t b.

    Newton's method with Levenberg damping in b and logit r. It takes months as independent; y and n are (N, n) whole
    numbers, x is (n, k), and a month without deaths has no say. Williams (1975), doi:10.2307/2529820.
    """
    start = fit_odds(militants, deaths, matrix).coefficients
    series, k = start.shape
    here = np.column_stack([start, np.full(series, -3.0)])
    damping = np.full(series, 1e-3)
    at = _derivatives(here, militants, deaths, matrix)
    converged = np.zeros(series, dtype=bool)
    for _ in range(MOST_ITERATIONS):
        curvature = -at.hessian
        diagonal = np.maximum(np.abs(np.einsum("nii->ni", curvature)), 1e-9)
        damped = curvature + damping[:, None, None] * (diagonal[..., None] * np.eye(k + 1))
        sound = np.linalg.eigvalsh(damped)[:, 0] > 0
        damped[~sound] = (diagonal[..., None] * np.eye(k + 1))[~sound]
        step = np.linalg.solve(damped, at.gradient[..., None])[..., 0]
        trial = here + np.where(converged[:, None], 0.0, step)
        trial[:, k] = np.clip(trial[:, k], SMALLEST, LARGEST)
        then = _derivatives(trial, militants, deaths, matrix)
        better = ~converged & (then.value >= at.value - 1e-12 * np.abs(at.value))
        gain = np.abs((step * at.gradient).sum(axis=1))
        held = (here[:, k] == SMALLEST) & (trial[:, k] == SMALLEST)
        converged |= better & ((gain < CLOSE) | (held & (np.abs(step[:, :k]).max(axis=1) < 1e-6)))
        here = np.where(better[:, None], trial, here)
        at = _Derivatives(*(_where(better, new, old) for new, old in zip(then, at, strict=True)))
        damping = np.where(better, damping / 10, damping * 10)
        if converged.all():
            break
    information = -at.hessian
    definite = np.linalg.eigvalsh(information)[:, 0] > 0
    covariance = np.full_like(information, np.nan)
    covariance[definite] = np.linalg.inv(information[definite])
    choose = gammaln(deaths + 1) - gammaln(militants + 1) - gammaln(deaths - militants + 1)
    return BetaBinomial(here[:, :k], expit(here[:, k]), at.value + choose.sum(axis=1), covariance, converged)


class _Derivatives(NamedTuple):
    """Log-likelihood but for binomial coefficients (N,), its gradient (N, k + 1) and Hessian (N, k + 1, k + 1)."""

    value: Array
    gradient: Array
    hessian: Array


def _derivatives(parameters: Array, y: Array, n: Array, matrix: Array) -> _Derivatives:
    """With a = ps and b = (1 - p)s, s = (1 - r)/r, the likelihood is B(y + a, n - y + b)/B(a, b)."""
    p = expit(np.clip(parameters[:, :-1] @ matrix.T, -25.0, 25.0))
    q, s = 1 - p, np.exp(-parameters[:, -1:])
    a, b = p * s, q * s
    value = (betaln(y + a, n - y + b) - betaln(a, b)).sum(axis=1)
    one, two = ((digamma(x + c) - digamma(c), polygamma(1, x + c) - polygamma(1, c)) for x, c in ((y, a), (n - y, b)))
    whole = digamma(n + s) - digamma(s), polygamma(1, n + s) - polygamma(1, s)
    by_p, by_s = s * (one[0] - two[0]), p * one[0] + q * two[0] - whole[0]
    by_pp = s**2 * (one[1] + two[1])
    by_ss = p**2 * one[1] + q**2 * two[1] - whole[1]
    by_ps = one[0] - two[0] + s * (p * one[1] - q * two[1])
    inner = p * q
    gradient = np.column_stack([(by_p * inner) @ matrix, -(s * by_s).sum(axis=1)])
    k = matrix.shape[1]
    hessian = np.empty((len(y), k + 1, k + 1))
    linear = by_pp * inner**2 + by_p * inner * (1 - 2 * p)
    hessian[:, :k, :k] = np.einsum("nt,ti,tj->nij", linear, matrix, matrix, optimize=True)
    hessian[:, :k, k] = hessian[:, k, :k] = -(by_ps * inner * s) @ matrix
    hessian[:, k, k] = (by_ss * s**2 + by_s * s).sum(axis=1)
    return _Derivatives(value, gradient, hessian)


def _where(chosen: NDArray[np.bool_], new: Array, old: Array) -> Array:
    return np.where(chosen.reshape(-1, *(1,) * (new.ndim - 1)), new, old)
