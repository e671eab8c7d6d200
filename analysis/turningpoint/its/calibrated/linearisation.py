"""Where a log-linear model of counts and sums is linearised: at the joint mode of coefficients, bend and noise.

At log means η (without the exposure e) an observation j of mean M_j = Σ_t e_t exp η_t has the working response
z_j = (Y_j - M_j) / M_j + Σ_t w_jt η_t with variance 1/M_j, w_jt = e_t exp(η_t) / M_j the share of a period in it
(Breslow & Clayton 1993, doi:10.1080/01621459.1993.10594284; sums as composite links, Thompson & Baker 1981,
doi:10.2307/2346381). The mode under one noise model and bend is found by Newton's steps, N series at a time: the
autoregression has a tridiagonal precision, so that a step costs n, whatever the memory.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solveh_banded

from turningpoint.arrays import Array
from turningpoint.its.calibrated.whitening import Responses
from turningpoint.its.model.design import Design

LOG_MEANS = (-12.0, 40.0)
"""Smallest and largest log mean of a period: below, a working response has no information."""
LONGEST_STEP = 2.0
"""Log mean by which a step moves at most."""
STILL = 1e-6
"""A mode is found once no log mean moves by more."""
MOST_STEPS = 60


@dataclass(frozen=True, eq=False)
class Node:
    """For each of N series one noise model and the strength of the bend, (N,) each."""

    rho: Array
    share: Array
    sigma: Array
    strength: Array

    def take(self, rows: NDArray[np.intp]) -> "Node":
        """Those of some of the series."""
        return Node(self.rho[rows], self.share[rows], self.sigma[rows], self.strength[rows])


def linearise(values: Array, design: Design, linear: Array) -> Responses:
    """Working responses of series (N, n + s) at log means without exposure (N, n)."""
    n = len(design.times)
    inside = design.summed
    mean = np.exp(np.clip(linear + design.offset, *LOG_MEANS))
    counts = np.where(design.used, values[:, :n], 0.0)
    totals = mean @ inside.T
    weights = inside * mean[:, None] / totals[..., None]
    sums = values[:, n:][:, design.spans_used]
    return Responses(
        matrix=design.matrix,
        used=design.used,
        response=linear + counts / mean - 1,
        sampling=1 / mean,
        weights=weights,
        sums=(sums - totals) / totals + (weights @ linear[..., None])[..., 0],
        sums_sampling=1 / totals,
    )


def find_mode(values: Array, design: Design, start: Array, node: Node, smooth: int) -> tuple[Array, NDArray[np.bool_]]:
    """(N, n) log means without exposure at the joint mode under one node each, and (N,) whether it was reached.

    ``smooth`` : the last so many columns of the design bend.
    """
    linear, reached = start.copy(), np.zeros(len(start), dtype=bool)
    for _ in range(MOST_STEPS):
        rows = np.flatnonzero(~reached)
        move = _step(linearise(values[rows], design, linear[rows]), linear[rows], node.take(rows), smooth)
        farthest = np.abs(move).max(axis=1)
        linear[rows] += np.minimum(1.0, LONGEST_STEP / np.maximum(farthest, 1e-300))[:, None] * move
        reached[rows] = farthest < STILL
        if reached.all():
            break
    return linear, reached


def _step(found: Responses, linear: Array, node: Node, smooth: int) -> Array:
    """(N, n) from the log means to the mode of the linearised model."""
    series = len(linear)
    k, s = found.matrix.shape[1], found.sums.shape[1]
    rest = node.sigma**2 * (1 - node.share)
    known = np.where(found.used, 1 / (found.sampling + rest[:, None]), 0.0)
    known_sums = 1 / (found.sums_sampling + rest[:, None] * (found.weights**2).sum(axis=-1))

    design = np.repeat(found.matrix[None], series, axis=0)
    penalty = np.zeros((series, k))
    if smooth:
        bent = node.strength > 0
        design[:, :, k - smooth :] *= bent[:, None, None]
        penalty[:, k - smooth :] = np.where(bent, node.strength, 1.0)[:, None] ** -2
    columns = np.concatenate([design, found.response[..., None]], axis=-1)
    over = found.weights.transpose(0, 2, 1)
    columns_sums = np.concatenate([found.weights @ design, found.sums[..., None]], axis=-1)

    towards = known[..., None] * columns + over @ (known_sums[..., None] * columns_sums)
    solved = _tridiagonal(node, known, np.concatenate([towards, over], axis=-1))
    inside, sums = solved[..., : k + 1], solved[..., k + 1 :]
    if s:
        left = found.weights @ sums
        left[:, range(s), range(s)] += 1 / known_sums
        inside = inside - sums @ np.linalg.solve(left, found.weights @ inside)
    cross = (
        columns.transpose(0, 2, 1) @ (known[..., None] * columns)
        + columns_sums.transpose(0, 2, 1) @ (known_sums[..., None] * columns_sums)
        - towards.transpose(0, 2, 1) @ inside
    )
    cross[:, range(k), range(k)] += penalty
    coefficients = np.linalg.solve(cross[:, :k, :k], cross[:, :k, k:])
    away = np.concatenate([-coefficients, np.ones((series, 1, 1))], axis=1)
    lasting = (inside @ away)[..., 0]
    left_over = known * ((columns @ away)[..., 0] - lasting)
    left_sums = known_sums * ((columns_sums @ away)[..., 0] - (found.weights @ lasting[..., None])[..., 0])
    independent = rest[:, None] * (left_over + (over @ left_sums[..., None])[..., 0])
    return np.asarray((design @ coefficients)[..., 0] + lasting + independent - linear)


def _tridiagonal(node: Node, known: Array, right: Array) -> Array:
    """Solve (precision of the autoregression + what single periods know) x = right, (N, n, c), all series at once."""
    n, columns = right.shape[1:]
    precision = 1 / (node.sigma**2 * node.share * (1 - node.rho**2))
    diagonal = np.repeat(((1 + node.rho**2) * precision)[:, None], n, axis=1)
    diagonal[:, [0, -1]] = precision[:, None] if n > 1 else ((1 - node.rho**2) * precision)[:, None]
    beside = np.repeat((-node.rho * precision)[:, None], n, axis=1)
    beside[:, 0] = 0.0  # nothing ties a series to the one before it
    bands = np.stack([beside.ravel(), (diagonal + known).ravel()])
    return np.asarray(solveh_banded(bands, right.reshape(-1, columns), check_finite=False)).reshape(right.shape)
