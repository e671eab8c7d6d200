"""Solve many small symmetric systems at once: Cholesky's factorisation, written over the systems.

A routine of LAPACK called once for each of ten thousand 8 × 8 systems spends its time on the calls. Here the systems
lie along the last axis, every step is one operation on all of them, and a system's numbers do not depend on the others.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array

SINGULAR = 1e-13
"""A pivot that elimination leaves smaller than this part of its diagonal element is rounding, not information."""


class Factor(NamedTuple):
    """Lower triangles L with L L' = A, (k, k, B), and (B,) whether A is positive definite to rounding: else no L."""

    lower: Array
    sound: NDArray[np.bool_]


def factor(systems: Array) -> Factor:
    """Factorise symmetric A, (k, k, B), a system a last position.

    >>> lower, sound = factor(np.array([[4.0, 2.0], [2.0, 5.0]])[:, :, None])
    >>> lower[1, 0, 0], lower[1, 1, 0], bool(sound[0])
    (np.float64(1.0), np.float64(2.0), True)
    """
    lower = np.zeros_like(systems)
    k, _, size = systems.shape
    sound = np.ones(size, dtype=bool)
    for j in range(k):
        column = systems[j:, j] - np.einsum("ijb,jb->ib", lower[j:, :j], lower[j, :j])
        fine = (column[0] > SINGULAR * systems[j, j]) & (column[0] < np.inf)  # false for what is not a number, too
        sound &= fine
        np.multiply(column, 1 / np.sqrt(np.where(fine, column[0], 1.0)), out=lower[j:, j])
    return Factor(lower, sound)


def solve(lower: Array, right: Array) -> Array:
    """Solve A x = right for every system: (k, B) or (k, m, B), as ``right``."""
    found = right.copy()
    own = lower if right.ndim == 2 else lower[:, :, None]
    k = len(found)
    for j in range(k):
        found[j] /= own[j, j]
        found[j + 1 :] -= own[j + 1 :, j] * found[j]
    for j in reversed(range(k)):
        found[j] /= own[j, j]
        found[:j] -= own[j, :j] * found[j]
    return found


def inverse(lower: Array) -> Array:
    """Give A⁻¹ for every system, (B, k, k)."""
    k, _, size = lower.shape
    identity = np.broadcast_to(np.eye(k)[:, :, None], (k, k, size))
    return np.ascontiguousarray(np.moveaxis(solve(lower, identity), -1, 0))
