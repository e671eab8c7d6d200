"""The data of many regressions, a lane each, and the ascent of their likelihoods in blocks of lanes.

Every operation is on a block of ``BLOCK`` lanes: a last block that is not full repeats a lane. The linear algebra
library therefore always gets matrices of one shape, and a lane has the same result to the last bit whatever the
number of lanes, their order, and which of them are still iterated.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import DataError, DesignError

Ids = NDArray[np.intp]
Part_co = TypeVar("Part_co", covariant=True)
"""A block of lanes, of whatever model."""
BLOCK = 256
"""Lanes of a block: few enough for the processor's cache, many enough for the calls not to count."""
MOST_ITERATIONS = 60
ABSENT = -1e5
"""Log exposure of a period that is not used: its mean is zero, and so is all it would add."""
SLACK = 1e-11
"""Relative loss of log-likelihood that is taken for rounding."""

CONVERGED, SINGULAR, OVERFLOW, SEPARATED, UNFINISHED, UNBOUNDED = range(6)
"""What became of a lane. Singular: columns depend on each other in the periods used. Overflow: fitted means are not
finite. Separated: they tend to zero, as where every count on one side of an intervention is zero. Unfinished: the
iterations did not converge. Unbounded: the counts vary beyond any negative binomial (α above 10,000)."""


def pairs(late: Array, early: Array, *, both: bool) -> Array:
    """(n, k(k+1)/2) products of two columns, x_ti x_uj, to which ``both`` adds x_ui x_tj."""
    i, j = np.tril_indices(late.shape[1])
    return np.asarray(late[:, i] * early[:, j] + (early[:, i] * late[:, j] if both else 0.0))


@lru_cache(maxsize=16)
def _packed(k: int) -> NDArray[np.intp]:
    """(k, k) place of every element of a symmetric matrix among those of its lower triangle."""
    place = np.zeros((k, k), dtype=np.intp)
    i, j = np.tril_indices(k)
    place[i, j] = place[j, i] = np.arange(len(i))
    return place


@dataclass(frozen=True, eq=False)
class Lanes:
    """N series of counts (N, n), zero where not used, of one design (n, k); also B of them that are worked on together.

    ``offset`` : (n,) or (N, n) log exposure, ``ABSENT`` where not used. ``pairs`` : products of columns.
    """

    counts: Array
    matrix: Array
    offset: Array
    pairs: Array

    @classmethod
    def of(
        cls, counts: Array, matrix: Array, offset: Array | None = None, used: NDArray[np.bool_] | None = None
    ) -> "Lanes":
        """Check the data of all lanes."""
        counts, matrix = np.asarray(counts, dtype=float), np.asarray(matrix, dtype=float)
        offset = np.zeros(counts.shape[-1]) if offset is None else np.asarray(offset, dtype=float)
        used = ~np.isnan(counts) if used is None else np.asarray(used, dtype=bool)
        if counts.ndim != 2:
            raise DesignError(f"counts are of shape {counts.shape}. Give one row a lane: counts[None] for one series.")
        n, offsets = counts.shape[1], {"the offset": offset.shape, "the mask of used periods": used.shape}
        for name, shape in {"the design": matrix.shape[:-1], **offsets}.items():
            if shape != (n,) and (name == "the design" or shape != counts.shape):
                raise DesignError(f"{name} has the rows {shape}, the counts {counts.shape}. Give {n} rows a lane.")
        if not (np.isfinite(matrix).all() and np.isfinite(offset).all()):
            raise DesignError(
                "the design or its offset is not finite. Fill or leave out the periods without covariate."
            )
        wrong = used & ~((counts >= 0) & np.isfinite(counts))
        if wrong.any():
            lane, period = np.argwhere(wrong)[0]
            raise DataError(
                f"lane {lane} has the count {counts[lane, period]} in period {period}.",
                remedy="Counts are zero or more; leave the period out of those used.",
            )
        absent = np.where(used, offset, ABSENT)
        return cls(np.where(used, counts, 0.0), matrix, absent, pairs(matrix, matrix, both=False))

    def block(self, ids: Ids) -> "Lanes":
        """Gather the lanes with these positions."""
        counts = self.counts[ids]
        offset = np.broadcast_to(self.offset, counts.shape) if self.offset.ndim == 1 else self.offset[ids]
        return Lanes(counts, self.matrix, offset, self.pairs)

    def predictor(self, coefficients: Array) -> Array:
        """Σ_j x_tj b_j, (B, n), from (k, B)."""
        return np.asarray(np.matmul(coefficients.T, self.matrix.T))

    def cross(self, values: Array) -> Array:
        """Σ_t x_tj v_t, (k, B), from (B, n)."""
        return np.asarray(np.matmul(self.matrix.T, values.T))

    def information(self, weights: Array, lag: int = 0) -> Array:
        """Σ_t w_t x_ti x_tj, (k, k, B), from (B, n); with a lag Σ_t w_t (x_ti x_(t-lag)j + x_(t-lag)i x_tj)."""
        n, k = self.matrix.shape
        products = pairs(self.matrix[lag:], self.matrix[: max(n - lag, 0)], both=True) if lag else self.pairs
        return np.asarray(np.matmul(products.T, weights[:, lag:].T))[_packed(k)]


class Blocks(Protocol[Part_co]):
    """Lanes of whatever model, that are given out in blocks."""

    def block(self, ids: Ids) -> Part_co:
        """Gather the lanes with these positions."""


class Look(NamedTuple):
    """A block of lanes at parameters (p, B): log-likelihood up to a constant, and a Newton step that is sound or not.

    ``size`` : (B,) root mean square of the change of the log means that the step makes, weighted by their information.
    """

    value: Array
    step: Array
    size: Array
    sound: NDArray[np.bool_]


class Summit(NamedTuple):
    """Parameters (p, N), log-likelihood there (N,), problem (N,) and iterations (N,) of every lane."""

    parameters: Array
    value: Array
    problem: NDArray[np.intp]
    iterations: NDArray[np.intp]


def blocks(ids: Ids, width: int = BLOCK) -> Iterator[tuple[Ids, int]]:
    """Cut lanes into blocks of one size; with each comes how many of it are not repetitions."""
    for i in range(0, len(ids), width):
        part = ids[i : i + width]
        lacking = width - len(part)
        yield np.concatenate([part, np.full(lacking, part[-1])]) if lacking else part, len(part)


def climb(
    look: Callable[[Part_co, Array], Look],
    lanes: Blocks[Part_co],
    start: Array,
    ids: Ids,
    tolerance: float,
    *,
    width: int = BLOCK,
    rounds: int = MOST_ITERATIONS,
) -> Summit:
    """Take lanes to the maxima of their likelihoods by Newton's method, halving steps that lose.

    A lane stops when the step that would follow is smaller than ``tolerance``; that step is still taken. The lanes that
    are not among ``ids`` keep their start, (p, N). ``width`` : lanes of a block. ``rounds`` : iterations at most.
    """
    here, trial = start.copy(), start.copy()
    value = np.full(start.shape[1], -np.inf)
    problem = np.zeros(start.shape[1], dtype=np.intp)
    iterations = np.zeros(start.shape[1], dtype=np.intp)
    active, problem[ids] = ids, UNFINISHED
    for _ in range(rounds):
        going = []
        for padded, kept in blocks(active, width):
            own = padded[:kept]
            found = look(lanes.block(padded), trial[:, padded])
            reached, step = found.value[:kept], found.step[:, :kept]
            size, sound = found.size[:kept], found.sound[:kept]
            finite = np.isfinite(reached)
            worse = ~(reached >= value[own] - SLACK * (1 + np.abs(value[own]))) & np.isfinite(value[own])
            better = finite & ~worse
            done = better & sound & (size <= tolerance)
            problem[own[done]] = CONVERGED
            problem[own[better & ~sound]] = SINGULAR
            problem[own[~finite & ~worse]] = OVERFLOW
            value[own[better]] = reached[better]
            here[:, own] = np.where(better, trial[:, own], here[:, own])
            moved = np.where(better & sound, here[:, own] + step, here[:, own])
            trial[:, own] = np.where(worse, (here[:, own] + trial[:, own]) / 2, moved)
            here[:, own[done]] = trial[:, own[done]]
            iterations[own] += 1
            going.append(own[problem[own] == UNFINISHED])
        active = np.concatenate(going) if going else active
        if not len(active):
            break
    return Summit(here, value, problem, iterations)
