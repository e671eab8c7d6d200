"""What is searched for a break: a series, the columns without one, and those of a step and a ramp at every date."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import DesignError
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.robustness.straight_model import design_at


@dataclass(frozen=True, eq=False)
class BreakProblem:
    """A series and the breaks that are looked for in it.

    Attributes
    ----------
    values : (n,) as observed, 0 where not used. base : (n, k) columns without a break. offset : (n,) log exposure.
    used : (n,) mask. breaks : (d, n, c) columns of a break at each date. dates : d first periods after the break.
    gaussian : whether the outcome is gaussian, or counts.
    """

    values: Array
    base: Array
    offset: Array
    used: NDArray[np.bool_]
    breaks: Array
    dates: tuple[str, ...]
    gaussian: bool

    def course(self, place: int | None) -> Array:
        """(n, ·) columns of a course without a break, or with one at the date of this place."""
        return self.base if place is None else np.column_stack([self.base, self.breaks[place]])


def break_problem(outcome: Outcome, specification: Specification, *, trim: int = 12) -> BreakProblem:
    """Lay out the breaks of one series.

    Parameters
    ----------
    specification : its first intervention is the one that is moved; the others are left out.
    trim : periods used that are left on either side of every date.

    Raises
    ------
    DesignError
        No date leaves so many periods on both sides.
    """
    seen = outcome.observed.astype(int)
    before: NDArray[np.intp] = np.cumsum(seen) - seen
    after = int(seen.sum()) - before
    places = np.flatnonzero((before >= trim) & (after >= trim))
    if not len(places):
        raise DesignError(
            f"no date leaves {trim} observed periods on either side of {int(outcome.observed.sum())}. Choose a longer "
            "window, or a smaller trim."
        )
    dates = tuple(outcome.labels[place] for place in places)
    designs = [design_at(outcome, specification, date) for date in dates]
    first = designs[0]
    moved = [term in first.intervention_terms for term in first.terms]
    values = np.where(outcome.observed, outcome.values, 0.0)
    base, breaks = first.matrix[:, np.logical_not(moved)], np.stack([design.matrix[:, moved] for design in designs])
    gaussian = specification.likelihood == "gaussian"
    return BreakProblem(values, base, first.offset, outcome.observed, breaks, dates, gaussian)
