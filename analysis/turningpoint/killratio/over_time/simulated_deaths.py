"""Clustered deaths of two sides with a known course: the grid on which the interval over time is judged."""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from turningpoint.arrays import Array
from turningpoint.its.coverage.cell_series import monthly_design
from turningpoint.its.coverage.simulated_series import Course, lognormal_counts
from turningpoint.its.model.design import Design
from turningpoint.killratio.over_time.design import two_period_design
from turningpoint.killratio.over_time.month_cluster_factors import month_factors

POINTS = (48, 96, 180)
BEFORE = (6, 24, 60)
"""Months before a two-period contrast with five months after."""
MEMORY = (0.0, 0.4, 0.8)
TREND, LEVEL, SLOPE = -0.12, 2.0, 1.5
"""Truth where there is a change: log growth of the odds a year, their jump, and yearly growth after over before."""
DEVIATION = 0.35
"""Standard deviation of the log number of events of each side around its course; of their log odds √2 times as much."""
ODDS = 2.0
"""Militants over security forces where nothing changes; a quarter of it at the intervention where something does."""


@dataclass(frozen=True)
class Clusters:
    """How deaths come: cluster factor E(d²)/E(d) of the deaths d of one event, E(d), and events a month in all."""

    factor: float
    deaths: float
    events: float


CLUSTERS = (Clusters(3.0, 2.0, 15.0), Clusters(9.0, 5.0, 40.0), Clusters(19.0, 5.5, 10.0))
"""Like Pakistan in 2021, in 2010 to 2014, and in 2016."""


@dataclass(frozen=True)
class Cell:
    """One cell, at an ``index`` of the grid from which its random numbers are seeded.

    ``points`` and ``after`` are months in all and from the intervention on, ``rho`` the memory of the latent noise of
    either side. With a ramp it is level and slope by the regression; otherwise only the level, by a two-period contrast
    around a course that is level.
    """

    index: int
    points: int
    after: int
    rho: float
    clusters: Clusters
    change: bool
    ramp: bool


@dataclass(frozen=True, eq=False)
class Deaths:
    """N series: deaths of each side, and cluster factors from the deaths of each event; (N, n) unless said."""

    militants: Array
    security: Array
    factor: Array

    @property
    def deaths(self) -> Array:
        """(N, n) of both sides."""
        return self.militants + self.security


def whole_grid() -> tuple[Cell, ...]:
    """Every cell. A change comes with every second one, so that each value of each factor has it in half its cells.

    >>> len(whole_grid())
    54
    """
    kinds = [(n, n - 2 * n // 3, True) for n in POINTS] + [(before + 5, 5, False) for before in BEFORE]
    rows = itertools.product(enumerate(kinds), enumerate(MEMORY), enumerate(CLUSTERS))
    return tuple(
        Cell(place, points, after, rho, clusters, (i + j + k) % 2 == 1, ramp)
        for place, ((i, (points, after, ramp)), (j, rho), (k, clusters)) in enumerate(rows)
    )


def design_of(cell: Cell) -> Design:
    """Design of a cell: intercept, trend, step and ramp, or of a two-period contrast intercept and step."""
    whole = monthly_design(3 * cell.after, 2 * cell.after, 0)
    if cell.ramp:
        return whole
    times = pd.period_range("2015-01", periods=cell.points, freq="M")
    return two_period_design(times, cell.points - cell.after, np.ones(cell.points, dtype=bool), whole.interventions)


def truth_of(cell: Cell) -> dict[str, float]:
    """Level and slope on the scale of the log odds."""
    level = {"level": float(np.log(LEVEL)) * cell.change}
    return level | ({"slope": float(np.log(SLOPE)) * cell.change} if cell.ramp else {})


def simulate(cell: Cell, design: Design, series: int, random: np.random.Generator) -> Deaths:
    """Draw N series: Poisson events of each side around lognormal autoregressions, deaths of an event heavy-tailed."""
    odds = np.full(cell.points, np.log(ODDS / 4 if cell.change else ODDS))
    if cell.ramp:
        odds += TREND * cell.change * design.matrix[:, 1]
    odds += design.matrix[:, -len(truth_of(cell)) :] @ list(truth_of(cell).values())
    share = expit(odds)
    (militants, square_m), (security, square_s) = (
        clustered_deaths(cell.clusters, part, cell.rho, DEVIATION, series, random) for part in (share, 1 - share)
    )
    sums = np.stack([militants, security, square_m, square_s, np.zeros_like(militants)])
    return Deaths(militants, security, month_factors(sums, np.arange(cell.points) // 12))


def clustered_deaths(
    clusters: Clusters, share: Array, rho: float, deviation: float, series: int, random: np.random.Generator
) -> tuple[Array, Array]:
    """Draw deaths of one side and their squares, summed over the events of each month (N, n).

    Events are Poisson around a lognormal autoregression of this memory and deviation, whose mean is the side's share
    (n,) of the events of a month. Of an event there are 1 and a Poisson-lognormal number.
    """
    course = Course(clusters.events * share, clusters.events * share)
    drawn = lognormal_counts(course, rho=rho, deviation=deviation, alpha=0.0, series=series, random=random)
    events: NDArray[np.intp] = drawn.observed.astype(np.intp)
    mean = clusters.deaths - 1
    variance = clusters.factor * clusters.deaths - clusters.deaths**2
    log_variance = np.log1p((variance - mean) / mean**2)
    which = np.repeat(np.arange(events.size), events.ravel())
    rate = np.exp(np.sqrt(log_variance) * random.standard_normal(len(which)) - log_variance / 2) * mean
    deaths = 1.0 + random.poisson(rate)
    whole, squares = (
        np.bincount(which, power, minlength=events.size).reshape(events.shape).astype(np.float64)
        for power in (deaths, deaths**2)
    )
    return whole, squares
