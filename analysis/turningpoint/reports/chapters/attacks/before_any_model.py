"""What the attack-frequency part is about: the question, what is counted, the window, counts before any model."""

import numpy as np

from turningpoint.arrays import Array
from turningpoint.number_format import fixed, percent
from turningpoint.outcome import Outcome
from turningpoint.timeline import in_words, position


def around(outcome: Outcome, when: str) -> tuple[Array, Array]:
    """Values before and from the intervention on: as many periods as both sides hold, at most twelve on each."""
    at = position(outcome.times, when)
    span = min(12, at, len(outcome.values) - at)
    return outcome.values[at - span : at], outcome.values[at : at + span]


def before_and_after(outcome: Outcome, when: str) -> str:
    """Compare the same number of periods before and from the intervention on, without any model.

    Says so where a period in them was not observed. Measured values are compared by their means.
    """
    before, after = around(outcome, when)
    span, period = len(before), f"{outcome.period}s"
    unit = outcome.unit.partition(" per ")[0]
    if np.isnan(before).all() or np.isnan(after).all():
        return f"Nothing was observed in the {span} {period} on one side of {in_words(when)}: no plain count is given."
    if np.isnan([*before, *after]).any() or not outcome.adds_up:
        seen = np.isfinite(before).sum(), np.isfinite(after).sum()
        means = [fixed(float(np.nanmean(side)), 1) for side in (before, after)]
        return (
            f"{'Counted' if outcome.adds_up else 'Measured'}, without any model: a mean of {means[0]} {unit} in the "
            f"{seen[0]} {period} observed among the {span} before {in_words(when)}, {means[1]} in the {seen[1]} "
            f"observed among the {span} from it on."
        )
    change = percent(after.sum() / before.sum() - 1, signed=True) if before.sum() else "from none"
    return (
        f"Counted, without any model: {fixed(before.sum(), 0)} {unit} in the {span} {period} before {in_words(when)}, "
        f"{fixed(after.sum(), 0)} in the {span} {period} from it on ({change})."
    )
