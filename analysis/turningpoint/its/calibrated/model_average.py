"""Coefficients of many series, averaged over noise models: the calibrated fit before it has names."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.its.calibrated import noise_grid_gaussian
from turningpoint.its.calibrated.noise_grid import GRID, Nodes, stretch
from turningpoint.its.calibrated.restricted_likelihood import FIXED, restricted
from turningpoint.its.many_series.count_regressions import poisson_refits
from turningpoint.its.model.bending_trend import VARIANCES, bends
from turningpoint.its.model.design import Design

FARTHEST = 3.0
"""Log distance of a fitted mean from the one the working response was taken at, beyond which that is no basis."""
ROUNDS = 3
SMALLEST_MEAN = 1e-3
"""Fitted means below one event in a thousand periods are taken for that: their working response has no information."""
BENT_AT = 0.45
"""Standard deviation of the noise at which a gaussian course bends as freely as that of counts."""


@dataclass(frozen=True, eq=False)
class Mixture:
    """For each of N series a weighted sum of g normal distributions of its k coefficients.

    Attributes
    ----------
    weight : (N, g), rows sum to one. coefficients : (N, g, k). covariance : (N, g, k, k).
    likelihood_weight : (N, g) the same without the tilt: the restricted likelihood over its sum.
    rho, share : (g,) memory and lasting share of the noise at each node.
    sigma : (N, g) standard deviation of the noise at each node, on the scale of the link.
    start : (N, k) quasi-likelihood (counts) or least-squares estimates the working response was taken at.
    sampling : (N, n) variance of the working response that is not noise.
    unit : (N,) what the response was divided by; 1 for counts.
    converged : (N,) whether the starting estimate exists; where it does not, nothing else is to be used.
    state, state_variance : see ``restricted_likelihood.Restricted``.
    near : (N,) or (1,) whether the estimates lie as near as that to where a straight course of counts was linearised.
    """

    weight: Array
    coefficients: Array
    covariance: Array
    likelihood_weight: Array
    rho: Array
    share: Array
    sigma: Array
    start: Array
    sampling: Array
    unit: Array
    state: Array
    state_variance: Array
    converged: NDArray[np.bool_]
    near: NDArray[np.bool_] = field(default_factory=lambda: np.ones(1, dtype=bool))

    @property
    def holds(self) -> NDArray[np.bool_]:
        """(N,) whether ``fit_calibrated`` accepts the estimates."""
        return self.converged & self.near

    @property
    def mean(self) -> Array:
        """(N, k) mean of the coefficients."""
        return np.asarray((self.weight[..., None] * self.coefficients).sum(axis=1))

    @property
    def total_covariance(self) -> Array:
        """(N, k, k) covariance of the coefficients, within and between noise models."""
        apart = self.coefficients - self.mean[:, None]
        within = (self.weight[..., None, None] * self.covariance).sum(axis=1)
        return np.asarray(within + np.einsum("ng,ngi,ngj->nij", self.weight, apart, apart))

    def draws(self, size: int, random: np.random.Generator) -> tuple[Array, NDArray[np.intp]]:
        """Draw coefficients, (N, size, k), and the node each comes from, (N, size).

        Nodes are drawn systematically: each as often as its weight says, to within one.
        """
        series, _, k = self.coefficients.shape
        places = (random.random((series, 1)) + np.arange(size)) / size
        reached = np.cumsum(self.weight, axis=1)
        reached /= reached[:, -1:]
        nodes = np.stack([np.searchsorted(up_to, place) for up_to, place in zip(reached, places, strict=True)])
        rows = np.arange(series)[:, None]
        normal = random.standard_normal((series, size, k))
        root = np.linalg.cholesky(self.covariance)
        shift = np.matmul(root[rows, nodes], normal[..., None])[..., 0]
        return self.coefficients[rows, nodes] + shift, nodes


def average(values: Array, design: Design, likelihood: str, *, nodes: Nodes = GRID, sharpness: float = 1.0) -> Mixture:
    """Average the model of a likelihood over noise models, for series (N, n) of one design whose course may bend.

    ``sharpness`` and ``nodes`` are those of ``of_counts``; a gaussian outcome knows neither.
    """
    smooth = bends(design)
    if likelihood == "gaussian":
        return of_gaussian(values - design.offset, design.matrix, design.used, smooth=smooth)
    mixture = of_counts(
        values, design.matrix, design.offset, design.used, smooth=smooth, nodes=nodes, sharpness=sharpness
    )
    return mixture if smooth else replace(mixture, near=near_start(mixture, design))


def near_start(mixture: Mixture, design: Design) -> NDArray[np.bool_]:
    """(N,) whether no log mean lies farther than ``FARTHEST`` from where the model was linearised."""
    moved = (mixture.mean - mixture.start) @ design.matrix[design.used].T
    return np.asarray(np.abs(moved).max(axis=1) <= FARTHEST)


def of_counts(
    counts: Array,
    matrix: Array,
    offset: Array,
    used: NDArray[np.bool_],
    *,
    smooth: int = 0,
    nodes: Nodes = GRID,
    sharpness: float = 1.0,
) -> Mixture:
    """Average a log-linear model of counts over noise models.

    Parameters
    ----------
    counts : (N, n). matrix : (n, k) design. offset : (n,) log exposure. used : (n,) mask.
    smooth : the last so many columns bend (``bending_trend``). nodes : the noise models to average over.
    sharpness : below one, noise models are told apart less sharply (``noise_grid``).
    """
    fixed = matrix[:, : matrix.shape[1] - smooth]
    refits = poisson_refits(np.where(used, counts, 0.0), fixed, offset=offset, used=used)
    start = np.pad(np.nan_to_num(refits.coefficients), ((0, 0), (0, smooth)))
    found = _of_counts_at(start, counts, matrix, offset, used, smooth, nodes, sharpness)
    for _ in range(ROUNDS if smooth else 0):  # the bend is not in the starting values: linearise again around it
        found = _of_counts_at(found.mean, counts, matrix, offset, used, smooth, nodes, sharpness)
    return replace(found, converged=refits.converged)


def _of_counts_at(
    start: Array,
    counts: Array,
    matrix: Array,
    offset: Array,
    used: NDArray[np.bool_],
    smooth: int,
    nodes: Nodes,
    sharpness: float,
) -> Mixture:
    """Take the working response at these coefficients, (N, k)."""
    linear = np.clip(start @ matrix.T, -30.0, 30.0)
    mean = np.maximum(np.exp(linear + offset), SMALLEST_MEAN)
    response = linear + (counts - mean) / mean
    seen, expected = counts[:, used], mean[:, used]
    excess = np.mean(((seen - expected) ** 2 - expected) / expected**2, axis=1)
    sampling = 1 / mean
    spread: Array = np.sqrt(np.maximum(excess, 0.0) + sampling[:, used].mean(axis=1))
    factor = stretch(spread)
    variances = VARIANCES if smooth else FIXED
    found = restricted(response, matrix, sampling, used, nodes.noise(factor), smooth=smooth, variances=variances)
    weight = nodes.weights(
        found.log_likelihood,
        degrees_of_freedom=int(used.sum()) - matrix.shape[1] + smooth,
        sampling=sampling[:, used].mean(axis=1),
        factor=factor,
        sharpness=sharpness,
    )
    rho, share, sigma = np.repeat(nodes.values, len(variances), axis=0).T
    return Mixture(
        weight=weight,
        coefficients=found.coefficients,
        covariance=found.covariance,
        likelihood_weight=nodes.untilted(found.log_likelihood),
        rho=rho,
        share=share,
        sigma=factor[:, None] * sigma,
        start=start,
        sampling=sampling,
        unit=np.ones(len(response)),
        state=found.state,
        state_variance=found.state_variance,
        converged=np.ones(len(response), dtype=bool),
    )


def of_gaussian(values: Array, matrix: Array, used: NDArray[np.bool_], *, smooth: int = 0) -> Mixture:
    """Average a linear model over noise models; parameters as in ``of_counts``.

    The standard deviation is integrated out at each memory and share (``noise_grid_gaussian``).
    """
    start, unit = least_squares(values, matrix[:, : matrix.shape[1] - smooth], used)
    freedom = int(used.sum()) - matrix.shape[1] + smooth
    response = values / unit[:, None]
    none = np.zeros_like(response)
    variances = VARIANCES / BENT_AT**2 if smooth else FIXED
    found = restricted(response, matrix, none, used, noise_grid_gaussian.noise(), smooth=smooth, variances=variances)
    profile = noise_grid_gaussian.profile(found.log_likelihood, found.left_over, freedom)
    sigma = noise_grid_gaussian.deviations(found.left_over, freedom)
    weight, likely = (
        (one[..., None] * noise_grid_gaussian.PARTS).reshape(len(values), -1)
        for one in (noise_grid_gaussian.weights(profile, freedom), noise_grid_gaussian.untilted(profile))
    )
    levels = sigma.shape[-1]
    sigma = sigma.reshape(len(values), -1)
    scale = sigma * unit[:, None]
    rho, share = np.repeat(noise_grid_gaussian.VALUES, len(variances) * levels, axis=0).T
    return Mixture(
        weight=weight,
        coefficients=np.repeat(found.coefficients, levels, axis=1) * unit[:, None, None],
        covariance=np.repeat(found.covariance, levels, axis=1) * scale[..., None, None] ** 2,
        likelihood_weight=likely,
        rho=rho,
        share=share,
        sigma=scale,
        start=np.pad(start, ((0, 0), (0, smooth))),
        sampling=none,
        unit=unit,
        state=np.repeat(found.state, levels, axis=1),
        state_variance=np.repeat(found.state_variance, levels, axis=1) * sigma**2,
        converged=np.ones(len(values), dtype=bool),
    )


def least_squares(values: Array, matrix: Array, used: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Coefficients (N, k) and residual standard deviation (N,) of each series."""
    seen, observed = matrix[used], values[:, used]
    coefficients = np.asarray(np.linalg.lstsq(seen, observed.T, rcond=None)[0].T, dtype=np.float64)
    squares = ((observed - coefficients @ seen.T) ** 2).sum(axis=1)
    return coefficients, np.sqrt(squares / (len(seen) - seen.shape[1]))
