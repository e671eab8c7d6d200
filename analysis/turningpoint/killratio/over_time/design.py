"""Which design the deaths of two sides can bear: a regression, a contrast of two periods, or none."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from turningpoint.errors import DesignError
from turningpoint.its.model.design import MINIMUM_POINTS, Design, build_design
from turningpoint.its.model.events import positions_of
from turningpoint.its.model.specification import Specification
from turningpoint.killratio.over_time.deaths import TwoSides
from turningpoint.killratio.over_time.quasi_binomial import fit_odds
from turningpoint.killratio.over_time.wording import parted
from turningpoint.timeline import Times, frequency

LEAST_POINTS = 2
"""Months with deaths on a side from which two periods can be compared."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """A design, its ``kind``, and why it has no slope (empty where it has)."""

    design: Design
    kind: str
    reason: str


@dataclass(frozen=True)
class NotEstimable:
    """Why nothing can be estimated, and the months with deaths on either side."""

    reason: str
    points: tuple[int, int]


def design_for(
    sides: TwoSides, interventions: Sequence[str], *, harmonics: int = 0, ramp: bool = True
) -> Chosen | NotEstimable:
    """Choose the largest design that these deaths determine."""
    if not interventions:
        raise DesignError("no intervention is given. Name the first month after, e.g. 2021-08.")
    places = positions_of(sides.times, interventions)
    points = parted(sides.seen, places[0])
    if problem := _empty_side(sides, interventions, places):
        return NotEstimable(problem, points)
    each = [parted(sides.seen, at) for at in places]
    if min(map(min, each)) < MINIMUM_POINTS:
        if len(interventions) > 1:
            raise DesignError(
                f"one of the interventions {', '.join(interventions)} has fewer than {MINIMUM_POINTS} months with "
                "deaths on a side: two periods can be compared at one date only. Name one."
            )
        return _two_periods(sides, interventions[0], places[0], points)
    between = min((int(sides.seen[a:b].sum()) for a, b in itertools.pairwise(places)), default=MINIMUM_POINTS)
    close, reason = between < MINIMUM_POINTS, "" if ramp else "No change of slope was asked for."
    if ramp and close:
        reason = (
            f"{' and '.join(interventions)} lie too close for a slope each ({between} months with deaths between "
            "them): each has a step alone."
        )
    asked = Specification(tuple(interventions), ramp=ramp and not close, harmonics=harmonics)
    asked = replace(asked, time_unit="period") if frequency(sides.times) == "index" else asked
    design = build_design(sides.times, asked, observed=sides.seen)
    if not fit_odds(sides.militants[None], sides.deaths[None], design.matrix).converged[0]:
        problem = "the log odds have no finite estimate: one side has no deaths where a column speaks."
        return NotEstimable(problem, points)
    return Chosen(design, "regression", reason)


def _two_periods(sides: TwoSides, when: str, at: int, points: tuple[int, int]) -> Chosen | NotEstimable:
    """Contrast of everything before with everything after, without trend and slope."""
    if min(points) < LEAST_POINTS:
        few = f"{points[0]} months with deaths before {when} and {points[1]} from it on"
        return NotEstimable(f"{few}; two periods can be compared from {LEAST_POINTS} a side.", points)
    design = two_period_design(sides.times, at, sides.seen, (when,))
    reason = (
        f"No slope: a regression needs {MINIMUM_POINTS} months with deaths on a side, and there are {points[0]} before "
        f"and {points[1]} after. The contrast of two periods takes no trend into account."
    )
    return Chosen(design, "two periods", reason)


def two_period_design(times: Times, at: int, used: NDArray[np.bool_], interventions: tuple[str, ...]) -> Design:
    """Intercept and a step from a position on."""
    n = len(times)
    matrix = np.column_stack([np.ones(n), np.arange(n) >= at]).astype(float)
    return Design(
        times=times, terms=("intercept", "step"), matrix=matrix, intervention_terms=("step",),
        interventions=interventions, positions=(at,), offset=np.zeros(n), transition=np.zeros(n, dtype=bool),
        used=used, time_unit="period",
    )  # fmt: skip


def _empty_side(sides: TwoSides, interventions: Sequence[str], places: Sequence[int]) -> str:
    """Say which side has no deaths in which period, or nothing."""
    edges = [0, *places, len(sides.times)]
    names = [f"before {interventions[0]}", *(f"from {when} on" for when in interventions)]
    for name, (a, b) in zip(names, itertools.pairwise(edges), strict=True):
        for side, killed in (("militants", sides.militants), ("security forces", sides.security)):
            if not sides.seen[a:b].any():
                return f"nobody was killed {name}, on either side."
            if killed[a:b].sum() == 0:
                return f"no {side} were killed {name}, so the ratio there has no finite logarithm."
    return ""
