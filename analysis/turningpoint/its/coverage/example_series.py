"""The same world again and again: series in which nothing changed, and what two kinds of interval say of each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.coverage.cell_series import simulate
from turningpoint.its.coverage.grid import Cell, cell_of
from turningpoint.its.coverage.kept_table import OURS
from turningpoint.its.model.bending_trend import with_bend
from turningpoint.its.model.design import Design, term_of
from turningpoint.its.regression.conventional import HAC_LAG, usual_refits, wald_level

USUAL = f"negative-binomial, hac:{HAC_LAG}"
"""The conventional method that stands beside ours, as the table of coverage names it."""
CONFIDENCE = 0.95
"""Of every interval, as in the table of coverage."""


def example_cell() -> Cell:
    """The cell that is shown, chosen before its series were drawn: 96 months, memory 0.6, a flat course, no change."""
    return cell_of("flat, 96 months, memory 0.6", change=False)


@dataclass(frozen=True, eq=False)
class Repeated:
    """N series of one cell, their counts (N, n) and their intervals.

    ``course`` : (N, n) true mean of every period, in units of the outcome. ``usual_fit`` : (N, n) mean fitted by the
    usual method; NaN where it did not converge. ``truth`` : true level ratio. ``intervals`` : method → (N, 2) low and
    high of the level ratio; NaN where the method gives none.
    """

    cell: Cell
    design: Design
    counts: Array
    course: Array
    usual_fit: Array
    truth: float
    intervals: Mapping[str, Array]

    def misses(self, method: str) -> NDArray[np.bool_]:
        """(N,) whether the interval leaves the truth out; a series without an interval misses nothing."""
        low, high = self.intervals[method].T
        return np.asarray((low > self.truth) | (high < self.truth))

    def given(self, method: str) -> int:
        """Count the series for which the method gives an interval."""
        return int(np.isfinite(self.intervals[method]).all(axis=1).sum())

    def covered(self, method: str) -> int:
        """Count the intervals that hold the truth."""
        return self.given(method) - int(self.misses(method).sum())

    def first_misled(self) -> int:
        """Place of the first series whose usual interval leaves the truth out; 0 where there is none."""
        return int(np.argmax(self.misses(USUAL)))

    def to_frame(self) -> pd.DataFrame:
        """Give a row a series and method: series (from 1), method, low, high, truth, holds (None without interval)."""
        rows = []
        for method, ends in self.intervals.items():
            for i, ((low, high), missed) in enumerate(zip(ends, self.misses(method), strict=True), start=1):
                rows.append((i, method, low, high, self.truth, not missed if np.isfinite(low) else None))
        return pd.DataFrame(rows, columns=["series", "method", "low", "high", "truth", "holds"])


def repeat(cell: Cell | None = None, *, series: int = 100, seed: int) -> Repeated:
    """Draw series of a cell of counts, ``example_cell`` by default, and fit the usual and the calibrated model."""
    cell = cell or example_cell()
    if cell.kind.outcome == "gaussian":
        raise ParameterError("series with a gaussian outcome are not repeated here. Choose a cell of counts.")
    if series < 1:
        raise ParameterError(f"{series} series cannot be drawn. Ask for 1 or more.")
    world = simulate(cell, series, np.random.default_rng(seed))
    design, counts = world.design, world.values[:, : cell.kind.points]
    refits, bending = usual_refits(counts, design), with_bend(design)
    mixture = average(world.values, bending, "negative-binomial")
    level = mixture.contrast(np.eye(len(bending.terms))[[term_of(bending, "step")]])
    ends = mixture.quantiles(*level, np.array([(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2]))
    known = np.where(refits.converged[:, None], refits.coefficients, np.nan)
    return Repeated(
        cell=cell,
        design=design,
        counts=counts,
        course=np.broadcast_to(np.exp(world.linear), counts.shape),
        usual_fit=np.exp(known @ design.matrix.T + design.offset),
        truth=float(np.exp(world.coefficients[term_of(design, "step")])),
        intervals={
            USUAL: np.exp(wald_level(refits, design, CONFIDENCE)),
            OURS: np.exp(np.where(mixture.converged[:, None], ends, np.nan)),
        },
    )
