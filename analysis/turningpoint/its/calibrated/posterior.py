"""The calibrated posterior of many series of one design: every noise model and bend, weighed by what the data say.

Counts are linearised at the joint mode of the weightiest node, again and again until that node and mode stand still;
all nodes are weighed there, by restricted likelihood times what they weigh before the data speak (``noise_grid``).
Harville (1974), doi:10.1093/biomet/61.2.383.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.its.calibrated.linearisation import Node, find_mode, linearise
from turningpoint.its.calibrated.mixture import Mixture, together
from turningpoint.its.calibrated.noise_grid import MANY, SIGMA, STRAIGHT, TAU, Nodes, Search, log_bend
from turningpoint.its.calibrated.whitening import Products, Responses, products
from turningpoint.its.model.bending_trend import bends, without_bend
from turningpoint.its.model.design import Design
from turningpoint.its.regression.sums import poisson_sums

FIRST = (0.58, 0.7, 0.39, 0.2)
"""ρ, share, σ and τ of the node at which the first mode is sought."""
MOST_ROUNDS = 12
BLOCK = 32
"""Series that are worked on together: their nodes fit into memory beside each other."""
NEGLIGIBLE = 1e-6
"""Noise models that weigh less, over all bends, are left out of a mixture."""
SEEN, FEWEST_SEEN = 1e-3, 5
"""The fine grid is one once so many σ weigh more than this."""
COARSE_ROUNDS = 2
MOVED = 0.1
"""The linearisation stands still once no log mean of the weightiest node's mode lies farther from it."""
PILOT_SEEN = 1e-2
SMALLEST, LARGEST = SIGMA[0], SIGMA[-1]
SIGMA_GAUSSIAN = np.geomspace(SMALLEST, LARGEST, 40)[None]
LEVELS_GAUSSIAN = 24
"""σ of a gaussian outcome cost next to nothing: it scales all that a pair of ρ and s gives."""
USUAL_NOISE = 0.35
"""What the residuals about a straight course are taken to vary by, as those of the log of usual counts do: bends of a
gaussian outcome are then as likely beside its noise as those of counts. In whole residuals a wandering course was
drawn too straight (slope covered by 0.84 of 200 series, by 0.94 now)."""


def average(values: Array, design: Design, likelihood: str, *, search: Search = MANY) -> Mixture:
    """Average the model of a likelihood over noise models, for series (N, n + s) of one design whose course may bend.

    Parameters
    ----------
    values : one value a period, then one a span; what the design does not use does not matter.
    likelihood : ``gaussian``, or any of the counts, which share this model.
    search : how the noise models are found; a gaussian outcome takes its pairs (ρ, s) alone.
    """
    values, find = np.nan_to_num(values), _gaussian if likelihood == "gaussian" else _counts
    return together([find(values[i : i + BLOCK], design, search) for i in range(0, len(values), BLOCK)])


def pilot_search(values: Array, design: Design) -> Search:
    """Noise models that weigh something in any of some series of counts (N, n + s): enough for others like them."""
    found = average(values, design, "negative-binomial")
    weight = found.node_weight
    heavy = weight > weight.max(axis=1, keepdims=True) * PILOT_SEEN
    pairs = set(zip(found.rho[heavy].tolist(), found.share[heavy].tolist(), strict=True))
    fine = MANY.fine
    keep = np.array([pair in pairs for pair in zip(fine.rho.tolist(), fine.share.tolist(), strict=True)])
    nodes = Nodes(fine.rho[keep], fine.share[keep], fine.log_prior[keep], fine.sigma, fine.log_prior_sigma)
    return Search(MANY.coarse, nodes, MANY.levels)


@dataclass(frozen=True, eq=False)
class Weighed:
    """The parts of a mixture at all g nodes of a grid, before those that weigh nothing are left out.

    ``log_weight`` : (N, g, v). ``parts`` : (N, g, …) each, fields of a ``Mixture`` by name.
    """

    nodes: Nodes
    strengths: Array
    log_weight: Array
    parts: dict[str, Any]

    @property
    def weight(self) -> Array:
        """(N, g, v), the largest of each series one."""
        return np.asarray(np.exp(self.log_weight - self.log_weight.max(axis=(1, 2), keepdims=True)))

    def top(self) -> Node:
        """Each series' weightiest node and bend."""
        place = self.log_weight.reshape(len(self.log_weight), -1).argmax(axis=1)
        node, bend = np.divmod(place, len(self.strengths))
        return Node(*self.nodes.place(node), self.strengths[bend])

    def refined(self, pairs: Nodes, levels: int) -> tuple[Nodes, NDArray[np.bool_]]:
        """Nodes whose σ span those of each series that weigh something, and (N,) whether these ones did not do that."""
        sigma = np.broadcast_to(self.nodes.sigma, (len(self.log_weight), self.nodes.sigma.shape[1]))
        q = sigma.shape[1]
        each = self.weight.sum(axis=2).reshape(len(sigma), -1, q).sum(axis=1)
        seen = each > SEEN * each.max(axis=1, keepdims=True)
        first, last = seen.argmax(axis=1), q - 1 - seen[:, ::-1].argmax(axis=1)
        rows = np.arange(len(sigma))
        step = sigma[:, 1] / sigma[:, 0]
        beyond = [
            (first == 0) & (sigma[:, 0] > SMALLEST * 1.001),
            (last == q - 1) & (sigma[:, -1] < LARGEST / 1.001),
        ]
        low = np.where(beyond[0], sigma[:, 0] / step**4, sigma[rows, np.maximum(first - 1, 0)])
        high = np.where(beyond[1], sigma[:, -1] * step**4, sigma[rows, np.minimum(last + 1, q - 1)])
        ends = np.maximum(low, SMALLEST), np.minimum(high, LARGEST)
        nodes = pairs.with_sigma(np.geomspace(*ends, levels, axis=1))
        return nodes, beyond[0] | beyond[1] | (seen.sum(axis=1) < FEWEST_SEEN)


def _counts(values: Array, design: Design, search: Search) -> Mixture:
    """Linearise and weigh until every series stands still."""
    smooth = bends(design)
    strengths = TAU if smooth else STRAIGHT
    linear, converged = _start(values, design)
    node = Node(*(np.full(len(values), one) for one in (*FIRST[:3], FIRST[3] if smooth else 0.0)))
    linear, _ = find_mode(values, design, linear, node, smooth)
    rows, nodes, done = np.arange(len(values)), search.coarse, []
    for rounds in range(1, MOST_ROUNDS + 1):
        found = linearise(values[rows], design, linear)
        weighed = weigh(products(found, nodes.rho, nodes.share, nodes.sigma), nodes, smooth, strengths)
        node = weighed.top()
        moved, reached = find_mode(values[rows], design, linear, node, smooth)
        still = reached & (np.abs(moved - linear).max(axis=1) < MOVED) & (rounds > COARSE_ROUNDS)
        if rounds == COARSE_ROUNDS:
            nodes = weighed.refined(search.fine, search.levels)[0] if search.levels else search.fine
        elif rounds > COARSE_ROUNDS and search.levels:
            finer, unfit = weighed.refined(search.fine, search.levels)
            nodes = nodes.with_sigma(np.where(unfit[:, None], finer.sigma, nodes.sigma))
            still &= ~unfit
        ready = still | (rounds == MOST_ROUNDS)
        if ready.any():
            mixture = mixture_of(weighed, ready, linear=linear, rounds=rounds, still=still)
            fixed = mixture.fixed.copy()
            fixed[..., design.terms.index("intercept")] += mixture.sigma**2 / 2
            done.append((rows[ready], replace(mixture, fixed=fixed, converged=converged[rows[ready]])))
        if ready.all():
            break
        left = np.flatnonzero(~ready)
        rows, linear, nodes = rows[left], moved[left], nodes.take(left)
    order = np.argsort(np.concatenate([places for places, _ in done]))
    return together([mixture for _, mixture in done]).take(order)


def _start(values: Array, design: Design) -> tuple[Array, NDArray[np.bool_]]:
    """(N, n) log means without exposure to start from, of independent counts, and (N,) whether they exist."""
    straight = without_bend(design)
    coefficients, converged = poisson_sums(values, straight)
    return np.clip(np.nan_to_num(coefficients) @ straight.matrix.T, -30.0, 30.0), converged


def _gaussian(values: Array, design: Design, search: Search) -> Mixture:
    """Weigh once: there is nothing to linearise, and σ scales all that a pair of ρ and s gives."""
    smooth = bends(design)
    strengths = TAU if smooth else STRAIGHT
    unit = gaussian_least_squares(values, without_bend(design) if smooth else design)[1] / USUAL_NOISE
    found = gaussian_responses(values, design)
    found = replace(found, response=found.response / unit[:, None], sums=found.sums / unit[:, None])
    observations = int(design.used.sum()) + found.sums.shape[1]
    pairs = search.fine
    base = products(found, pairs.rho, pairs.share, np.ones((1, 1)))
    nodes, every = pairs.with_sigma(SIGMA_GAUSSIAN), np.ones(len(values), dtype=bool)
    for rounds in range(1, MOST_ROUNDS + 1):
        weighed = weigh(_scaled(base, nodes.sigma, observations), nodes, smooth, strengths)
        refined, unfit = weighed.refined(pairs, LEVELS_GAUSSIAN)
        if rounds > 1 and not unfit.any():
            break
        nodes = refined
    mixture = mixture_of(weighed, every, linear=np.zeros(found.response.shape), rounds=1, still=~unfit)
    return replace(mixture, unit=unit, converged=every)


def _scaled(base: Products, sigma: Array, observations: int) -> Products:
    """Products at every σ (1 or N, q) from those at σ = 1."""
    squared = np.broadcast_to(sigma**2, (len(base.cross), sigma.shape[1]))[:, None]
    lanes = (len(base.cross), -1)

    def spread(one: Array) -> Array:
        return one.reshape(*lanes, *one.shape[3:])

    factor = np.ones_like(squared)
    return Products(
        cross=spread(base.cross[:, :, None] / squared[..., None, None]),
        log_determinant=spread(base.log_determinant[..., None] + observations * np.log(squared)),
        state=spread(base.state[:, :, None] * factor[..., None]),
        state_variance=spread(base.state_variance[..., None] * squared),
    )


def gaussian_responses(values: Array, design: Design) -> Responses:
    """Responses of gaussian series (N, n + s): the values less the offset, nothing linearised."""
    n, inside = len(design.times), design.summed
    none = np.zeros(values.shape)
    return Responses(
        matrix=design.matrix,
        used=design.used,
        response=values[:, :n] - design.offset,
        sampling=none[:, :n],
        weights=np.repeat(inside[None], len(values), axis=0),
        sums=values[:, n:][:, design.spans_used] - inside @ design.offset,
        sums_sampling=none[:, n:][:, design.spans_used],
    )


def gaussian_least_squares(values: Array, design: Design) -> tuple[Array, Array]:
    """Coefficients (N, k) and residual standard deviation (N,) of gaussian series (N, n + s)."""
    found, inside = gaussian_responses(values, design), design.summed
    length = np.sqrt(inside.sum(axis=1))  # a sum over m periods varies m times as much, and has m times the mean
    rows = np.concatenate([design.matrix[design.used], inside @ design.matrix / length[:, None]])
    seen = np.concatenate([found.response[:, design.used], found.sums / length], axis=1)
    coefficients = np.asarray(np.linalg.lstsq(rows, seen.T, rcond=None)[0].T)
    squares = ((seen - coefficients @ rows.T) ** 2).sum(axis=1)
    return coefficients, np.sqrt(squares / (len(rows) - rows.shape[1]))


def weigh(found: Products, nodes: Nodes, smooth: int, strengths: Array) -> Weighed:
    """Integrate the coefficients out at every node and under every bend."""
    cross, size = found.cross, found.cross.shape[-1] - 1 - smooth
    inverse = np.linalg.inv(cross[..., :size, :size])
    solved = inverse @ cross[..., :size, size:]
    left = cross[..., size:, size:] - cross[..., size:, :size] @ solved
    stiffness, axes = np.linalg.eigh(left[..., :smooth, :smooth])
    stiffness = np.maximum(stiffness, 0.0)
    pull: Array = np.einsum("ngij,ngi->ngj", axes, left[..., :smooth, -1])
    squared = strengths[:, None] ** 2
    stiff = 1 + stiffness[..., None, :] * squared
    taken = (pull[..., None, :] ** 2 * squared / stiff).sum(axis=-1)
    determinant = found.log_determinant - np.linalg.slogdet(inverse)[1]
    likelihood = -0.5 * (determinant[..., None] + np.log(stiff).sum(axis=-1) + left[..., -1, -1, None] - taken)
    return Weighed(
        nodes,
        strengths,
        likelihood + nodes.log_weight[..., None] + log_bend(strengths),
        {
            "fixed": solved[..., smooth],
            "root": inverse,
            "lean": solved[..., :smooth],
            "axes": axes,
            "stiffness": stiffness,
            "pull": pull,
            "state": found.state,
            "state_variance": found.state_variance,
        },
    )


def alongside(parts: Sequence[Weighed]) -> Weighed:
    """Take the nodes of several models of the same series together, each model as likely before the data speak."""
    first = parts[0]
    pairs = {name: np.tile(getattr(first.nodes, name), len(parts)) for name in ("rho", "share", "log_prior")}
    nodes = replace(first.nodes, **pairs)
    return Weighed(
        nodes,
        first.strengths,
        np.concatenate([part.log_weight for part in parts], axis=1),
        {name: np.concatenate([part.parts[name] for part in parts], axis=1) for name in first.parts},
    )


def mixture_of(
    weighed: Weighed, rows: NDArray[np.bool_], *, linear: Array, rounds: int, still: NDArray[np.bool_]
) -> Mixture:
    """Keep the nodes of some of the series that weigh something."""
    weight = weighed.weight[rows]
    weight = weight / weight.sum(axis=(1, 2), keepdims=True)
    each = weight.sum(axis=2)
    weight = np.where((each > NEGLIGIBLE)[..., None], weight, 0.0)  # whatever other series keep beside it
    many = int((each > NEGLIGIBLE).sum(axis=1).max())
    order = np.argsort(-each, axis=1, kind="stable")[:, :many]
    at = np.arange(len(order))[:, None]
    parts: dict[str, Any] = {name: part[rows][at, order] for name, part in weighed.parts.items()}
    parts["root"] = np.linalg.cholesky(parts["root"])
    weight = weight[at, order]
    rho, share, sigma = weighed.nodes.take(np.flatnonzero(rows)).place(order)
    return Mixture(
        weight=weight / weight.sum(axis=(1, 2), keepdims=True),
        rho=rho,
        share=share,
        sigma=sigma,
        strengths=weighed.strengths,
        linear=linear[rows],
        unit=np.ones(len(order)),
        rounds=np.full(len(order), rounds),
        still=still[rows],
        **parts,
    )
