"""A second break: whether there is one, and at which pairs of dates the two can lie."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import DesignError
from turningpoint.its.coverage.simulated_series import Noise
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.robustness.breaks.candidate_dates import BreakProblem, break_problem
from turningpoint.robustness.breaks.gains import best_places, courses_of, replicates_around, scans
from turningpoint.robustness.straight_model import require_null, simulated_p


@dataclass(frozen=True, eq=False)
class TwoBreaks:
    """Two breaks of level and slope, if there are two.

    Attributes
    ----------
    dates : d candidates. best : the pair that fits best.
    p_second : of the hypothesis that there is one break only.
    inside : (d,) whether a date stands in any pair that is not rejected against the best.
    pairs : (d, d) whether the pair of row and column is not rejected.
    apart : fewest periods between the two. replicates : simulated under each hypothesis. confidence : of the set.
    """

    dates: tuple[str, ...]
    best: tuple[str, str]
    p_second: float
    inside: NDArray[np.bool_]
    pairs: NDArray[np.bool_]
    apart: int
    replicates: int
    confidence: float

    @property
    def detectable(self) -> bool:
        """Whether a single break is rejected."""
        return self.p_second <= 1 - self.confidence

    def holds(self, date: str) -> bool | None:
        """Whether a date can be one of the two; None where it is no candidate."""
        return bool(self.inside[self.dates.index(date)]) if date in self.dates else None

    def summary(self, when: str) -> str:
        """Say whether there is a second break, and whether a date can be one of the two."""
        if not self.detectable:
            return f"A second break beside the first is not detectable (p = {self.p_second:.2g})."
        first, second = self.best
        where = {
            None: "was not searched",
            True: "can be one of the two",
            False: "is neither of the two in any pair that the data leave possible",
        }[self.holds(when)]
        return (
            f"Two breaks fit better than one (p = {self.p_second:.2g}), best at {first} and {second}; {when} {where}."
        )


def two_breaks(
    outcome: Outcome,
    specification: Specification,
    *,
    trim: int = 12,
    replicates: int = 99,
    confidence: float = 0.95,
    seed: int = 20210815,
) -> TwoBreaks:
    """Test for a second break of level and slope, and collect the pairs of dates that are not rejected.

    The statistic of a second break is the gain of the best pair over that of the best single date, both under the noise
    of the best single break; its distribution comes from series simulated with one break at the best date. A pair is
    not rejected when its gain lies below the best pair's by less than that of the true pair does in 95% of series
    simulated with two breaks at the best pair: one limit for all pairs, where the set for one break has its own for
    every date.

    Parameters and errors are those of `break_dates`; ``trim`` is the fewest periods between two dates, too, and a
    DesignError where there are no two so far apart.
    """
    require_null(replicates, confidence)
    problem = break_problem(outcome, specification, trim=trim)
    first, second = (places.astype(np.intp) for places in np.triu_indices(len(problem.dates), k=trim))
    if not len(first):
        raise DesignError(f"no two dates lie {trim} periods apart. Choose a longer window, or a smaller trim.")
    one, two, noise = _gains(problem.values[None], problem, first, second)
    at, pair = int(one[0].argmax()), int(two[0].argmax())
    courses = [
        courses_of(problem.values[None], problem, at),
        _course_of_pair(problem, int(first[pair]), int(second[pair])),
    ]
    drawn = replicates_around(courses, noise, replicates, seed, problem)
    null_one, null_two, _ = _gains(drawn, problem, first, second)
    rise = null_two[:replicates].max(axis=1) - null_one[:replicates].max(axis=1)
    p_second = simulated_p(rise, two.max() - one.max())
    under = null_two[replicates:]
    limit = float(np.quantile(under.max(axis=1) - under[:, pair], confidence))
    kept = two[0].max() - two[0] <= limit
    together = np.zeros((len(problem.dates), len(problem.dates)), dtype=bool)
    together[first[kept], second[kept]] = True
    best = (problem.dates[int(first[pair])], problem.dates[int(second[pair])])
    inside = np.asarray(together.any(axis=0) | together.any(axis=1))
    return TwoBreaks(problem.dates, best, p_second, inside, together, trim, replicates, confidence)


def _gains(
    values: Array, problem: BreakProblem, first: NDArray[np.intp], second: NDArray[np.intp]
) -> tuple[Array, Array, Noise]:
    """Gains (N, d) of one break, (N, q) of two, and the noise of the first series."""
    single, pairs = np.empty((len(values), len(problem.dates))), np.empty((len(values), len(first)))
    kept: dict[int, Noise] = {}
    for one in scans(values, problem, best_places(values, problem)):
        single[one.row] = one.scan.gains(one.response)[0]
        pairs[one.row] = one.scan.pairs(first, second).gains(one.response)[0]
        if one.row == 0:
            kept[0] = one.noise
    return single, pairs, kept[0]


def _course_of_pair(problem: BreakProblem, first: int, second: int) -> Array:
    """(1, n) course with breaks at two places, by maximum likelihood."""
    both = replace(problem, base=problem.course(first))
    return courses_of(problem.values[None], both, second)
