"""A trend that may bend: columns of a smooth course, learnt where there are data and carried forward."""

from dataclasses import replace

import numpy as np

from turningpoint.arrays import Array
from turningpoint.its.model.design import Design
from turningpoint.timeline import PERIODS_PER_YEAR, frequency

COLUMNS = 9
"""Smooth shapes kept; they hold all but a thousandth of what a twice integrated noise does around its line."""
MOST_PLACES = 480
"""Periods at which the shapes are found, in longer series; they follow between them as the covariance has it."""


def with_bend(design: Design, rows: int | None = None) -> Design:
    """Add the smooth shapes to a design: a coefficient of standard deviation τ changes the yearly slope by τ in a year.

    The course bends as a cubic smoothing spline does: the second derivative is white noise. Its shapes are the leading
    eigenvectors of that process's covariance after intercept and trend are taken out over the pre-period, so beyond it
    they go on with the uncertainty that the process has there. They stay in the counterfactual. Wahba (1978),
    doi:10.1111/j.2517-6161.1978.tb01050.x. ``rows`` : see ``bend_shapes``.
    """
    before = design.positions[0] if design.positions else len(design.times)
    shapes = bend_shapes(len(design.times), before, per_year(design), rows)
    terms = (*design.terms, *(f"bend_{i + 1}" for i in range(shapes.shape[1])))
    return replace(design, terms=terms, matrix=np.column_stack([design.matrix, shapes]))


def without_bend(design: Design) -> Design:
    """Take the smooth shapes out of a design."""
    return design.select([term for term in design.terms if not term.startswith("bend_")])


def bends(design: Design) -> int:
    """Count the smooth shapes of a design, which stand last."""
    return sum(term.startswith("bend_") for term in design.terms)


def per_year(design: Design) -> float:
    """Periods in the unit of the trend: of a year, or one where the trend counts periods."""
    return PERIODS_PER_YEAR.get(frequency(design.times), 1.0) if design.time_unit == "year" else 1.0


def bend_shapes(periods: int, before: int, per_year: float, rows: int | None = None) -> Array:
    """(periods, COLUMNS) leading shapes of twice integrated white noise, less its line over the first ``before``.

    They are made in blocks of so many ``rows``, where given: in one piece they take memory by the square of the length.
    """
    time = np.arange(1.0, periods + 1) / per_year
    chosen = np.unique(np.linspace(0, periods - 1, min(periods, MOST_PLACES)).astype(int))
    line = np.column_stack([np.ones(periods), time])
    through = np.linalg.pinv(line[:before])

    def around_line(part: Array) -> Array:
        taken: Array = _covariance(part, time[:before]) @ through.T @ line[chosen].T
        return _covariance(part, time[chosen]) - taken

    parts = np.split(time, range(rows, periods, rows)) if rows else [time]
    of_chosen = np.concatenate([around_line(part) for part in parts])
    of_chosen -= line @ (through @ of_chosen[:before])
    values, vectors = np.linalg.eigh(of_chosen[chosen])
    columns = min(COLUMNS, max(periods - 2, 0))
    values, vectors = values[::-1][:columns], vectors[:, ::-1][:, :columns]
    return np.asarray(of_chosen @ (vectors / np.sqrt(values)))


def _covariance(one: Array, other: Array) -> Array:
    """Covariance of integrated twice white noise, which starts at time zero, at times (n,) and (m,)."""
    early, late = np.minimum(one[:, None], other), np.maximum(one[:, None], other)
    return np.asarray(early**2 * (3 * late - early) / 6)
