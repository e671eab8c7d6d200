"""Restricted likelihood of a latent autoregressive noise, for many series and many noise models at once.

The working response of a log-linear count model is z = η + (y - μ)/μ. Around the linear predictor it has covariance
diag(1/μ) + τ[(1 - s)I + s R(ρ)], R a first-order autoregression over calendar time, because Var(y) = μ + τμ² and
Cov(y_t, y_u) = τ s ρ^|t-u| μ_t μ_u where the latent noise is lognormal with mean one. For given (τ, s, ρ) a Kalman
filter whitens response and design columns, so that generalised least squares cost n steps whatever the memory
(Harville 1974, doi:10.1093/biomet/61.2.383; Breslow & Clayton 1993, doi:10.1080/01621459.1993.10594284).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array

FIXED = np.array([np.inf])
LANES = 1_700
"""Noise models times series that are filtered together: small enough for the processor's cache."""


@dataclass(frozen=True, eq=False)
class Restricted:
    """Generalised least squares under each of g noise models, for each of N series.

    Attributes
    ----------
    log_likelihood : (N, g) restricted log-likelihood, up to a constant that does not depend on the noise model.
    left_over : (N, g) Q, the weighted sum of squares in it: it counts -Q/2 there.
    coefficients : (N, g, k). covariance : (N, g, k, k).
    state, state_variance : (N, g, k + 1) and (N, g): mean of the autoregressive noise after the last period, as
        weights on the k coefficients (to be subtracted) and, last, of the response; and its variance.
    """

    log_likelihood: Array
    left_over: Array
    coefficients: Array
    covariance: Array
    state: Array
    state_variance: Array


def restricted(
    response: Array,
    matrix: Array,
    sampling: Array,
    used: NDArray[np.bool_],
    noise: Array,
    *,
    smooth: int = 0,
    variances: Array = FIXED,
) -> Restricted:
    """Fit every noise model to every series.

    Parameters
    ----------
    response : (N, n) working response; what is not used does not matter.
    matrix : (n, k) design.
    sampling : (N, n) variance of the response that is not noise, e.g. 1/μ; zero for a gaussian outcome.
    used : (n,) mask of the periods with a response; the others keep their place in calendar time.
    noise : (N, g, 3) or (1, g, 3): variance of the autoregressive part, of the independent part, ρ.
    smooth : the last so many columns have random coefficients, with mean zero and a common variance.
    variances : (v,) values of that variance; each node is then fitted under each of them (g·v nodes, noise slowest).
    """
    many = max(1, LANES // noise.shape[1])
    parts = []
    for i in range(0, len(response), many):
        own = noise[i : i + many] if len(noise) > 1 else noise
        whitened = _whiten(response[i : i + many], matrix, sampling[i : i + many], used, own)
        parts.append(_least_squares(*whitened, smooth=smooth, variances=variances))
    return Restricted(*(np.concatenate(found) for found in zip(*parts, strict=True)))


def innovations(residuals: Array, sampling: Array, used: NDArray[np.bool_], noise: Array) -> Array:
    """(n,) one-step errors over their standard deviations under one noise model (3,); NaN where not used."""
    found = np.full(len(residuals), np.nan)
    whitened, *_ = _whiten(residuals[None], np.zeros((len(residuals), 0)), sampling[None], used, noise[None, None])
    found[used] = whitened[0, :, 0]
    return found


def _least_squares(
    whitened: Array, log_determinant: Array, state: Array, variance: Array, *, smooth: int, variances: Array
) -> tuple[Array, Array, Array, Array, Array, Array]:
    shape, k = log_determinant.shape, whitened.shape[2] - 1
    products = np.matmul(whitened.transpose(0, 2, 1), whitened)
    own, square = products[:, :k, k], products[:, k, k]
    found = []
    for spread in variances:
        cross = products[:, :k, :k].copy()
        cross[:, range(k - smooth, k), range(k - smooth, k)] += 1 / spread
        covariance = np.linalg.inv(cross)
        coefficients = np.matmul(covariance, own[..., None])[..., 0]
        left_over = square - (own * coefficients).sum(-1)
        penalty = smooth * np.log(spread) if smooth else 0.0
        likelihood = -0.5 * (log_determinant.ravel() + left_over + np.linalg.slogdet(cross)[1] + penalty)
        found.append(
            (
                likelihood.reshape(shape),
                left_over.reshape(shape),
                coefficients.reshape(*shape, k),
                covariance.reshape(*shape, k, k),
                state,
                variance,
            )
        )
    return tuple(  # type: ignore[return-value]  # six arrays, each with the variances inside the nodes
        np.stack(part, axis=2).reshape(shape[0], -1, *part[0].shape[2:]) for part in zip(*found, strict=True)
    )


def _whiten(
    response: Array, matrix: Array, sampling: Array, used: NDArray[np.bool_], noise: Array
) -> tuple[Array, Array, Array, Array]:
    """Innovations of design and response over their standard deviations, (N·g, used periods, k + 1)."""
    lanes, k = (len(response), noise.shape[1]), matrix.shape[1]
    marginal, independent, rho = (noise[..., i] for i in range(3))
    fresh, square = marginal * (1 - rho**2), rho**2
    variance = np.broadcast_to(marginal, lanes).copy()
    state = np.zeros((k + 1, *lanes))
    innovation = np.empty_like(state)
    whitened = np.empty((int(used.sum()), k + 1, *lanes))
    log_determinant = np.zeros(lanes)
    at = 0
    for t in range(len(matrix)):
        if t:  # one period on
            state *= rho
            variance = square * variance + fresh
        if not used[t]:
            continue
        spread = variance + independent + sampling[:, t, None]
        np.subtract(matrix[t][:, None, None], state[:k], out=innovation[:k])
        np.subtract(response[:, t, None], state[k], out=innovation[k])
        np.multiply(innovation, 1 / np.sqrt(spread), out=whitened[at])
        log_determinant += np.log(spread)
        gain = variance / spread
        innovation *= gain
        state += innovation
        variance = variance * (1 - gain)
        at += 1
    ready = np.ascontiguousarray(whitened.transpose(2, 3, 0, 1)).reshape(-1, at, k + 1)
    return ready, log_determinant, np.ascontiguousarray(state.transpose(1, 2, 0)), variance
