"""Simulate one cell of the grid: how often each method's intervals hold the truth, with the cell's verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.its.answers.contrasts import contrasts, course_rows
from turningpoint.its.calibrated.mixture import Mixture, quantiles
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.coverage import kept_table
from turningpoint.its.coverage.cell_series import World, simulate
from turningpoint.its.coverage.grid import Cell
from turningpoint.its.coverage.kept_table import ORACLE, OURS, RECENT, STRAIGHT
from turningpoint.its.coverage.monte_carlo import judged
from turningpoint.its.coverage.other_intervals import CONFIDENCE, Ends, conventional, oracle
from turningpoint.its.model.bending_trend import with_bend
from turningpoint.its.model.design import Design

CHUNK = 50
"""Series drawn from one seed, which is that of the run, the place of the cell and that of the chunk."""
DRAWS = 1_000
"""Of the course, for its lowest month."""
RECENT_MONTHS = 36
LIGHT = 1e-4
"""Weight of nodes that are left out where quantiles are taken, all together."""


@dataclass(frozen=True, eq=False)
class Chunk:
    """What a chunk of N series gives.

    ``results`` : (method, answer) → (N, 3) whether the interval holds the truth (1 or 0), how far the estimate lies
    above it, and the width; NaN where the method has no interval. ``rho`` : (N,) estimated memory.
    """

    results: dict[tuple[str, str], Array]
    rho: Array


def run_chunk(cell: Cell, *, seed: int, chunk: int, others: bool = True, size: int = CHUNK) -> Chunk:
    """Fit every method, or without the ``others`` ours alone, to the series of one chunk of a cell."""
    draw, month = (np.random.default_rng(child) for child in np.random.SeedSequence([seed, cell.index, chunk]).spawn(2))
    world = simulate(cell, size, draw)
    truths, likelihood = world.answers(), "gaussian" if world.link == "identity" else "negative-binomial"
    design = with_bend(world.design)
    mixture = average(world.values, design, likelihood)
    found = {OURS: _calibrated(mixture, design, world)}
    if others:
        straight = average(world.values, world.design, likelihood)
        found[STRAIGHT] = _calibrated(straight, world.design, world)
        if cell.kind.before > RECENT_MONTHS:
            part, values = last_months(world)
            one = _calibrated(average(values, part, likelihood), part, world)
            found[RECENT] = {name: ends for name, ends in one.items() if name != "before_after_whole"}
        found |= conventional(world) | {ORACLE: oracle(world, truths)}
    results = {
        (method, name): _against(ends[name], truth)
        for method, ends in found.items()
        for name, (truth, _) in truths.items()
        if name in ends
    }
    if cell.kind.noise != "walk":
        results[OURS, "low_point"] = _against(_low_points(mixture, design, month), np.resize(world.lowest, size))
    return Chunk(results, np.einsum("ng,ng->n", mixture.node_weight, mixture.rho))


def last_months(world: World) -> tuple[Design, Array]:
    """The design from 36 months before the intervention on, or from later where that cuts a sum; and its values."""
    design, n = world.design, len(world.design.times)
    start = design.positions[0] - RECENT_MONTHS
    while any(min(span) < start <= max(span) for span in design.spans):
        start += 1
    return design.part(start, n), design.values_of_part(world.values, start, n)


def in_doubt(chunks: Sequence[Chunk]) -> bool:
    """Whether an answer of ours is covered so nearly as often as it must be that more series are wanted."""
    shares = [np.nanmean(found[:, 0]) for (method, _), found in gather(chunks).results.items() if method == OURS]
    low, high = kept_table.DOUBT
    return any(low <= share <= high for share in shares)


def gather(chunks: Sequence[Chunk]) -> Chunk:
    """Put chunks end to end; those that came later may lack the other methods."""
    results = {
        key: np.concatenate([chunk.results[key] for chunk in chunks if key in chunk.results])
        for key in chunks[0].results
    }
    return Chunk(results, np.concatenate([chunk.rho for chunk in chunks]))


def table_of(cell: Cell, chunk: Chunk) -> pd.DataFrame:
    """A row a method and answer, with the columns of ``read_coverage``; none where no series has an interval."""
    kind = cell.kind
    facts = {name: getattr(kind, name) for name in ("course", "outcome", "points", "before", "mean", "rho")}
    facts |= {"cell": cell.index, "kind": kind.name, "deviation": kind.deviation, "truth": _truth(cell)}
    rows = []
    for (method, estimand), found in chunk.results.items():
        known = np.isfinite(found[:, 0])
        if not known.any():
            continue
        row = {**facts, "method": method, "estimand": estimand, **judged(found[:, 0], found[:, 2])}
        row["bias"] = float(found[known, 1].mean())
        ideal = chunk.results.get((ORACLE, estimand))
        row["width_over_oracle"] = np.nan if ideal is None else row["median_width"] / float(np.median(ideal[:, 2]))
        rows.append(row)
    return pd.DataFrame(rows, columns=list(kept_table.COLUMNS))


def thirds_of(cell: Cell, chunk: Chunk) -> pd.DataFrame:
    """A row an answer of ours and third of the estimated memory, with the columns of ``read_thirds``."""
    borders = np.quantile(chunk.rho, [0, 1 / 3, 2 / 3, 1])
    third = np.searchsorted(borders[1:3], chunk.rho)
    rows = []
    for (method, estimand), found in chunk.results.items():
        for place in range(3) if method == OURS else ():
            part, rho = found[third == place], chunk.rho[third == place]
            if not np.isfinite(part[:, 0]).any():
                continue
            row: dict[str, Any] = {
                "cell": cell.index,
                "kind": cell.kind.name,
                "truth": _truth(cell),
                "estimand": estimand,
            }
            row |= {"third": place + 1, "rho_low": rho.min(), "rho_high": rho.max(), **judged(part[:, 0], part[:, 2])}
            rows.append({**row, "verdict": kept_table.verdict_of_third(row["high"])})
    return pd.DataFrame(rows, columns=list(kept_table.THIRD_COLUMNS))


def _truth(cell: Cell) -> str:
    return "change" if cell.change else "none"


def _calibrated(mixture: Mixture, design: Design, world: World) -> Ends:
    """Median and equal-tailed quantiles of the mixture; NaN where there is no estimate."""
    kept, weight = heaviest(mixture.weight)
    points = np.array([0.5, (1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    found = {}
    for name, contrast in contrasts(design, world.link).items():
        nodes = (one.reshape(len(one), -1) for one in contrast.of_mixture(mixture))
        value, variance = (np.take_along_axis(one, kept, axis=1) for one in nodes)
        ends = quantiles(weight, value, variance, points)
        found[name] = np.where(mixture.converged[:, None], ends, np.nan)
    return found


def heaviest(weight: Array) -> tuple[NDArray[np.intp], Array]:
    """(N, m) places of the nodes that weigh all but next to nothing in any of the series, and their weights."""
    flat = weight.reshape(len(weight), -1)
    order = np.argsort(-flat, axis=1)
    sorted_ = np.take_along_axis(flat, order, axis=1)
    reached = np.cumsum(sorted_, axis=1) / sorted_.sum(axis=1, keepdims=True)
    needed = int((reached < 1 - LIGHT).sum(axis=1).max()) + 1
    return order[:, :needed], sorted_[:, :needed]


def _low_points(mixture: Mixture, design: Design, random: np.random.Generator) -> Array:
    """(N, 3) median, first and last month of the middle 95% of the draws' lowest months."""
    coefficients, _ = mixture.draws(DRAWS, random)
    lowest = (coefficients @ course_rows(design).T).argmin(axis=2)
    ends = np.quantile(lowest, [0.5, (1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=1).astype(int).T
    return np.where(mixture.converged[:, None], ends, np.nan)


def _against(ends: Array, truth: Array) -> Array:
    """(N, 3) whether the interval holds the truth, the error of the estimate, and the width."""
    estimate, low, high = ends.T
    inside = np.where(np.isfinite(low), (low <= truth) & (truth <= high), np.nan)
    return np.column_stack([inside, estimate - truth, high - low])
