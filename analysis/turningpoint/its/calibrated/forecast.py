"""What would have been observed: the pre-period's path continued, with its memory and its uncertainty."""

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.its.calibrated.mixture import Mixture

LARGEST_MEAN = 1e12
"""Means beyond this cannot be drawn from; they are taken for it (a forecast that far off says nothing anyhow)."""


def forecast_counts(before: Mixture, after: Array, offset: Array, size: int, random: np.random.Generator) -> Array:
    """Draw counts of the periods after a pre-period, (N, size, h): Poisson around the means of ``forecast_means``."""
    return random.poisson(forecast_means(before, after, offset, size, random)).astype(float)


def forecast_means(before: Mixture, after: Array, offset: Array, size: int, random: np.random.Generator) -> Array:
    """Draw latent means of the periods after a pre-period from what was learnt in it, (N, size, h).

    Each draw takes a noise model by its weight, coefficients given the model, the state of the autoregressive noise at
    the end of the pre-period given both, and continues the noise: exp(x b + u) times the exposure, E exp(u) = 1.

    Parameters
    ----------
    before : N series' mixtures on the pre-period, ``after`` following it without a gap in the calendar.
    after : (h, k) counterfactual design of the periods after, the intercept first. offset : (h,) log exposure.
    """
    coefficients, nodes = before.draws(size, random)
    sigma = np.take_along_axis(before.sigma, nodes, axis=1)
    coefficients[..., 0] -= sigma**2 / 2  # from the log of the mean to the mean of the log
    return np.exp(np.minimum(_continued(before, coefficients, nodes, after, random) + offset, np.log(LARGEST_MEAN)))


def forecast_gaussian(before: Mixture, after: Array, size: int, random: np.random.Generator) -> Array:
    """Draw the periods after a pre-period of a gaussian outcome; parameters as in ``forecast_means``."""
    return _continued(before, *before.draws(size, random), after, random)


def _continued(
    before: Mixture, coefficients: Array, nodes: NDArray[np.intp], after: Array, random: np.random.Generator
) -> Array:
    """(N, size, h) course with its noise, on the scale of the link."""
    rows, unit = np.arange(len(nodes))[:, None], before.unit[:, None]
    rho, share = (np.take_along_axis(part, nodes, axis=1) for part in (before.rho, before.share))
    sigma = np.take_along_axis(before.sigma, nodes, axis=1)
    state = before.state[rows, nodes]
    mean = state[..., -1] - (state[..., :-1] * coefficients).sum(axis=-1) / unit
    spread = np.sqrt(np.maximum(before.state_variance[rows, nodes], 0.0))
    now = mean + spread * random.standard_normal(nodes.shape)
    lasting, fresh = sigma * np.sqrt(share * (1 - rho**2)), sigma * np.sqrt(1 - share)
    path = np.empty((*nodes.shape, len(after)))
    for period in range(len(after)):
        now = rho * now + lasting * random.standard_normal(nodes.shape)
        path[..., period] = now
    path += fresh[..., None] * random.standard_normal(path.shape)
    return np.asarray(coefficients @ after.T + path * unit[..., None])
