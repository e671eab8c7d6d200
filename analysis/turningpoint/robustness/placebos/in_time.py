"""Placebo in time: the same model at dates before anything is claimed to have happened."""

import numpy as np
import pandas as pd

from turningpoint.errors import DesignError
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.robustness.placebos.placebo import Placebo, cut_outcome, effects_of, rows_of, too_thin
from turningpoint.spans import cut_at, mean_of_sum, uncut
from turningpoint.timeline import position

BEFORE, AFTER = 60, 24
"""Most periods on either side of a date: longer windows leave hardly a placebo that shares none with another."""


def placebo_dates(whole: Outcome, specification: Specification, *, before: int = BEFORE, after: int = AFTER) -> Placebo:
    """Estimate the effect at every date whose window ends before the intervention, and at the intervention.

    All windows have one shape, that of the real one: as many periods before and after as the series has, at most
    ``before`` and ``after``, and so that the real one cuts no sum over several periods; dates whose window would cut
    one are left out. Dates overlap, and what lies before is not drawn at random: the share is a rank, not the
    p-value of a randomisation.

    Parameters
    ----------
    whole : the series, all there is: earlier than the window of the analysis too.
    specification : its first intervention is the real one.

    Raises
    ------
    DesignError
        The intervention lies outside the series, or its own window does not permit the model.
    """
    real = specification.interventions[0]
    at = position(whole.times, real)
    if not 0 < at < len(whole.times):
        raise DesignError(f"the intervention {real} lies outside the series.")
    before = at - uncut(whole.spans, at - min(before, at))[1]
    after = uncut(whole.spans, at + min(after, len(whole.times) - at))[0] - at
    places, left_out = [at], []
    counts = specification.likelihood != "gaussian"
    for place in range(before, at - after + 1):
        reason = _reason(whole, place, before, after, counts=counts)
        if reason:
            left_out.append((whole.labels[place], reason))
        else:
            places.append(place)
    names = [whole.labels[place] for place in places]
    windows = [cut_outcome(whole, place - before, place + after) for place in places]
    found = effects_of(windows, names, specification)
    confidence, apart = specification.confidence, _apart(places[1:], before + after)
    frame, failed = rows_of(names, names, found, ranked=[True] * len(names), confidence=confidence)
    frame = frame.sort_values(["effect", "name"], ignore_index=True)
    left = pd.DataFrame([*left_out, *failed], columns=["name", "reason"])
    return Placebo("time", real, frame, left, apart, before, after, counts, confidence)


def _reason(whole: Outcome, place: int, before: int, after: int, *, counts: bool) -> str:
    """Why a date is no placebo; empty where it is one."""
    if cut_at(whole.spans, place - before) or cut_at(whole.spans, place + after):
        return "its window would cut a sum over several periods"
    means = np.where(whole.observed, whole.values, mean_of_sum(whole.spans, len(whole.times)))
    earlier, later = (side[np.isfinite(side)] for side in (means[place - before : place], means[place : place + after]))
    if min(len(earlier), len(later)) < 12:
        return "fewer than 12 periods observed on a side"
    return too_thin(earlier, later) if counts else ""


def _apart(places: list[int], length: int) -> int:
    """How many of these windows of one length can be chosen so that no two share a period.

    >>> _apart([60, 61, 143, 144, 300], 84)
    3
    """
    count, free = 0, -length
    for place in sorted(places):
        if place >= free + length:
            count, free = count + 1, place
    return count
