"""The likelihood of the negative binomial and its derivatives, for a block of lanes.

Var y = μ + αμ². With η = log μ a lane's log-likelihood is
Σ_t [Σ_{j<y_t} log(1 + αj) + y_t η_t - (y_t + 1/α) log(1 + αμ_t) - log y_t!],
which stays exact as α goes to zero, where differences of gamma functions lose their digits. The sums over j run over
a table of how many counts exceed j; counts above ``MOST`` and counts that are not whole take the gamma functions.
Lawless (1987), doi:10.2307/3314912.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from turningpoint.arrays import Array
from turningpoint.its.many_series.cholesky import factor, solve
from turningpoint.its.many_series.newton import Lanes, Look

MOST = 500
SMALLEST_ALPHA, LARGEST_ALPHA = 1e-6, 1e4
"""The range in which the dispersion is sought: below it is the Poisson to the digits that are printed."""
SMALLEST_STEP, LARGEST_STEP = 0.02, 4.0
"""One step multiplies α by no less and no more than these."""


def rising(counts: Array, alpha: Array) -> Array:
    """(3, B) R(α) = Σ_t Σ_{j<y_t} log(1 + αj) and its first two derivatives, of counts (B, n) and dispersions (B,).

    In blocks of one size no lane affects another.
    """
    tabled = (counts.max(axis=1) <= MOST) & (counts == np.floor(counts)).all(axis=1)
    if tabled.all():
        return _from_table(counts, alpha)
    by_table = _from_table(np.where(tabled[:, None], counts, 0.0), alpha)
    return np.where(tabled, by_table, _from_gamma(np.where(tabled[:, None], 0.0, counts), alpha))


def _from_table(counts: Array, alpha: Array) -> Array:
    lanes, most = len(counts), int(counts.max())
    places = counts.astype(np.intp) + (most + 1) * np.arange(lanes)[:, None]
    tally = np.bincount(places.ravel(), minlength=lanes * (most + 1)).reshape(lanes, most + 1)
    # sums run down the first axis, term by term: zeros after a lane's largest count change nothing
    above = np.ascontiguousarray(tally.T)[::-1].cumsum(axis=0)[::-1][1:].astype(float)
    j = np.arange(most, dtype=float)[:, None]
    size = j / (1 + alpha * j)
    slope = above * size
    return np.stack([(above * np.log1p(alpha * j)).sum(axis=0), slope.sum(axis=0), -(slope * size).sum(axis=0)])


def _from_gamma(counts: Array, alpha: Array) -> Array:
    theta = 1 / alpha[:, None]
    value = special.gammaln(counts + theta) - special.gammaln(theta) - counts * np.log(theta)
    first = special.digamma(counts + theta) - special.digamma(theta) - counts / theta
    second = special.polygamma(1, counts + theta) - special.polygamma(1, theta) + counts / theta**2
    # by the chain rule from θ = 1/α
    slope = -first.sum(axis=1) / alpha**2
    curvature = (second.sum(axis=1) + 2 * alpha * first.sum(axis=1)) / alpha**4
    return np.stack([value.sum(axis=1), slope, curvature])


class Terms(NamedTuple):
    """What a block's means and dispersions give.

    (B,): ``value``, log-likelihood but for Σ log y!; ``slope`` and ``curvature``, derivatives by α at these means.
    (B, n): ``residuals``, derivative by η; ``expected`` and ``observed``, its negative second derivative, on average
    and here; ``mixed``, derivative by η and α.
    """

    value: Array
    slope: Array
    curvature: Array
    residuals: Array
    expected: Array
    observed: Array
    mixed: Array


def terms(counts: Array, linear: Array, alpha: Array) -> Terms:
    """Work out a block: counts and η (B, n), α (B,) above zero."""
    own = alpha[:, None]
    mean = np.exp(linear)
    inflation = 1 + own * mean
    expected = mean / inflation
    residuals = (counts - mean) / inflation
    log = np.log1p(own * mean)
    weight = counts + 1 / own
    weighted = weight * expected
    value, slope, curvature = rising(counts, alpha)
    log_sum = log.sum(axis=1)
    return Terms(
        value=value + (counts * linear - weight * log).sum(axis=1),
        slope=slope + log_sum / alpha**2 - weighted.sum(axis=1),
        curvature=curvature
        + (2 * expected.sum(axis=1) - 2 * log_sum / alpha) / alpha**2
        + (weighted * expected).sum(axis=1),
        residuals=residuals,
        expected=expected,
        observed=(1 + own * counts) * expected / inflation,
        mixed=-residuals * expected,
    )


def look(block: Lanes, parameters: Array) -> Look:
    """Value and joint Newton step of coefficients and, last, α: (k + 1, B)."""
    coefficients, alpha = parameters[:-1], parameters[-1]
    found = terms(block.counts, block.predictor(coefficients) + block.offset, alpha)
    lower, sound = factor(block.information(found.observed))
    score, mixed = block.cross(found.residuals), block.cross(found.mixed)
    steps = solve(lower, np.stack([score, mixed], axis=1))
    alone, along = steps[:, 0], steps[:, 1]
    # α with the coefficients following it; where that has no maximum, as far as a step may go
    slope, curvature = found.slope + (mixed * alone).sum(axis=0), found.curvature + (mixed * along).sum(axis=0)
    concave = curvature < 0
    with np.errstate(divide="ignore"):
        wanted = np.where(concave, -slope / np.where(concave, curvature, -1.0), np.sign(slope) * np.inf)
    change = np.clip(alpha + wanted, alpha * SMALLEST_STEP, alpha * LARGEST_STEP)
    change = np.clip(change, SMALLEST_ALPHA, LARGEST_ALPHA) - alpha
    step = np.concatenate([alone + along * change, change[None]])
    gain = (step[:-1] * score).sum(axis=0) + change * found.slope
    return Look(found.value, step, np.sqrt(np.abs(gain) / found.expected.sum(axis=1)), sound)


def starting_alpha(block: Lanes, coefficients: Array) -> tuple[Array, NDArray[np.bool_]]:
    """(B,) moment estimate of α at the Poisson's coefficients (k, B), and whether the likelihood rises from there."""
    linear = block.predictor(coefficients) + block.offset
    edge = terms(block.counts, linear, np.full(len(linear), SMALLEST_ALPHA))
    moment = 2 * edge.slope / (np.exp(linear) ** 2).sum(axis=1)
    # a slope that is not a number goes on, and is told
    return np.clip(moment, 10 * SMALLEST_ALPHA, LARGEST_ALPHA / 10), ~(edge.slope <= 0)
