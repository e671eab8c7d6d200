"""Gains of every date for many series at once, each with the noise of its own best break; and series under a null."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular, toeplitz

from turningpoint.arrays import Array
from turningpoint.its.calibrated.model_average import Mixture, least_squares, of_counts, of_gaussian
from turningpoint.its.coverage.simulated_series import Noise, draw_series
from turningpoint.its.many_series.count_regressions import poisson_refits
from turningpoint.robustness.breaks.candidate_dates import BreakProblem

LINEAR = (-7.0, 30.0)
"""Smallest and largest log mean of a fitted course."""
ROUGH = 1e-6
"""Tolerance of the fits that only choose the date at which the noise is learnt."""
FLAT = 1e-8
"""Share of a column that must be left beside the others for a break to be told from them."""


@dataclass(frozen=True, eq=False)
class Scan:
    """Breaks around one course, under one noise model.

    Attributes
    ----------
    whitener : (p, p) L⁻¹ of the p periods used.
    bases : (d, c, p) orthonormal rows that span the columns of a break at each of d dates beside the others.
    """

    whitener: Array
    bases: Array

    def gains(self, response: Array) -> Array:
        """(N, d) Q of every date for responses (N, p)."""
        whitened = response @ self.whitener.T
        projected = whitened @ self.bases.reshape(-1, whitened.shape[1]).T
        return np.asarray((projected.reshape(len(response), *self.bases.shape[:2]) ** 2).sum(axis=-1))

    def pairs(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> "Scan":
        """Breaks at two dates each, (q,) places of the first and of the second."""
        stacked = np.concatenate([self.bases[first], self.bases[second]], axis=1)
        return Scan(self.whitener, _orthonormal(stacked))


def prepare(
    base: Array, breaks: Array, used: NDArray[np.bool_], sampling: Array, lasting: float, independent: float, rho: float
) -> Scan:
    """Set up a scan.

    Parameters
    ----------
    sampling : (n,) variance of the working response that is not noise.
    lasting, independent, rho : the noise: variance of its autoregressive part, of the rest, and memory.
    """
    memory = toeplitz(float(rho) ** np.arange(len(used)))[np.ix_(used, used)]
    covariance = lasting * memory + np.diag(sampling[used] + independent)
    root = cholesky(covariance, lower=True)
    whitener = solve_triangular(root, np.eye(len(root)), lower=True)
    others, _ = np.linalg.qr(whitener @ base[used])
    rows = np.swapaxes(whitener @ breaks[:, used], 1, 2)
    beside = rows - rows @ others @ others.T
    told = np.linalg.norm(beside, axis=-1) > FLAT * np.linalg.norm(rows, axis=-1)
    return Scan(whitener, _orthonormal(beside * told[..., None]))


def _orthonormal(rows: Array) -> Array:
    """(d, c, p) orthonormal rows that span those given, zero where they are linearly dependent."""
    scaled = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), np.finfo(float).tiny)
    values, vectors = np.linalg.eigh(scaled @ np.swapaxes(scaled, 1, 2))
    weight = np.where(values > FLAT, 1 / np.sqrt(np.maximum(values, FLAT)), 0.0)
    return np.asarray(np.swapaxes(vectors * weight[:, None], 1, 2) @ scaled)


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
    noises = [Noise(np.empty(0), np.empty(0), np.empty(0), np.empty(0))] * len(values)
    for one in scans(values, problem, best):
        gain[one.row], noises[one.row] = one.scan.gains(one.response)[0], one.noise
    weight, sigma = (np.concatenate([getattr(noise, name) for noise in noises]) for name in ("weight", "sigma"))
    return Gains(gain, best, Noise(weight, sigma, noises[0].rho, noises[0].share))


class Scanned(NamedTuple):
    """One series made ready: its row, its scan, its working response (1, p), and its noise."""

    row: int
    scan: Scan
    response: Array
    noise: Noise


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
            noise = Noise(mixture.weight[[place]], mixture.sigma[[place]], mixture.rho, mixture.share)
            yield Scanned(row, scan, ready, noise)


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


def replicates_around(courses: list[Array], noise: Noise, size: int, seed: int, problem: BreakProblem) -> Array:
    """Draw so many series around each course (1, n), from a stream of its own: (courses · size, n)."""
    streams = np.random.SeedSequence(seed).spawn(len(courses))
    drawn = [
        draw_series(
            course.repeat(size, axis=0), noise.repeated(size), np.random.default_rng(stream), gaussian=problem.gaussian
        )
        for course, stream in zip(courses, streams, strict=True)
    ]
    return np.concatenate(drawn)


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
