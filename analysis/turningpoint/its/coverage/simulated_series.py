"""Series with a known course: latent autoregressions, and the fitted noise model itself, many at once.

Each process gives for N series what is observed and what would have been observed without the intervention, on one
latent path. In both the mean of a period is the course itself, E y_t = m_t, so that ratios and excess are known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from scipy.signal import lfilter

from turningpoint.arrays import Array
from turningpoint.its.calibrated.mixture import Mixture


@dataclass(frozen=True)
class Course:
    """Means of a series (n,) in units of the outcome, with and without the intervention; the same before it."""

    mean: Array
    without: Array


@dataclass(frozen=True)
class Simulated:
    """N series (N, n), and the same had the intervention not been: the same number where the course does not differ."""

    observed: Array
    untouched: Array


def autoregression(rho: float, series: int, periods: int, random: np.random.Generator) -> Array:
    """Draw stationary gaussian autoregressions a_t = ρ a_{t-1} + √(1 - ρ²) e_t of variance one, (series, periods)."""
    fresh = random.standard_normal((series, periods))
    fresh[:, 1:] *= np.sqrt(1 - rho**2)
    return np.asarray(lfilter([1.0], [1.0, -rho], fresh, axis=1))


def lognormal_counts(
    course: Course, *, rho: float, deviation: float, alpha: float, series: int, random: np.random.Generator
) -> Simulated:
    """Draw negative-binomial counts around a lognormal autoregression.

    y_t | a_t, g_t ~ Poisson(m_t exp(d a_t - d²/2) g_t), a an autoregression of variance one, g independent gamma with
    mean 1 and variance α. This is not the model that is fitted: its independent part is gamma, not lognormal.
    ``rho`` is the autocorrelation of a, ``deviation`` d, the standard deviation of the latent log mean.
    """
    path = autoregression(rho, series, len(course.mean), random)
    gamma = random.gamma(1 / alpha, alpha, path.shape) if alpha else np.ones(path.shape)
    return _poisson(course, np.exp(deviation * path - deviation**2 / 2) * gamma, random)


def fitted_counts(
    course: Course, *, rho: float, share: float, sigma: float, series: int, random: np.random.Generator
) -> Simulated:
    """Draw counts from the noise model of the calibrated fit (``noise_grid``).

    y_t | u_t ~ Poisson(m_t exp(u_t)), u a gaussian noise of standard deviation σ, of whose variance the share s is an
    autoregression ρ and the rest independent, with mean minus half the variance.
    """
    noise = sigma * _mixed(rho, share, series, len(course.mean), random)
    return _poisson(course, np.exp(noise - sigma**2 / 2), random)


def fitted_gaussian(
    course: Course, *, rho: float, share: float, sigma: float, series: int, random: np.random.Generator
) -> Simulated:
    """Draw y_t = m_t + σ(√s a_t + √(1-s) e_t), a an autoregression ρ, e independent, both of variance one."""
    noise = sigma * _mixed(rho, share, series, len(course.mean), random)
    return Simulated(course.mean + noise, course.without + noise)


def _mixed(rho: float, share: float, series: int, periods: int, random: np.random.Generator) -> Array:
    """(series, periods) noise of variance one, the share of it an autoregression and the rest independent."""
    lasting = np.sqrt(share) * autoregression(rho, series, periods, random)
    return np.asarray(lasting + np.sqrt(1 - share) * random.standard_normal(lasting.shape))


def _poisson(course: Course, multiplier: Array, random: np.random.Generator) -> Simulated:
    """Draw counts around both courses, the same count where they do not differ."""
    observed = random.poisson(course.mean * multiplier).astype(float)
    differs = course.mean != course.without
    untouched = observed.copy()
    untouched[:, differs] = random.poisson(course.without[differs] * multiplier[:, differs])
    return Simulated(observed, untouched)


LARGEST_MEAN = 1e9
"""Means beyond this are taken for it where counts are drawn."""


@dataclass(frozen=True, eq=False)
class Noise:
    """Noise models of N series: weight, σ, memory and lasting share of each node, (N, g) each."""

    weight: Array
    sigma: Array
    rho: Array
    share: Array

    def repeated(self, size: int) -> "Noise":
        """Give the noise of every series so many times over."""
        return Noise(*(np.repeat(part, size, axis=0) for part in vars(self).values()))


def noise_of(mixture: Mixture) -> Noise:
    """Noise models of a posterior, whatever its bends."""
    unit = mixture.unit[:, None]
    return Noise(mixture.node_weight, mixture.sigma * unit, mixture.rho, mixture.share)


def stacked(noises: Sequence[Noise]) -> Noise:
    """Noise of several series below each other; those with fewer nodes get some that weigh nothing."""
    most = max(noise.weight.shape[1] for noise in noises)

    def padded(name: str) -> Array:
        parts = [getattr(noise, name) for noise in noises]
        return np.concatenate([np.pad(part, [(0, 0), (0, most - part.shape[1])]) for part in parts])

    return Noise(*(padded(field.name) for field in fields(Noise)))


def draw_series(courses: Array, noise: Noise, random: np.random.Generator, *, gaussian: bool = False) -> Array:
    """Draw one series around each course (N, n), each with a noise model drawn by its weight."""
    reached = np.cumsum(noise.weight, axis=1)
    nodes = (random.random((len(courses), 1)) * reached[:, -1:] > reached).sum(axis=1)
    rho, share, sigma = (
        np.take_along_axis(part, nodes[:, None], axis=1)[:, 0] for part in (noise.rho, noise.share, noise.sigma)
    )
    sigma = sigma[:, None]
    path = np.empty(courses.shape)
    for memory in np.unique(rho):
        rows = rho == memory
        path[rows] = autoregression(float(memory), int(rows.sum()), courses.shape[1], random)
    fresh = random.standard_normal(path.shape)
    mixed = np.sqrt(share)[:, None] * path + np.sqrt(1 - share)[:, None] * fresh
    if gaussian:
        return np.asarray(courses + sigma * mixed)
    means = np.exp(np.minimum(courses + sigma * mixed - sigma**2 / 2, np.log(LARGEST_MEAN)))
    return np.asarray(random.poisson(means), dtype=np.float64)
