"""A level that wanders: its disturbances, their covariance once differenced, and their restricted likelihood."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from scipy import linalg, ndimage

from turningpoint.arrays import Array
from turningpoint.errors import FitError
from turningpoint.its.model.design import Design
from turningpoint.its.regression.ols import ROUNDING
from turningpoint.its.time_series.banded_covariance import Banded
from turningpoint.its.time_series.differencing import Differenced, differenced
from turningpoint.its.time_series.maximum_likelihood import LOWEST, Maximum, maximise
from turningpoint.number_format import fixed

GRID = {1: 96, 2: 24}
"""Points along an angle that are looked at first, by the number of angles."""
STARTS = 3
FEWEST_FREE = 3
"""Degrees of freedom, at the least, to estimate standard deviations from."""
WAY_OUT = "Use a longer series, fewer columns, or errors ar1-reml."
LOCAL_LEVEL, LOCAL_LINEAR_TREND = "local level", "local linear trend"


@dataclass(frozen=True, eq=False)
class Wandering:
    """Regression on a series whose level follows a random walk, and whose slope may follow one too.

    y_t = μ_t + x_t b + ε_t, μ_t = μ_{t-1} + β_{t-1} + η_t, β_t = β_{t-1} + ζ_t. The series is differenced until the
    starting level (and slope) drop out, which is an exactly diffuse start. The standard deviations of ε, η and ζ are a
    scale times cos a, sin a cos b and sin a sin b / n: a point on a sphere, on which no value lies at an edge.

    ``series`` : differenced once for a local level (b = 0: a slope, if any, is a column of the design), twice for a
    local linear trend. ``span`` : n of the angles; the length of the series by default.
    """

    series: Differenced
    span: int = 0

    @property
    def angles(self) -> int:
        """How many angles there are: one for a local level, two for a local linear trend."""
        return len(self.series.difference) - 1

    @property
    def free(self) -> int:
        """Degrees of freedom of the scale."""
        return self.series.points - len(self.series.design.terms)

    @property
    def name(self) -> str:
        """What the model is called."""
        return LOCAL_LEVEL if self.angles == 1 else LOCAL_LINEAR_TREND

    def shares(self, angles: Array) -> Array:
        """(3,) standard deviations of ε, η and ζ for unit scale."""
        a, b = angles[0], angles[1] if len(angles) > 1 else 0.0
        n = self.span or len(self.series.filled)
        return np.array([np.cos(a), np.sin(a) * np.cos(b), np.sin(a) * np.sin(b) / n])

    def whitening(self, angles: Array) -> Banded:
        """Factor the covariance of the differenced disturbances."""
        noise, level, slope = self.shares(angles) ** 2
        if self.angles == 1:
            band = [2 * noise + level, -noise]
        else:
            band = [6 * noise + 2 * level + slope, -4 * noise - level, noise]
        covariance = np.tile(np.array(band)[:, None], len(self.series.remainder))
        return Banded(np.asarray(linalg.cholesky_banded(covariance, lower=True, check_finite=False)), np.ones(1))

    def log_likelihood(self, angles: Array) -> float:
        """Restricted log-likelihood, highest over the scale, of the series over its own scale."""
        try:
            return self.series.log_likelihood(self.whitening(angles), restricted=True)
        except np.linalg.LinAlgError:
            return LOWEST

    @cached_property
    def grid(self) -> tuple[Array, Array, Array]:
        """Angles from 0 to π/2, denser towards 0, (g, angles); the log-likelihood at each; the room each stands for."""
        size = GRID[self.angles]
        places = (np.arange(size) + 0.5) / size
        points = np.array(list(product(places, repeat=self.angles)))
        angles = np.pi / 2 * points**2
        return angles, np.array([self.log_likelihood(angle) for angle in angles]), points.prod(axis=1)

    def maximise(self) -> Maximum:
        """Find the highest point of the restricted likelihood, from the highest peaks of the grid."""
        angles, heights, _ = self.grid
        height = np.pad(heights.reshape([GRID[self.angles]] * self.angles), 1, constant_values=-np.inf)
        around = ndimage.maximum_filter(height, size=3)
        peaks = np.flatnonzero((height == around)[(slice(1, -1),) * self.angles].ravel())
        highest = peaks[np.argsort(-heights[peaks], kind="stable")][:STARTS]
        return maximise(self.log_likelihood, list(angles[highest]))

    def sample(self, draws: int, random: np.random.Generator) -> Iterator[tuple[Array, Array]]:
        """Draw ratios and scale of the standard deviations, given the series.

        The ratios come from the restricted likelihood, flat in the angles before the series is seen, so that a level
        that stands still is one possibility among others; the squared scale given them is s² (n - k)/χ²(n - k). Angles,
        and (c,) scales that were drawn with them, over the scale of the series; all c add up to ``draws``.
        """
        angles, heights, room = self.grid
        weight = np.exp(heights - heights.max()) * room
        for angle, count in zip(angles, random.multinomial(draws, weight / weight.sum()), strict=True):
            if count:
                squares = self.series.solve(self.whitening(angle)).sum_of_squares
                yield angle, np.sqrt(squares / random.chisquare(self.free, size=count))


@dataclass(frozen=True, eq=False)
class Choice:
    """The model that was chosen, its maximum, and why in words."""

    model: Wandering
    maximum: Maximum
    message: str


def choose(values: Array, design: Design) -> Choice:
    """Choose between a local level and a local linear trend by Akaike's criterion.

    A local level with the design's trend as a fixed slope is a local linear trend with ζ = 0: both are compared on the
    twice differenced series, so that their restricted likelihoods speak of the same numbers. A design without a trend
    has no local linear trend beside it, and keeps the local level.
    """
    level = Wandering(differenced(values, design, np.array([1.0, -1.0])))
    if level.free < FEWEST_FREE:
        raise FitError(
            f"{int(design.used.sum())} points leave {level.free} degrees of freedom beside the terms of the design; a "
            f"local level needs {FEWEST_FREE}. {WAY_OUT}"
        )
    if level.series.scale <= ROUNDING * np.abs(level.series.filled).max():
        raise FitError(
            f"a fixed level and the terms of the design fit all {int(design.used.sum())} points: there is no noise to "
            "judge an effect by. Choose another outcome, or a longer series."
        )
    at_level = level.maximise()
    trend = Wandering(differenced(values, design, np.array([1.0, -2.0, 1.0])))
    if len(trend.series.design.terms) == len(level.series.design.terms):
        return Choice(level, at_level, "A local level was fitted; the design has no trend that could wander.")
    at_trend = trend.maximise()
    level_only = trend.log_likelihood(np.append(at_level.at, 0.0))
    gained = max(0.0, at_trend.value - level_only)
    said = (
        "by Akaike's criterion: letting the slope wander raises the restricted log-likelihood by "
        f"{fixed(gained, 2)}, and 1 is asked for."
    )
    if gained > 1:
        return Choice(trend, at_trend, f"A local linear trend was preferred to a local level {said}")
    return Choice(level, at_level, f"A local level was preferred to a local linear trend {said}")
