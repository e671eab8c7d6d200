"""The noise models and bends that a calibrated fit averages over, and what each of them weighs before the data speak.

The noise u of a log mean has standard deviation σ; the share s of its variance is a first-order autoregression ρ, the
rest is independent. The bend has strength τ, the standard deviation of the change of the yearly slope over one year.
A node is one (ρ, s, σ); it is taken with every τ. Before the data speak a node weighs

    σ (1 - ρ)^(-1/2) · the width of its cell in ρ, s and σ,        a bend    max(τ, 0.02) exp(-3τ).

The two powers are the only constants and the same for every length of series. A prior flat in σ and ρ leans towards
too little noise and too short a memory on short series, where the likelihood is flat: intervals then cover too rarely.
A fit looks at a coarse grid first, and then at a fine one whose σ lie where that series' weight is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array

RHO = np.array([0, 0.2, 0.4, 0.58, 0.72, 0.83, 0.9, 0.945, 0.975])
SHARE = np.array([0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1])
SIGMA = np.array([0.01, 0.03, 0.06, 0.1, 0.15, 0.21, 0.29, 0.39, 0.52, 0.7, 0.95, 1.3, 1.8, 2.5])
TAU = np.array([0, 0.05, 0.1, 0.2, 0.35, 0.6, 1, 1.7])
LONGEST_MEMORY = RHO[-1]
STRAIGHT = np.zeros(1)
"""The one strength of a course that does not bend."""


def widths(nodes: Array, low: float, high: float) -> Array:
    """Widths of the cells around nodes (g,) in order, the first and last of which end at low and high."""
    return np.diff(np.concatenate([[low], (nodes[1:] + nodes[:-1]) / 2, [high]]))


@dataclass(frozen=True, eq=False)
class Nodes:
    """Noise models of one series, or of N each with its own σ: pairs of (ρ, s), and for each of them every σ.

    Attributes
    ----------
    rho, share : (p,) of the pairs. log_prior : (p,) of the pairs.
    sigma, log_prior_sigma : (1 or N, q). A node is pair · q + σ; there are g = p q of them.
    """

    rho: Array
    share: Array
    log_prior: Array
    sigma: Array
    log_prior_sigma: Array

    @property
    def log_weight(self) -> Array:
        """(1 or N, g) log weight of the nodes before the data speak."""
        found = self.log_prior[:, None] + self.log_prior_sigma[:, None]
        return found.reshape(len(self.sigma), -1)

    def place(self, node: NDArray[np.intp]) -> tuple[Array, Array, Array]:
        """ρ, s and σ of nodes (N, …), those of series i in row i."""
        pair, at = np.divmod(node, self.sigma.shape[1])
        rows = np.arange(len(node)).reshape(-1, *[1] * (node.ndim - 1)) if len(self.sigma) > 1 else 0
        return self.rho[pair], self.share[pair], self.sigma[rows, at]

    def with_sigma(self, sigma: Array) -> "Nodes":
        """Take other σ (N, q), each row in order and evenly spaced in its logarithm."""
        step = np.log(sigma[:, -1:] / sigma[:, :1]) / max(sigma.shape[1] - 1, 1)
        return Nodes(self.rho, self.share, self.log_prior, sigma, np.log(step) + 2 * np.log(sigma))

    def take(self, rows: NDArray[np.intp]) -> "Nodes":
        """Those of some of the series."""
        if len(self.sigma) == 1:
            return self
        return Nodes(self.rho, self.share, self.log_prior, self.sigma[rows], self.log_prior_sigma[rows])


def grid(rho: Array = RHO, share: Array = SHARE, sigma: Array = SIGMA) -> Nodes:
    """Every combination; independent noise (ρ = 0) has one share, the last."""
    memory, part = widths(rho, 0.0, 0.99), widths(share, 0.0, 1.0)
    pairs = [
        (p, s, np.log(a * b) - 0.5 * np.log1p(-p))
        for p, a in zip(rho, memory, strict=True)
        for s, b in (zip(share, part, strict=True) if p else [(share[-1], 1.0)])
    ]
    spread = np.log(widths(sigma, 0.0, sigma[-1] * 1.2)) + np.log(sigma)
    memory, part, log_prior = np.array(pairs).T
    return Nodes(memory, part, log_prior, sigma[None], spread[None])


FINE = grid()


@dataclass(frozen=True, eq=False)
class Search:
    """How the nodes of a series are found: a coarse grid for two rounds, then pairs (ρ, s) with so many σ of its own.

    Without ``levels`` the fine nodes are taken as they are.
    """

    coarse: Nodes
    fine: Nodes
    levels: int | None


WHOLE = Search(grid(share=SHARE[1::2], sigma=SIGMA[1::2]), FINE, 16)
"""For one series. With 12 σ ends moved by up to 0.05 standard errors on the golden series, with 5 shares by 0.18."""
_FEW = np.array([0.35, 0.65, 0.85, 0.95, 1])
MANY = Search(grid(share=_FEW[::2], sigma=SIGMA[1::2]), grid(share=_FEW), 12)
"""For many: ends moved by 0.03 standard errors (root mean square over simulated series of 36 to 120 points)."""
ROUGH = Search(MANY.coarse, grid(share=_FEW[::2]), None)
"""Enough where the noise itself is wanted, and no interval."""


def log_bend(strengths: Array) -> Array:
    """(v,) log weight of bends before the data speak."""
    if len(strengths) == 1:
        return np.zeros(1)
    return np.log(np.maximum(strengths, 0.02)) - 3 * strengths
