"""Log odds of the dead of two sides, month by month: a batched quasi-binomial regression and its working response.

Of n deaths in a month y are militants, with odds exp(x b). Deaths come in clusters, so that Var(y | n) = F n p (1 - p)
with a cluster factor F that is no larger than n. Near an estimate with linear predictor η the working response
z = η + (y - np)/(np(1 - p)) has that mean and the variance F/(np(1 - p)), as in penalised quasi-likelihood
(Breslow & Clayton 1993, doi:10.1080/01621459.1993.10594284).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from turningpoint.arrays import Array

MOST_ITERATIONS = 50
LONGEST_STEP = 2.0
"""No iteration moves a linear predictor by more."""
FARTHEST = 12.0
"""A fitted log odds beyond this, and beyond what so many deaths can show, is on its way to infinity: one side has no
deaths where a column speaks."""
SMALLEST_SHARE = 1e-3
"""Fitted shares nearer to 0 or 1 are taken for that, unless a death or more of the rarer side can be expected: their
working response has no information."""
NEARLY_ALL = 0.999
"""Beyond this share the few deaths of the other side are counted instead: taken from all they would be lost."""
NOTHING = 1e8
"""Variance of the working response of a month without deaths: it says nothing, but keeps its place in the calendar."""


@dataclass(frozen=True, eq=False)
class OddsFit:
    """Quasi-binomial fits of N series.

    ``coefficients`` (N, k); ``information`` (N, k, k) Σ w_t n_t p_t (1 - p_t) x_t x_t'; ``converged`` (N,)
    whether a finite estimate was found; ``dispersion`` (N,) Pearson's chi-squared over the degrees of freedom, deaths
    weighted as they were.
    """

    coefficients: Array
    information: Array
    converged: NDArray[np.bool_]
    dispersion: Array


@dataclass(frozen=True, eq=False)
class Working:
    """Working response (N, n) and its variance at F = 1 times the factor given, (N, n)."""

    response: Array
    sampling: Array


def fit_odds(militants: Array, deaths: Array, matrix: Array, weight: Array | None = None) -> OddsFit:
    """Fit log odds = x b to N series by iteratively reweighted least squares with limited steps.

    y, n and ``weight``, of each death, 1/F, are (N, n), x is (n, k); a month without deaths has no say.
    """
    size = deaths if weight is None else deaths * weight
    killed = militants if weight is None else militants * weight
    series, k = len(deaths), matrix.shape[1]
    coefficients = np.zeros((series, k))
    converged = np.zeros(series, dtype=bool)
    ridge = 1e-9 * np.eye(k) * np.maximum(size.sum(axis=1), 1e-9)[:, None, None]
    seen = size > 0
    for _ in range(MOST_ITERATIONS):
        linear = coefficients @ matrix.T
        share, information = _at(coefficients, size, matrix)
        residual = np.where(share > NEARLY_ALL, size * expit(-linear) - (size - killed), killed - size * share)
        score = residual @ matrix
        # never a matter of much information: where shares are small, a ridge made of deaths would slow every step
        thousandth = 1e-3 / k * np.einsum("nii->n", information)[:, None, None] * np.eye(k)
        step = np.linalg.solve(information + np.minimum(ridge, thousandth), score[..., None])[..., 0]
        moved = np.where(seen, np.abs(step @ matrix.T), 0.0).max(axis=1)
        converged = moved < 1e-9
        coefficients = coefficients + step * np.minimum(1.0, LONGEST_STEP / np.maximum(moved, 1e-300))[:, None]
        if converged.all():
            break
    share, information = _at(coefficients, size, matrix)
    farthest = np.where(seen, np.abs(coefficients @ matrix.T), 0.0).max(axis=1)
    most = np.maximum(FARTHEST, np.log(np.maximum(deaths.sum(axis=1), 1.0)) + 2.0)
    inside = np.where(seen, size * share * (1 - share), 1.0)
    pearson = np.where(seen, (killed - size * share) ** 2 / inside, 0.0).sum(axis=1)
    freedom = np.maximum((deaths > 0).sum(axis=1) - k, 1)
    return OddsFit(coefficients, information, converged & (farthest < most), pearson / freedom)


def working(militants: Array, deaths: Array, linear: Array, factor: Array) -> Working:
    """Take the working response at a linear predictor (N, n), with a cluster factor for every month (N, n)."""
    smallest = np.minimum(SMALLEST_SHARE, 1 / np.maximum(deaths, 1.0))
    share = np.clip(expit(linear), smallest, 1 - smallest)
    variance = deaths * share * (1 - share)
    seen = deaths > 0
    safe = np.where(seen, variance, 1.0)
    response = np.where(seen, linear + (militants - deaths * share) / safe, 0.0)
    return Working(response, np.where(seen, factor / safe, NOTHING))


def limited(factor: Array, deaths: Array) -> Array:
    """Cluster factors that a month's deaths can have: near ``factor`` where they are many, 1 for a single death.

    F n/(n + F - 1), because Var(y | n) cannot exceed n² p (1 - p): all of n deaths are then of one side.

    >>> limited(np.array([9.0]), np.array([1.0, 9.0, 900.0])).round(2).tolist()
    [1.0, 4.76, 8.92]
    """
    return np.asarray(factor * deaths / np.maximum(deaths + factor - 1, 1e-300))


def _at(coefficients: Array, size: Array, matrix: Array) -> tuple[Array, Array]:
    share = expit(np.clip(coefficients @ matrix.T, -30.0, 30.0))
    weight = size * share * (1 - share)
    return share, np.einsum("nt,ti,tj->nij", weight, matrix, matrix, optimize=True)
