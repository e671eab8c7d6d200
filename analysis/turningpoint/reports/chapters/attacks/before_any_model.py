"""What the attack-frequency part is about: the question, what is counted, the window, counts before any model."""

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.number_format import fixed, percent
from turningpoint.outcome import Outcome
from turningpoint.sources.embedded.interventions import read_interventions
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


def window_reason(outcome: Outcome, *, country: str) -> str:
    """Say where the window lies, and for Pakistan after which listed events of the year before it starts."""
    start, end = outcome.labels[0], outcome.labels[-1]
    sentence = f"The window runs from {in_words(start)} to {in_words(end)}."
    choice = "Where it starts is a choice; other starts stand below."
    if country != "PAK" or outcome.frequency != "month":
        return f"{sentence} {choice}"
    listed = read_interventions()
    before = (pd.Period(start, "M") - listed["month"]).map(lambda gap: gap.n)
    recent = listed[(before > 0) & (before <= 12)].drop_duplicates("event_id")
    if recent.empty:
        return f"{sentence} {choice}"
    names = "; ".join(f"{row['label']}, {in_words(str(row['month']))}" for row in recent.to_dict("records"))
    return (
        f"{sentence} It starts after these listed events of the year before: {names}. What went before them may belong "
        f"to another phase. {choice}"
    )
