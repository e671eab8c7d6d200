"""When the course was lowest: a distribution over the periods of the series."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turningpoint.its.answers.contrasts import course_rows
from turningpoint.its.model.fit import Fit
from turningpoint.timeline import frequency, labels

BLOCK = 500
"""Draws whose courses are in memory at once."""
MOSTLY = 0.5


@dataclass(frozen=True, eq=False)
class LowPoint:
    """Share of the draws whose course is lowest in each of the n periods.

    ``median``, ``low`` and ``high`` are labels of periods; ``by_year`` the shares by calendar year, empty for an index;
    ``before`` the share on the period before the intervention, where a ramp down ends, and ``since`` that on it or
    later.
    """

    median: str
    low: str
    high: str
    by_year: dict[str, float]
    before: float
    since: float


def low_point(fit: Fit, confidence: float) -> LowPoint | None:
    """Find the lowest period of the course, season left out, in every draw; None for a fit without draws."""
    if fit.draws is None:
        return None
    design, rows = fit.design, course_rows(fit.design).T
    blocks = range(0, len(fit.draws), BLOCK)
    lowest: NDArray[np.intp] = np.concatenate([(fit.draws[i : i + BLOCK] @ rows).argmin(axis=1) for i in blocks])
    names, at = labels(design.times), design.positions[0]
    tail = (1 - confidence) / 2
    low, median, high = np.quantile(lowest, [tail, 0.5, 1 - tail], method="inverted_cdf")
    by_year: dict[str, float] = {}
    if frequency(design.times) != "index":
        years, counts = np.unique(design.times.year.to_numpy()[lowest], return_counts=True)  # type: ignore[union-attr]
        by_year = {str(year): float(count / len(lowest)) for year, count in zip(years, counts, strict=True)}
    before, since = float((lowest == at - 1).mean()), float((lowest >= at).mean())
    return LowPoint(names[median], names[low], names[high], by_year, before, since)
