"""Intervals of the log odds that others would have reported: deaths, or months, taken as independent."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.its.model.design import Design, Intervals, term_of
from turningpoint.killratio.over_time.beta_binomial import fit_beta_binomial
from turningpoint.killratio.over_time.quasi_binomial import fit_odds


def naive_intervals(
    militants: Array, deaths: Array, design: Design, *, confidence: float = 0.95
) -> dict[str, Intervals]:
    """Wald intervals of level and slope, on the scale of the log odds: method → estimand → (N, 2), NaN without a fit.

    ``binomial`` takes every death as independent; ``quasi-binomial`` and ``beta-binomial`` take months as independent.
    Deaths are (N, n).
    """
    plain = fit_odds(militants, deaths, design.matrix)
    inverse = np.full_like(plain.information, np.nan)
    inverse[plain.converged] = np.linalg.inv(plain.information[plain.converged])
    beta = fit_beta_binomial(militants, deaths, design.matrix)
    fits = {
        "binomial": (plain.coefficients, inverse, plain.converged),
        "quasi-binomial": (plain.coefficients, inverse * plain.dispersion[:, None, None], plain.converged),
        "beta-binomial": (beta.coefficients, beta.covariance, beta.converged & plain.converged),
    }
    kinds = {term.partition("@")[0] for term in design.intervention_terms}
    terms = {name: term_of(design, kind) for name, kind in (("level", "step"), ("slope", "ramp")) if kind in kinds}
    return {
        method: {name: _wald(*fit, term, confidence) for name, term in terms.items()} for method, fit in fits.items()
    }


def _wald(coefficients: Array, covariance: Array, converged: NDArray[np.bool_], term: int, confidence: float) -> Array:
    half = stats.norm.ppf((1 + confidence) / 2) * np.sqrt(np.maximum(covariance[:, term, term], 0.0))
    ends = coefficients[:, term, None] + half[:, None] * [-1.0, 1.0]
    return np.where(converged[:, None], ends, np.nan)


FEWEST = 20
"""Months with deaths below which the noise models cannot be told apart, and the contrast rests on Student's t."""


def contrast(
    militants: Array, deaths: Array, matrix: Array, factor: Array | None = None, *, confidence: float = 0.95
) -> tuple[Array, Array]:
    """Estimate the last coefficient of N short series, (N,), with an interval, (N, 2), on the scale of the log odds.

    The variance is the binomial's times the larger of the cluster factor given and Pearson's dispersion; Student's t
    with months less coefficients degrees of freedom. Months are taken as independent: there are too few to tell.
    Deaths and cluster factors of the months are (N, n), the matrix is (n, k), a step last.
    """
    fit = fit_odds(militants, deaths, matrix)
    given = np.ones(len(deaths)) if factor is None else (factor * deaths).sum(axis=1) / deaths.sum(axis=1)
    freedom = np.maximum((deaths > 0).sum(axis=1) - matrix.shape[1], 1)
    variance = np.full(len(deaths), np.nan)
    variance[fit.converged] = np.linalg.inv(fit.information[fit.converged])[:, -1, -1]
    half = stats.t.ppf((1 + confidence) / 2, freedom) * np.sqrt(variance * np.maximum(given, fit.dispersion))
    middle = np.where(fit.converged, fit.coefficients[:, -1], np.nan)
    return middle, middle[:, None] + half[:, None] * [-1.0, 1.0]
