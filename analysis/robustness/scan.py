"""Scan a series for breaks: the gain of a step and a ramp at every date, for many series at once.

Around a fitted course the working response z has covariance C = diag(v) + σ²[(1 - s)I + s R(ρ)] (``working_reml``).
With L L' = C, the gain of a break at d over the columns without one is the fall in the weighted sum of squares

    Q(d) = z'L'⁻¹ P(d) L⁻¹z,    P(d) the projection on step and ramp at d, orthogonal to the other columns,

the score statistic of that break; it is a product of matrices for all dates and all series that share the course.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular, toeplitz

Array = NDArray[np.float64]
FLAT = 1e-8
"""Share of a column that must be left beside the others for a break to be told from them."""


@dataclass(frozen=True, eq=False)
class Scan:
    """Breaks around one course, under one noise model.

    Attributes
    ----------
    whitener : (p, p) L⁻¹ of the p periods used.
    bases : (d, c, p) orthonormal rows that span the columns of a break at each of d dates beside the others.
    """

    whitener: Array
    bases: Array

    def gains(self, response: Array) -> Array:
        """(N, d) Q of every date for responses (N, p)."""
        whitened = response @ self.whitener.T
        projected = whitened @ self.bases.reshape(-1, whitened.shape[1]).T
        return np.asarray((projected.reshape(len(response), *self.bases.shape[:2]) ** 2).sum(axis=-1))

    def pairs(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> "Scan":
        """Breaks at two dates each, (q,) places of the first and of the second."""
        stacked = np.concatenate([self.bases[first], self.bases[second]], axis=1)
        return Scan(self.whitener, _orthonormal(stacked))


def prepare(
    base: Array, breaks: Array, used: NDArray[np.bool_], sampling: Array, lasting: float, independent: float, rho: float
) -> Scan:
    """Set up a scan.

    Parameters
    ----------
    base : (n, k) columns without a break. breaks : (d, n, c) columns of a break at each date.
    used : (n,) mask. sampling : (n,) variance of the working response that is not noise.
    lasting, independent, rho : the noise: variance of its autoregressive part, of the rest, and memory.
    """
    memory = toeplitz(float(rho) ** np.arange(len(used)))[np.ix_(used, used)]
    covariance = lasting * memory + np.diag(sampling[used] + independent)
    root = cholesky(covariance, lower=True)
    whitener = solve_triangular(root, np.eye(len(root)), lower=True)
    others, _ = np.linalg.qr(whitener @ base[used])
    rows = np.swapaxes(whitener @ breaks[:, used], 1, 2)
    beside = rows - rows @ others @ others.T
    told = np.linalg.norm(beside, axis=-1) > FLAT * np.linalg.norm(rows, axis=-1)
    return Scan(whitener, _orthonormal(beside * told[..., None]))


def _orthonormal(rows: Array) -> Array:
    """(d, c, p) orthonormal rows that span those given, zero where they are linearly dependent."""
    scaled = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), np.finfo(float).tiny)
    values, vectors = np.linalg.eigh(scaled @ np.swapaxes(scaled, 1, 2))
    weight = np.where(values > FLAT, 1 / np.sqrt(np.maximum(values, FLAT)), 0.0)
    return np.asarray(np.swapaxes(vectors * weight[:, None], 1, 2) @ scaled)
