"""Intervals of a function of a fit's coefficients: Wald's, Fieller's, or the quantiles of draws."""

import numpy as np
from numpy.typing import NDArray

from analysis.errors import FitError
from analysis.its.fit import Fit


def wald(fit: Fit, estimate: float, gradient: NDArray[np.float64], confidence: float) -> NDArray[np.float64]:
    """(3,) estimate, low, high of a function of the coefficients with this gradient (k,), by the delta method.

    Raises
    ------
    FitError
        The variance of the function is not finite or lost to rounding.
    """
    variance = float(gradient @ fit.covariance @ gradient)
    spread = np.abs(gradient) * fit.standard_errors
    if not np.isfinite(variance) or variance < -1e-9 * float(spread.sum()) ** 2:
        raise FitError(
            "an interval has no width: rounding swallows it, as where columns nearly depend on each other or a few "
            "values are far larger than all others. Check the series and covariates."
        )
    half = fit.quantile(confidence) * np.sqrt(max(variance, 0.0))
    return np.array([estimate, estimate - half, estimate + half])


def from_draws(estimate: float, draws: NDArray[np.float64], confidence: float) -> NDArray[np.float64]:
    """(3,) estimate, and the equal-tailed quantiles of its draws (m,)."""
    tail = (1 - confidence) / 2
    return np.array([estimate, *np.quantile(draws, [tail, 1 - tail])])


def linear(fit: Fit, direction: NDArray[np.float64], confidence: float) -> NDArray[np.float64]:
    """(3,) estimate, low, high of Σ direction · coefficients; exact for a linear model."""
    estimate = float(direction @ fit.coefficients)
    if fit.draws is None:
        return wald(fit, estimate, direction, confidence)
    return from_draws(estimate, fit.draws @ direction, confidence)


def fieller(
    fit: Fit, numerator: NDArray[np.float64], denominator: NDArray[np.float64], confidence: float
) -> NDArray[np.float64] | None:
    """(3,) estimate, low, high of the ratio of two linear functions a'b and c'b of the coefficients b.

    The interval holds every θ with (a'b - θ c'b)² ≤ q² Var(a'b - θ c'b), q the quantile: exact for a linear model.

    Returns
    -------
    NDArray or None
        None where the denominator is not above zero, or cannot be told from zero: the interval is then not bounded.

    References
    ----------
    Fieller (1954), doi:10.1111/j.2517-6161.1954.tb00159.x.
    """
    above, below = float(numerator @ fit.coefficients), float(denominator @ fit.coefficients)
    factor = fit.quantile(confidence) ** 2
    square = below**2 - factor * (denominator @ fit.covariance @ denominator)
    if below <= 0 or square <= 0:
        return None
    middle = (above * below - factor * (numerator @ fit.covariance @ denominator)) / square
    rest = (above**2 - factor * (numerator @ fit.covariance @ numerator)) / square
    # rounding alone can take the root of a perfect fit below zero
    half = np.sqrt(np.maximum(middle**2 - rest, 0.0))
    return np.array([above / below, middle - half, middle + half])
