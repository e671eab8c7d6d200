"""What others would have reported: the conventional fit of one series, and of many of one design at once."""

import numpy as np
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.its.many_series.count_regressions import Refits, negative_binomial_refits
from turningpoint.its.model.design import Design, term_of
from turningpoint.its.model.fit import Fit
from turningpoint.its.regression.glm import fit_glm
from turningpoint.its.regression.ols import fit_ols

HAC_LAG = 6


def fit_conventional(values: Array, design: Design, *, likelihood: Likelihood, errors: str = "independent") -> Fit:
    """Fit the generalised linear model of counts, or least squares to a gaussian outcome, to values (n + s,)."""
    if likelihood == "gaussian":
        return fit_ols(values, design, errors=errors)
    return fit_glm(values, design, likelihood=likelihood, errors=errors)


def usual_refits(counts: Array, design: Design) -> Refits:
    """Fit the negative binomial with HAC errors of lag 6 to each of N series of single periods, (N, n)."""
    return negative_binomial_refits(counts, design.matrix, offset=design.offset, used=design.used, hac_lag=HAC_LAG)


def wald_level(refits: Refits, design: Design, confidence: float) -> Array:
    """(N, 2) Wald intervals of the first step of refits with a log link, on the log scale; NaN where there is none."""
    step = term_of(design, "step")
    variance = np.where(refits.converged, refits.covariance[:, step, step], np.nan)
    spread = np.sqrt(np.where(variance >= 0, variance, np.nan))  # rounding can swallow it
    half = float(stats.norm.ppf((1 + confidence) / 2)) * spread
    return np.asarray(refits.coefficients[:, step, None] + half[:, None] * [-1.0, 1.0])
