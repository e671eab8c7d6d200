"""The noise models a calibrated gaussian fit averages over, and what each of them weighs.

Where nothing but noise separates a series from its course, memory ρ and lasting share s are averaged over a grid and
the standard deviation σ is integrated out: under a node with weighted sum of squares Q, σ² = Q/χ² with
f = ν - f₀(ν/44)^f₁ degrees of freedom, ν being points less coefficients (f = ν would be Student's t). A node weighs

    {|R|^(-1/2) |X'R⁻¹X|^(-1/2) Q^(-ν/2) (1 - ρ)^c s^d}^γ,    γ = γ₀(ν/44)^γ₁,  c = c₀(ν/44)^-c₁.

The seven constants were fitted once by simulation, as those of ``noise_grid`` for counts.
"""

import itertools

import numpy as np
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.its.calibrated.noise_grid import SHARE, normalised

RHO = np.array([-0.3, -0.15, 0.0, 0.12, 0.24, 0.36, 0.48, 0.58, 0.67, 0.75, 0.82, 0.88, 0.925, 0.955, 0.975])
VALUES = np.array(list(itertools.product(RHO, SHARE)))
"""(g, 2) of ρ and s."""
LOG_VOLUME = np.repeat(np.log(np.diff(np.concatenate([[-0.375], (RHO[1:] + RHO[:-1]) / 2, [0.99]]))), len(SHARE))
"""(g,) log size of each node's cell, flat in ρ."""

GAMMA = (8.232, -0.347)
MEMORY = (-0.499, -0.26)
PURITY = 2.845
LOST = (2.288, -0.372)
FEWEST_DEGREES = 2.0
"""f is never taken for less."""

_LEVELS, _PARTS = np.polynomial.legendre.leggauss(12)
PARTS = _PARTS / 2
"""(j,) weights of the quantiles at which σ is taken."""


def noise() -> Array:
    """(1, g, 3) lasting variance, independent variance and ρ at every node, where σ is one."""
    rho, share = VALUES.T
    return np.stack([share, 1 - share, rho], axis=-1)[None]


def profile(log_likelihood: Array, left_over: Array, degrees_of_freedom: int) -> Array:
    """(N, g·v) restricted log-likelihood with σ at its maximum, from that at σ = 1 and Q."""
    return np.asarray(log_likelihood + 0.5 * left_over - 0.5 * degrees_of_freedom * np.log(left_over))


def weights(likelihood: Array, degrees_of_freedom: int) -> Array:
    """Weigh the nodes, (N, g·v) each row summing to one, by their ``profile``."""
    size = degrees_of_freedom / 44
    rho, share = VALUES.T
    tilt = MEMORY[0] * size ** -MEMORY[1] * np.log(1 - rho) + PURITY * np.log(share)
    gamma = GAMMA[0] * size ** GAMMA[1]
    return normalised(gamma * (likelihood.reshape(len(likelihood), len(VALUES), -1) + tilt[:, None]), LOG_VOLUME)


def untilted(likelihood: Array) -> Array:
    """Weigh the nodes by their likelihood alone; (N, g·v) as in ``weights``."""
    return normalised(likelihood.reshape(len(likelihood), len(VALUES), -1), LOG_VOLUME)


def deviations(left_over: Array, degrees_of_freedom: int) -> Array:
    """(N, g·v, j) values of σ at every node, the smallest last; they weigh ``PARTS``."""
    freedom = max(FEWEST_DEGREES, degrees_of_freedom - LOST[0] * (degrees_of_freedom / 44) ** LOST[1])
    return np.asarray(np.sqrt(left_over[..., None] / stats.chi2.ppf((1 + _LEVELS) / 2, freedom)))
