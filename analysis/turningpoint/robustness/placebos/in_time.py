"""Placebo in time: the same model at dates before anything is claimed to have happened."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from turningpoint.errors import DesignError
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.robustness.placebos.placebo import (
    DATES_RULE,
    OWN_BREAK,
    Placebo,
    cut_outcome,
    effects_of,
    event_near,
    rows_of,
    too_thin,
)
from turningpoint.robustness.straight_model import design_at
from turningpoint.spans import mean_of_sum
from turningpoint.timeline import position

SHAPES = ((60, 24), (48, 24), (36, 24), (36, 12), (24, 12))
"""Most periods before and after a date, the longest first: longer windows leave hardly a placebo that shares none."""
FEWEST_APART = 2
FEWEST_OBSERVED = 12


class Dates(NamedTuple):
    """Placebo dates by place, each in a window of one shape, and label and reason of those left out."""

    before: int
    after: int
    places: list[int]
    left_out: list[tuple[str, str]]

    @property
    def apart(self) -> int:
        """Windows that share no period."""
        return _apart(self.places, self.before + self.after)


def placebo_dates(whole: Outcome, specification: Specification, *, known: Sequence[tuple[str, str]] = ()) -> Placebo:
    """Estimate the effect at every date whose window ends before the intervention, and at the intervention.

    All windows have one shape, that of the real one: the longest of `SHAPES` that leaves as many dates as a rank below
    one minus the confidence needs, two of whose windows share no period. A sum over several periods that an end of a
    window would cut is left out of that window. Dates overlap, and what lies before is not drawn at random: the share
    is a rank, not the p-value of a randomisation. Where no shape leaves enough, ``reason`` says so and there are none.

    ``whole`` is all there is of the series, earlier than the window of the analysis too; the first intervention is the
    real one. ``known`` has period and name of the events listed for this series; no date near one is a placebo. A
    `DesignError` says that the intervention lies outside the series, or its own window does not permit the model.
    """
    real = specification.interventions[0]
    at = position(whole.times, real)
    if not 0 < at < len(whole.times):
        raise DesignError(f"the intervention {real} lies outside the series.")
    fewest, reason = round(1 / (1 - specification.confidence)) - 1, ""
    tried: list[Dates] = []
    for shape in SHAPES:
        dates = _dates(whole, specification, at, shape, known)
        tried.append(dates)
        if len(dates.places) >= fewest and dates.apart >= FEWEST_APART:
            break
    else:
        most = max(tried, key=lambda one: (one.apart, len(one.places)))
        reason = (
            f"{fewest} dates are needed, and {FEWEST_APART} of their windows without a period in common; before {real} "
            f"there are {len(most.places)} with a window of {most.before} and {most.after} periods, {most.apart} apart"
        )
        dates = most._replace(places=[])
    places, names = [at, *dates.places], [whole.labels[place] for place in (at, *dates.places)]
    windows = [cut_outcome(whole, place - dates.before, place + dates.after) for place in places]
    found = effects_of(windows, names, specification)
    confidence = specification.confidence
    frame, failed = rows_of(names, names, found, ranked=[True] * len(names), confidence=confidence)
    frame = frame.sort_values(["effect", "name"], ignore_index=True)
    left = pd.DataFrame([*dates.left_out, *failed], columns=["name", "reason"])
    return Placebo(
        "time", real, frame, left, dates.apart, dates.before, dates.after, specification.likelihood != "gaussian",
        confidence, rule=DATES_RULE if known else "", reason=reason,
    )  # fmt: skip


def _dates(
    whole: Outcome,
    specification: Specification,
    at: int,
    shape: tuple[int, int],
    known: Sequence[tuple[str, str]],
) -> Dates:
    """Placebo dates with windows of a shape, at most as long as the real one."""
    before, after = min(shape[0], at), min(shape[1], len(whole.times) - at)
    found = Dates(before, after, [], [])
    for place in range(before, at - after + 1):
        near = event_near(whole.labels, place, known)
        reason = f"{OWN_BREAK}: {near}" if near else _reason(whole, specification, place, found)
        if reason:
            found.left_out.append((whole.labels[place], reason))
        else:
            found.places.append(place)
    return found


def _reason(whole: Outcome, specification: Specification, place: int, dates: Dates) -> str:
    """Why a date is no placebo; empty where it is one."""
    window = cut_outcome(whole, place - dates.before, place + dates.after)
    means = np.where(window.observed, window.values, mean_of_sum(window.spans, len(window.times)))
    earlier, later = (side[np.isfinite(side)] for side in (means[: dates.before], means[dates.before :]))
    if min(len(earlier), len(later)) < FEWEST_OBSERVED:
        return f"fewer than {FEWEST_OBSERVED} periods observed on a side"
    if specification.likelihood != "gaussian" and (thin := too_thin(earlier, later)):
        return thin
    try:
        design_at(window, specification, whole.labels[place])
    except DesignError as error:
        return str(error)
    return ""


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
