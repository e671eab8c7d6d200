"""Prais-Winsten regression: least squares on quasi-differences, the first observation kept."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import FitError, ParameterError
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import Fit
from turningpoint.its.regression.ols import gaussian_fit, gaussian_log_likelihood, least_squares, ordinary
from turningpoint.number_format import fixed

TOLERANCE = 1e-12
"""The iterations end when ρ moves by less than this."""
ROUNDS = 1000

Rho = Literal["regress", "tscorr", "dw"]


def gaps_between(design: Design) -> NDArray[np.int64]:
    """(n_used - 1,) periods from each used period to the next: 1 where they are neighbours in the calendar."""
    return np.diff(np.flatnonzero(design.used))


def whiten(columns: Array, rho: float, gaps: NDArray[np.int64]) -> Array:
    """Take the AR(1) correlation out of columns (n_used,) or (n_used, k): errors of variance 1 stay so.

    The first row stays; a row g periods after the one before becomes (z_t - ρᵍ z_{t-g}) / √(1 - ρ²ᵍ).
    """
    carried = (rho**gaps).reshape(-1, *[1] * (columns.ndim - 1))
    rest = (columns[1:] - carried * columns[:-1]) / np.sqrt((1 - carried) * (1 + carried))
    return np.concatenate([columns[:1], rest])


def _regress(errors: Array, neighbours: NDArray[np.bool_]) -> float:
    lagged = errors[:-1][neighbours]
    return float(errors[1:][neighbours] @ lagged / (lagged @ lagged))


def _tscorr(errors: Array, neighbours: NDArray[np.bool_]) -> float:
    products = errors[1:][neighbours] * errors[:-1][neighbours]
    return float(products.mean() * (len(errors) - 1) / (errors @ errors))


def _dw(errors: Array, neighbours: NDArray[np.bool_]) -> float:
    steps = np.diff(errors)[neighbours]
    return float(1 - (steps**2).mean() * (len(errors) - 1) / (errors @ errors) / 2)


ESTIMATORS: dict[str, Callable[[Array, NDArray[np.bool_]], float]] = {"regress": _regress, "tscorr": _tscorr, "dw": _dw}


def fit_prais_winsten(values: Array, design: Design, *, rho: Rho = "regress") -> Fit:
    """Fit a linear model with AR(1) errors by iterated Prais-Winsten regression.

    y_t = x_t b + u_t, u_t = ρ u_{t-1} + e_t. From ρ = 0 on, b comes from least squares on the transformed rows and ρ
    from the residuals u_t = y_t - x_t b, until ρ stands. The first row is kept, times √(1 - ρ²); the others are
    z_t - ρ z_{t-1}. Intervals use the t distribution with n - k degrees of freedom and take ρ as known.

    Cochrane-Orcutt regression is another estimator: it drops the first row, and its results differ. statsmodels'
    ``GLSAR.iterative_fit`` is neither of the two.

    Holes: between two used periods g periods apart the errors have correlation ρᵍ, so the row is transformed as
    (z_t - ρᵍ z_{t-g}) √((1 - ρ²)/(1 - ρ²ᵍ)), which is exact; ρ is estimated from the pairs that are neighbours in the
    calendar. Without holes this is the textbook's estimator.

    ``noise`` holds ``rho`` and ``sigma``, the standard deviation of u_t (not of e_t) in units of the outcome. The
    log-likelihood is the gaussian one at these estimates. ``converged`` is False, and a message says so, when ρ still
    moves after 1,000 rounds. Prais & Winsten (1954), Cowles Commission Discussion Paper 383. The estimators of ρ are
    those of Stata's ``prais``.

    Parameters
    ----------
    rho : how ρ is estimated. With sums over the m pairs of neighbours among n used periods: ``regress``,
        Σu_t u_{t-1} / Σu²_{t-1}; ``tscorr``, Σu_t u_{t-1} / Σu²; ``dw``, 1 - Σ(u_t - u_{t-1})² / Σu² / 2. The last two
        divide a sum over pairs by one over periods; with holes the former is lifted by (n - 1)/m.
    """
    if rho not in ESTIMATORS:
        raise ParameterError(f"estimator of rho {rho!r} is unknown. Choose {', '.join(ESTIMATORS)}.")
    x, start = ordinary(values, design)
    gaps = gaps_between(design)
    if not (gaps == 1).any():
        raise FitError(
            "no two used periods are neighbours in the calendar, so that Prais-Winsten cannot estimate the "
            "autocorrelation from one period to the next. Use errors ar1-reml."
        )
    # what least squares leaves is regressed on: its rounding does not grow with the size of the outcome
    remainder = errors = start.residuals
    value = 0.0
    for round_ in range(1, ROUNDS + 1):
        previous, value = value, ESTIMATORS[rho](errors, gaps == 1)
        if abs(value) >= 1:
            raise FitError(
                f"Prais-Winsten estimates an autocorrelation of {fixed(value, 3)} in round {round_}: only values "
                "between -1 and 1 are possible. The series wanders too far; use errors ar1-reml, or an arima that "
                "differences."
            )
        found = least_squares(whiten(remainder, value, gaps), whiten(x, value, gaps))
        errors = remainder - x @ found.coefficients
        if converged := abs(value - previous) < TOLERANCE:
            break
    n, k = x.shape
    marginal = np.sqrt(found.sum_of_squares / (n - k))
    log_determinant = float(np.log1p(-(value ** (2 * gaps))).sum())
    still_moves = (
        f"The autocorrelation still moves after {ROUNDS:,} rounds, from {fixed(previous, 6)} to {fixed(value, 6)} in "
        "the last: the estimates are not to be used."
    )
    return gaussian_fit(
        values,
        design,
        "prais-winsten",
        coefficients=start.coefficients + found.coefficients,
        covariance=marginal**2 * found.inverse,
        innovations=found.residuals / marginal,
        noise={"rho": value, "sigma": float(marginal)},
        log_likelihood=gaussian_log_likelihood(found.sum_of_squares, n, log_determinant),
        converged=converged,
        messages=() if converged else (still_moves,),
    )
