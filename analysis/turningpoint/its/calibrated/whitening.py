"""Sums of squares and products of design and response under a latent autoregressive noise, many noise models at once.

The working response of an observation is z = Σ_t w_t (x_t b + u_t) + e: w is one for the period of a count, and its
share of the mean for each period inside a sum; e has a known variance, u an autoregression ρ over calendar time for a
share s of its variance σ² and is independent for the rest. For each (ρ, s, σ) a Kalman filter whitens what stands for
single periods, so that generalised least squares cost n steps whatever the memory (Harville 1974,
doi:10.1093/biomet/61.2.383). Sums are whitened beside them: their covariance with every single period is one more
column of the filter, and what is left of them has a covariance as large as they are many.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array

LARGEST_BLOCK = 4_000_000
"""Numbers in a block of whitened columns: small enough for the processor's cache not to be left too often."""


@dataclass(frozen=True, eq=False)
class Responses:
    """Working responses of N series that share a design of n periods and k columns; no period belongs to two of them.

    Attributes
    ----------
    matrix : (n, k). used : (n,) mask of the periods with a response of their own.
    response, sampling : (N, n) response and the variance of its e; what is not used does not matter.
    weights : (N, s, n) what each sum is made of. sums, sums_sampling : (N, s) its response, the variance of its e.
    """

    matrix: Array
    used: NDArray[np.bool_]
    response: Array
    sampling: Array
    weights: Array
    sums: Array
    sums_sampling: Array

    def take(self, rows: Array | slice) -> "Responses":
        """Those of some of the series."""
        return Responses(
            self.matrix,
            self.used,
            *(one[rows] for one in (self.response, self.sampling, self.weights, self.sums, self.sums_sampling)),
        )


@dataclass(frozen=True, eq=False)
class Products:
    """Under each of g noise models, for each of N series.

    Attributes
    ----------
    cross : (N, g, k + 1, k + 1) products F'V⁻¹F of the columns F of the design and, last, the response.
    log_determinant : (N, g) of V.
    state, state_variance : (N, g, k + 1) and (N, g): mean of the autoregressive noise in the last period, as weights on
        the k coefficients (to be subtracted) and, last, of the response; and its variance.
    """

    cross: Array
    log_determinant: Array
    state: Array
    state_variance: Array


def products(found: Responses, rho: Array, share: Array, sigma: Array) -> Products:
    """Whiten under pairs (ρ, s), (p,) each, and σ (1 or N, q): nodes are pair · q + σ, g = p q of them."""
    columns = found.matrix.shape[1] + 1 + found.sums.shape[1]
    pair = sigma.shape[1] * columns * (int(found.used.sum()) + 1)  # numbers of a series' whitened columns at one pair
    pairs, many = max(1, LARGEST_BLOCK // pair), max(1, LARGEST_BLOCK // (pair * len(rho)))
    parts = []
    for i in range(0, len(found.response), many):
        some, spread = found.take(slice(i, i + many)), sigma if len(sigma) == 1 else sigma[i : i + many]
        blocks = [_products(some, rho[j : j + pairs], share[j : j + pairs], spread) for j in range(0, len(rho), pairs)]
        parts.append(_together(blocks, axis=1))
    return _together(parts, axis=0)


def _together(parts: list[Products], axis: int) -> Products:
    """Join products of more nodes (axis 1) or more series (axis 0)."""
    if len(parts) == 1:
        return parts[0]
    names = ("cross", "log_determinant", "state", "state_variance")
    return Products(*(np.concatenate([getattr(part, name) for part in parts], axis=axis) for name in names))


def _products(found: Responses, rho: Array, share: Array, sigma: Array) -> Products:
    series, q = len(found.response), sigma.shape[1]
    lanes = (series, len(rho) * q)
    rho, share = np.repeat(rho, q), np.repeat(share, q)
    marginal = np.broadcast_to(np.tile(sigma**2, lanes[1] // q), lanes) * share
    independent = np.broadcast_to(np.tile(sigma**2, lanes[1] // q), lanes) * (1 - share)
    memory = [] if not found.sums.shape[1] else _memory(found.weights, rho)
    whitened, log_determinant, state, variance = _filter(found, marginal, independent, rho, memory)
    k = found.matrix.shape[1] + 1
    cross = np.matmul(whitened[..., :k].transpose(0, 2, 1), whitened[..., :k]).reshape(*lanes, k, k)
    if not found.sums.shape[1]:
        return Products(cross, log_determinant, state, variance)
    alone = Products(cross, log_determinant, state, variance)
    return _with_sums(found, marginal, independent, memory, whitened, alone)


def _memory(weights: Array, rho: Array) -> list[tuple[NDArray[np.intp], Array]]:
    """For each memory the nodes that have it, and R w of every sum, (N, s, n)."""
    n = weights.shape[-1]
    lag = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    return [(np.flatnonzero(rho == one), weights @ (one**lag)) for one in np.unique(rho)]


def _filter(
    found: Responses,
    marginal: Array,
    independent: Array,
    rho: Array,
    memory: list[tuple[NDArray[np.intp], Array]],
) -> tuple[Array, Array, Array, Array]:
    """Innovations of design, response and the sums' covariances over their standard deviations, (N g, periods, k+1+s).

    The covariances are divided by the variance of the autoregressive part.
    """
    lanes, k, s = marginal.shape, found.matrix.shape[1], found.sums.shape[1]
    fresh, square = marginal * (1 - rho**2), rho**2
    variance = marginal.copy()
    state = np.zeros((k + 1 + s, *lanes))
    innovation = np.empty_like(state)
    whitened = np.empty((int(found.used.sum()), k + 1 + s, *lanes))
    log_determinant = np.zeros(lanes)
    at = 0
    for t in range(len(found.matrix)):
        if t:  # one period on
            state *= rho
            variance = square * variance + fresh
        if not found.used[t]:
            continue
        spread = variance + independent + found.sampling[:, t, None]
        np.subtract(found.matrix[t][:, None, None], state[:k], out=innovation[:k])
        np.subtract(found.response[:, t, None], state[k], out=innovation[k])
        for nodes, with_sums in memory:
            innovation[k + 1 :, :, nodes] = with_sums[:, :, t].T[..., None]
        if s:
            innovation[k + 1 :] -= state[k + 1 :]
        np.multiply(innovation, 1 / np.sqrt(spread), out=whitened[at])
        log_determinant += np.log(spread)
        gain = variance / spread
        innovation *= gain
        state += innovation
        variance = variance * (1 - gain)
        at += 1
    ready = np.ascontiguousarray(whitened.transpose(2, 3, 0, 1)).reshape(lanes[0] * lanes[1], at, k + 1 + s)
    return ready, log_determinant, np.ascontiguousarray(state.transpose(1, 2, 0)), variance


def _with_sums(
    found: Responses,
    marginal: Array,
    independent: Array,
    memory: list[tuple[NDArray[np.intp], Array]],
    whitened: Array,
    alone: Products,
) -> Products:
    """Add what the sums say beside the single periods."""
    lanes, k, s = marginal.shape, found.matrix.shape[1] + 1, found.sums.shape[1]
    scale = marginal.reshape(-1, 1, 1)
    beside = whitened[..., k:]
    across = np.matmul(beside.transpose(0, 2, 1), whitened[..., :k]) * scale  # (N g, s, k)
    taken = np.matmul(beside.transpose(0, 2, 1), beside) * scale**2
    lasting = np.empty((*lanes, s, s))
    now = np.empty((*lanes, s))
    for nodes, with_sums in memory:
        lasting[:, nodes] = (with_sums @ found.weights.transpose(0, 2, 1))[:, None]
        now[:, nodes] = with_sums[:, None, :, -1]
    fresh = (found.weights @ found.weights.transpose(0, 2, 1))[:, None]
    covariance = marginal[..., None, None] * lasting + independent[..., None, None] * fresh
    covariance[..., range(s), range(s)] += found.sums_sampling[:, None]
    left = covariance.reshape(-1, s, s) - taken
    root = np.linalg.cholesky(left)
    own = np.concatenate([found.weights @ found.matrix, found.sums[..., None]], axis=-1)
    response = np.repeat(own[:, None], lanes[1], axis=1).reshape(-1, s, k) - across
    towards = marginal[..., None] * (now - alone.state[..., k:])  # covariance of the last state with what is left
    both = np.linalg.solve(root, np.concatenate([response, towards.reshape(-1, s, 1)], axis=-1))
    response, towards = both[..., :k], both[..., k]
    cross = alone.cross + np.matmul(response.transpose(0, 2, 1), response).reshape(*lanes, k, k)
    determinant = 2 * np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1).reshape(lanes)
    state = alone.state[..., :k] + np.matmul(towards[:, None], response)[:, 0].reshape(*lanes, k)
    variance = alone.state_variance - (towards**2).sum(axis=-1).reshape(lanes)
    return Products(cross, alone.log_determinant + determinant, state, variance)


def innovations(residuals: Array, sampling: Array, used: NDArray[np.bool_], noise: tuple[float, float, float]) -> Array:
    """(n,) one-step errors over their standard deviations under one noise model (ρ, s, σ); NaN where not used."""
    n = len(residuals)
    rho, share, sigma = noise
    none = Responses(np.zeros((n, 0)), used, residuals[None], sampling[None], np.zeros((1, 0, n)), *np.zeros((2, 1, 0)))
    spread = np.full((1, 1), sigma**2)
    whitened, *_ = _filter(none, spread * share, spread * (1 - share), np.array([rho]), [])
    found = np.full(n, np.nan)
    found[used] = whitened[0, :, 0]
    return found
