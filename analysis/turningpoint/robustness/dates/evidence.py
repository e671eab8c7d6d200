"""Evidence of every date: the probability of the series under a step and a ramp there, whatever their size.

Of a date the model is the calibrated one: level, trend and season of any size, a bend of strength τ, the noise (ρ, s,
σ); and step ~ N(0, 1), ramp ~ N(0, ½²). All of them are integrated out, τ and the noise over the grid of
``noise_grid``. Counts are linearised at log means η, where the log-likelihood of the working responses is off by the
sum of y log M - M - log y! + ½ (y - M)²/M - ½ log M; with it, the integral at the mode is Laplace's. One linearisation,
at the mode without a break, weighs the grid for all dates together. Each date is then taken to its own mode at its own
weightiest node, which counts where the two lie apart: few counts, or a large jump. Evidence is up to a constant, the
same for all dates and for none, since flat coefficients have no density.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaln, logsumexp

from turningpoint.arrays import Array
from turningpoint.errors import FitError
from turningpoint.its.calibrated.linearisation import Node, find_mode, linearise
from turningpoint.its.calibrated.noise_grid import MANY, SIGMA, TAU, Nodes, log_bend
from turningpoint.its.calibrated.posterior import average, gaussian_least_squares, gaussian_responses
from turningpoint.its.calibrated.whitening import Products, Responses, products
from turningpoint.its.model.design import Design
from turningpoint.robustness.dates.candidates import Candidates

TOGETHER = 24
"""Dates whose columns are whitened together."""
NEAR = 8.0
"""Dates whose log evidence lies within so much of the best decide which σ are looked at."""
SEEN = 1e-3
"""σ that weigh less, over the heaviest, are left out of the fine grid, but for one on either side."""
STEP_SIGMA, MOST_LEVELS = 0.15, 32
"""σ of the fine grid are so far apart in their logarithm, and so many at most."""
SIGMA_GAUSSIAN = np.geomspace(SIGMA[0], SIGMA[-1], 40)


@dataclass(frozen=True, eq=False)
class Evidence:
    """Log evidence, up to a constant that all share: (d,) of each candidate, and of no break.

    ``straight`` and ``straight_none`` are the same where the course may not bend.
    """

    dates: Array
    none: float
    straight: Array
    straight_none: float


def evidence_of(asked: Candidates) -> Evidence:
    """Give the evidence of every candidate and of no break; a `FitError` without an estimate, or of an exact fit."""
    return _gaussian(asked) if asked.likelihood == "gaussian" else _counts(asked)


def _gaussian(asked: Candidates) -> Evidence:
    """Nothing is linearised; σ scales all that a pair of ρ and s gives."""
    unit = gaussian_least_squares(asked.values[None], asked.base)[1]
    if not unit[0] > 1e-12 * float(np.abs(asked.values).max()):
        raise FitError("the design fits the outcome exactly: there is no noise to judge dates by. Check the outcome.")
    found = gaussian_responses(asked.values[None], asked.base)
    found = replace(found, response=found.response / unit[0], sums=found.sums / unit[0])
    nodes = MANY.fine.with_sigma(SIGMA_GAUSSIAN[None])
    points, squared = len(asked.base.rows), SIGMA_GAUSSIAN**2

    def scaled(some: Responses) -> Products:
        one = products(some, nodes.rho, nodes.share, np.ones((1, 1)))
        cross = one.cross[:, :, None] / squared[:, None, None]
        determinant = one.log_determinant[..., None] + points * np.log(squared)
        cross, determinant = cross.reshape(1, -1, *one.cross.shape[2:]), determinant.reshape(1, -1)
        return replace(one, cross=cross, log_determinant=determinant)

    blocks = [_integrate(scaled(part), nodes.log_weight[0], asked, TAU) for part in _parts(found, asked)]
    return _summed(*_joined(blocks))


def _counts(asked: Candidates) -> Evidence:
    """Weigh the grid at the mode without a break, then take every date to its own."""
    values, base = asked.values[None], asked.base
    mixture = average(values, _bending(asked), asked.likelihood)
    if not mixture.converged[0]:
        raise FitError("the count model has no finite estimate. Choose a longer window, or fewer harmonics.")
    start = mixture.linear
    found = linearise(values, base, start)

    def weighed(nodes: Nodes) -> tuple[Array, Array]:
        made = (products(part, nodes.rho, nodes.share, nodes.sigma) for part in _parts(found, asked))
        return _joined([_integrate(one, nodes.log_weight[0], asked, TAU) for one in made])

    nodes = MANY.fine.with_sigma(_levels(*weighed(MANY.coarse))[None])
    none, gain = weighed(nodes)
    common = _summed(none, gain)
    at_none = _own_mode(asked, start, nodes, none, None)
    own = [_own_mode(asked, start, nodes, none + gain[..., place], place) for place in range(len(asked.dates))]
    return replace(common, none=common.none + at_none, dates=common.dates + np.array(own))


def _bending(asked: Candidates) -> Design:
    """Design of the course without a break, its bend among the columns."""
    terms = (*asked.base.terms, *(f"bend_{i + 1}" for i in range(asked.shapes.shape[1])))
    return replace(asked.base, terms=terms, matrix=np.column_stack([asked.base.matrix, asked.shapes]))


def _parts(found: Responses, asked: Candidates) -> Iterator[Responses]:
    """Responses with the columns of level, trend, season, bend, and of some dates: their steps, then their ramps."""
    for first in range(0, len(asked.dates), TOGETHER):
        some = slice(first, first + TOGETHER)
        columns = (asked.base.matrix, asked.shapes, asked.steps[some].T, asked.ramps[some].T)
        yield replace(found, matrix=np.column_stack(columns))


def _integrate(found: Products, log_prior: Array, asked: Candidates, strengths: Array) -> tuple[Array, Array]:
    """Integrate the coefficients out: (g, v) log weight without a break, (g, v, d) gain of each date."""
    k, r = asked.base.matrix.shape[1], asked.shapes.shape[1]
    cross = found.cross[0]
    d = (cross.shape[-1] - 1 - k - r) // 2
    flat = cross[:, :k, :k]
    across = cross[:, :k, k:]
    solved = np.linalg.solve(flat, across)

    rest = cross[:, k:, k:]

    def beside(one: slice, other: slice) -> Array:
        """(g, …) products of each column with its partner, or with the last one, the flat columns taken out."""
        each = rest[:, one, other]
        whole = np.diagonal(each, axis1=1, axis2=2) if other != last else each[..., 0]
        return np.asarray(whole - (across[:, :, one] * solved[:, :, other]).sum(axis=1))

    steps, ramps, last = slice(r, r + d), slice(r + d, r + 2 * d), slice(r + 2 * d, None)
    bend = cross[:, k : k + r, k:] - across[:, :, :r].transpose(0, 2, 1) @ solved
    stiffness, axes = np.linalg.eigh(bend[..., :r])
    stiffness = np.maximum(stiffness, 0.0)[:, None]
    along = axes.transpose(0, 2, 1) @ bend
    squared = strengths[:, None] ** 2
    free = squared / (1 + stiffness * squared)

    def left(one: slice, other: slice) -> Array:
        """(g, v, …) what is left of these products beside the bend."""
        return np.asarray(beside(one, other)[:, None] - free @ (along[..., one] * along[..., other]))

    determinant = found.log_determinant[0] + np.linalg.slogdet(flat)[1]
    bent = np.log1p(stiffness * squared).sum(axis=-1)
    none = -0.5 * (determinant[:, None] + bent + left(last, last)[..., 0]) + log_prior[:, None]
    step, ramp, both = 1 + left(steps, steps), 1 + left(ramps, ramps), left(steps, ramps)
    of_step, of_ramp = left(steps, last), left(ramps, last)
    inside = step * ramp - both**2
    reached = (of_step**2 * ramp - 2 * of_step * of_ramp * both + of_ramp**2 * step) / inside
    return none, 0.5 * (reached - np.log(inside))


def _joined(blocks: list[tuple[Array, Array]]) -> tuple[Array, Array]:
    """Put the dates of all blocks beside each other, and what the bend weighs before the data speak into the weight."""
    none, gains = blocks[0][0] + log_bend(TAU), [gain for _, gain in blocks]
    return none, np.concatenate(gains, axis=-1)


def _summed(none: Array, gain: Array) -> Evidence:
    """Sum over noise models and bends."""
    each = none[..., None] + gain
    return Evidence(
        dates=np.asarray(logsumexp(each, axis=(0, 1))),
        none=float(logsumexp(none)),
        straight=np.asarray(logsumexp(each[:, 0], axis=0)),
        straight_none=float(logsumexp(none[:, 0])),
    )


def _levels(none: Array, gain: Array) -> Array:
    """σ that weigh something without a break, or with one at any date near the best, and one more on either side."""
    sigma = MANY.coarse.sigma[0]
    each = np.concatenate([none[..., None], none[..., None] + gain], axis=-1)
    models = each.shape[-1]
    by_sigma = logsumexp(each.reshape(-1, len(sigma), len(TAU), models), axis=(0, 2))
    total = logsumexp(by_sigma, axis=0)
    near = total >= total[1:].max() - NEAR
    near[0] = True
    seen = (by_sigma > by_sigma.max(axis=0) + np.log(SEEN))[:, near].any(axis=1)
    first, last = int(seen.argmax()), len(sigma) - 1 - int(seen[::-1].argmax())
    low = sigma[first - 1] if first else SIGMA[0]
    high = sigma[min(last + 1, len(sigma) - 1)]
    return np.geomspace(low, high, min(MOST_LEVELS, 1 + int(np.ceil(np.log(high / low) / STEP_SIGMA))))


def _own_mode(asked: Candidates, start: Array, nodes: Nodes, weight: Array, place: int | None) -> float:
    """Log evidence at the own mode of a date's weightiest node, less what the common linearisation has there."""
    node, bend = np.unravel_index(int(weight.argmax()), weight.shape)
    rho, share, sigma = (one[:, 0] for one in nodes.place(np.array([[node]])))
    chosen = slice(0) if place is None else slice(place, place + 1)
    breaks = np.concatenate([asked.steps[chosen], asked.ramps[chosen]])
    strength = TAU[bend : bend + 1]
    scaled = np.column_stack([asked.base.matrix, asked.shapes * strength, breaks.T])
    smooth = asked.shapes.shape[1] + len(breaks)
    design = replace(asked.base, terms=tuple(map(str, range(scaled.shape[1]))), matrix=scaled)
    values, size = asked.values[None], np.ones(1)
    mode, reached = find_mode(values, design, start, Node(rho, share, sigma, size), smooth)
    if not reached[0]:
        raise FitError("a date has no mode where it could be linearised. Choose a longer window, or fewer harmonics.")
    matrix = np.column_stack([asked.base.matrix, asked.shapes, breaks.T])
    made = products(replace(linearise(values, asked.base, mode), matrix=matrix), rho, share, sigma[None])
    prior = nodes.log_weight[0, node : node + 1] + log_bend(TAU)[bend]
    none, gain = _integrate(made, prior, asked, strength)
    found = none[0, 0] + (0.0 if place is None else gain[0, 0, 0])
    return float(found - weight[node, bend] + _constant(asked, mode))


def _constant(asked: Candidates, linear: Array) -> float:
    """What the log-likelihood at log means has over that of the working responses there."""
    base = asked.base
    mean = np.exp(linear[0] + base.offset)
    means = np.concatenate([mean[base.used], base.summed @ mean])
    n = len(base.times)
    counts = np.concatenate([asked.values[:n][base.used], asked.values[n:][base.spans_used]])
    likelihood = counts * np.log(means) - means - gammaln(counts + 1)
    return float((likelihood + 0.5 * (counts - means) ** 2 / means - 0.5 * np.log(means)).sum())
