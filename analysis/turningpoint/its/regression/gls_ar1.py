"""Generalised least squares with stationary AR(1) errors, by restricted or full maximum likelihood."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import Fit
from turningpoint.its.regression.ols import gaussian_fit, least_squares, ordinary
from turningpoint.its.regression.prais_winsten import gaps_between, whiten
from turningpoint.number_format import fixed

GRID = np.tanh(np.linspace(-4.95, 4.95, 100))
"""Autocorrelations where the likelihood is looked at first, from -0.9999 to 0.9999: beyond, rounding takes over. Zero
is not among them, as the likelihood can be level there without a maximum."""
EDGE = 0.999
"""Beyond this an AR(1) cannot be told from errors that never come back."""
CLOSE = 1.92
"""Difference of log-likelihoods within which a 95% interval of ρ holds both values."""

Method = Literal["reml", "ml"]


def fit_gls_ar1(values: Array, design: Design, *, method: Method = "reml") -> Fit:
    """Fit a linear model with stationary AR(1) errors by generalised least squares.

    y = X b + u, Cov(u_s, u_t) = σ² ρ^|s-t| = σ² R, over calendar time: a hole keeps its neighbours apart. With RSS the
    generalised sum of squares at ρ, ρ is at the maximum of the profiled log-likelihood, m = n - k and REML
    -m/2 (log 2πRSS/m + 1) - log|R|/2 - log|X'R⁻¹X|/2, or ML the same with m = n and without the last part. It is found
    as a root of the derivative: every change of sign on a grid is followed to the last digits.

    ``noise`` holds ``rho`` and ``sigma``, the standard deviation of u_t in units of the outcome: σ² is RSS/(n - k) by
    REML and RSS/n by ML. Covariances use RSS/(n - k) in both and take ρ as known, as R's ``nlme::gls`` does; intervals
    use the t distribution with n - k degrees of freedom. ``converged`` is False, and a message says so, where |ρ|
    exceeds 0.999. Pinheiro & Bates (2000), doi:10.1007/b98882, chapter 5.
    """
    if method not in ("reml", "ml"):
        raise ParameterError(f"method {method!r} is unknown. Choose reml or ml.")
    x, start = ordinary(values, design)
    gaps = gaps_between(design)
    n, k = x.shape
    profile = _profile(x, start.residuals, gaps, method)
    mirrored = not (gaps % 2 == 1).any()
    rho, likelihood, messages = _maximum(profile, np.append(0.0, GRID[GRID > 0]) if mirrored else GRID)
    if mirrored:
        messages.append("Every used period is an even number of periods from the next: ρ is taken to be positive.")
    # regressing what least squares leaves keeps rounding from growing with the size of the outcome
    found = least_squares(whiten(start.residuals, rho, gaps), whiten(x, rho, gaps))
    total = found.sum_of_squares
    sigma = np.sqrt(total / (n - k if method == "reml" else n))
    return gaussian_fit(
        values,
        design,
        f"ar1-{method}",
        coefficients=start.coefficients + found.coefficients,
        covariance=total / (n - k) * found.inverse,
        innovations=found.residuals / sigma,
        noise={"rho": rho, "sigma": float(sigma)},
        log_likelihood=likelihood,
        converged=abs(rho) <= EDGE,
        messages=tuple(messages),
    )


def _profile(
    x: Array, remainder: Array, gaps: NDArray[np.int64], method: Method
) -> Callable[[Array], tuple[Array, Array]]:
    """Profiled log-likelihood and its derivative as functions of ρ, (m,) each.

    With z the columns of X, made orthonormal, and what least squares leaves, R⁻¹ enters through the products z'R⁻¹z
    alone: a sum over pairs of (z_t - φ z_{t-g})(z_t - φ z_{t-g})'/(1 - φ²), φ = ρᵍ, gathered here by the gap g.
    """
    n, k = x.shape
    size = np.abs(x).max(axis=0)
    q, r = np.linalg.qr(x / size)
    # the size of the outcome is taken out, and put back into the likelihood
    scale = np.sqrt(remainder @ remainder)
    z = np.column_stack([q, remainder / scale])
    degrees = n - k if method == "reml" else n
    constant = -degrees * np.log(scale)
    if method == "reml":
        constant -= np.log(np.abs(np.diag(r))).sum() + np.log(size).sum()
    pairs = []
    for gap in np.unique(gaps):
        later, earlier = z[1:][gaps == gap], z[:-1][gaps == gap]
        cross = later.T @ earlier
        pairs.append((int(gap), len(later), later.T @ later, cross + cross.T, earlier.T @ earlier))

    def evaluate(rho: Array) -> tuple[Array, Array]:
        products = np.tile(np.outer(z[0], z[0]), (len(rho), 1, 1))
        slopes = np.zeros_like(products)
        determinant, determinant_slope = np.zeros(len(rho)), np.zeros(len(rho))
        for gap, count, later, cross, earlier in pairs:
            phi, phi_slope = (each[:, None, None] for each in (rho**gap, gap * rho ** (gap - 1)))
            free = (1 - phi) * (1 + phi)
            part = (later - phi * cross + phi**2 * earlier) / free
            products += part
            slopes += phi_slope * (2 * phi * (part + earlier) - cross) / free
            determinant += count * np.log(free[:, 0, 0])
            determinant_slope -= (2 * count * phi * phi_slope / free)[:, 0, 0]
        solved = np.linalg.solve(products[:, :k, :k], products[:, :k, k:])[:, :, 0]
        left = np.column_stack([-solved, np.ones(len(rho))])
        total = np.einsum("mi,mij,mj->m", left, products, left)
        total_slope = np.einsum("mi,mij,mj->m", left, slopes, left)
        likelihood = -degrees / 2 * (np.log(2 * np.pi * total / degrees) + 1) - determinant / 2 + constant
        slope = -degrees / 2 * total_slope / total - determinant_slope / 2
        if method == "reml":
            information = products[:, :k, :k]
            likelihood -= np.linalg.slogdet(information)[1] / 2
            slope -= np.trace(np.linalg.solve(information, slopes[:, :k, :k]), axis1=1, axis2=2) / 2
        return likelihood, slope

    return evaluate


def _maximum(profile: Callable[[Array], tuple[Array, Array]], grid: Array) -> tuple[float, float, list[str]]:
    """Autocorrelation at the highest of all maxima, its log-likelihood, and what must be said of it."""

    def derivative(rho: float) -> float:
        return float(profile(np.array([rho]))[1][0])

    slope = profile(grid)[1]
    falls = np.flatnonzero((slope[:-1] > 0) & (slope[1:] <= 0))
    maxima = [optimize.brentq(derivative, grid[i], grid[i + 1], xtol=1e-14, rtol=1e-14) for i in falls]
    # a grid that starts at zero is the half of a mirrored one: level there, and a maximum if it falls from there
    if slope[0] < 0 or slope[0] == 0 >= slope[1]:
        maxima.append(grid[0])
    if slope[-1] > 0:
        maxima.append(grid[-1])
    heights = profile(np.array(maxima))[0]
    best, *others = np.argsort(-heights, kind="stable")
    rho = float(maxima[best])
    messages = []
    if abs(rho) > EDGE:
        alike, way_out = "change sign every period", "what alternates in the series"
        if rho > 0:
            alike = "cannot be told from a random walk"
            way_out = "a bend in the course before, or use an arima that differences"
        messages.append(
            f"The likelihood is highest at the edge (ρ = {fixed(rho, 4)}): the errors {alike}, and the estimates are "
            f"not to be used. Look for {way_out}."
        )
    if others and heights[best] - heights[others[0]] < CLOSE:
        messages.append(
            f"The likelihood has a second maximum at ρ = {fixed(maxima[others[0]], 4)}, nearly as high as that at "
            f"{fixed(rho, 4)}: the memory of the errors is uncertain, and with it every interval."
        )
    return rho, float(heights[best]), messages
