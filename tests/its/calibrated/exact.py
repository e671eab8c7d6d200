"""The exact posterior of one series of counts by importance sampling: same model and priors, nothing linearised.

A noise model and bend are drawn near where the mixture has them, σ anywhere in its cell; given them, coefficients and
log means are drawn from the model linearised at that noise model's own mode. The prior is the same in both, so a draw
weighs the Poisson likelihood over the working one, times the marginal likelihood of the linearised model and the prior
over what the noise model was drawn with. Dense: about two milliseconds a noise model at 148 periods.
"""

from dataclasses import dataclass

import numpy as np

from turningpoint.arrays import Array
from turningpoint.its.calibrated.linearisation import Node, find_mode, linearise
from turningpoint.its.calibrated.mixture import Mixture, quantiles
from turningpoint.its.calibrated.noise_grid import FINE, log_bend
from turningpoint.its.model.bending_trend import bends
from turningpoint.its.model.design import Design

CHUNK = 50
TEMPER, FLOOR = 0.7, 0.1
"""Noise models are drawn by their weight to this power, mixed with so much of an even choice."""


@dataclass(frozen=True)
class Exact:
    """Weighted draws.

    Attributes
    ----------
    coefficients : (draws, k) as the design has them, the intercept that of the log. weight : (draws,) summing to one.
    own_mean, own_variance : (m, k) of each noise model drawn, linearised at its own mode.
    laplace : (m,) weight of each noise model by its Laplace marginal likelihood, summing to one.
    """

    coefficients: Array
    weight: Array
    own_mean: Array
    own_variance: Array
    laplace: Array

    @property
    def effective(self) -> float:
        """Effective number of draws."""
        return float(1 / (self.weight**2).sum())

    def moments(self, term: int) -> tuple[float, float]:
        """Mean and standard deviation of a coefficient."""
        mean = self.weight @ self.coefficients[:, term]
        return float(mean), float(np.sqrt(self.weight @ (self.coefficients[:, term] - mean) ** 2))

    def quantiles(self, term: int, points: Array) -> Array:
        """Quantiles of a coefficient."""
        order = np.argsort(self.coefficients[:, term])
        reached = np.cumsum(self.weight[order]) - self.weight[order] / 2
        return np.interp(points, reached, self.coefficients[order, term])

    def laplace_quantiles(self, term: int, points: Array) -> Array:
        """The same where every noise model stands at its own mode with its Laplace marginal likelihood."""
        parts = (self.laplace, self.own_mean[:, term], self.own_variance[:, term])
        return quantiles(*(part[None] for part in parts), points)[0]


def exact_posterior(
    values: Array,
    design: Design,
    mixture: Mixture,
    random: np.random.Generator,
    *,
    effective: float = 2_000,
    models: int = 300,
    draws: int = 30,
    most: int = 30,
) -> Exact:
    """Draw from the posterior of one series, values (n + s,), whose mixture is of one series too.

    Rounds of so many noise models, with so many draws each, go on until there are as many effective draws as wanted,
    or ``most`` rounds are over.
    """
    rounds: list[tuple[Array, ...]] = []
    while True:
        rounds.append(_round(values, design, mixture, random, models, draws))
        coefficients, log_weight, mean, variance, laplace = map(np.concatenate, zip(*rounds, strict=True))
        found = Exact(coefficients, _normalised(log_weight), mean, variance, _normalised(laplace))
        if found.effective >= effective or len(rounds) == most:
            return found


def _round(
    values: Array, design: Design, mixture: Mixture, random: np.random.Generator, models: int, draws: int
) -> tuple[Array, ...]:
    """Coefficients and log weight of every draw; mean, variance and log weight of every noise model at its own mode."""
    flat = mixture.weight[0].ravel()
    chance = flat**TEMPER * (flat > 1e-7)
    chance = (1 - FLOOR) * chance / chance.sum() + FLOOR * (flat > 1e-5) / (flat > 1e-5).sum()
    chosen = np.searchsorted(np.cumsum(chance), (random.random() + np.arange(models)) / models * chance.sum())
    at, bend = np.divmod(chosen, len(mixture.strengths))
    rho, share, centre = (part[0, at] for part in (mixture.rho, mixture.share, mixture.sigma))
    step = np.diff(np.log(np.unique(mixture.sigma[0])))[0]
    sigma = centre * np.exp(step * (random.random(models) - 0.5))
    pair = [int(np.flatnonzero((FINE.rho == p) & (FINE.share == s))[0]) for p, s in zip(rho, share, strict=True)]
    prior = FINE.log_prior[pair] + 2 * np.log(sigma) + log_bend(mixture.strengths)[bend]  # σ dσ = σ² d log σ
    outer = prior - np.log(chance[chosen])
    node = Node(rho, share, sigma, mixture.strengths[bend])
    found = []
    for start in range(0, models, CHUNK):
        rows = np.arange(start, min(start + CHUNK, models))
        linear = np.repeat(mixture.linear, len(rows), axis=0)
        found.append(_drawn(values, design, linear, node.take(rows), draws, random))
    ours, ratio, mean, variance, marginal, at_mode = map(np.concatenate, zip(*found, strict=True))
    outer = outer + marginal
    return ours.reshape(models * draws, -1), (ratio + outer[:, None]).ravel(), mean, variance, at_mode + outer


def _normalised(log_weight: Array) -> Array:
    weight = np.exp(log_weight - log_weight.max())
    return np.asarray(weight / weight.sum())


def _drawn(
    values: Array, design: Design, linear: Array, node: Node, draws: int, random: np.random.Generator
) -> tuple[Array, ...]:
    """Coefficients, log ratio of likelihoods, own mean and variance, log marginal likelihood, that of the mode."""
    models, n = linear.shape
    k, smooth = design.matrix.shape[1], bends(design)
    repeated = np.repeat(values[None], models, axis=0)
    linear, reached = find_mode(repeated, design, linear, node, smooth)
    assert reached.all()
    found = linearise(repeated, design, linear)
    inside = np.concatenate([np.eye(n)[design.used], design.summed])
    exposed = inside * np.exp(design.offset)
    counts = np.concatenate([values[:n][design.used], values[n:][design.spans_used]])
    weights = np.concatenate([np.repeat(np.eye(n)[design.used][None], models, axis=0), found.weights], axis=1)
    seen = np.concatenate([found.response[:, design.used], found.sums], axis=1)
    sampling = np.concatenate([found.sampling[:, design.used], found.sums_sampling], axis=1)

    lag = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    known, back = np.unique(node.rho, return_inverse=True)
    memory = np.stack([np.where(lag == 0, 1.0, rho**lag) for rho in known])[back]
    lasting, fresh = node.sigma**2 * node.share, node.sigma**2 * (1 - node.share)
    noise = lasting[:, None, None] * memory + fresh[:, None, None] * np.eye(n)
    across = noise @ weights.transpose(0, 2, 1)
    whole = weights @ across
    m = len(counts)
    whole[:, range(m), range(m)] += sampling
    inverse = np.linalg.inv(whole)

    scale = np.ones((models, k))
    scale[:, k - smooth :] = node.strength[:, None]
    columns = design.matrix * scale[:, None]
    rows = weights @ columns
    precision = rows.transpose(0, 2, 1) @ inverse @ rows
    precision[:, range(k - smooth, k), range(k - smooth, k)] += 1.0
    covariance = np.linalg.inv(precision)
    mean = (covariance @ (rows.transpose(0, 2, 1) @ (inverse @ seen[..., None])))[..., 0]
    square = np.einsum("gm,gmp,gp->g", seen, inverse, seen) - np.einsum("gi,gij,gj->g", mean, precision, mean)
    marginal = -0.5 * (np.linalg.slogdet(whole)[1] + np.linalg.slogdet(precision)[1] + square)

    coefficients = mean[..., None] + np.linalg.cholesky(covariance) @ random.standard_normal((models, k, draws))
    drawn = np.linalg.cholesky(noise) @ random.standard_normal((models, n, draws))
    error = np.sqrt(sampling)[..., None] * random.standard_normal((models, m, draws))
    left = seen[..., None] - rows @ coefficients - weights @ drawn - error
    log_means = columns @ coefficients + drawn + across @ (inverse @ left)
    ratio = _log_ratio(counts, exposed, log_means, weights, seen, sampling)
    at_mode = _log_ratio(counts, exposed, linear[..., None], weights, seen, sampling)[:, 0]
    ours = np.moveaxis(coefficients * scale[..., None], 1, 2)
    return ours, ratio, mean * scale, np.diagonal(covariance, axis1=1, axis2=2) * scale**2, marginal, at_mode


def _log_ratio(counts: Array, exposed: Array, log_means: Array, weights: Array, seen: Array, sampling: Array) -> Array:
    """(models, draws) log of the Poisson likelihood over that of the working responses."""
    means = exposed @ np.exp(log_means)
    poisson = counts[:, None] * np.log(means) - means
    apart = (seen[..., None] - weights @ log_means) ** 2 / sampling[..., None]
    return np.asarray((poisson + 0.5 * (apart + np.log(sampling)[..., None])).sum(axis=1))
