"""Rule for the claim that the school massacre of December 2014 set off military operations (C14)."""

import numpy as np
import pandas as pd

from turningpoint.claims.event_rules import SCHOOL, ZARB_E_AZB
from turningpoint.claims.facts import Facts, Rule
from turningpoint.claims.verdict import Claim, Finding, Verdict, sentence, untestable
from turningpoint.errors import TurningpointError
from turningpoint.its import Specification, analyse
from turningpoint.its.effects.effect import Effect
from turningpoint.killratio.over_time.month_cluster_factors import deaths_by_month
from turningpoint.killratio.over_time.ratio import ratio_over_time
from turningpoint.killratio.over_time.wording import times_words
from turningpoint.outcome import Outcome
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.timeline import parse_times

MONTHS_AFTER = 24
"""Months from the massacre on that the series of militants killed holds."""


def judge_operations(claim: Claim, facts: Facts) -> Finding:
    """Ask whether militants killed jumped at the massacre, beyond the operation under way; see `OPERATIONS`."""
    info = table_info("ucdp_ged_pakistan_sides_month")
    where = {"source": info.title, "link": info.link}
    starts = [facts.event(name)["date"].min() for name in (ZARB_E_AZB, SCHOOL)]
    if any(pd.isna(start) for start in starts):
        return untestable("the dates of the operation and of the massacre are not both in this table", **where)
    dates = sorted(str(start)[:7] for start in starts)
    months = deaths_by_month(facts.sides)
    labels = list(months["month"].astype(str))
    if dates[0] not in labels or dates[1] not in labels or dates[0] == dates[1]:
        nothing = f"deaths by side run from {labels[0]} to {labels[-1]} and do not hold both dates apart"
        return untestable(nothing, **where)
    at, first = str(starts[1])[:7], str(starts[0])[:7]
    order = "before" if str(starts[0]) < str(starts[1]) else "after"
    began = f"the large military operation of that year began on {starts[0]}, {order} the massacre of {starts[1]}"
    try:
        steps = _steps(months.iloc[: labels.index(dates[1]) + MONTHS_AFTER], dates, facts.confidence)
    except TurningpointError as error:
        evidence = f"{sentence(began)} An interrupted time series with both dates fails: {error}"
        return untestable(began, evidence, **where)
    here = steps[at]
    verdict: Verdict = "not testable here"
    if here.low is not None and here.low > 1:
        verdict = "supported"
    elif here.high is not None and here.high < 1:
        verdict = "contradicted"
    jumped = f"militants killed a month were {times_words(steps[first])} at it and {times_words(here)} at the massacre"
    evidence = (
        f"{sentence(began)} By an interrupted time series of {info.short_title} with a step at each date, "
        f"{jumped} what was expected without that date. {_ratios(months, dates, facts)} A step in deaths "
        "does not show who began the fighting, nor why."
    )
    return Finding(verdict, f"{began}; {jumped}", evidence, info.title, info.link)


def _ratios(months: pd.DataFrame, dates: list[str], facts: Facts) -> str:
    """Say what the kill ratio did at the same dates, or why that cannot be said."""
    try:
        found = ratio_over_time(months, dates, ramp=False, confidence=facts.confidence)
    except TurningpointError as error:
        return f"The kill ratio over the same dates cannot be fitted: {error}"
    levels = [f"{effect.when} {times_words(effect)}" for effect in found.effects if effect.name == "level_ratio"]
    return f"The kill ratio over the same dates: {'; '.join(levels)}." if levels else found.summary()


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
    "An interrupted time series of militants killed a month, with a step at the operation of June 2014 and one at the "
    "massacre. Supported when the interval of the step at the massacre lies above one, contradicted when it lies "
    "below; otherwise not testable here.",
    judge_operations,
)
