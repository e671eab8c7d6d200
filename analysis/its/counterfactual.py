"""The mean had the interventions not been, and how sure it is."""

import numpy as np
from numpy.typing import NDArray

from analysis.its.fit import Fit

LARGEST = 600.0
"""Log means of draws are cut here (10²⁶⁰), so that sums of the means and their ratios stay finite."""


def from_coefficients(fit: Fit) -> bool:
    """Whether the coefficients alone give the counterfactual mean.

    Not where differencing takes away the level, a structural time series makes it a state, or an ARIMA predicts each
    period from those before it: the covariance of the coefficients then does not say how sure the mean is.
    """
    if fit.link == "log":
        return True
    after, means = fit.design.post, fit.counterfactual_mean
    implied = fit.design.counterfactual @ fit.coefficients
    return bool(np.allclose(implied[after], means[after], rtol=1e-6, atol=1e-6 * np.abs(means[after]).max()))


def means_of_draws(fit: Fit, matrix: NDArray[np.float64], rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(m, rows) mean of each draw of the coefficients in the rows (n,) of a matrix (n, k), in units of the outcome."""
    if fit.draws is None:
        raise ValueError("this fit has no draws")
    predictor = fit.draws @ matrix[rows].T
    if fit.link == "identity":
        return predictor
    return np.exp(np.clip(predictor + fit.design.offset[rows], -LARGEST, LARGEST))


def counterfactual_band(fit: Fit, confidence: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ends of the interval of the counterfactual mean, (n,) each, in units of the outcome.

    Wald's on the scale of the link, or the quantiles of the draws' means. NaN before the first intervention, and
    everywhere when the coefficients alone do not give the mean.
    """
    design, after = fit.design, fit.design.post
    low, high = np.full((2, len(after)), np.nan)
    if not from_coefficients(fit):
        return low, high
    if fit.draws is not None:
        tail = (1 - confidence) / 2
        low[after], high[after] = np.quantile(
            means_of_draws(fit, design.counterfactual, after), [tail, 1 - tail], axis=0
        )
        return low, high
    rows, mean = design.counterfactual[after], fit.counterfactual_mean[after]
    half = fit.quantile(confidence) * np.sqrt(np.einsum("ij,jk,ik->i", rows, fit.covariance, rows))
    if fit.link == "log":
        low[after], high[after] = mean * np.exp(-half), mean * np.exp(half)
    else:
        low[after], high[after] = mean - half, mean + half
    return low, high
