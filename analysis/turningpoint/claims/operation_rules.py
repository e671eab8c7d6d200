"""Rule for the claim that the school massacre of December 2014 set off military operations (C14)."""

import numpy as np
import pandas as pd

from turningpoint.claims.attack_series import Ends
from turningpoint.claims.event_rules import SCHOOL
from turningpoint.claims.facts import Facts, Rule
from turningpoint.claims.verdict import Claim, Finding, Verdict, day_in_words
from turningpoint.errors import TurningpointError
from turningpoint.its import Specification, analyse
from turningpoint.its.effects.effect import Effect
from turningpoint.killratio.over_time.month_cluster_factors import deaths_by_month
from turningpoint.killratio.over_time.ratio import ratio_over_time
from turningpoint.number_format import counted
from turningpoint.outcome import Outcome
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.timeline import in_words, parse_times

ZARB_E_AZB = "zarb_e_azb"
MONTHS_AFTER = 24
"""Months from the massacre on that the series of militants killed holds."""


def judge_operations(claim: Claim, facts: Facts) -> Finding:
    """Ask which came first, and whether militants killed jumped at the massacre besides; see `OPERATIONS`."""
    info = table_info("ucdp_ged_pakistan_sides_month")
    change = "An operation that began after the massacre, or a jump in militants killed at it, would change it."
    starts = [facts.event(name)["date"].min() for name in (ZARB_E_AZB, SCHOOL)]
    if any(pd.isna(start) for start in starts):
        nothing = "The dates of the operation and of the massacre are not both in this table."
        return Finding("no data here", nothing, nothing, change, info.title, info.link)
    began, massacre = map(str, starts)
    months = deaths_by_month(facts.sides)
    step, words = _step_at(massacre[:7], [began[:7], massacre[:7]], months, facts)
    verdict = set_off_verdict(before=began < massacre, step=step)
    apart = abs((pd.Period(massacre[:7], freq="M") - pd.Period(began[:7], freq="M")).n)
    order = "before" if began < massacre else "after"
    jump = "no clear jump in militants killed then" if not (step and step.above) else "militants killed jumped then"
    reason = (
        f"Operation Zarb-e-Azb began on {day_in_words(began)}, {counted(apart, 'month')} {order} the massacre of "
        f"{day_in_words(massacre)}; {jump}."
    )
    evidence = f"{words} A step does not show who began the fighting, nor why."
    return Finding(verdict, reason, evidence, change, info.title, info.link)


def set_off_verdict(*, before: bool, step: Ends | None) -> Verdict:
    """Judge whether an event set off what it is said to: what is said to follow came ``before``, and the step at it.

    >>> jump, open_, fall = Ends(2.0, 1.3, 3.0), Ends(1.2, 0.7, 2.0), Ends(0.5, 0.3, 0.8)
    >>> [set_off_verdict(before=True, step=step) for step in (jump, open_, None)]
    ['partly', 'misleading', 'misleading']
    >>> [set_off_verdict(before=False, step=step) for step in (jump, open_, fall)]
    ['supported', 'not shown', 'contradicted']
    """
    if before:
        return "partly" if step and step.above else "misleading"
    if step is None or not (step.above or step.below):
        return "not shown"
    return "supported" if step.above else "contradicted"


def _step_at(at: str, dates: list[str], months: pd.DataFrame, facts: Facts) -> tuple[Ends | None, str]:
    """Step of militants killed at one of two dates, None where it cannot be told; and what is to be said of it."""
    dates, labels = sorted(dates), list(months["month"].astype(str))
    if not set(dates) <= set(labels) or dates[0] == dates[1]:
        return None, f"Deaths by side run from {labels[0]} to {labels[-1]} and do not hold both dates apart."
    try:
        steps = _steps(months.iloc[: labels.index(dates[1]) + MONTHS_AFTER], dates, facts.confidence)
    except TurningpointError as error:
        return None, f"An interrupted time series with both dates fails: {error}"
    said = ", ".join(f"{_times(steps[date])} in {in_words(date)}" for date in dates)
    title = table_info("ucdp_ged_pakistan_sides_month").short_title
    words = f"Militants killed a month ({title}), a step at each date: {said}. {_ratios(months, dates, facts)}"
    here = steps[at]
    return Ends(here.estimate, here.low, here.high), words


def _ratios(months: pd.DataFrame, dates: list[str], facts: Facts) -> str:
    """Say what the kill ratio did at the same dates, or why that cannot be said."""
    try:
        found = ratio_over_time(months, dates, ramp=False, confidence=facts.confidence)
    except TurningpointError as error:
        return f"The kill ratio over the same dates cannot be fitted: {error}"
    levels = [
        f"{_times(effect)} in {in_words(effect.when)}" for effect in found.effects if effect.name == "level_ratio"
    ]
    return f"The kill ratio: {', '.join(levels)}." if levels else found.summary()


def _times(effect: Effect) -> str:
    return Ends(effect.estimate, effect.low, effect.high).words(" times")


def _steps(months: pd.DataFrame, dates: list[str], confidence: float) -> dict[str, Effect]:
    """Level of militants killed a month at each date over what was expected without it."""
    info = table_info("ucdp_ged_pakistan_sides_month")
    outcome = Outcome(
        name="militants_killed", label="militants killed", unit="deaths per month", source=info.short_title,
        geography="Pakistan", times=parse_times(list(months["month"].astype(str))), definition=info.one_row,
        values=months["militants"].to_numpy(dtype=float), exposure=np.ones(len(months)), assumption="",
    )  # fmt: skip
    found = analyse(outcome, Specification(tuple(dates), harmonics=0, ramp=False, confidence=confidence))
    return {effect.when: effect for effect in found.effects if effect.name == "level_ratio"}


OPERATIONS = Rule(
    "The date of the main operation, and an interrupted time series of militants killed a month with a step at it and "
    "at the massacre. Operation first: misleading, or partly when the step at the massacre lies above 1 beyond its "
    "interval. Massacre first: supported when that step lies above 1, contradicted when below, otherwise not shown.",
    judge_operations,
)
