"""Years of clustered deaths of two sides whose monthly intensities vary: the cells on which one year is judged."""

import itertools
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from turningpoint.killratio.one_period.cluster_factor import factors_of_sums
from turningpoint.killratio.over_time.simulated_deaths import CLUSTERS, Clusters, Deaths, clustered_deaths

MONTHS = 12
EVENTS = (60, 120, 400)
"""Lethal events a year, of both sides together."""
DEVIATION = 0.5
"""Standard deviation of the log intensity of either side from month to month, where it varies."""
WAVES: dict[str, tuple[float, float]] = {
    "constant": (0.0, 0.0),
    "independent": (DEVIATION, 0.0),
    "autocorrelated": (DEVIATION, 0.5),
}
"""How monthly intensities vary: standard deviation, and autocorrelation from one month to the next."""
ODDS = 2.0
"""True ratio of a year; of the earlier of two years it is 1."""
Question = Literal["year", "change"]


@dataclass(frozen=True)
class Cell:
    """One cell, at an ``index`` of the grid from which its random numbers are seeded.

    ``question`` : the ratio of one year, or its change between two years apart. ``waves`` is a key of `WAVES`, and
    ``clusters`` has the ``events`` of a month.
    """

    index: int
    question: Question
    events: int
    waves: str
    clusters: Clusters


def whole_grid() -> tuple[Cell, ...]:
    """Every cell.

    >>> len(whole_grid())
    54
    """
    questions: tuple[Question, ...] = ("year", "change")
    rows = itertools.product(questions, EVENTS, WAVES, CLUSTERS)
    return tuple(
        Cell(place, question, events, waves, replace(clusters, events=events / MONTHS))
        for place, (question, events, waves, clusters) in enumerate(rows)
    )


def truth() -> float:
    """Log of the ratio of intensities, or of its change: both are `ODDS`, for the earlier of two years has 1."""
    return float(np.log(ODDS))


def simulate(cell: Cell, odds: float, series: int, random: np.random.Generator) -> Deaths:
    """Draw N years, deaths by month (N, 12) and the cluster factor of each year (N,).

    Poisson events of each side come around lognormal intensities with the mean 1, deaths are heavy-tailed.
    """
    deviation, rho = WAVES[cell.waves]
    (militants, square_m), (security, square_s) = (
        clustered_deaths(cell.clusters, np.full(MONTHS, share), rho, deviation, series, random)
        for share in (odds / (1 + odds), 1 / (1 + odds))
    )
    sums = [side.sum(axis=1) for side in (militants, security, square_m, square_s, np.zeros_like(militants))]
    return Deaths(militants, security, factors_of_sums(np.column_stack(sums)))
