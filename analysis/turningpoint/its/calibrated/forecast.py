"""What would have been observed: the pre-period's path continued, with its memory and its uncertainty."""

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.its.calibrated.model_average import Mixture

SHARPNESS = 0.35
"""A forecast of counts rests on fewer points than a fit: its mixture is to be made with this sharpness
(``noise_models``)."""
LARGEST = 1e12
"""Means beyond this cannot be drawn from; they are taken for it (a forecast that far off says nothing anyhow)."""


def forecast_counts(before: Mixture, after: Array, offset: Array, size: int, random: np.random.Generator) -> Array:
    """Draw counts of the periods after a pre-period: Poisson around the means of ``forecast_means``.

    Returns
    -------
    (N, size, h) float
    """
    return random.poisson(forecast_means(before, after, offset, size, random)).astype(float)


def forecast_means(before: Mixture, after: Array, offset: Array, size: int, random: np.random.Generator) -> Array:
    """Draw latent means of the periods after a pre-period from what was learnt in it.

    Each draw takes a noise model by its weight, coefficients given the model, the state of the autoregressive noise at
    the end of the pre-period given both, and continues the noise: exp(x b + noise) times the exposure.

    Parameters
    ----------
    before : N series' mixtures on the pre-period, ``after`` following it without a gap in the calendar.
    after : (h, k) counterfactual design of the periods after. offset : (h,) log exposure.

    Returns
    -------
    (N, size, h) float
    """
    coefficients, nodes = before.draws(size, random)
    share = before.share[nodes]
    sigma = np.take_along_axis(before.sigma, nodes, axis=1)
    latent = np.log1p(sigma**2)
    lasting = _continue(before, coefficients, nodes, len(after), random)
    path = lasting * np.sqrt(latent * share)[..., None]
    path += np.sqrt(latent * (1 - share))[..., None] * random.standard_normal(path.shape)
    linear = coefficients @ after.T + offset + path - latent[..., None] / 2
    return np.exp(np.minimum(linear, np.log(LARGEST)))


def forecast_gaussian(before: Mixture, after: Array, size: int, random: np.random.Generator) -> Array:
    """Draw the periods after a pre-period of a gaussian outcome; parameters as in ``forecast_counts``."""
    coefficients, nodes = before.draws(size, random)
    share = before.share[nodes]
    sigma = np.take_along_axis(before.sigma, nodes, axis=1)
    lasting = _continue(before, coefficients, nodes, len(after), random)
    path = lasting * (sigma * np.sqrt(share))[..., None]
    path += (sigma * np.sqrt(1 - share))[..., None] * random.standard_normal(path.shape)
    return np.asarray(coefficients @ after.T + path)


def _continue(
    before: Mixture, coefficients: Array, nodes: NDArray[np.intp], periods: int, random: np.random.Generator
) -> Array:
    """(N, size, periods) autoregressive noise in units of its standard deviation, from its state on."""
    rows = np.arange(len(nodes))[:, None]
    rho, share = before.rho[nodes], before.share[nodes]
    unit = before.unit[:, None]
    deviation = np.take_along_axis(before.sigma, nodes, axis=1) / unit * np.sqrt(share)
    state = before.state[rows, nodes]
    mean = state[..., -1] - (state[..., :-1] * coefficients).sum(axis=-1) / unit
    spread = np.sqrt(before.state_variance[rows, nodes])
    now = (mean + spread * random.standard_normal(nodes.shape)) / deviation
    path = np.empty((*nodes.shape, periods))
    fresh = np.sqrt(1 - rho**2)
    for period in range(periods):
        now = rho * now + fresh * random.standard_normal(nodes.shape)
        path[..., period] = now
    return path
