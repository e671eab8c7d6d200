"""A pre-trend that may bend: columns of a smooth course, learnt where there are data and carried forward."""

from dataclasses import replace

import numpy as np

from turningpoint.arrays import Array
from turningpoint.its.model.design import Design

COLUMNS = 8
"""Smooth shapes kept; they hold all but a thousandth of what a twice integrated noise does around its line."""
VARIANCES = np.array([0.01, 0.03, 0.1, 0.2, 0.4, 0.8, 1.6]) ** 2
"""Variances of the bend over the pre-period that a fit averages over, each as likely; on the scale of the link."""


def with_bend(design: Design) -> Design:
    """Add the smooth shapes to a design, scaled so that the bend has variance one over the pre-period.

    The course bends as a cubic smoothing spline does: the second derivative is white noise. Its shapes are the leading
    eigenvectors of that process's covariance after intercept and trend are taken out over the pre-period, so beyond it
    they go on with the uncertainty that the process has there. They stay in the counterfactual. Wahba (1978),
    doi:10.1111/j.2517-6161.1978.tb01050.x.
    """
    shapes = _shapes(len(design.times), design.positions[0])
    return replace(
        design,
        terms=(*design.terms, *(f"bend_{i + 1}" for i in range(shapes.shape[1]))),
        matrix=np.column_stack([design.matrix, shapes]),
    )


def without_bend(design: Design) -> Design:
    """Take the smooth shapes out of a design."""
    return design.select([term for term in design.terms if not term.startswith("bend_")])


def bends(design: Design) -> int:
    """Count the smooth shapes of a design, which stand last."""
    return sum(term.startswith("bend_") for term in design.terms)


def _shapes(periods: int, before: int) -> Array:
    time = np.arange(1.0, periods + 1) / before
    early, late = np.minimum(time[:, None], time), np.maximum(time[:, None], time)
    covariance = early**2 * (3 * late - early) / 6
    line = np.column_stack([np.ones(periods), time])
    take_out = np.eye(periods)
    take_out[:, :before] -= line @ np.linalg.pinv(line[:before])
    around = take_out @ covariance @ take_out.T
    around /= np.diag(around)[:before].mean()
    values, vectors = np.linalg.eigh(around)
    return np.asarray(vectors[:, : -COLUMNS - 1 : -1] * np.sqrt(values[: -COLUMNS - 1 : -1]))
