"""The kill ratio over time in the report: which dates, over which months, and what can be said of each."""

from collections.abc import Iterator, Sequence

import pandas as pd

from turningpoint.errors import DataError, DesignError, FitError, ParameterError
from turningpoint.its.effects.effect import Effect
from turningpoint.killratio.deaths_per_event import Lethality, ucdp_lethality
from turningpoint.killratio.over_time.month_cluster_factors import deaths_by_month
from turningpoint.killratio.over_time.ratio import RatioOverTime, ratio_over_time
from turningpoint.killratio.over_time.smooth_course import SmoothRatio
from turningpoint.killratio.over_time.wording import course_words
from turningpoint.number_format import counted, fixed
from turningpoint.sources import read_interventions
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.outcomes.registry import SOURCES
from turningpoint.timeline import in_words

OPERATION, MASSACRE = "zarb_e_azb", "aps_peshawar_massacre"
"""Events with long data on both sides, at which the method is shown at work."""
YEARS_BEFORE = 3
"""Whole years before the intervention's own that a contrast of two periods takes as the period before."""
FEWEST = 12
"""Months after a date below which no course is fitted to them."""


def month_of(event_id: str) -> str:
    """Give the month of a dated event, ``YYYY-MM``: the first in which it could show."""
    events = read_interventions()
    return str(events.loc[events["event_id"] == event_id, "date"].min())[:7]


def source_words() -> str:
    """Name the table of deaths by side."""
    return table_info("ucdp_ged_pakistan_sides_month").short_title


def at_intervention(sides: pd.DataFrame, when: str, *, confidence: float, seed: int) -> RatioOverTime | None:
    """Look at the ratio at one date: a regression where months suffice, else a contrast of two periods.

    None where the date lies outside the deaths by side.
    """
    months = deaths_by_month(sides)
    known = list(months["month"].astype(str))
    if when not in known[1:]:
        return None
    if len(known) - known.index(when) < FEWEST:
        months = deaths_by_month(sides, start=f"{max(int(when[:4]) - YEARS_BEFORE, int(known[0][:4]))}-01")
    return ratio_over_time(months, [when], confidence=confidence, seed=seed)


def at_operation(sides: pd.DataFrame, *, confidence: float, seed: int) -> tuple[RatioOverTime, RatioOverTime]:
    """Look at the operation of 2014 alone, and at it and the massacre that followed, a step each."""
    months, dates = deaths_by_month(sides), [month_of(OPERATION), month_of(MASSACRE)]
    alone, both = (ratio_over_time(months, when, confidence=confidence, seed=seed) for when in (dates[:1], dates))
    return alone, both


def marks(course: SmoothRatio, when: str) -> list[tuple[str, str]]:
    """Give what the figure of the smooth course marks: the operation and, where it lies inside, the intervention."""
    months = set(course.course["month"])
    operation = month_of(OPERATION)
    named = [(operation, f"operation of {operation[:4]}"), (when, "intervention")]
    return [(month, name) for month, name in dict(named).items() if month in months]


def distinct(*found: RatioOverTime | None) -> list[RatioOverTime]:
    """Leave out what is not there, and all but the first analysis of the same dates."""
    first: dict[tuple[str, ...], RatioOverTime] = {}
    for one in found:
        if one is not None:
            first.setdefault(one.interventions, one)
    return list(first.values())


def little_is_known(found: RatioOverTime | None, when: str, sides: pd.DataFrame) -> str:
    """Say what the deaths by side can tell about the intervention, and how little that is."""
    nothing = f"**At {in_words(when)} nothing can be said month by month.**"
    first, last = (in_words(str(deaths_by_month(sides)["month"].iloc[end])) for end in (0, -1))
    if found is None:
        return f"{nothing} Deaths by side are known from {first} to {last} only."
    if found.level is None:
        return f"{nothing} {found.summary()}"
    two_periods = found.kind == "two periods"
    words = course_words(found.level, found.slope, two_periods=two_periods, points=found.points)
    if not two_periods:
        return f"**Month by month.** {words}"
    ends = f"Deaths by side end in {last}, {found.points[1]} months after."
    return f"**At {in_words(when)} itself little can be said.** {ends} {words}"


def _with_naive(found: RatioOverTime) -> Iterator[tuple[Effect, list[Effect]]]:
    """Level and slope of every date, each with the intervals that others would have reported."""
    for effect in found.effects:
        if effect.horizon is None:
            yield effect, [naive for naive in found.naive if (naive.name, naive.when) == (effect.name, effect.when)]


def over_time_table(found: Sequence[RatioOverTime]) -> pd.DataFrame:
    """Set level and slope of every date beside the intervals others would have reported."""
    rows = []
    for one in found:
        model = f"{one.kind}, {counted(len(one.interventions), 'date')}"
        for effect, beside in _with_naive(one):
            what = "level" if effect.name == "level_ratio" else "slope per year"
            row = {"Date": in_words(effect.when), "Model": model, "What": what, "Times": fixed(effect.estimate, 2)}
            row["Calibrated"] = effect.interval(2)
            rows.append(row | {e.method.capitalize(): f"{fixed(e.estimate, 2)} ({e.interval(2)})" for e in beside})
    return pd.DataFrame(rows).fillna("–")


def over_time_frame(found: Sequence[RatioOverTime]) -> pd.DataFrame:
    """Give the same unrounded: one row an effect and method."""
    rows = [
        {
            "date": effect.when, "model": one.kind, "dates": len(one.interventions), "effect": effect.name,
            "method": method, "estimate": e.estimate, "low": e.low, "high": e.high, "confidence": e.confidence,
        }
        for one in found
        for effect, beside in _with_naive(one)
        for method, e in [("calibrated", effect), *((naive.method, naive) for naive in beside)]
    ]  # fmt: skip
    return pd.DataFrame(rows)


def lethality_at(when: str, start: str, end: str, *, confidence: float) -> tuple[Lethality | None, str]:
    """Deaths per event at a date, in a window as far as UCDP covers it; None with the reason where there is none."""
    first, last = SOURCES["ucdp-ged"].coverage
    try:
        found = ucdp_lethality([when], start=max(start, first), end=min(end, last), confidence=confidence)
    except (DataError, DesignError, FitError, ParameterError) as error:
        return None, f"**How deadly single events are** cannot be said for this date and window: {error}"
    return found, ""


def lethality_words(found: Lethality) -> str:
    """Give the course of deaths per event over the years, and what happened at the intervention."""
    yearly = found.yearly.dropna(subset="deaths_per_event")
    listed = ", ".join(f"{fixed(row['deaths_per_event'], 1)} in {row['year']:.0f}" for row in yearly.to_dict("records"))
    return f"**How deadly single events are.** Deaths per lethal event: {listed}. {found.summary()}"
