"""Ordinary least squares for a gaussian outcome, with independent errors or a Newey-West covariance."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import solve_triangular
from statsmodels.stats.sandwich_covariance import cov_hac_simple

from turningpoint.arrays import Array
from turningpoint.errors import DesignError, FitError, ParameterError
from turningpoint.its.model.design import LARGEST_ENTRY, Design, require_full_rank
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.observations import entered, require_single_periods
from turningpoint.its.model.specification import error_model
from turningpoint.timeline import labels

ROUNDING = 1e-12
"""Residuals or noise this small, as a share of the values, are rounding."""


@dataclass(frozen=True, eq=False)
class LeastSquares:
    """Coefficients (k,), residuals (n,) and the inverse of X'X (k, k); (k, N) and (n, N) for N outcomes at once."""

    coefficients: Array
    residuals: Array
    inverse: Array

    @property
    def sum_of_squares(self) -> float:
        """Sum of the squared residuals."""
        return float(self.residuals @ self.residuals)


def fit_ols(values: Array, design: Design, *, errors: str = "independent") -> Fit:
    """Fit a linear model to the used periods of a design, and to the sums over several, by least squares.

    y_t = x_t b + e_t with s² = Σe²/(n - k). Independent errors: Cov(b) = s² (X'X)⁻¹. A HAC covariance is
    (X'X)⁻¹ S (X'X)⁻¹ · n/(n - k), S = Σ_l (1 - |l|/(LAG + 1)) Σ_t x_t e_t e_{t-l} x'_{t-l}: Newey and West's with
    Stata's small-sample factor. It runs over calendar time: a period that is not used is a zero score, it does not
    bring its neighbours together. Intervals use the t distribution with n - k degrees of freedom.

    A sum over m periods has the mean Σ x_t b and, with independent errors, the variance m σ²: sums and their rows are
    divided by √m. ``values`` are (n + s,): one a period, then one a span of the design.

    ``noise`` holds ``sigma``, the standard deviation s in units of the outcome. The log-likelihood is that of
    independent gaussian errors, with a HAC covariance too. Newey & West (1987), doi:10.2307/1913610.
    """
    model = error_model(errors)
    if model.kind not in ("independent", "hac"):
        raise ParameterError(f"errors {errors!r} are not fitted by ordinary least squares. Use independent or hac:LAG.")
    if model.kind == "hac":
        require_single_periods(design, errors)
    if model.lag >= len(design.times):
        raise ParameterError(
            f"errors {errors!r}: the lag reaches beyond the series of {len(design.times)} periods. Use a shorter lag."
        )
    x, found = ordinary(values, design)
    n, k = x.shape
    sigma = np.sqrt(found.sum_of_squares / (n - k))
    covariance = sigma**2 * found.inverse
    if model.kind == "hac":
        scores = np.zeros(design.matrix.shape)
        scores[design.used] = x * found.residuals[:, None]
        # the library's own correction would count the zero scores as observations
        covariance = cov_hac_simple((scores, found.inverse), nlags=model.lag, use_correction=False) * n / (n - k)
    return gaussian_fit(
        values,
        design,
        errors,
        coefficients=found.coefficients,
        covariance=covariance,
        innovations=found.residuals / sigma,
        noise={"sigma": float(sigma)},
        log_likelihood=gaussian_log_likelihood(found.sum_of_squares, n, float(np.log(lengths(design)).sum())),
    )


def ordinary(values: Array, design: Design) -> tuple[Array, LeastSquares]:
    """Give the used rows of the design, (m, k), and least squares on them, where any linear model can start.

    Rows of sums come last, each over the root of its periods.
    """
    y, x = _checked(values, design)
    found = least_squares(y, x)
    if np.linalg.norm(found.residuals) <= ROUNDING * np.linalg.norm(y):
        raise FitError(
            f"the model fits all {len(y)} points used without any residual: there is no noise to judge an effect by. "
            "Check whether the outcome was computed from the columns of the design."
        )
    return x, found


def lengths(design: Design) -> Array:
    """(m,) number of periods of each observation that enters the fit."""
    return np.concatenate([np.ones(int(design.used.sum())), design.summed.sum(axis=1)])


def least_squares(y: Array, x: Array) -> LeastSquares:
    """Solve y = x b by an orthogonal decomposition, which keeps the digits that X'X would lose."""
    size = np.abs(x).max(axis=0)
    q, r = np.linalg.qr(x / size)
    along = q.T @ y
    root = solve_triangular(r, np.eye(len(size))) / size[:, None]
    return LeastSquares(root @ along, y - q @ along, root @ root.T)


def gaussian_log_likelihood(sum_of_squares: float, points: int, log_determinant: float = 0.0) -> float:
    """Log-likelihood -m/2 (log 2πs² + 1) - log|R|/2 with s² = ``sum_of_squares``/m at its maximum, m points."""
    return float(-points / 2 * (np.log(2 * np.pi * sum_of_squares / points) + 1) - log_determinant / 2)


def gaussian_fit(
    values: Array, design: Design, errors: str, *, coefficients: Array, innovations: Array, **given: Any
) -> Fit:
    """Assemble the fit of a linear model from its standardised ``innovations`` (m,) and other fields of a fit.

    ``values`` are (n + s,); the innovations of single periods come first, those of sums are no residuals of a period.

    Where they are not given: the t quantile has n - k degrees of freedom, and the means are those of a regression.
    """
    n = len(design.times)
    residuals = np.full(n, np.nan)
    residuals[design.used] = innovations[: int(design.used.sum())]
    usual: dict[str, Any] = {"design": design, "coefficients": coefficients, "residuals": residuals, "converged": True}
    usual["degrees_of_freedom"] = float(len(innovations) - len(coefficients))
    usual |= {"mean": design.matrix @ coefficients, "counterfactual_mean": design.counterfactual @ coefficients}
    return Fit(**(usual | given), values=values[:n], sums=values[n:], likelihood="gaussian", errors=errors)


def _checked(values: Array, design: Design) -> tuple[Array, Array]:
    """Outcome and rows of the used periods, once nothing in them can spoil a linear model."""
    names = labels(design.times)
    if design.offset.any():
        raise DesignError("a gaussian outcome takes no exposure. Divide the outcome by it and leave the exposure out.")
    if len(bad := np.flatnonzero(design.used & ~np.isfinite(values[: len(names)]))):
        raise FitError(f"the outcome of {names[bad[0]]} is {values[bad[0]]}. Correct it or leave the period empty.")
    for term, column in zip(design.terms, design.matrix.T, strict=True):
        if len(bad := np.flatnonzero(~np.isfinite(column))):
            raise FitError(
                f"the column {term} is {column[bad[0]]} in {names[bad[0]]}. A number is needed in every period, "
                "observed or not."
            )
    periods = lengths(design)
    y, x = entered(values, design) / np.sqrt(periods), design.rows * np.sqrt(periods)[:, None]
    for what, column in (("outcome", y), *((f"column {t}", c) for t, c in zip(design.terms, x.T, strict=True))):
        largest = np.abs(column).max(initial=0.0)
        if largest and not 1 / LARGEST_ENTRY < largest < LARGEST_ENTRY:
            raise FitError(f"the {what} is of the size {largest:.0e}, which overflows. Choose another unit.")
    require_full_rank(design)
    if np.ptp(y / np.sqrt(periods)) == 0:
        raise FitError(
            f"the outcome is {y[0]:g} in all {len(y)} periods used: there is no noise to judge an effect by."
        )
    return y, x
