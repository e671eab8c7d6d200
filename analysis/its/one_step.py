"""Each period predicted from those before it, with holes in between."""

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from analysis.its.banded import Whitening
from analysis.its.differenced import NOTHING, Differenced, Solution

Array = NDArray[np.float64]


def one_step(series: Differenced, solution: Solution, whitening: Whitening) -> tuple[Array, Array]:
    """Predict every period from those before it, coefficients at their estimates.

    A hole is predicted from the periods before it and then forgotten: this is a Kalman filter that is given nothing
    there, exactly diffuse in the starting values.

    Returns
    -------
    tuple
        (n,) predictions; where there is none yet, the outcome itself (in a hole, its expectation given all periods).
        And (n,) innovations over their standard deviation for unit scale, NaN where a period is not used or not
        predicted.
    """
    mean, noise = series.completed(solution)
    n = len(mean)
    begin = n - len(noise)
    rows = whitening.whiten(np.column_stack([series.holes, noise / series.scale]))
    at = np.flatnonzero(~series.design.used)
    standardised = np.full(n, np.nan)
    # what is known of the holes' distances d from their filling: rows d ~ N(seen, 1), as many as there are equations
    rows_known, seen = np.empty((0, len(at))), np.empty(0)
    for t, (row, pivot) in enumerate(zip(rows, whitening.pivots, strict=True), start=begin):
        z = row[:-1]
        earlier = np.where(at < t, z, 0.0)
        weights = _combined(earlier, rows_known)
        error = np.nan if weights is None else row[-1] - weights @ seen
        if np.isfinite(error):
            mean[t] -= error * pivot * series.scale
        if weights is None or t in at:
            rows_known, seen = np.vstack([rows_known, z]), np.append(seen, row[-1])
            continue
        standardised[t] = error / np.sqrt(1 + weights @ weights)
        if weights.any():
            root = np.linalg.cholesky(np.eye(len(seen)) + np.outer(weights, weights))
            rows_known, seen = root.T @ rows_known, linalg.solve_triangular(root, seen + weights * row[-1], lower=True)
    return mean, standardised


def _combined(row: Array, known: Array) -> Array | None:
    """Weights that make a row from known ones, or None where it speaks of something not known yet."""
    if not row.any():
        return np.zeros(len(known))
    weights = np.asarray(np.linalg.lstsq(known.T, row, rcond=None)[0], dtype=np.float64)
    apart = np.linalg.norm(row - known.T @ weights) > NOTHING * np.linalg.norm(row)
    return None if apart else weights
