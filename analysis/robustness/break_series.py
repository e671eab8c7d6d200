"""Gains of every date for many series at once, each with the noise of its own best break; and series under a null."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.its.batched_glm import poisson_refits
from analysis.its.mixture import Mixture, least_squares, of_counts, of_gaussian
from analysis.its.simulation import autoregression
from analysis.robustness.break_problem import BreakProblem
from analysis.robustness.scan import Scan, prepare

Array = NDArray[np.float64]
LINEAR = (-7.0, 30.0)
"""Smallest and largest log mean of a fitted course."""
LARGEST = 1e9
"""Means beyond this are taken for it where counts are drawn."""


ROUGH = 1e-6
"""Tolerance of the fits that only choose the date at which the noise is learnt."""


@dataclass(frozen=True, eq=False)
class Noise:
    """Noise models of N series with their calibrated weights.

    Attributes
    ----------
    weight, sigma : (N, g) weight and standard deviation of each node. rho, share : (g,) memory and lasting share.
    """

    weight: Array
    sigma: Array
    rho: Array
    share: Array

    def repeated(self, size: int) -> "Noise":
        """Give the noise of every series so many times over."""
        return Noise(np.repeat(self.weight, size, axis=0), np.repeat(self.sigma, size, axis=0), self.rho, self.share)


@dataclass(frozen=True, eq=False)
class Gains:
    """What a scan of N series found.

    Attributes
    ----------
    gain : (N, d) gain of each date over no break. best : (N,) place of the date where independent errors fit best.
    noise : of the model with a break at ``best``.
    """

    gain: Array
    best: NDArray[np.intp]
    noise: Noise


def scan_series(values: Array, problem: BreakProblem) -> Gains:
    """Scan N series (N, n) for a break.

    Where independent errors place the break, the model with that break is fitted: noise and working response are its
    own, for a break that is not in the course would be taken for memory. The gains are then those of ``scan``.
    """
    best = best_places(values, problem)
    gain = np.empty((len(values), len(problem.dates)))
    weight: list[Array] = [np.empty(0)] * len(values)
    sigma: list[Array] = [np.empty(0)] * len(values)
    rho, share = np.empty(0), np.empty(0)
    for one in scans(values, problem, best):
        gain[one.row] = one.scan.gains(one.response)[0]
        weight[one.row], sigma[one.row], rho, share = one.weight, one.sigma, one.rho, one.share
    return Gains(gain, best, Noise(np.stack(weight), np.stack(sigma), rho, share))


class Scanned(NamedTuple):
    """One series made ready: its row, its scan, its working response (1, p), and its noise at g nodes."""

    row: int
    scan: Scan
    response: Array
    weight: Array
    sigma: Array
    rho: Array
    share: Array


def scans(values: Array, problem: BreakProblem, best: NDArray[np.intp]) -> Iterator[Scanned]:
    """Make series (N, n) ready one by one, with the noise of a break at ``best`` (N,); series of one date together."""
    used = problem.used
    for at in np.unique(best):
        rows = np.flatnonzero(best == at)
        matrix = problem.course(int(at))
        mixture = _mixture(values[rows], matrix, problem)
        mean, squared = mixture.mean, mixture.sigma**2
        for place, row in enumerate(rows.tolist()):
            if problem.gaussian:
                response, sampling = values[row], np.zeros(values.shape[1])
            else:
                linear = _linear(mean[place], matrix, problem)
                response, sampling = linear + values[row] * np.exp(-linear) - 1, np.exp(-linear)
            likely = mixture.likelihood_weight[place]
            lasting, rest = (float(likely @ (squared[place] * part)) for part in (mixture.share, 1 - mixture.share))
            scan = prepare(problem.base, problem.breaks, used, sampling, lasting, rest, float(likely @ mixture.rho))
            ready = (response - problem.offset)[None, used]
            yield Scanned(row, scan, ready, mixture.weight[place], mixture.sigma[place], mixture.rho, mixture.share)


def best_places(values: Array, problem: BreakProblem) -> NDArray[np.intp]:
    """(N,) place of the date at which a break fits best when periods are taken as independent."""
    return np.asarray(np.argmax(_fits(values, problem), axis=1))


def _mixture(values: Array, matrix: Array, problem: BreakProblem) -> Mixture:
    """Noise of N series (N, n) that share a course."""
    if problem.gaussian:
        return of_gaussian(values - problem.offset, matrix, problem.used)
    return of_counts(values, matrix, problem.offset, problem.used)


def courses_of(values: Array, problem: BreakProblem, place: int | None) -> Array:
    """(N, n) courses of series (N, n) with no break, or one at the date of a place, on the scale of the link."""
    matrix = problem.course(place)
    if problem.gaussian:
        coefficients, _ = least_squares(values - problem.offset, matrix, problem.used)
    else:
        coefficients = poisson_refits(values, matrix, offset=problem.offset, used=problem.used).coefficients
    return np.stack([_linear(row, matrix, problem) for row in coefficients])


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


def draw_series(courses: Array, noise: Noise, random: np.random.Generator, *, gaussian: bool = False) -> Array:
    """Draw one series around each course (N, n), each with a noise model drawn by its calibrated weight."""
    reached = np.cumsum(noise.weight, axis=1)
    nodes = (random.random((len(courses), 1)) * reached[:, -1:] > reached).sum(axis=1)
    rho, share = noise.rho[nodes], noise.share[nodes]
    sigma = np.take_along_axis(noise.sigma, nodes[:, None], axis=1)
    path = np.empty(courses.shape)
    for memory in np.unique(rho):
        rows = rho == memory
        path[rows] = autoregression(float(memory), int(rows.sum()), courses.shape[1], random)
    fresh = random.standard_normal(path.shape)
    mixed = np.sqrt(share)[:, None] * path + np.sqrt(1 - share)[:, None] * fresh
    if gaussian:
        return np.asarray(courses + sigma * mixed)
    variance = np.log1p(sigma**2)
    means = np.exp(np.minimum(courses + np.sqrt(variance) * mixed - variance / 2, np.log(LARGEST)))
    return np.asarray(random.poisson(means), dtype=np.float64)
