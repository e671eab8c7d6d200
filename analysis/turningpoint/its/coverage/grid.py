"""The grid on which coverage is judged: every cell a process, a length, a memory, a mean and a truth.

Counts come from a lognormal autoregression times negative-binomial noise, which is not the fitted model's own; two
cells more from a process with feedback, two from a course that bends before the intervention, and gaussian ones. The
intervention stands after two thirds of the periods.
"""

import itertools
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.its.coverage.simulated_series import (
    Course,
    Simulated,
    feedback_counts,
    fitted_gaussian,
    lognormal_counts,
)
from turningpoint.its.model.design import Design

Process = Literal["lognormal", "feedback", "curved", "gaussian"]
POINTS = (24, 48, 96, 120, 180)
MEMORY = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9)
MEANS = (3.0, 15.0, 60.0)
DEVIATION, ALPHA = 0.35, 0.05
"""Standard deviation of the latent log mean, and the dispersion of the negative binomial."""
FEEDBACK, PERSISTENCE = 0.3, 0.4
BEND = 0.05
"""Curvature of the course that bends, on the log scale, per year squared."""
TREND, LEVEL, SLOPE = -0.12, 2.0, 1.5
"""Truth where there is a change: log growth a year, jump, and yearly growth after over before. For a gaussian outcome
level and slope are changes in standard deviations of the noise."""
SEASON = (0.2, 0.15, 0.1, -0.05)
"""Coefficients of the two harmonics, on the scale of the link."""


_Row = tuple[Process, int, float, float, bool, int]


@dataclass(frozen=True)
class Cell:
    """One cell of the grid.

    Attributes
    ----------
    index : its place in the whole grid, from which its random numbers are seeded.
    process : ``lognormal``, ``feedback``, ``curved`` (lognormal around a bending course) or ``gaussian``.
    points : n periods. rho : autocorrelation of the latent noise. mean : of the periods before the intervention (0 for
        a gaussian outcome). change : whether the intervention changes anything. harmonics : pairs in course and design.
    """

    index: int
    process: Process
    points: int
    rho: float
    mean: float
    change: bool
    harmonics: int


def whole_grid() -> tuple[Cell, ...]:
    """Every cell. Harmonics come with every second one, so that each value of each factor has them in half its cells.

    >>> len(whole_grid())
    244
    """
    lognormal: list[_Row] = [
        ("lognormal", n, rho, mean, change, 2 * ((i + j + k + change) % 2))
        for (i, n), (j, rho), (k, mean), change in itertools.product(
            enumerate(POINTS), enumerate(MEMORY), enumerate(MEANS), (False, True)
        )
    ]
    gaussian: list[_Row] = [
        ("gaussian", n, rho, 0.0, change, 2 * ((i + j + change) % 2))
        for (i, n), (j, rho), change in itertools.product(enumerate(POINTS), enumerate(MEMORY), (False, True))
    ]
    feedback: list[_Row] = [("feedback", n, FEEDBACK + PERSISTENCE, 15.0, False, 0) for n in (48, 96)]
    curved: list[_Row] = [("curved", n, 0.4, 15.0, False, 0) for n in (96, 120)]
    rows = [*lognormal, *gaussian, *feedback, *curved]
    return tuple(Cell(i, *row) for i, row in enumerate(rows))


def quick_grid() -> tuple[Cell, ...]:
    """A part of the grid that runs in minutes: the same series as there, fewer of them."""
    return tuple(
        cell
        for cell in whole_grid()
        if cell.process in ("lognormal", "gaussian")
        and cell.points in (24, 96)
        and cell.rho in (0.0, 0.4, 0.8)
        and cell.mean < 60
    )


def design_of(cell: Cell) -> Design:
    """Design of a cell: intercept, trend and ramp in years, step, and the harmonics of the calendar month.

    It is put together here because the shortest cell has 8 periods after the intervention, fewer than a fit admits.
    """
    n, at = cell.points, 2 * cell.points // 3
    times = pd.period_range("2015-01", periods=n, freq="M")
    years = (np.arange(n) - at) / 12
    after = (years >= 0).astype(float)
    columns = {"intercept": np.ones(n), "trend": years, "step": after, "ramp": after * years}
    for k in range(1, cell.harmonics + 1):
        angle = 2 * np.pi * k * np.arange(n) / 12
        columns |= {f"sin_{k}": np.sin(angle), f"cos_{k}": np.cos(angle)}
    return Design(
        times=times,
        terms=tuple(columns),
        matrix=np.column_stack(list(columns.values())),
        intervention_terms=("step", "ramp"),
        interventions=(str(times[at]),),
        positions=(at,),
        offset=np.zeros(n),
        transition=np.zeros(n, dtype=bool),
        used=np.ones(n, dtype=bool),
        time_unit="year",
    )


def course_of(cell: Cell, design: Design) -> Course:
    """Course of a cell with and without the intervention, in units of the outcome."""
    effect = np.array([np.log(LEVEL), np.log(SLOPE)] if cell.process != "gaussian" else [LEVEL, SLOPE])
    change = design.matrix[:, 2:4] @ (effect * cell.change)
    before = design.matrix[:, 1] * TREND * cell.change + design.matrix[:, 4:] @ SEASON[: 2 * cell.harmonics]
    if cell.process == "gaussian":
        return Course(before + change, before)
    if cell.process == "curved":
        middle = design.matrix[~design.post, 1].mean()
        before = before + BEND * (design.matrix[:, 1] - middle) ** 2
    without = np.exp(before)
    without *= cell.mean / without[~design.post].mean()
    return Course(without * np.exp(change), without)


def truths_of(cell: Cell, design: Design, series: Simulated) -> dict[str, Array]:
    """Estimand → (N,) what its interval should hold; see ``many_intervals`` for the scales."""
    course = course_of(cell, design)
    after = design.post
    fitted, without = course.mean[after].sum(), course.without[after].sum()
    gaussian = cell.process == "gaussian"
    level, slope = (LEVEL, SLOPE) if gaussian else (np.log(LEVEL), np.log(SLOPE))
    fixed = {"level": level * cell.change, "slope": slope * cell.change, "expected_excess": fitted - without}
    if not gaussian:
        fixed["relative_excess"] = np.log(fitted / without)
    same = np.ones(len(series.observed))
    found = {name: value * same for name, value in fixed.items()}
    return found | {"observed_excess": (series.observed - series.untouched)[:, after].sum(axis=1)}


def simulate(cell: Cell, design: Design, series: int, random: np.random.Generator) -> Simulated:
    """Draw N series of a cell."""
    course = course_of(cell, design)
    if cell.process == "gaussian":
        return fitted_gaussian(course, rho=cell.rho, share=1.0, sigma=1.0, series=series, random=random)
    if cell.process == "feedback":
        return feedback_counts(
            course, feedback=FEEDBACK, persistence=PERSISTENCE, alpha=ALPHA, series=series, random=random
        )
    return lognormal_counts(course, rho=cell.rho, deviation=DEVIATION, alpha=ALPHA, series=series, random=random)
