"""Rule for the claim that the school massacre of December 2014 set off military operations (C14)."""

from collections.abc import Iterable, Mapping

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
from turningpoint.sources.embedded.ucdp_sides import NAME as SIDES
from turningpoint.timeline import in_words, parse_times

ZARB_E_AZB = "zarb_e_azb"
MONTHS_AFTER = 24
"""Months from the massacre on that the series of militants killed holds."""


def judge_operations(claim: Claim, facts: Facts) -> Finding:
    """Ask which came first, and whether militants killed jumped at the massacre besides; see `OPERATIONS`."""
    info = table_info(SIDES)
    change = "An operation that began later, or a jump in militants killed at the massacre, would change it."
    starts = [facts.event(name)["date"].min() for name in (ZARB_E_AZB, SCHOOL)]
    if any(pd.isna(start) for start in starts):
        nothing = "The dates of the operation and of the massacre are not both in this table."
        return Finding("no data here", nothing, nothing, change, info.title, info.link)
    began, massacre = map(str, starts)
    months = deaths_by_month(facts.sides)
    step, words = _step_at(massacre[:7], [began[:7], massacre[:7]], months, facts)
    apart = abs((pd.Period(massacre[:7], freq="M") - pd.Period(began[:7], freq="M")).n)
    when = f"{counted(apart, 'month')} {'before' if began < massacre else 'after'} the massacre"
    jump = "militants killed jumped then" if step and step.above else "no clear jump in militants killed then"
    return Finding(
        set_off_verdict(before=began < massacre, step=step),
        f"Operation Zarb-e-Azb began on {day_in_words(began)}, {when} of {day_in_words(massacre)}; {jump}.",
        f"{words} A step does not show who began the fighting, nor why.", change, info.title, info.link,
    )  # fmt: skip


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
    said = f"Militants killed a month, a step at each date: {_said({date: steps[date] for date in dates})}."
    return steps[at], f"{said} {_ratios(months, dates, facts)}"


def _ratios(months: pd.DataFrame, dates: list[str], facts: Facts) -> str:
    """Say what the kill ratio did at the same dates, or why that cannot be said."""
    try:
        found = ratio_over_time(months, dates, ramp=False, confidence=facts.confidence)
    except TurningpointError as error:
        return f"The kill ratio over the same dates cannot be fitted: {error}"
    levels = _levels(found.effects)
    return f"The kill ratio: {_said(levels)}." if levels else found.summary()


def _levels(effects: Iterable[Effect]) -> dict[str, Ends]:
    """Give the levels among effects, each by its date."""
    return {one.when: Ends(one.estimate, one.low, one.high) for one in effects if one.name == "level_ratio"}


def _said(levels: Mapping[str, Ends]) -> str:
    return ", ".join(f"{ends.words(' times')} in {in_words(when)}" for when, ends in levels.items())


def _steps(months: pd.DataFrame, dates: list[str], confidence: float) -> dict[str, Ends]:
    """Level of militants killed a month at each date over what was expected without it."""
    info = table_info(SIDES)
    outcome = Outcome(
        name="militants_killed", label="militants killed", unit="deaths per month", source=info.short_title,
        geography="Pakistan", times=parse_times(list(months["month"].astype(str))), definition=info.one_row,
        values=months["militants"].to_numpy(dtype=float), exposure=np.ones(len(months)), assumption="",
    )  # fmt: skip
    specification = Specification(tuple(dates), harmonics=0, ramp=False, confidence=confidence)
    return _levels(analyse(outcome, specification).effects)


OPERATIONS = Rule(
    "A step in militants killed a month at the massacre. Operation first: misleading, or partly when it lies above 1 "
    "beyond its interval. Massacre first: supported when it does, contradicted when it lies below, else not shown.",
    judge_operations,
)
