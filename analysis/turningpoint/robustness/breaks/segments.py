"""Many breaks: the best partition of a series into segments for every number of breaks (Bai & Perron)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.errors import DesignError
from turningpoint.its.model.design import MINIMUM_POINTS
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.robustness.breaks.candidate_dates import break_problem


@dataclass(frozen=True, eq=False)
class ManyBreaks:
    """Partitions of a series.

    Attributes
    ----------
    frame : breaks (number), dates (first period of each later segment, as text), rss, bic; from no break on.
    chosen : number of breaks with the smallest BIC. dates : their first periods.
    shortest : fewest periods of a segment.
    """

    frame: pd.DataFrame
    chosen: int
    dates: tuple[str, ...]
    shortest: int

    def summary(self) -> str:
        """Say where the segments begin."""
        if not self.chosen:
            return "By BIC a single segment describes the series best: no break."
        listed = ", ".join(self.dates)
        return (
            f"By BIC the series falls into {self.chosen + 1} segments, with new ones from {listed}. BIC takes periods "
            "as independent: where they remember each other it finds too many breaks."
        )


def many_breaks(outcome: Outcome, specification: Specification, *, most: int = 5, share: float = 0.15) -> ManyBreaks:
    """Find the partitions of the log of counts (plus a half), or of gaussian values, into segments with trends.

    Each segment has its own level and slope by least squares; the season, common to all, is taken out first.

    Parameters
    ----------
    most : breaks. share : of the series that a segment must have.

    Raises
    ------
    DesignError
        A series too short for two segments.

    References
    ----------
    Bai & Perron (2003), doi:10.1002/jae.659.
    """
    problem = break_problem(outcome, specification, trim=MINIMUM_POINTS)
    used = problem.base.used
    values = problem.values[: len(used)]
    values = (values if problem.gaussian else np.log(values + 0.5))[used] - problem.base.offset[used]
    base = problem.base.matrix[used]
    trend = base[:, :2]
    if base.shape[1] > 2:
        coefficients, *_ = np.linalg.lstsq(base, values, rcond=None)
        values = values - base[:, 2:] @ coefficients[2:]
    labels = [label for label, seen in zip(outcome.labels, used, strict=True) if seen]
    return partitions(values, trend, labels, most=most, share=share)


def partitions(values: Array, columns: Array, labels: list[str], *, most: int = 5, share: float = 0.15) -> ManyBreaks:
    """Find the partitions of values (n,) regressed on columns (n, k) in every segment.

    BIC is n·(log(RSS/n) + 1 + log 2π) + (k+1)(m+1)·log n for m breaks, as R's strucchange has it. A DesignError where
    fewer than two segments fit.
    """
    n, k = columns.shape
    shortest = int(np.floor(share * n))
    if shortest <= k or 2 * shortest > n:
        raise DesignError(f"{n} points do not hold two segments of {shortest} with {k} coefficients each.")
    most = min(most, n // shortest - 1)
    rss = _segments(values, columns, shortest)
    best = np.full((most + 1, n + 1), np.inf)
    last = np.zeros((most + 1, n + 1), dtype=np.intp)
    best[0] = rss[0]
    for breaks in range(1, most + 1):
        for end in range((breaks + 1) * shortest, n + 1):
            starts = np.arange(breaks * shortest, end - shortest + 1)
            totals = best[breaks - 1, starts] + rss[starts, end]
            at = int(totals.argmin())
            best[breaks, end], last[breaks, end] = totals[at], starts[at]
    rows = []
    for breaks in range(most + 1):
        places, end = [], n
        for level in range(breaks, 0, -1):
            end = int(last[level, end])
            places.append(end)
        total = float(best[breaks, n])
        bic = n * (np.log(total / n) + 1 + np.log(2 * np.pi)) + (k + 1) * (breaks + 1) * np.log(n)
        rows.append((breaks, ", ".join(labels[place] for place in reversed(places)), total, float(bic)))
    frame = pd.DataFrame(rows, columns=["breaks", "dates", "rss", "bic"])
    chosen = int(frame["bic"].to_numpy().argmin())
    dates = tuple(frame["dates"].iloc[chosen].split(", ")) if chosen else ()
    return ManyBreaks(frame, chosen, dates, shortest)


def _segments(values: Array, columns: Array, shortest: int) -> Array:
    """(n+1, n+1) residual sums of squares of the segments [start, end); infinite where one is too short."""
    n, k = columns.shape
    moments, cross, squares = np.zeros((n + 1, k, k)), np.zeros((n + 1, k)), np.zeros(n + 1)
    centred = values - values.mean()
    moments[1:] = np.cumsum(columns[:, :, None] * columns[:, None, :], axis=0)
    cross[1:] = np.cumsum(columns * centred[:, None], axis=0)
    squares[1:] = np.cumsum(centred**2)
    rss = np.full((n + 1, n + 1), np.inf)
    for start in range(n - shortest + 1):
        ends = np.arange(start + shortest, n + 1)
        x, y, total = moments[ends] - moments[start], cross[ends] - cross[start], squares[ends] - squares[start]
        solved = np.linalg.solve(x, y[..., None])[..., 0]
        rss[start, ends] = np.maximum(total - (solved * y).sum(axis=1), 0.0)
    return rss
