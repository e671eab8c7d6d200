"""The highest point of a log-likelihood: several starts, a polish by Newton's method, and a check of both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from turningpoint.arrays import Array

Function = Callable[[Array], float]

CLOSE = 1e-6
"""Log-likelihoods this close are the same maximum; a gain below this is none."""
LOWEST = -1e12
"""Stands for a log-likelihood that cannot be computed."""
STEP = 0.02
"""Step of the differences, in standard errors."""


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where a log-likelihood is highest: (p,) parameters and its value.

    ``covariance`` : (p, p) inverse of the observed information (the second derivatives turned round), over the
    directions in which the log-likelihood falls; ``flat`` of the others. ``gain`` : what another Newton step would add,
    g'H⁻¹g/2 with g the gradient: below 1e-6 at a maximum. ``accuracy`` : largest relative difference of the standard
    errors between two step sizes. ``ends`` : (starts,) the log-likelihood that each start led to, highest first.
    """

    at: Array
    value: float
    covariance: Array
    gain: float
    flat: int
    accuracy: float
    ends: tuple[float, ...]

    @property
    def converged(self) -> bool:
        """Whether the gradient vanishes and the log-likelihood falls in every direction."""
        return self.value > LOWEST and self.gain < CLOSE and self.flat == 0

    def jacobian(self, function: Callable[[Array], Array]) -> Array:
        """(k, p) derivatives of a (k,) function at the maximum."""
        columns = []
        for i, error in enumerate(np.sqrt(np.diag(self.covariance))):
            shift = np.zeros(len(self.at))
            shift[i] = np.clip(STEP * error, 1e-5, 5e-3)
            wide, narrow = ((function(self.at + part) - function(self.at - part)) / 2 for part in (shift, shift / 2))
            columns.append((8 * narrow - wide) / (3 * shift[i]))
        return np.column_stack(columns) if columns else np.empty((len(function(self.at)), 0))

    def messages(self, way_out: str) -> list[str]:
        """Say what a reader must know about the search."""
        found = []
        lower = [end for end in self.ends if end < self.value - 10 * CLOSE]
        if not self.converged:
            found.append(
                f"No starting value led to a maximum of the likelihood: the estimates are not to be used. {way_out}"
            )
        elif lower:
            found.append(
                f"{len(lower)} of {len(self.ends)} starting values led to a lower maximum of the likelihood (by "
                f"{self.value - max(lower):.2g} or more); the highest is kept."
            )
        if self.converged and self.accuracy > 0.05:
            found.append(
                f"The curvature of the likelihood depends on the step it is measured with (by {self.accuracy:.0%} of a "
                "standard error): take the intervals as rough."
            )
        return found


def maximise(
    function: Function,
    starts: Sequence[Array],
    *,
    search: Function | None = None,
    to: Callable[[Array], Array] = np.asarray,
) -> Maximum:
    """Climb a smooth log-likelihood (p,) from every start and keep the highest end.

    ``search`` is the log-likelihood in the coordinates of the starts where these are others, ``to`` the way from them.
    """
    if not len(starts[0]):
        value = function(starts[0])
        return Maximum(starts[0], value, np.empty((0, 0)), 0.0, 0, 0.0, (value,))

    def downhill(x: Array) -> float:
        return -(search or function)(x)

    ends = []
    for start in starts:
        with np.errstate(over="ignore", invalid="ignore"):  # a climb without end is told below, as not converged
            climbed = optimize.minimize(
                downhill, start, method="BFGS", jac="3-point", options={"gtol": 1e-4, "maxiter": 300}
            )
        ends.append(_polished(function, to(climbed.x)))
    at, value = max(ends, key=lambda end: end[1])
    gradient, coarse, fine = _derivatives(function, at)
    hessian = (4 * fine - coarse) / 3
    covariance, flat = _inverse(-hessian)
    rough = [np.sqrt(np.diag(_inverse(-each)[0])) for each in (coarse, fine)]
    errors = np.sqrt(np.diag(covariance))
    return Maximum(
        at=at,
        value=value,
        covariance=covariance,
        gain=float(abs(gradient @ covariance @ gradient) / 2),
        flat=flat,
        accuracy=float(np.max(np.abs(rough[1] - rough[0]) / np.where(errors > 0, errors, 1.0), initial=0.0)),
        ends=tuple(sorted((value for _, value in ends), reverse=True)),
    )


def _polished(function: Function, at: Array, rounds: int = 25) -> tuple[Array, float]:
    """Newton's method: halve a step that does not climb, stop when nothing is gained."""
    value = function(at)
    for _ in range(rounds):
        gradient, coarse, fine = _derivatives(function, at)
        size, axes = np.linalg.eigh((coarse - 4 * fine) / 3)
        # uphill along every axis, also where the function is not concave yet
        push = axes @ ((axes.T @ gradient) / np.maximum(np.abs(size), NOTHING_CURVED * max(1.0, np.abs(size).max())))
        if gradient @ push < CLOSE**2:
            break
        for half in range(30):
            tried = at + push / 2**half
            if (height := function(tried)) > value:
                at, value = tried, height
                break
        else:
            break
    return at, value


NOTHING_CURVED = 1e-8
"""Curvature below this share of the largest counts as none."""


def _derivatives(function: Function, at: Array) -> tuple[Array, Array, Array]:
    """Gradient, and second derivatives with a step and with half of it, by central differences."""
    middle = function(at)
    step = np.full(len(at), 1e-3)
    for i, unit in enumerate(np.eye(len(at))):
        curved = 2 * middle - function(at + step[i] * unit) - function(at - step[i] * unit)
        step[i] = np.clip(STEP * step[i] / np.sqrt(max(abs(curved), 1e-300)), 1e-5, 5e-3)
    gradients, hessians = [], []
    for width in (step, step / 2):
        shifts = np.diag(width)
        up = np.array([function(at + shift) for shift in shifts])
        down = np.array([function(at - shift) for shift in shifts])
        gradients.append((up - down) / (2 * width))
        hessian = np.diag(up + down - 2 * middle)
        for i in range(len(at)):
            for j in range(i):
                both = function(at + shifts[i] + shifts[j]) + function(at - shifts[i] - shifts[j])
                across = function(at + shifts[i] - shifts[j]) + function(at - shifts[i] + shifts[j])
                hessian[i, j] = hessian[j, i] = (both - across) / 4
        hessians.append(hessian / np.outer(width, width))
    return (4 * gradients[1] - gradients[0]) / 3, hessians[0], hessians[1]


def _inverse(information: Array) -> tuple[Array, int]:
    """Inverse over the directions in which the information is positive, and the number of others."""
    scale = np.sqrt(np.maximum(np.abs(np.diag(information)), 1e-300))
    size, axes = np.linalg.eigh(information / np.outer(scale, scale))
    good = size > NOTHING_CURVED
    root = axes[:, good] / np.sqrt(size[good]) / scale[:, None]
    return root @ root.T, int((~good).sum())
