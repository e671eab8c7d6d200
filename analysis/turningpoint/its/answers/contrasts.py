"""Answers as contrasts of the coefficients: of one fit by its draws, of many series by their mixtures.

The course is the design without season and covariates: intercept, trend, bend, step and ramp. Noise is not part of it.
"""

from dataclasses import dataclass

import numpy as np

from turningpoint.arrays import Array
from turningpoint.its.calibrated.mixture import Mixture
from turningpoint.its.model.design import Design, term_of
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.scale import LARGEST_LOG_MEAN, Link
from turningpoint.its.model.season import periods_of_year

YEARS_BEFORE = 3
"""Years before the intervention over which growth before is taken."""
RISE_YEARS = 2
"""Years over which the rise before the intervention is taken."""
COURSE = ("intercept", "trend", "step", "ramp", "bend_")


@dataclass(frozen=True, eq=False)
class Contrast:
    """One number of the coefficients, on the scale of the link: a log of a ratio, or a change.

    Either ``direction`` (k,), a linear function; or, of counts, the log of the mean of exp over the rows ``above``
    (p, k) less that over ``below`` (q, k), both with an offset.
    """

    direction: Array | None = None
    above: Array | None = None
    below: Array | None = None
    offsets: tuple[Array, Array] | None = None

    def of_mixture(self, mixture: Mixture) -> tuple[Array, Array]:
        """Mean and variance, (N, g, v) each, at every node of N series."""
        if self.direction is not None:
            return mixture.contrast(self.direction[None])
        return mixture.log_ratio(*self._sides())

    def of_draws(self, draws: Array) -> Array:
        """(m,) values of draws of the coefficients (m, k)."""
        if self.direction is not None:
            return np.asarray(draws @ self.direction)
        above, below, over, under = self._sides()
        return log_mean(draws @ above.T + over) - log_mean(draws @ below.T + under)

    def _sides(self) -> tuple[Array, Array, Array, Array]:
        if self.above is None or self.below is None or self.offsets is None:
            raise ValueError("a contrast has a direction, or two sides")
        return self.above, self.below, *self.offsets


def log_mean(log_values: Array) -> Array:
    """(…,) log of the mean of exp over the last axis."""
    held = np.clip(log_values, -LARGEST_LOG_MEAN, LARGEST_LOG_MEAN)
    return np.asarray(np.log(np.exp(held).mean(axis=-1)))


def course_rows(design: Design) -> Array:
    """(n, k) the design without season and covariates."""
    kept = [term.startswith(COURSE) for term in design.terms]
    return np.where(kept, design.matrix, 0.0)


def contrasts(design: Design, link: Link) -> dict[str, Contrast]:
    """Name → contrast of every answer that the design has: those that reach beyond it are left out.

    ``level`` and ``slope`` of the first intervention; ``effect_12``, the first year with over without the
    intervention; ``before_after_12``, ``_24``, ``_whole``: the mean of the course from the intervention on over that
    before it, over a year, two years, all there is; ``growth_before`` and ``growth_since``, least-squares slopes of the
    course per year, over the last three years before and over all periods after; ``acceleration``, their difference;
    ``rise_before``, the course in the last period before over that two years earlier.
    """
    n, at, year = len(design.times), design.positions[0], periods_of_year(design.times)
    eye, course = np.eye(len(design.terms)), course_rows(design)
    found = {"level": Contrast(eye[term_of(design, "step")])}
    if design.pulses:
        return found
    if design.has_ramp:
        found["slope"] = Contrast(eye[term_of(design, "ramp")])
    if n - at >= year:
        rows = slice(at, at + year)
        offset = design.offset[rows]
        found["effect_12"] = _sides(design.matrix[rows], design.counterfactual[rows], link, offset)
    for name, periods in (("12", year), ("24", 2 * year)):
        if periods <= min(at, n - at):
            found[f"before_after_{name}"] = _sides(course[at : at + periods], course[at - periods : at], link)
    found["before_after_whole"] = _sides(course[at:], course[:at], link)
    before, since = np.arange(max(at - YEARS_BEFORE * year, 0), at), np.arange(at, n)
    if min(len(before), len(since)) > 1:
        growth = [_slope(one / year) @ course[one] for one in (before, since)]
        found["growth_before"], found["growth_since"] = map(Contrast, growth)
        found["acceleration"] = Contrast(growth[1] - growth[0])
    if at > RISE_YEARS * year:
        found["rise_before"] = Contrast(course[at - 1] - course[at - 1 - RISE_YEARS * year])
    return found


def of_fit(fit: Fit) -> dict[str, Array]:
    """Name → (m,) draws of every answer, on the scale of the link; empty for a fit without draws."""
    if fit.draws is None:
        return {}
    return {name: one.of_draws(fit.draws) for name, one in contrasts(fit.design, fit.link).items()}


def _sides(above: Array, below: Array, link: Link, offset: Array | None = None) -> Contrast:
    """Compare the means of two parts: as the log of a ratio of counts, as a difference of a gaussian outcome."""
    if link == "identity":
        return Contrast(above.mean(axis=0) - below.mean(axis=0))
    none = np.zeros(len(above)), np.zeros(len(below))
    return Contrast(above=above, below=below, offsets=none if offset is None else (offset, offset))


def _slope(years: Array) -> Array:
    """(p,) weights of the least-squares slope over times in years (p,)."""
    apart = years - years.mean()
    return np.asarray(apart / (apart**2).sum())
