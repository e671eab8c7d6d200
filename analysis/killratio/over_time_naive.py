"""Intervals of the log odds that others would have reported: deaths, or months, taken as independent."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analysis.its.batched_intervals import Intervals, term_of
from analysis.its.design import Design
from analysis.killratio.beta_binomial import fit_beta_binomial
from analysis.killratio.log_odds import fit_odds

Array = NDArray[np.float64]
NAIVE = ("binomial", "quasi-binomial", "beta-binomial")


def naive_intervals(
    militants: Array, deaths: Array, design: Design, *, methods: tuple[str, ...] = NAIVE, confidence: float = 0.95
) -> dict[str, Intervals]:
    """Wald intervals of level and slope, on the scale of the log odds: method → estimand → (N, 2), NaN without a fit.

    ``binomial`` takes every death as independent; ``quasi-binomial`` and ``beta-binomial`` take months as independent.

    Parameters
    ----------
    militants, deaths : (N, n). design : n periods. methods : some of `NAIVE`.
    """
    plain = fit_odds(militants, deaths, design.matrix)
    inverse = np.full_like(plain.information, np.nan)
    inverse[plain.converged] = np.linalg.inv(plain.information[plain.converged])
    found: dict[str, Intervals] = {}
    for method in methods:
        coefficients, covariance, converged = plain.coefficients, inverse, plain.converged
        if method == "quasi-binomial":
            covariance = inverse * plain.dispersion[:, None, None]
        elif method == "beta-binomial":
            fit = fit_beta_binomial(militants, deaths, design.matrix)
            coefficients, covariance, converged = fit.coefficients, fit.covariance, fit.converged & plain.converged
        found[method] = {
            name: _wald(coefficients, covariance, converged, term_of(design, kind), confidence)
            for name, kind in (("level", "step"), ("slope", "ramp"))
            if any(term.partition("@")[0] == kind for term in design.intervention_terms)
        }
    return found


def _wald(coefficients: Array, covariance: Array, converged: NDArray[np.bool_], term: int, confidence: float) -> Array:
    half = stats.norm.ppf((1 + confidence) / 2) * np.sqrt(np.maximum(covariance[:, term, term], 0.0))
    ends = coefficients[:, term, None] + half[:, None] * [-1.0, 1.0]
    return np.where(converged[:, None], ends, np.nan)
