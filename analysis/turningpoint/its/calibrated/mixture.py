"""A weighted sum of normal distributions of the coefficients, a noise model and a bend each, for many series."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from turningpoint.arrays import Array
from turningpoint.its.model.scale import LARGEST_LOG_MEAN

BISECTIONS = 50
REACH = 9.0
"""Standard deviations around a node's mean in which its quantiles lie."""


@dataclass(frozen=True, eq=False)
class Mixture:
    """For each of N series g noise models, each under v strengths τ of the bend; k coefficients, the last r smooth.

    Given node and τ the smooth coefficients are normal with mean U f(τ) p and covariance U f(τ) U', where
    f(τ) = τ² / (1 + λ τ²), and the others are normal given them: a straight course is the case τ = 0. So every linear
    function of the coefficients costs the same however many τ there are.

    Attributes
    ----------
    weight : (N, g, v), each series summing to one.
    rho, share, sigma : (N, g) the noise models. strengths : (v,).
    fixed : (N, g, k - r) mean of the others where the smooth ones are zero; the intercept is that of the mean, σ²/2
        above that of the log. root : (N, g, k - r, k - r) R with covariance R R' given the smooth ones.
    lean : (N, g, k - r, r) by how much they fall for each smooth one.
    axes : (N, g, r, r) U. stiffness : (N, g, r) λ. pull : (N, g, r) p.
    state, state_variance : (N, g, k + 1) and (N, g), see ``whitening.Products``.
    linear : (N, n) log means without exposure at which the model was linearised.
    unit : (N,) what the response was divided by; 1 for counts.
    rounds : (N,) linearisations. still : (N,) whether node and mode stood still in the end.
    converged : (N,) whether there is an estimate; where not, nothing else is to be used.
    """

    weight: Array
    rho: Array
    share: Array
    sigma: Array
    strengths: Array
    fixed: Array
    root: Array
    lean: Array
    axes: Array
    stiffness: Array
    pull: Array
    state: Array
    state_variance: Array
    linear: Array
    unit: Array
    rounds: NDArray[np.intp]
    still: NDArray[np.bool_]
    converged: NDArray[np.bool_] = field(default_factory=lambda: np.ones(1, dtype=bool))

    @property
    def node_weight(self) -> Array:
        """(N, g) of the noise models, whatever the bend."""
        return np.asarray(self.weight.sum(axis=-1))

    @property
    def bend_weight(self) -> Array:
        """(N, v) of the strengths of the bend."""
        return np.asarray(self.weight.sum(axis=1))

    @property
    def free(self) -> Array:
        """(N, g, v, r) f(τ): how far the smooth coefficients are free, along the axes."""
        squared = self.strengths[:, None] ** 2
        return np.asarray(squared / (1 + self.stiffness[..., None, :] * squared))

    @property
    def means(self) -> Array:
        """(N, g, v, k) mean of the coefficients at every node."""
        smooth = np.einsum("ngij,ngvj->ngvi", self.axes, self.free * self.pull[:, :, None])
        others = self.fixed[:, :, None] - np.einsum("ngij,ngvj->ngvi", self.lean, smooth)
        return np.concatenate([others, smooth], axis=-1) * self.unit[:, None, None, None]

    @property
    def mean(self) -> Array:
        """(N, k) mean of the coefficients."""
        return np.asarray(np.einsum("ngv,ngvk->nk", self.weight, self.means))

    def contrast(self, direction: Array) -> tuple[Array, Array]:
        """Mean and variance, (N, g, v) each, of Σ direction · coefficients; direction (1 or N, k)."""
        size = self.fixed.shape[-1]
        others, smooth = direction[:, None, :size], direction[:, None, size:]
        along = np.einsum("ngij,ngi->ngj", self.axes, smooth - np.einsum("ngij,ngi->ngj", self.lean, others))
        free, scale = self.free, self.unit[:, None, None]
        value = (self.fixed * others).sum(axis=-1)[..., None] + np.einsum("ngvj,ngj->ngv", free, along * self.pull)
        spread = (np.einsum("ngij,ngi->ngj", self.root, others) ** 2).sum(axis=-1)[..., None]
        return value * scale, (spread + np.einsum("ngvj,ngj->ngv", free, along**2)) * scale**2

    def variance(self, direction: Array) -> tuple[Array, Array]:
        """Mean and variance, (N,) each, of Σ direction · coefficients over all nodes."""
        value, spread = self.contrast(direction)
        mean = (self.weight * value).sum(axis=(1, 2))
        apart = value - mean[:, None, None]
        return mean, np.asarray((self.weight * (spread + apart**2)).sum(axis=(1, 2)))

    def log_ratio(self, above: Array, below: Array, over: Array, under: Array) -> tuple[Array, Array]:
        """Mean and variance, (N, g, v) each, of the log of the mean of exp(above b + over) less that of the below.

        Rows of above (p, k) and below (q, k), offsets (p,) and (q,). At the node's mean coefficients, with the variance
        that its derivatives at the mean of the mixture give (delta method).
        """
        found, slope = 0.0, 0.0
        middle = self.mean
        for sign, matrix, offset in ((1.0, above, over), (-1.0, below, under)):
            means = np.exp(np.clip(middle @ matrix.T + offset, -LARGEST_LOG_MEAN, LARGEST_LOG_MEAN))
            slope = slope + sign * (means @ matrix) / means.sum(axis=1, keepdims=True)
            each = np.clip(self.means @ matrix.T + offset, -LARGEST_LOG_MEAN, LARGEST_LOG_MEAN)
            found = found + sign * np.log(np.exp(each).mean(axis=-1))
        return np.asarray(found), self.contrast(np.asarray(slope))[1]

    def covers(self, value: Array, variance: Array, truth: Array, confidence: float) -> NDArray[np.bool_]:
        """(N,) whether a truth (N,) lies between the equal-tailed quantiles of a mixture of normals."""
        below = ndtr((truth[:, None, None] - value) / np.sqrt(variance))
        return np.asarray(np.abs((self.weight * below).sum(axis=(1, 2)) - 0.5) < confidence / 2)

    def quantiles(self, value: Array, variance: Array, points: Array) -> Array:
        """(N, points) quantiles of a mixture of normals with these means and variances, (N, g, v) each."""
        return quantiles(self.weight, value, variance, points)

    def draws(self, size: int, random: np.random.Generator) -> tuple[Array, NDArray[np.intp]]:
        """Draw coefficients, (N, size, k), and the noise model each comes from, (N, size).

        Nodes are drawn systematically: each as often as its weight says, to within one.
        """
        series, _, bends = self.weight.shape
        places = (random.random((series, 1)) + np.arange(size)) / size
        reached = np.cumsum(self.weight.reshape(series, -1), axis=1)
        reached /= reached[:, -1:]
        taken = np.stack([np.searchsorted(up_to, place) for up_to, place in zip(reached, places, strict=True)])
        node, bend = np.divmod(taken, bends)
        rows = np.arange(series)[:, None]
        free = self.free[rows, node, bend]
        r, others = free.shape[-1], self.fixed.shape[-1]
        normal = random.standard_normal((series, size, others + r))
        along = free * self.pull[rows, node] + np.sqrt(free) * normal[..., others:]
        smooth = np.matmul(self.axes[rows, node], along[..., None])
        fixed = self.fixed[rows, node] + np.matmul(self.root[rows, node], normal[..., :others, None])[..., 0]
        fixed -= np.matmul(self.lean[rows, node], smooth)[..., 0]
        return np.concatenate([fixed, smooth[..., 0]], axis=-1) * self.unit[:, None, None], node

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> "Mixture":
        """Those of some of the series."""
        parts: dict[str, Any] = {f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name != "strengths"}
        return replace(self, **parts)


def together(parts: Sequence[Mixture]) -> Mixture:
    """Put the mixtures of several batches one below the other; those with fewer nodes get some that weigh nothing."""
    if len(parts) == 1:
        return parts[0]
    nodes = max(part.weight.shape[1] for part in parts)

    def column(name: str) -> Array:
        found = []
        for part in parts:
            one = getattr(part, name)
            if name in AT_NODES:
                gap = [(0, 0)] * one.ndim
                gap[1] = (0, nodes - one.shape[1])
                one = np.pad(one, gap) if name == "weight" else np.pad(one, gap, mode="edge")
            found.append(one)
        return np.concatenate(found)

    found: dict[str, Any] = {f.name: column(f.name) for f in fields(Mixture) if f.name != "strengths"}
    return replace(parts[0], **found)


AT_NODES = (
    "weight", "rho", "share", "sigma", "fixed", "root", "lean", "axes", "stiffness", "pull", "state", "state_variance",
)  # fmt: skip


def quantiles(weight: Array, value: Array, variance: Array, points: Array) -> Array:
    """(N, points) quantiles of mixtures of normals: weight, mean and variance (N, …) of their parts."""
    flat = (len(weight), -1)
    weight, value = weight.reshape(flat), value.reshape(flat)
    deviation = np.sqrt(np.maximum(variance.reshape(flat), 1e-300))
    weight = weight / weight.sum(axis=1, keepdims=True)
    seen = np.where(weight > 0, 1.0, np.nan)
    low = np.nanmin((value - REACH * deviation) * seen, axis=1)[:, None].repeat(len(points), axis=1)
    high = np.nanmax((value + REACH * deviation) * seen, axis=1)[:, None].repeat(len(points), axis=1)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        reached = (weight[:, None] * ndtr((middle[..., None] - value[:, None]) / deviation[:, None])).sum(axis=-1)
        under = reached < points
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return np.asarray((low + high) / 2)
