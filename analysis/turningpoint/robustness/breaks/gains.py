"""Gains of every date for many series at once, each with the noise of its own best break; and series under a null."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular, toeplitz

from turningpoint.arrays import Array
from turningpoint.its.calibrated.linearisation import linearise
from turningpoint.its.calibrated.mixture import Mixture
from turningpoint.its.calibrated.noise_grid import ROUGH as ROUGH_NOISE
from turningpoint.its.calibrated.posterior import average, gaussian_least_squares, gaussian_responses
from turningpoint.its.calibrated.whitening import Responses
from turningpoint.its.coverage.simulated_series import Noise, draw_series, noise_of, stacked
from turningpoint.its.many_series.count_regressions import poisson_refits
from turningpoint.its.regression.sums import poisson_sums
from turningpoint.robustness.breaks.candidate_dates import BreakProblem
from turningpoint.spans import with_sums

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
    whitener : (p, p) L⁻¹ of the p observations used.
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


def prepare(found: Responses, breaks: Array, lasting: float, independent: float, rho: float) -> Scan:
    """Set up a scan.

    Parameters
    ----------
    found : working responses of one series without a break.
    lasting, independent, rho : the noise: variance of its autoregressive part, of the rest, and memory.
    """
    made = np.concatenate([np.eye(len(found.used))[found.used], found.weights[0]])  # of which periods a response is
    memory = made @ toeplitz(float(rho) ** np.arange(len(found.used))) @ made.T
    sampling = np.concatenate([found.sampling[0, found.used], found.sums_sampling[0]])
    covariance = lasting * memory + independent * made @ made.T + np.diag(sampling)
    root = cholesky(covariance, lower=True)
    whitener = solve_triangular(root, np.eye(len(root)), lower=True)
    others, _ = np.linalg.qr(whitener @ made @ found.matrix)
    rows = np.swapaxes(whitener @ made @ breaks, 1, 2)
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
    noises: dict[int, Noise] = {}
    for one in scans(values, problem, best):
        gain[one.row] = one.scan.gains(one.response)[0]
        noises[one.row] = one.noise
    return Gains(gain, best, stacked([noises[row] for row in range(len(values))]))


class Scanned(NamedTuple):
    """One series made ready: its row, its scan, its working response (1, p), and its noise."""

    row: int
    scan: Scan
    response: Array
    noise: Noise


def scans(values: Array, problem: BreakProblem, best: NDArray[np.intp]) -> Iterator[Scanned]:
    """Make series (N, n) ready one by one, with the noise of a break at ``best`` (N,); series of one date together."""
    for at in np.unique(best):
        rows = np.flatnonzero(best == at)
        mixture = average(values[rows], problem.course(int(at)), problem.likelihood, search=ROUGH_NOISE)
        found = _responses(values[rows], mixture, problem)
        noise = noise_of(mixture)
        variance = noise.sigma**2
        lasting, rest = ((noise.weight * variance * part).sum(axis=1) for part in (noise.share, 1 - noise.share))
        rho = (noise.weight * noise.rho).sum(axis=1)
        for place, row in enumerate(rows.tolist()):
            one = found.take(slice(place, place + 1))
            scan = prepare(one, problem.breaks, float(lasting[place]), float(rest[place]), float(rho[place]))
            response = np.concatenate([one.response[:, one.used], one.sums], axis=1)
            yield Scanned(row, scan, response, Noise(*(part[[place]] for part in vars(noise).values())))


def _responses(values: Array, mixture: Mixture, problem: BreakProblem) -> Responses:
    """Working responses of series (N, n + s) in the course without a break, linearised where the mixture was."""
    if problem.gaussian:
        return gaussian_responses(values, problem.base)
    return linearise(values, problem.base, mixture.linear)


def best_places(values: Array, problem: BreakProblem) -> NDArray[np.intp]:
    """(N,) place of the date at which a break fits best when periods are taken as independent."""
    return np.asarray(np.argmax(_fits(values, problem), axis=1))


def courses_of(values: Array, problem: BreakProblem, place: int | None) -> Array:
    """(N, n) courses of series (N, n) with no break, or one at the date of a place, on the scale of the link."""
    design = problem.course(place)
    if problem.gaussian:
        return gaussian_least_squares(values, design)[0] @ design.matrix.T + design.offset
    coefficients, _ = poisson_sums(values, design)
    return np.clip(coefficients @ design.matrix.T + design.offset, *LINEAR)  # log means that run away are held


def replicates_around(courses: list[Array], noise: Noise, size: int, seed: int, problem: BreakProblem) -> Array:
    """Draw so many series around each course (1, n), from a stream of its own: (courses · size, n)."""
    streams = np.random.SeedSequence(seed).spawn(len(courses))
    drawn = [
        draw_series(
            course.repeat(size, axis=0), noise.repeated(size), np.random.default_rng(stream), gaussian=problem.gaussian
        )
        for course, stream in zip(courses, streams, strict=True)
    ]
    return with_sums(np.concatenate(drawn), problem.base.spans)


def _fits(values: Array, problem: BreakProblem) -> Array:
    """(N, d) log-likelihood of a break at every date, periods taken as independent; -inf where there is none."""
    found = np.empty((len(values), len(problem.dates)))
    for place in range(len(problem.dates)):
        design = problem.course(place)
        if problem.gaussian:
            found[:, place] = -np.log(gaussian_least_squares(values, design)[1])
        elif design.spans_used.any():
            coefficients, converged = poisson_sums(values, design)
            means = with_sums(np.exp(np.clip(coefficients @ design.matrix.T + design.offset, *LINEAR)), design.spans)
            seen = np.concatenate([design.used, design.spans_used])
            likelihood = (values * np.log(means) - means)[:, seen].sum(axis=1)
            found[:, place] = np.where(converged, likelihood, -np.inf)
        else:
            fits = poisson_refits(values, design.matrix, offset=design.offset, used=design.used, tolerance=ROUGH)
            found[:, place] = np.where(fits.converged, fits.log_likelihood, -np.inf)
    return found
