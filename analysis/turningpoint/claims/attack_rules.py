"""Rules for the claims on printed counts and on one group's attacks (C08, C09 and C11)."""

import operator
from collections.abc import Callable

import pandas as pd

from turningpoint.claims.attack_series import POWER_CHANGED, SINCE
from turningpoint.claims.facts import Facts, Rule, first_reference
from turningpoint.claims.verdict import SAME_NUMBER, Claim, Finding, Verdict, counts_listed
from turningpoint.number_format import counted, listed
from turningpoint.outcome import load_outcome
from turningpoint.robustness.groups_and_provinces import two_periods
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.embedded.ucdp_sides import NAME as SIDES_TABLE
from turningpoint.sources.outcomes.groups_and_provinces import GROUPS
from turningpoint.sources.outcomes.ucdp_sides import NAME as SIDES
from turningpoint.timeline import in_words

FEWEST_YEARS = 3
"""Whole years of a series from the first claimed on before a course is called steady."""
YEARS_BEFORE = 3
"""Years before the first claimed from which counts are told."""
TTP = [name for name, place in GROUPS.items() if place.series == "ttp"]
"""The TTP with its factions."""


def _number_rule(quantity: str, what: str, wanted: str, agrees: Callable[[int, int], bool]) -> Rule:
    """Rule on one number that a publisher is said to have printed; ``wanted`` says in words what agrees."""

    def judge(claim: Claim, facts: Facts) -> Finding:
        who, year = claim.claimed_by, claim.year
        rows = facts.yearly(quantity, "attacks")
        rows = rows[rows["year"] == year]
        own = rows[rows["publisher"] == who]
        of_year = dict(zip(rows["publisher"], rows["value"], strict=True))
        if quantity == "attacks":
            of_year = {name: counts[year] for name, counts in facts.attacks_by_source().items() if year in counts}
        others = listed([f"{name} {value:,.0f}" for name, value in of_year.items() if name != who])
        beside = f"Others for {year}: {others}." if others else f"No other publisher prints {year} here."
        if quantity == "killed_total":
            militants = facts.yearly("killed_militants", "attacks")
            militants = militants[(militants["year"] == year) & (militants["publisher"] == who)]
            beside = " ".join([*(f"{count:,} of them were militants." for count in militants["value"]), beside])
        change = f"A report in which {who} prints another number for {year} would contradict it."
        if own.empty:
            nothing = f"{who} prints no figure of {what} in {year} here but through the article."
            return Finding("no data here", nothing, beside, change)
        value = int(own["value"].iloc[0])
        verdict: Verdict = "quoted correctly" if agrees(value, claim.number) else "contradicted"
        return Finding(verdict, f"{who} prints {value:,} {what} in {year}.", beside, change, *first_reference(own))

    return Rule(
        f"Quoted correctly when the publisher named prints {wanted} in a report other than the article; contradicted "
        "when it prints something else; no data here when it prints none.",
        judge,
    )


def judge_group(claim: Claim, facts: Facts) -> Finding:
    """Ask whether the series of one militant group rose in every year it has; see `GROUP`."""
    rows = facts.sides[facts.sides["militant_group"].isin(TTP)]
    last = facts.sides["month"].max()
    ends = int(last.year) if last.month == 12 else int(last.year) - 1
    yearly = rows.groupby(rows["month"].dt.year)["events"].sum()
    told = yearly[(yearly.index >= claim.year - YEARS_BEFORE) & (yearly.index <= ends)]
    course = told[told.index >= claim.year]
    verdict = steady_verdict(course)
    info = table_info(SIDES_TABLE)
    reason = f"No series by militant group here reaches {claim.year}."
    if len(course):
        fell = len(told) > 1 and told.iloc[-1] < told.iloc[0]
        went = "go" if verdict in ("partly", "contradicted") else "fall" if fell else "rise"
        went += f" from {told.iloc[0]:,} in {told.index[0]} to {told.iloc[-1]:,} in {told.index[-1]}"
        until = " and end there" if verdict == "not shown" else ""
        name = info.short_title.split()[0]
        reason = f"{name}'s lethal events with the TTP {went}{until}; claims of responsibility are not counted."
    counts = counts_listed(told) or "no whole year"
    evidence = f"TTP with its factions: {counts}; the series ends in {in_words(str(last))}."
    if verdict == "not shown":
        evidence += f" {_around_the_date(facts.confidence)}"
    return Finding(
        verdict, reason, evidence,
        f"{FEWEST_YEARS} whole years of attacks claimed by the TTP from {claim.year} on, rising, would support it.",
        info.title, info.link,
    )  # fmt: skip


def _around_the_date(confidence: float) -> str:
    """Say what the few months after the change of power show."""
    found = two_periods(load_outcome("events_ttp", source=SIDES, start=SINCE), POWER_CHANGED, confidence=confidence)
    date, months = in_words(POWER_CHANGED), counted(found.after, "month")
    if found.answer is None:
        return f"Its months after {date} cannot be compared: {found.problem}."
    told = " (".join(found.answer.told())
    return f"The {months} from {date} on had {told}) times as many a month as the {found.before} before."


def steady_verdict(course: pd.Series) -> Verdict:
    """Judge yearly counts from the first year claimed on.

    >>> [steady_verdict(pd.Series(counts)) for counts in ([], [5, 6], [5, 6, 9], [5, 4, 9], [5, 4, 4])]
    ['no data here', 'not shown', 'supported', 'partly', 'contradicted']
    """
    if not len(course):
        return "no data here"
    if len(course) < FEWEST_YEARS:
        return "not shown"
    if (course.diff().iloc[1:] > 0).all():
        return "supported"
    return "partly" if course.iloc[-1] > course.iloc[0] else "contradicted"


def _same(printed: int, claimed: int) -> bool:
    return abs(printed - claimed) <= SAME_NUMBER * claimed


NUMBER = _number_rule("attacks", "attacks", f"the number, within {SAME_NUMBER:.0%},", _same)
MORE_THAN = _number_rule("killed_total", "people killed in attacks", "a number above it", operator.gt)
GROUP = Rule(
    f"Whole years from the first claimed on: no data here with none, not shown with fewer than {FEWEST_YEARS}; else "
    "supported when each lies above the last, partly when only the end lies above the beginning, or contradicted.",
    judge_group,
)
