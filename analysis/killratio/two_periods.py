"""Contrast of the log odds of two short periods: what is left where a trend on either side cannot be told."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analysis.killratio.log_odds import fit_odds

Array = NDArray[np.float64]
FEWEST = 20
"""Months with deaths below which the noise models cannot be told apart, and the contrast rests on Student's t."""


def contrast(
    militants: Array, deaths: Array, matrix: Array, factor: Array | None = None, *, confidence: float = 0.95
) -> tuple[Array, Array]:
    """Estimate the last coefficient of N short series, (N,), with an interval, (N, 2), on the scale of the log odds.

    The variance is the binomial's times the larger of the cluster factor given and Pearson's dispersion; Student's t
    with months less coefficients degrees of freedom. Months are taken as independent: there are too few to tell.

    Parameters
    ----------
    militants, deaths : (N, n). matrix : (n, k), a step last. factor : (N, n) cluster factors of the months, or None.
    """
    fit = fit_odds(militants, deaths, matrix)
    given = np.ones(len(deaths)) if factor is None else (factor * deaths).sum(axis=1) / deaths.sum(axis=1)
    freedom = np.maximum((deaths > 0).sum(axis=1) - matrix.shape[1], 1)
    variance = np.full(len(deaths), np.nan)
    variance[fit.converged] = np.linalg.inv(fit.information[fit.converged])[:, -1, -1]
    half = stats.t.ppf((1 + confidence) / 2, freedom) * np.sqrt(variance * np.maximum(given, fit.dispersion))
    middle = np.where(fit.converged, fit.coefficients[:, -1], np.nan)
    return middle, middle[:, None] + half[:, None] * [-1.0, 1.0]
