"""The calibrated mixture of noise models for log odds: the engine of counts on a quasi-binomial working response.

Log odds of month t are x_t b + u_t, u a latent noise with memory. Noise models are averaged over as for counts
(``calibrated.noise_grid``); cluster factors with them, where the deaths of each event are not known. The tilt of
the likelihood was fitted for counts of Poisson events. Deaths in clusters tell noise from sampling less well, so the
constants below change it; they were fitted once by simulation (`simulated_coverage`, other seeds than the table's).
"""

from dataclasses import dataclass

import numpy as np

from turningpoint.arrays import Array
from turningpoint.its.calibrated.model_average import Mixture
from turningpoint.its.calibrated.noise_grid import GRID, Nodes, stretch
from turningpoint.its.calibrated.restricted_likelihood import restricted
from turningpoint.killratio.over_time.quasi_binomial import fit_odds, limited, working

LADDER = np.array([1.0, 2.5, 6.0, 14.0, 32.0])
"""Cluster factors averaged over where the deaths of each event are not known: from none to past the largest found."""
SHARPNESS = 3.77
FREEDOM = 0.59
"""What points less coefficients are multiplied by before they enter the tilt."""
SAMPLING = 0.37
"""What the sampling variance is multiplied by there."""
RISING = 2.0
"""Power of the cluster factor that multiplies the likelihood where the factor is averaged over."""
LONGER = (0.1, 0.2)
"""Where it is, the likelihood is divided by (1 - ρ) to this power, the second per log of degrees of freedom over 44:
what a cluster factor and a long memory explain is hard to tell apart."""


@dataclass(frozen=True, eq=False)
class OddsMixture:
    """What N series of deaths say: the mixture of the coefficients, on the scale of the log odds, and (N,) factors.

    ``mixture.sampling`` is that of the middle factor; ``factor`` that of a month with many deaths: as given, averaged
    over deaths, or estimated.
    """

    mixture: Mixture
    factor: Array


def ladder(deaths: Array, factor: Array | None) -> list[Array]:
    """Cluster factors to average over, each as ``deaths`` is shaped: the one that is given, or those of `LADDER`."""
    steps = [limited(step * np.ones_like(deaths), deaths) for step in LADDER] if factor is None else [factor]
    return [np.where(deaths > 0, step, 1.0) for step in steps]


def of_deaths(
    militants: Array, deaths: Array, matrix: Array, factor: Array | None = None, *, nodes: Nodes = GRID
) -> OddsMixture:
    """Average a regression of the log odds over noise models and, where they are not known, over cluster factors.

    Deaths are (N, n), the matrix (n, k); months without deaths have no say but keep their place in the calendar.
    ``factor`` is the cluster factor of every month, (N, n), None where it is to be estimated with the noise.
    """
    seen = deaths > 0
    factors = ladder(deaths, factor)
    middle = factors[len(factors) // 2]
    start = fit_odds(militants, deaths, matrix, 1 / middle)
    linear = start.coefficients @ matrix.T
    steps = [working(militants, deaths, linear, step) for step in factors]
    sampling = steps[len(steps) // 2].sampling
    informed = np.where(seen, 1 / sampling, 0.0)
    mean = seen.sum(axis=1) / informed.sum(axis=1)
    departure = (steps[0].response - linear) ** 2 - sampling
    excess = (informed * departure).sum(axis=1) / informed.sum(axis=1)
    stretched = stretch(np.sqrt(np.maximum(excess, 0.0) + mean))
    every = np.ones(deaths.shape[1], dtype=bool)
    found = [restricted(step.response, matrix, step.sampling, every, nodes.noise(stretched)) for step in steps]

    rising = RISING * np.log(LADDER) if factor is None else np.zeros(1)
    memory = np.log(1 - nodes.values[:, 0])
    likelihood = np.stack([one.log_likelihood for one in found], axis=2)
    weight = np.empty((len(deaths), likelihood[0].size))
    points = seen.sum(axis=1)
    for count in np.unique(points):
        alike, freedom = points == count, max(1, int(count) - matrix.shape[1])
        longer = LONGER[0] + LONGER[1] * np.log(freedom / 44) if factor is None else 0.0
        weight[alike] = nodes.weights(
            (likelihood[alike] + rising - longer * memory[:, None]).reshape(int(alike.sum()), -1),
            degrees_of_freedom=FREEDOM * freedom,
            sampling=SAMPLING * mean[alike],
            factor=stretched[alike],
            sharpness=SHARPNESS,
        )
    rho, share, sigma = np.repeat(nodes.values, len(factors), axis=0).T
    mixture = Mixture(
        weight=weight,
        coefficients=_together([one.coefficients for one in found]),
        covariance=_together([one.covariance for one in found]),
        likelihood_weight=nodes.untilted(likelihood.reshape(len(deaths), -1)),
        rho=rho,
        share=share,
        sigma=stretched[:, None] * sigma,
        start=start.coefficients,
        sampling=sampling,
        unit=np.ones(len(deaths)),
        state=_together([one.state for one in found]),
        state_variance=_together([one.state_variance for one in found]),
        converged=start.converged,
    )
    if factor is None:
        each = weight.reshape(len(deaths), -1, len(LADDER)).sum(axis=1)
        return OddsMixture(mixture, np.exp(each @ np.log(LADDER)))
    return OddsMixture(mixture, (middle * deaths).sum(axis=1) / deaths.sum(axis=1))


def _together(parts: list[Array]) -> Array:
    """(N, g·f, …) from f arrays (N, g, …), factors inside the nodes."""
    stacked = np.stack(parts, axis=2)
    return stacked.reshape(len(stacked), -1, *stacked.shape[3:])
