"""What would have been observed: the pre-period's path continued, with its memory and its uncertainty."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.its.calibrated.model_average import Mixture

SHARPNESS = 0.35
"""A forecast of counts rests on fewer points than a fit: its mixture is to be made with this sharpness
(``noise_grid``)."""
LARGEST_MEAN = 1e12
"""Means beyond this cannot be drawn from; they are taken for it (a forecast that far off says nothing anyhow)."""


def forecast_counts(before: Mixture, after: Array, offset: Array, size: int, random: np.random.Generator) -> Array:
    """Draw counts of the periods after a pre-period, (N, size, h): Poisson around the means of ``forecast_means``."""
    return random.poisson(forecast_means(before, after, offset, size, random)).astype(float)


def forecast_means(before: Mixture, after: Array, offset: Array, size: int, random: np.random.Generator) -> Array:
    """Draw latent means of the periods after a pre-period from what was learnt in it, (N, size, h).

    Each draw takes a noise model by its weight, coefficients given the model, the state of the autoregressive noise at
    the end of the pre-period given both, and continues the noise: exp(x b + noise) times the exposure.

    Parameters
    ----------
    before : N series' mixtures on the pre-period, ``after`` following it without a gap in the calendar.
    after : (h, k) counterfactual design of the periods after. offset : (h,) log exposure.
    """
    course, deviation = _continued(before, after, size, random, lambda sigma: np.sqrt(np.log1p(sigma**2)))
    return np.exp(np.minimum(course + offset - deviation[..., None] ** 2 / 2, np.log(LARGEST_MEAN)))


def forecast_gaussian(before: Mixture, after: Array, size: int, random: np.random.Generator) -> Array:
    """Draw the periods after a pre-period of a gaussian outcome; parameters as in ``forecast_means``."""
    return _continued(before, after, size, random, np.asarray)[0]


def _continued(
    before: Mixture, after: Array, size: int, random: np.random.Generator, latent: Callable[[Array], Array]
) -> tuple[Array, Array]:
    """(N, size, h) course with its noise, and (N, size) the noise's deviation on the scale of the link."""
    coefficients, nodes = before.draws(size, random)
    share, deviation = before.share[nodes], latent(np.take_along_axis(before.sigma, nodes, axis=1))
    path = _lasting(before, coefficients, nodes, len(after), random) * (deviation * np.sqrt(share))[..., None]
    path += (deviation * np.sqrt(1 - share))[..., None] * random.standard_normal(path.shape)
    return np.asarray(coefficients @ after.T + path), deviation


def _lasting(
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
