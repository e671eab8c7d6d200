"""Counts of which some are sums over several periods: a log-linear model of the periods, fitted to the sums.

E Y_j = M_j = Σ e_t μ_t over the periods t of observation j, with log μ_t = x_t b and exposure e_t: a composite link. Of
log M_j the design row is Σ w_t x_t with w_t = e_t μ_t / M_j. Thompson & Baker (1981), doi:10.2307/2346381.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.its.many_series.cholesky import factor, solve
from turningpoint.its.many_series.count_regressions import RARE, poisson_refits
from turningpoint.its.many_series.newton import BLOCK, CONVERGED, Ids, Look, blocks, climb
from turningpoint.its.model.design import Design
from turningpoint.its.model.observations import entered
from turningpoint.its.regression.overdispersion import alpha_at, log_likelihood

TOLERANCE = 1e-12
"""Iterations stop where the next step changes the log means by less, in root mean square."""
ROUNDS = 200
"""Of scoring, at most: the expected information makes it converge linearly, where sums are far from their means."""
LARGEST_STEP = 1.0
"""One step of the negative binomial changes no log mean by more."""


class Estimates(NamedTuple):
    """What a count regression found: (k,), (k, k), and α where the likelihood has one."""

    coefficients: Array
    covariance: Array
    dispersion: float
    alpha: float | None
    log_likelihood: float
    converged: bool
    messages: tuple[str, ...] = ()


def fit_sums(values: Array, design: Design, likelihood: Likelihood) -> Estimates:
    """Fit months and sums (n + s,) by the model that ``fit_glm`` describes, by Fisher's scoring."""
    lanes = Lanes.of(values[None], design)
    y = lanes.counts[0]
    found, sound = lanes.poisson()
    coefficients, converged, alpha = found[0], bool(sound[0]), 0.0
    if likelihood == "negative-binomial":
        coefficients, alpha, converged = _negative_binomial(lanes, coefficients, converged)
    mean, rows, squares = lanes.at(coefficients)
    variance = mean + alpha * squares
    dispersion = float(((y - mean) ** 2 / variance).sum() / (len(y) - len(coefficients)))
    scale = dispersion if likelihood == "quasi-poisson" else 1.0
    covariance = np.asarray(np.linalg.inv((rows / variance) @ rows.T) * scale)
    height = log_likelihood(y, mean, alpha, mean**2 / squares)
    own = alpha if likelihood == "negative-binomial" else None
    return Estimates(coefficients, covariance, dispersion, own, height, converged)


def poisson_sums(values: Array, design: Design) -> tuple[Array, NDArray[np.bool_]]:
    """Fit the Poisson model to many series of one design: coefficients (N, k), and where they are estimates (N,).

    Without sums they are those of ``poisson_refits``. A lane's result does not depend on the others. ``values`` are
    (N, n + s); what does not enter the fit may be NaN.
    """
    if design.spans_used.any():
        return Lanes.of(values, design).poisson()
    single = values[:, : len(design.times)]
    found = poisson_refits(single, design.matrix, offset=design.offset, used=design.used)
    return found.coefficients, found.converged


@dataclass(frozen=True, eq=False)
class Lanes:
    """N series of observations of one design, m of them, over c periods.

    ``counts`` : (N, m). ``columns`` : (1 + k, c) ones, then the terms. ``offset`` : (c,) log exposure. ``single`` :
    places of the periods observed by themselves. ``summed`` : (s, c) one where a period belongs to a sum.
    """

    counts: Array
    columns: Array
    offset: Array
    single: Ids
    summed: Array

    @classmethod
    def of(cls, values: Array, design: Design) -> "Lanes":
        """Gather what enters the fit from values (N, n + s)."""
        covered = design.covered
        rows = design.matrix[covered]
        columns = np.vstack([np.ones(len(rows)), rows.T])
        single = np.flatnonzero(design.used[covered])
        return cls(entered(values, design), columns, design.offset[covered], single, design.summed[:, covered])

    def block(self, ids: Ids) -> "Lanes":
        """Gather the lanes with these positions."""
        return replace(self, counts=self.counts[ids])

    def gather(self, periods: Array) -> Array:
        """(…, m) what belongs to each observation, summed, from (…, c)."""
        return np.concatenate([periods[..., self.single], np.matmul(periods, self.summed.T)], axis=-1)

    def means(self, coefficients: Array) -> Array:
        """(B, 1, c) mean of each period from (B, k), lane by lane: no lane's rounding depends on the others."""
        return np.asarray(np.exp(np.matmul(coefficients[:, None], self.columns[1:]) + self.offset))

    def at(self, coefficients: Array) -> tuple[Array, Array, Array]:
        """(m,) means M, (k, m) their derivatives, and (m,) sums of the squared means of the periods, of one lane."""
        means = self.means(coefficients[None])[0]
        found = self.gather(means * self.columns)
        return found[0], found[1:], self.gather(means[0] ** 2)

    def poisson(self) -> tuple[Array, NDArray[np.bool_]]:
        """Maximum of the likelihood of each lane (N, k), by scoring with step halving, and where there is one (N,)."""
        count, k = len(self.counts), len(self.columns) - 1
        width, every = min(count, BLOCK), np.arange(count)
        start = np.empty((k, count))
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # such lanes do not converge
            for ids, kept in blocks(every, width):
                start[:, ids[:kept]] = _start(self.block(ids))[:, :kept]
            found = climb(_look, self, start, every, TOLERANCE, width=width, rounds=ROUNDS)
            rate = self.counts.sum(axis=1) / np.exp(self.offset).sum()
            lowest = (found.parameters.T @ self.columns[1:]).min(axis=1)
            sound = (found.problem == CONVERGED) & (lowest > np.log(rate) - RARE)
        return np.ascontiguousarray(found.parameters.T), sound


def _start(block: Lanes) -> Array:
    """(k, B) one weighted least-squares fit to the mean rows, at means between each count and its exposure's."""
    gathered = block.gather(np.exp(block.offset) * block.columns)
    exposure, rows = gathered[0], gathered[1:] / gathered[0]
    rate = np.maximum(block.counts.sum(axis=1, keepdims=True), 0.5) / exposure.sum()
    mean = (block.counts + rate * exposure) / 2
    response = np.log(mean / exposure) + block.counts / mean - 1
    weighted = rows * mean[:, None]
    lower, sound = factor(np.moveaxis(np.matmul(weighted, rows.T), 0, -1))
    return np.where(sound, solve(lower, np.matmul(weighted, response[..., None])[..., 0].T), 0.0)


def _look(block: Lanes, coefficients: Array) -> Look:
    gathered = block.gather(block.means(coefficients.T) * block.columns)
    mean, rows = gathered[:, 0], gathered[:, 1:]
    share = rows / mean[:, None]
    lower, sound = factor(np.moveaxis(np.matmul(share, rows.transpose(0, 2, 1)), 0, -1))
    score = np.matmul(share, (block.counts - mean)[..., None])[..., 0].T
    step = solve(lower, score)
    size = np.sqrt(np.abs((step * score).sum(axis=0)) / mean.sum(axis=1))
    return Look((block.counts * np.log(mean) - mean).sum(axis=1), step, size, sound)


def _negative_binomial(lanes: Lanes, coefficients: Array, converged: bool) -> tuple[Array, float, bool]:
    """Alternate between α and the coefficients, from the Poisson's, as ``fit_glm`` does for single periods."""
    poisson, alpha = coefficients, 0.0
    for _ in range(100):
        mean, _, squares = lanes.at(coefficients)
        previous, alpha = alpha, alpha_at(lanes.counts[0], mean, mean**2 / squares)
        if alpha == 0.0:
            return poisson, 0.0, converged
        coefficients, settled = _score(lanes, coefficients, alpha)
        # in units of the variance it adds: near the Poisson α itself has few digits
        if abs(alpha - previous) * (squares / mean).max() <= 1e-8:
            return coefficients, alpha, converged and settled
    return coefficients, alpha, False


def _score(lanes: Lanes, coefficients: Array, alpha: float) -> tuple[Array, bool]:
    """Solve Σ_j (Y_j - M_j)/V_j ∂M_j/∂b = 0 at a given α: a quasi-likelihood, as V_j depends on b in its own way."""
    last, before, pace = np.zeros_like(coefficients), np.inf, 1.0
    for _ in range(ROUNDS):
        mean, rows, squares = lanes.at(coefficients)
        share = rows / (mean + alpha * squares)
        score = share @ (lanes.counts[0] - mean)
        step = np.linalg.solve(share @ rows.T, score)
        if not np.isfinite(step).all():
            break
        size = float(np.sqrt(abs(step @ score) / mean.sum()))
        if step @ last < 0 and size > before / 2:  # to and fro, as where sums are far from their means
            pace /= 2
        coefficients = coefficients + pace * step / max(1.0, np.abs(step @ lanes.columns[1:]).max() / LARGEST_STEP)
        if size <= TOLERANCE:
            return coefficients, True
        last, before = step, size
    return coefficients, False
