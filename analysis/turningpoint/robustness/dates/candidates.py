"""What is compared: one series, the course it has anyhow, and a step and a ramp at every candidate date."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.errors import DesignError
from turningpoint.its.model.bending_trend import bend_shapes, per_year
from turningpoint.its.model.design import MINIMUM_POINTS, Design, design_of
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome

STEP, RAMP = 1.0, 0.5
"""Standard deviations, before the data speak, of a step and of a ramp a year, on the scale of the link.

Gaussian outcomes are in units of the residual standard deviation of a straight course without a break.
"""
MOST_DATES = 150
"""Candidates in longer series are every second, third, … period."""
FEWEST_DEGREES = 4
"""Observations, beside those that level, trend and season take, that the noise is learnt from at least."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """A series and the dates of which the evidence is asked.

    Attributes
    ----------
    values : (n + s,) one a period and one a span, 0 where there is none. likelihood : of the outcome.
    base : design without a break and without a bend, k columns.
    shapes : (n, r) of the bend, one basis for all dates: the line is taken out over the whole series.
    steps, ramps : (d, n) columns of each date over what they weigh before the data speak; zero ramps where the
        specification has none.
    dates : d first periods after. trim : observed periods left on either side. every : a candidate every so many.
    """

    values: Array
    likelihood: Likelihood
    base: Design
    shapes: Array
    steps: Array
    ramps: Array
    dates: tuple[str, ...]
    trim: int
    every: int


def candidates_of(
    outcome: Outcome, specification: Specification, *, trim: int | None = None, every: int | None = None
) -> Candidates:
    """Lay out the candidate dates of one series, the specification's own among them where it leaves points enough.

    Parameters
    ----------
    specification : its first intervention is the one that is moved; others, and transitions, are left out: every date
        is judged on the same observations.
    trim : observed periods left on either side, by default twelve, or a quarter of a series of less than 48.
    every : a candidate every so many periods, by default so that there are no more than ``MOST_DATES``.

    A `DesignError` refuses events that end, and a series too short for any date, or for the noise to be learnt.
    """
    if not specification.interventions:
        raise DesignError("an event that ends has no single date to compare. Give an intervention in place of pulses.")
    covered = outcome.observed.copy()
    for span in outcome.spans:
        covered[list(span.periods)] = True
    points = int(covered.sum())
    trim = min(MINIMUM_POINTS, max(3, points // 4)) if trim is None else trim
    before: NDArray[np.intp] = np.cumsum(covered) - covered
    places = np.flatnonzero((before >= trim) & (points - before >= trim))
    if not len(places):
        raise DesignError(
            f"no date leaves {trim} observed periods on either side of {points}. Choose a longer window, or a smaller "
            "trim."
        )
    every = -(-len(places) // MOST_DATES) if every is None else every
    labels = outcome.labels
    own = labels.index(specification.interventions[0]) if specification.interventions[0] in labels else int(places[0])
    places = places[(places - own) % every == 0]
    base = _without_break(outcome, specification, labels[int(places[len(places) // 2])])
    rows, k = base.rows.shape
    if rows - k < FEWEST_DEGREES:
        raise DesignError(
            f"{rows} points leave {rows - k} beside {k} coefficients, and dates are compared with {FEWEST_DEGREES} or "
            "more. Use fewer harmonics, or a longer series."
        )
    unit, at = per_year(base), np.arange(len(base.times))
    since = at - places[:, None]
    ramps = np.maximum(since, 0) / unit * (RAMP if specification.ramp else 0.0)
    return Candidates(
        values=np.nan_to_num(outcome.observations),
        likelihood=specification.likelihood,
        base=base,
        shapes=bend_shapes(len(at), len(at), unit),
        steps=STEP * (since >= 0),
        ramps=ramps,
        dates=tuple(labels[place] for place in places),
        trim=trim,
        every=every,
    )


def _without_break(outcome: Outcome, specification: Specification, date: str) -> Design:
    """Level, trend and season; the exposure in units of its mean, as in the calibrated fit."""
    asked = replace(
        specification, interventions=(date,), ramp=False, transition=0, transition_before=0, pre_trend="straight"
    )
    design = design_of(outcome, asked)
    base = design.select(set(design.terms) - set(design.intervention_terms))
    return replace(base, offset=base.offset - float(base.offset[base.covered].mean()))
