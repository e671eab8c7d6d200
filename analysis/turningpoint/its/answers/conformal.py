"""Conformal inference on an effect that stays the same after the intervention, by moving blocks."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array

GRID = 161
"""Effects tried."""
REACH_LOG = 4.0
ITERATIONS = 40


def conformal(
    values: Array, columns: Array, offset: Array, after: NDArray[np.bool_], *, counts: bool, confidence: float
) -> tuple[float | None, float | None, float]:
    """Ends of the interval of an effect on the scale of the link, None where open, and the p-value of no effect.

    Under each effect the model is fitted to all periods with the effect taken out of those after; the test statistic
    is the absolute sum of the residuals after, and its null distribution that of every cyclic shift of them in time, so
    blocks stay together. The interval holds the effects that are not rejected, around the one that leaves no sum.
    Chernozhukov, Wüthrich and Zhu (2021), doi:10.1080/01621459.2021.1920957.

    ``values``, ``offset`` : (n,), the latter log exposure. ``columns`` : (n, k) without the intervention's. ``after`` :
    (n,) mask. ``counts`` : Poisson with Pearson residuals; else least squares.
    """
    sums_at = partial(shifted_sums, values, columns, offset, after, counts=counts)
    reach = REACH_LOG if counts else (4.0 * float(np.ptp(values)) or 1.0)
    tried = np.linspace(-reach, reach, GRID)
    found = [sums_at(float(effect)) for effect in tried]
    out = np.flatnonzero([p_of(sums) <= 1 - confidence for sums in found])
    best = int(np.argmin([sums[0] for sums in found]))
    below, above = out[out < best], out[out > best]
    low = float(tried[below[-1]]) if len(below) else None
    high = float(tried[above[0]]) if len(above) else None
    return low, high, p_of(sums_at(0.0))


def p_of(sums: Array) -> float:
    """Share of the cyclic shifts whose sum after is as large as the one observed, the observed among them."""
    return float((sums >= sums[0] * (1 - 1e-9)).mean())


def shifted_sums(
    values: Array, columns: Array, offset: Array, after: NDArray[np.bool_], effect: float, *, counts: bool
) -> Array:
    """(n,) absolute sums of the residuals after, of every cyclic shift; the one observed first."""
    shift = offset + effect * after
    if counts:
        residuals = _poisson(values, columns, shift)
    else:
        without = values - shift
        residuals = without - columns @ np.linalg.lstsq(columns, without, rcond=None)[0]
    return np.array([abs(np.roll(residuals, by)[after].sum()) for by in range(len(values))])


def _poisson(values: Array, columns: Array, offset: Array) -> Array:
    """Pearson residuals of a Poisson regression, by iteratively reweighted least squares."""
    linear = np.log(values + 0.5)
    for _ in range(ITERATIONS):
        mean = np.exp(np.clip(linear, -30, 30))
        root = np.sqrt(mean)
        response = root * (linear + (values - mean) / mean - offset)
        coefficients = np.linalg.lstsq(root[:, None] * columns, response, rcond=None)[0]
        update = columns @ coefficients + offset
        moved = float(np.abs(update - linear).max())
        linear = update
        if moved < 1e-8:
            break
    mean = np.exp(np.clip(linear, -30, 30))
    return np.asarray((values - mean) / np.sqrt(mean))
