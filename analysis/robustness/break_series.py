"""Gains of every date for many series at once, each with the noise of its own best break; and series under a null."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.its.batched_glm import poisson_refits
from analysis.its.mixture import Mixture, least_squares, of_counts, of_gaussian
from analysis.its.simulation import autoregression
from analysis.robustness.break_problem import BreakProblem
from analysis.robustness.scan import prepare

Array = NDArray[np.float64]
LINEAR = (-7.0, 30.0)
"""Smallest and largest log mean of a fitted course."""
LARGEST = 1e9
"""Means beyond this are taken for it where counts are drawn."""


ROUGH = 1e-6
"""Tolerance of the fits that only choose the date at which the noise is learnt."""


@dataclass(frozen=True, eq=False)
class Gains:
    """What a scan of N series found.

    Attributes
    ----------
    gain : (N, d) gain of each date over no break. best : (N,) place of the date where independent errors fit best.
    noise : mixture of the first series alone, of the model with a break at its ``best``.
    """

    gain: Array
    best: NDArray[np.intp]
    noise: Mixture


def scan_series(values: Array, problem: BreakProblem) -> Gains:
    """Scan N series (N, n) for a break.

    Where independent errors place the break, the model with that break is fitted: noise and working response are its
    own, for a break that is not in the course would be taken for memory. The gains are then those of ``scan``.
    """
    used = problem.used
    best = np.argmax(_fits(values, problem), axis=1)
    gain = np.empty((len(values), len(problem.dates)))
    noise: list[Mixture] = []
    for at in dict.fromkeys(best.tolist()):  # the date of the first series first
        rows = np.flatnonzero(best == at)
        matrix = problem.course(at)
        mixture = _mixture(values[rows], matrix, problem)
        if not noise:
            noise.append(mixture if len(rows) == 1 else _mixture(values[:1], matrix, problem))
        mean, squared = mixture.mean, mixture.sigma**2
        for place, row in enumerate(rows):
            if problem.gaussian:
                response, sampling = values[row], np.zeros(values.shape[1])
            else:
                linear = _linear(mean[place], matrix, problem)
                response, sampling = linear + values[row] * np.exp(-linear) - 1, np.exp(-linear)
            likely = mixture.likelihood_weight[place]
            lasting, rest = (float(likely @ (squared[place] * part)) for part in (mixture.share, 1 - mixture.share))
            scan = prepare(problem.base, problem.breaks, used, sampling, lasting, rest, float(likely @ mixture.rho))
            gain[row] = scan.gains((response - problem.offset)[None, used])[0]
    return Gains(gain, best, noise[0])


def _mixture(values: Array, matrix: Array, problem: BreakProblem) -> Mixture:
    """Noise of N series (N, n) that share a course."""
    if problem.gaussian:
        return of_gaussian(values - problem.offset, matrix, problem.used)
    return of_counts(values, matrix, problem.offset, problem.used)


def course_of(values: Array, problem: BreakProblem, place: int | None) -> Array:
    """(n,) course of one series (n,) with no break, or one at the date of a place, on the scale of the link."""
    matrix = problem.course(place)
    if problem.gaussian:
        coefficients, _ = least_squares(values[None] - problem.offset, matrix, problem.used)
    else:
        coefficients = poisson_refits(values[None], matrix, offset=problem.offset, used=problem.used).coefficients
    return _linear(coefficients[0], matrix, problem)


def _linear(coefficients: Array, matrix: Array, problem: BreakProblem) -> Array:
    """(n,) course with the offset; log means that run away are held."""
    found = matrix @ coefficients + problem.offset
    return np.asarray(found if problem.gaussian else np.clip(found, *LINEAR))


def _fits(values: Array, problem: BreakProblem) -> Array:
    """(N, d) log-likelihood of a break at every date, periods taken as independent; -inf where there is none."""
    found = np.empty((len(values), len(problem.dates)))
    for place in range(len(problem.dates)):
        matrix = problem.course(place)
        if problem.gaussian:
            found[:, place] = -np.log(least_squares(values - problem.offset, matrix, problem.used)[1])
        else:
            fits = poisson_refits(values, matrix, offset=problem.offset, used=problem.used, tolerance=ROUGH)
            found[:, place] = np.where(fits.converged, fits.log_likelihood, -np.inf)
    return found


def draw_series(linear: Array, noise: Mixture, problem: BreakProblem, size: int, random: np.random.Generator) -> Array:
    """(size, n) series around one course (n,), each with a noise model drawn by its calibrated weight."""
    weight = noise.weight[0] / noise.weight[0].sum()
    nodes = random.choice(len(weight), size=size, p=weight)
    rho, share, sigma = noise.rho[nodes], noise.share[nodes], noise.sigma[0][nodes]
    path = np.empty((size, len(linear)))
    for memory in np.unique(rho):
        rows = rho == memory
        path[rows] = autoregression(float(memory), int(rows.sum()), len(linear), random)
    fresh = random.standard_normal(path.shape)
    mixed = np.sqrt(share)[:, None] * path + np.sqrt(1 - share)[:, None] * fresh
    if problem.gaussian:
        return np.asarray(linear + sigma[:, None] * mixed)
    variance = np.log1p(sigma**2)[:, None]
    means = np.exp(np.minimum(linear + np.sqrt(variance) * mixed - variance / 2, np.log(LARGEST)))
    return np.asarray(random.poisson(means), dtype=np.float64)
