"""The calibrated mixture of noise models for log odds: the engine of counts on a quasi-binomial working response.

Log odds of month t are x_t b + u_t, u a latent noise with memory. Noise models are averaged over as for counts
(``calibrated.noise_grid``), with the same weights; cluster factors with them, where the deaths of each event are not
known (`simulated_coverage` shows how often the intervals hold).
"""

from dataclasses import dataclass, replace

import numpy as np

from turningpoint.arrays import Array
from turningpoint.its.calibrated.mixture import Mixture, together
from turningpoint.its.calibrated.noise_grid import FINE, STRAIGHT
from turningpoint.its.calibrated.posterior import BLOCK, Weighed, alongside, mixture_of, weigh
from turningpoint.its.calibrated.whitening import Responses, products
from turningpoint.killratio.over_time.quasi_binomial import Working, fit_odds, limited, working

LADDER = np.array([1.0, 2.5, 6.0, 14.0, 32.0])
"""Cluster factors averaged over where the deaths of each event are not known: from none to past the largest found."""


@dataclass(frozen=True, eq=False)
class OddsMixture:
    """What N series of deaths say: the mixture of the coefficients, on the scale of the log odds, and (N,) factors.

    ``factor`` is that of a month with many deaths: as given, averaged over deaths, or estimated.
    """

    mixture: Mixture
    factor: Array


def ladder(deaths: Array, factor: Array | None) -> list[Array]:
    """Cluster factors to average over, each as ``deaths`` is shaped: the one that is given, or those of `LADDER`."""
    steps = [limited(step * np.ones_like(deaths), deaths) for step in LADDER] if factor is None else [factor]
    return [np.where(deaths > 0, step, 1.0) for step in steps]


def of_deaths(militants: Array, deaths: Array, matrix: Array, factor: Array | None = None) -> OddsMixture:
    """Average a regression of the log odds over noise models and, where they are not known, over cluster factors.

    Deaths are (N, n), the matrix (n, k); months without deaths have no say but keep their place in the calendar.
    ``factor`` is the cluster factor of every month, (N, n), None where it is to be estimated with the noise.
    """
    parts = []
    for i in range(0, len(deaths), BLOCK):
        rows = slice(i, i + BLOCK)
        parts.append(_of_deaths(militants[rows], deaths[rows], matrix, None if factor is None else factor[rows]))
    return OddsMixture(together([part.mixture for part in parts]), np.concatenate([part.factor for part in parts]))


def _of_deaths(militants: Array, deaths: Array, matrix: Array, factor: Array | None) -> OddsMixture:
    factors = ladder(deaths, factor)
    middle = factors[len(factors) // 2]
    start = fit_odds(militants, deaths, matrix, 1 / middle)
    linear = start.coefficients @ matrix.T
    found = [_weighed(working(militants, deaths, linear, step), matrix) for step in factors]
    whole, every = alongside(found), np.ones(len(deaths), dtype=bool)
    mixture = replace(mixture_of(whole, every, linear=linear, rounds=1, still=every), converged=start.converged)
    if factor is None:
        each = whole.weight.reshape(len(deaths), len(LADDER), -1).sum(axis=2)
        return OddsMixture(mixture, np.exp(each @ np.log(LADDER) / each.sum(axis=1)))
    return OddsMixture(mixture, (middle * deaths).sum(axis=1) / deaths.sum(axis=1))


def _weighed(step: Working, matrix: Array) -> Weighed:
    """Weigh the noise models under one cluster factor."""
    series, n = step.sampling.shape
    none = np.zeros((series, 0))
    response = np.broadcast_to(step.response, step.sampling.shape)
    every = np.ones(n, dtype=bool)
    found = Responses(matrix, every, response, step.sampling, np.zeros((series, 0, n)), none, none)
    return weigh(products(found, FINE.rho, FINE.share, FINE.sigma), FINE, 0, STRAIGHT)
