"""What is searched for a break: a series, the columns without one, and those of a step and a ramp at every date."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.errors import DesignError
from turningpoint.its.model.design import Design
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.robustness.straight_model import design_at


@dataclass(frozen=True, eq=False)
class BreakProblem:
    """A series and the breaks that are looked for in it.

    Attributes
    ----------
    values : (n + s,) as observed, one a period and one a span, 0 where there is none. base : design without a break.
    breaks : (d, n, c) columns of a break at each date. dates : d first periods after the break.
    likelihood : of the outcome, gaussian or counts.
    """

    values: Array
    base: Design
    breaks: Array
    dates: tuple[str, ...]
    likelihood: Likelihood

    @property
    def gaussian(self) -> bool:
        """Whether the outcome is gaussian, or counts."""
        return self.likelihood == "gaussian"

    def course(self, place: int | None) -> Design:
        """Design of a course without a break, or with one at the date of this place."""
        if place is None:
            return self.base
        columns = self.breaks[place]
        terms = (*self.base.terms, *(f"break_{self.dates[place]}_{i}" for i in range(columns.shape[1])))
        return replace(self.base, terms=terms, matrix=np.column_stack([self.base.matrix, columns]))


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
    covered = outcome.observed.copy()
    for span in outcome.spans:
        covered[list(span.periods)] = True
    seen = covered.astype(int)
    before: NDArray[np.intp] = np.cumsum(seen) - seen
    after = int(seen.sum()) - before
    places = np.flatnonzero((before >= trim) & (after >= trim))
    if not len(places):
        raise DesignError(
            f"no date leaves {trim} observed periods on either side of {int(covered.sum())}. Choose a longer "
            "window, or a smaller trim."
        )
    dates = tuple(outcome.labels[place] for place in places)
    designs = [design_at(outcome, specification, date) for date in dates]
    first = designs[0]
    moved = [term in first.intervention_terms for term in first.terms]
    breaks = np.stack([design.matrix[:, moved] for design in designs])
    base = first.select(set(first.terms) - set(first.intervention_terms))
    return BreakProblem(np.nan_to_num(outcome.observations), base, breaks, dates, specification.likelihood)
