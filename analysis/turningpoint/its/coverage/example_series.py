"""The same world again and again: series in which nothing changed, and what two kinds of interval say of each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.its.calibrated.many_intervals import calibrated_counts
from turningpoint.its.coverage.grid import Cell, course_of, design_of, simulate, whole_grid
from turningpoint.its.coverage.kept_table import OURS
from turningpoint.its.many_series.count_regressions import negative_binomial_refits
from turningpoint.its.model.design import Design
from turningpoint.its.regression.conventional import HAC_LAG, wald_counts

USUAL = f"negative-binomial, hac:{HAC_LAG}"
"""The conventional method that stands beside ours, as the table of coverage names it."""
CONFIDENCE = 0.95
"""Of every interval, as in the table of coverage."""
FORECASTS = 50
"""Of what would have been observed, which nobody asks for here: as few as give a number."""
_WORLD = ("lognormal", 96, 0.6, 15.0, False)


def example_cell() -> Cell:
    """Give the cell of the grid that is shown: 96 months, memory 0.6, 15 events a month, no change.

    It lies in the middle of the grid and was chosen before any of its series was drawn.
    """
    return next(c for c in whole_grid() if (c.process, c.points, c.rho, c.mean, c.change) == _WORLD)


@dataclass(frozen=True, eq=False)
class Repeated:
    """N series of one cell, their counts (N, n) and their intervals.

    Attributes
    ----------
    course : (n,) true mean of every period, in units of the outcome.
    usual_fit : (N, n) mean fitted by the usual method; NaN where it did not converge.
    truth : true level ratio.
    intervals : method → (N, 2) low and high of the level ratio; NaN where the method gives none.
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
            missed = self.misses(method)
            for i, (low, high) in enumerate(ends):
                holds = None if not np.isfinite(low) else not missed[i]
                rows.append((i + 1, method, low, high, self.truth, holds))
        return pd.DataFrame(rows, columns=["series", "method", "low", "high", "truth", "holds"])


def repeat(cell: Cell | None = None, *, series: int = 100, seed: int) -> Repeated:
    """Draw series of a cell of counts, ``example_cell`` by default, and fit the usual and the calibrated model."""
    cell = cell or example_cell()
    if cell.process == "gaussian":
        raise ParameterError("series with a gaussian outcome are not repeated here. Choose a cell of counts.")
    if series < 1:
        raise ParameterError(f"{series} series cannot be drawn. Ask for 1 or more.")
    draw, fit = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(2))
    design = design_of(cell)
    counts = simulate(cell, design, series, draw).observed
    refits = negative_binomial_refits(counts, design.matrix, offset=design.offset, used=design.used, hac_lag=HAC_LAG)
    usual = wald_counts(refits, design, CONFIDENCE)
    ours = calibrated_counts(counts, design, fit, forecasts=FORECASTS, confidence=CONFIDENCE)
    known = np.where(refits.converged[:, None], refits.coefficients, np.nan)
    course = course_of(cell, design)
    at = design.positions[0]
    return Repeated(
        cell=cell,
        design=design,
        counts=counts,
        course=course.mean,
        usual_fit=np.exp(known @ design.matrix.T + design.offset),
        truth=float(course.mean[at] / course.without[at]),
        intervals={USUAL: np.exp(usual["level"]), OURS: np.exp(ours["level"])},
    )
