"""The noise models a calibrated fit averages over, and what each of them weighs.

A latent noise has standard deviation σ, of which the share s (of the variance) is a first-order autoregression ρ and
the rest is independent. On short series its restricted likelihood is far from normal and leans towards too little noise
and too short a memory: intervals from its maximum cover too rarely. So a fit averages over a grid of (ρ, s, σ), and the
likelihood is tilted before: by more where there are fewer points, until simulated intervals cover what they say
(``make coverage``). With ν points less coefficients and v the mean variance of the working
response that is not noise, a node weighs

    {L(ρ, s, σ) (σ² + h²v)^(e/2) (1 - ρ)^c s^d}^γ

with γ = γ₀(ν/44)^γ₁, e = e₀ + e₁ log(ν/44) + e₂ log²(ν/44) and c = c₀(ν/44)^-c₁.

The nine constants were fitted once by simulation (latent lognormal autoregression times negative-binomial counts) and
are the same for every series, window and country.
"""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array

RHO = np.array([-0.2, 0.0, 0.2, 0.4, 0.58, 0.72, 0.83, 0.9, 0.945, 0.975])
SHARE = np.array([0.3, 0.65, 1.0])
SIGMA = np.array([0.05, 0.09, 0.14, 0.19, 0.25, 0.32, 0.4, 0.5, 0.63, 0.8, 1.0, 1.3, 1.8, 2.5])
LONGEST_MEMORY = RHO[-1]
TYPICAL = (0.25, 1.2)
"""Standard deviations of the working response for which the grid of σ is used as it is; it is stretched to others."""

GAMMA = (5.795, -0.632)
EXPONENT = (4.56, 1.327, 0.349)
MEMORY = (0.712, 0.649)
PURITY = 0.746
FLOOR = 0.88


def stretch(spread: Array) -> Array:
    """(N,) factors by which the grid of σ is stretched for series whose working response has this spread (N,)."""
    low, high = TYPICAL
    return np.where(spread < low, spread / low, np.where(spread > high, spread / high, 1.0))


@dataclass(frozen=True, eq=False)
class Nodes:
    """A grid of noise models: (g, 3) values of ρ, s, σ, and (g,) the log size of each node's cell, flat in ρ and σ."""

    values: Array
    log_volume: Array

    def select(self, keep: NDArray[np.bool_]) -> "Nodes":
        """Leave out nodes."""
        return Nodes(self.values[keep], self.log_volume[keep])

    def noise(self, factor: Array) -> Array:
        """(N or 1, g, 3) lasting variance, independent variance and ρ at every node, for each factor (N,)."""
        factor = factor[:1] if (factor == factor[0]).all() else factor
        rho, share, sigma = self.values.T
        variance = (factor[:, None] * sigma) ** 2
        return np.stack([variance * share, variance * (1 - share), np.broadcast_to(rho, variance.shape)], axis=-1)

    def weights(
        self, log_likelihood: Array, *, degrees_of_freedom: int, sampling: Array, factor: Array, sharpness: float = 1.0
    ) -> Array:
        """Weigh the nodes, (N, g·v), each row summing to one; ``sharpness`` multiplies γ.

        From their restricted log-likelihood (N, g·v), each under v variances of a smooth part; ν, points less
        coefficients; the mean variance of the working response that is not noise (N,); and ``factor`` of ``noise``.
        """
        size = degrees_of_freedom / 44
        rho, share, sigma = self.values.T
        exponent = EXPONENT[0] + EXPONENT[1] * np.log(size) + EXPONENT[2] * np.log(size) ** 2
        spread = (factor[:, None] * sigma) ** 2 + FLOOR**2 * sampling[:, None]
        memory = MEMORY[0] * size ** -MEMORY[1] * np.log(1 - rho)
        tilt = 0.5 * exponent * np.log(spread) + memory + PURITY * np.log(share)
        under = log_likelihood.reshape(*tilt.shape, -1)
        log_weight = sharpness * GAMMA[0] * size ** GAMMA[1] * (under + tilt[..., None])
        return normalised(log_weight, self.log_volume)

    def untilted(self, log_likelihood: Array) -> Array:
        """Weigh the nodes by their likelihood alone; (N, g·v) as in ``weights``."""
        return normalised(log_likelihood.reshape(len(log_likelihood), len(self.values), -1), self.log_volume)


def normalised(log_weight: Array, log_volume: Array) -> Array:
    """(N, g·v) weights, each row summing to one, from logs (N, g, v) and the log size of each node's cell (g,)."""
    log_weight = (log_weight + log_volume[:, None]).reshape(len(log_weight), -1)
    found = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _grid() -> Nodes:
    edges = np.concatenate([[-0.3], (RHO[1:] + RHO[:-1]) / 2, [0.99]])
    width = np.kron(np.kron(np.diff(edges), np.ones(len(SHARE))), np.gradient(SIGMA))
    return Nodes(np.array(list(itertools.product(RHO, SHARE, SIGMA))), np.log(width))


GRID = _grid()
"""Every noise model considered."""
