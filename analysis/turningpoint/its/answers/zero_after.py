"""Nothing was counted from the intervention on: what can be told is how small the ratio is at most."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from turningpoint.arrays import Array
from turningpoint.errors import DesignError, FitError
from turningpoint.its.answers.answer import Answer
from turningpoint.its.calibrated.estimator import FEWEST_DEGREES
from turningpoint.its.calibrated.forecast import forecast_means
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.model.bending_trend import with_bend, without_bend
from turningpoint.its.model.design import Design, require_full_rank
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import counted, fixed
from turningpoint.outcome import Outcome
from turningpoint.timeline import in_words

DRAWS = 20_000
METHOD = "exact for counts that are all zero, over the posterior of the log-linear count model of the pre-period alone"


@dataclass(frozen=True, eq=False)
class ZeroAfter:
    """A series of counts without a single one from the intervention on, and its only answers: upper bounds."""

    outcome: Outcome
    specification: Specification
    design: Design
    answers: tuple[Answer, ...]

    def summary(self) -> str:
        """Say the bounds, a sentence each."""
        return " ".join(answer.summary() for answer in self.answers)


def nothing_after(outcome: Outcome, design: Design) -> bool:
    """Whether something was counted before the only intervention, and nothing from it on."""
    values, n, at = outcome.observations, len(design.times), design.positions[0]
    own, sums = design.used & (values[:n] > 0), values[n:] > 0
    reaches = design.membership[:, at:].any(axis=1)
    early = own[:at].any() or (sums & ~reaches).any()
    late = own[at:].any() or (sums & reaches).any()
    lasting = len(design.positions) == 1 and not design.pulses
    return bool(lasting and early and not late and design.covered[at:].any())


def zero_after(outcome: Outcome, design: Design, specification: Specification) -> ZeroAfter:
    """Bound the ratio from above: the r with E exp(−r Σ μ₀ e^u) = (1 − confidence)/2.

    The sum runs over the observed periods from the intervention on, μ₀ e^u are the means that the pre-period's course
    and noise lead to, and the expectation is over its posterior: with a ratio of r or more so many zeros would be
    that rare. It is given for the pre-trend asked for, for a straight one, and for a level alone; a FitError where the
    pre-period does not determine the least of these models.
    """
    found, problem = [], ""
    courses = {"adaptive": "a course before that may bend", "straight": "a straight course before", "level": "no trend"}
    if not specification.bends:
        del courses["adaptive"]
    for name, words in courses.items():
        try:
            found.append(_answer(outcome, design, specification, name, words))
        except (DesignError, FitError) as error:
            problem = str(error)
    if not found:
        raise FitError(
            f"nothing was counted from {design.interventions[0]} on, and the pre-period has no model: {problem}"
        )
    return ZeroAfter(outcome, specification, design, tuple(found))


def upper_bound(totals: Array, tail: float) -> float:
    """The r at which the mean of exp(−r totals), over draws of the expected total (m,), falls to ``tail``."""
    middle = float(np.median(totals))

    def excess(log_ratio: float) -> float:
        return float(np.exp(-np.exp(log_ratio) * totals / middle).mean()) - tail

    return float(np.exp(brentq(excess, -40.0, 40.0)) / middle)


def expected_totals(values: Array, design: Design, *, seed: int) -> Array:
    """(m,) draws of the expected number over the observed periods after, from what the pre-period alone says.

    ``values`` : (n + s,) one value a period, then one a span. ``design`` : its bend among the columns, if it has one.
    """
    before, at = design.before(), design.positions[0]
    straight = without_bend(before)
    require_full_rank(straight)
    if len(before.rows) - len(straight.terms) < FEWEST_DEGREES:
        raise FitError("the pre-period is too short for this model. Use fewer harmonics or covariates.")
    observed = np.nan_to_num(design.values_before(values))  # what is NaN does not enter the fit
    mixture = average(observed[None], before, "negative-binomial")
    if not mixture.converged[0]:
        raise FitError("the model of the pre-period has no finite estimate. Use fewer harmonics or covariates.")
    random = np.random.default_rng(np.random.SeedSequence(seed))
    after = design.matrix[at:, design.stays]
    means = forecast_means(mixture, after, design.offset[at:], DRAWS, random)[0]
    return np.asarray(means[:, design.covered[at:]].sum(axis=1))


def _answer(outcome: Outcome, design: Design, specification: Specification, name: str, words: str) -> Answer:
    asked, confidence, when = design, specification.confidence, design.interventions[0]
    if name == "adaptive":
        asked = with_bend(design)
    if name == "level":
        asked = design.select([term for term in design.terms if term != "trend"])
    totals = expected_totals(outcome.observations, asked, seed=specification.seed)
    high = upper_bound(totals, (1 - confidence) / 2)
    periods = counted(int(design.covered[design.positions[0] :].sum()), outcome.period)
    estimand = f"largest ratio that none in {periods} from {when} on leaves possible, {words}"
    sentence = (
        f"From {in_words(when)} on nothing was counted in {periods}, where with {words} about "
        f"{fixed(float(np.median(totals)), 0)} were to be expected: the ratio is {{}}"
    )
    return Answer(f"zero_after.{name}", estimand, None, None, high, confidence, "ratio", METHOD, sentence, when)
