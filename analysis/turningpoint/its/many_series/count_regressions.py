"""Thousands of log-linear models of counts at once: replicates that share a design.

One row of the counts is a lane. ``fit_glm`` explains one fit; this is for simulation, where ten thousand are needed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from turningpoint.arrays import Array
from turningpoint.its.many_series import negative_binomial, newton
from turningpoint.its.many_series.cholesky import factor, inverse, solve
from turningpoint.its.many_series.newton import Lanes, Look, Summit, blocks, climb

RARE = 20.0
"""A mean below exp(-20) of the lane's own is on its way to zero: the lane is separated."""


@dataclass(frozen=True, eq=False)
class Refits:
    """N fits, a lane each: coefficients (N, k), covariance (N, k, k), and (N,) of all others.

    Where not ``converged`` the other fields hold the last values tried (NaN where not finite): no estimates.
    ``problem`` : code of what went wrong, 0 where nothing did; see ``newton``. ``alpha`` : dispersion of the negative
    binomial, zero where it is the Poisson; None for a Poisson. ``dispersion`` : Pearson's chi-squared over its degrees
    of freedom.
    """

    coefficients: Array
    covariance: Array
    log_likelihood: Array
    converged: NDArray[np.bool_]
    iterations: NDArray[np.intp]
    problem: NDArray[np.intp]
    alpha: Array | None
    dispersion: Array


def poisson_refits(
    counts: Array,
    matrix: Array,
    *,
    offset: Array | None = None,
    used: NDArray[np.bool_] | None = None,
    start: Array | None = None,
    hac_lag: int | None = None,
    dispersion: bool = False,
    tolerance: float = 1e-10,
) -> Refits:
    """Fit log E[y_t] = x_t b + offset_t to every lane by maximum likelihood.

    Newton's method (for this link, iteratively reweighted least squares) with step halving; lanes that have converged
    are not iterated on. A lane's result is the same to the last bit whatever other lanes come with it, in any order.

    Parameters
    ----------
    counts : (N, n), NaN allowed where not used.
    matrix : (n, k), shared by all lanes.
    offset : (n,) or (N, n) log exposure.
    used : (n,) or (N, n) mask; by default the periods with a count.
    start : (k,) or (N, k) coefficients to start from.
    hac_lag : Newey-West covariance with Bartlett weights up to this lag over calendar time, as ``fit_glm``'s hac:LAG;
        by default the inverse information.
    dispersion : multiply the inverse information by the dispersion (quasi-Poisson).
    tolerance : iterations stop where the next step changes the log means by less, in root mean square.
    """
    lanes = Lanes.of(counts, matrix, offset, used)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # such lanes end with a problem named
        found = _poisson(lanes, start, tolerance)
        return _describe(lanes, found, None, hac_lag, scaled=dispersion)


def negative_binomial_refits(
    counts: Array,
    matrix: Array,
    *,
    offset: Array | None = None,
    used: NDArray[np.bool_] | None = None,
    start: Array | None = None,
    hac_lag: int | None = None,
    tolerance: float = 1e-10,
) -> Refits:
    """Fit the negative binomial with variance μ + αμ², α by maximum likelihood, to every lane.

    Newton's method for coefficients and α together, from the Poisson's estimates; standard errors are given α, from the
    expected information, as in ``fit_glm``. Where the likelihood does not rise from the Poisson's edge, α is zero.

    Parameters and errors as in ``poisson_refits``.
    """
    lanes = Lanes.of(counts, matrix, offset, used)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        first = _poisson(lanes, start, tolerance)
        going, alpha = [np.zeros(0, dtype=np.intp)], np.zeros(len(lanes.counts))
        for ids, kept in blocks(np.flatnonzero(first.problem == 0)):
            alpha[ids], overdispersed = negative_binomial.starting_alpha(lanes.block(ids), first.parameters[:, ids])
            going.append(ids[:kept][overdispersed[:kept]])
        over = np.concatenate(going)
        found = climb(negative_binomial.look, lanes, np.vstack([first.parameters, alpha]), over, tolerance)
        final = np.where(np.isin(np.arange(len(alpha)), over), found.parameters[-1], 0.0)
        edge = (final <= negative_binomial.SMALLEST_ALPHA) & (first.problem == 0)
        final[edge] = 0.0
        problem = np.where(first.problem > 0, first.problem, np.where(edge, 0, found.problem))
        problem[(problem == 0) & (final >= negative_binomial.LARGEST_ALPHA)] = newton.UNBOUNDED
        parameters = np.where(final > 0, found.parameters[:-1], first.parameters)
        value = np.where(final > 0, found.value, first.value)
        summit = Summit(parameters, value, problem, first.iterations + found.iterations)
        return _describe(lanes, summit, final, hac_lag, scaled=False)


def _poisson(lanes: Lanes, start: Array | None, tolerance: float) -> Summit:
    count, k = len(lanes.counts), lanes.matrix.shape[1]
    begin = np.empty((k, count))
    every = np.arange(count)
    if start is not None:
        begin[:] = np.broadcast_to(start, (count, k)).T
    else:
        for ids, kept in blocks(every):
            begin[:, ids[:kept]] = _start(lanes.block(ids))[:, :kept]
    return climb(_look, lanes, begin, every, tolerance)


def _start(block: Lanes) -> Array:
    """(k, B) one weighted least-squares fit, at means between each count and what the exposure alone would give."""
    exposure = np.exp(block.offset)
    total = np.maximum(block.counts.sum(axis=1), 0.5)
    rate = (total / exposure.sum(axis=1))[:, None]
    mean = (block.counts + rate * exposure) / 2
    ratio = (block.counts / np.where(exposure > 0, exposure, 1.0) + rate) / 2
    response = np.log(ratio) + np.where(mean > 0, block.counts / np.where(mean > 0, mean, 1.0) - 1, 0.0)
    lower, sound = factor(block.information(mean))
    # a singular lane is named by the first look
    return np.where(sound, solve(lower, block.cross(mean * response)), 0.0)


def _look(block: Lanes, coefficients: Array) -> Look:
    linear = block.predictor(coefficients) + block.offset
    mean = np.exp(linear)
    lower, sound = factor(block.information(mean))
    score = block.cross(block.counts - mean)
    step = solve(lower, score)
    size = np.sqrt(np.abs((step * score).sum(axis=0)) / mean.sum(axis=1))
    return Look((block.counts * linear - mean).sum(axis=1), step, size, sound)


def _describe(lanes: Lanes, summit: Summit, alpha: Array | None, hac_lag: int | None, *, scaled: bool) -> Refits:
    """Covariance, likelihood and dispersion at the end, and what went wrong."""
    count, k = len(lanes.counts), lanes.matrix.shape[1]
    covariance, likelihood, dispersion = np.empty((count, k, k)), np.empty(count), np.empty(count)
    problem, alpha_or_zero = summit.problem.copy(), np.zeros(count) if alpha is None else alpha
    for ids, kept in blocks(np.arange(count)):
        own, block, a = ids[:kept], lanes.block(ids), alpha_or_zero[ids]
        predictor = block.predictor(summit.parameters[:, ids])
        mean = np.exp(predictor + block.offset)
        inflation = 1 + a[:, None] * mean
        lower, sound = factor(block.information(mean / inflation))
        inverted = inverse(lower)
        present = block.offset > newton.ABSENT
        left_over = present.sum(axis=1) - k
        pearson = ((block.counts - mean) ** 2 / np.where(present, mean * inflation, 1.0)).sum(axis=1)
        spread = pearson / np.where(left_over > 0, left_over, np.nan)
        if hac_lag is not None:
            inverted = _newey_west(block, (block.counts - mean) / inflation, mean, a, hac_lag)
        elif scaled:
            inverted = inverted * spread[:, None, None]
        inverted[~sound] = np.nan
        value = summit.value[ids] - _log_factorials(block.counts)
        covariance[own], likelihood[own], dispersion[own] = inverted[:kept], value[:kept], spread[:kept]

        rate = block.counts.sum(axis=1) / np.exp(block.offset).sum(axis=1)
        lowest = np.where(present, predictor, np.inf).min(axis=1)
        vanishing = (rate == 0) | (lowest < np.log(np.where(rate > 0, rate, 1.0)) - RARE)
        ended = problem[own]
        finite = np.isfinite(value) & np.isfinite(rate)
        ended[~finite[:kept] & (ended != newton.SINGULAR)] = newton.OVERFLOW
        ended[(ended == 0) & ~sound[:kept]] = newton.SINGULAR
        ended[vanishing[:kept] & (ended != newton.OVERFLOW)] = newton.SEPARATED
        problem[own] = ended
    coefficients = np.ascontiguousarray(summit.parameters.T)
    coefficients[~np.isfinite(coefficients)] = np.nan
    return Refits(coefficients, covariance, likelihood, problem == 0, summit.iterations, problem, alpha, dispersion)


def _log_factorials(counts: Array) -> Array:
    """(B,) sums of log y! over the periods of each lane."""
    most = counts.max()
    if most < counts.size and (counts == np.floor(counts)).all():
        return np.asarray(special.gammaln(np.arange(most + 1) + 1)[counts.astype(np.intp)].sum(axis=1))
    return np.asarray(special.gammaln(counts + 1).sum(axis=1))


def _newey_west(block: Lanes, residuals: Array, mean: Array, alpha: Array, lag: int) -> Array:
    """(B, k, k) covariance from scores up to ``lag`` periods apart; a period that is not used is a zero score."""
    meat = block.information(residuals**2)
    for apart in range(1, lag + 1):
        products = np.zeros_like(residuals)
        products[:, apart:] = residuals[:, apart:] * residuals[:, :-apart]
        meat += (1 - apart / (lag + 1)) * block.information(products, apart)
    inflation = 1 + alpha[:, None] * mean
    bread = inverse(factor(block.information(mean * (1 + alpha[:, None] * block.counts) / inflation**2)).lower)
    return np.asarray(bread @ np.moveaxis(meat, -1, 0) @ bread)
