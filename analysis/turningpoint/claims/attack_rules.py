"""Rules for the claims on printed counts and on one group's attacks (C08, C09 and C11)."""

from collections.abc import Callable

import pandas as pd

from turningpoint.claims.attack_series import POWER_CHANGED, SINCE
from turningpoint.claims.facts import Facts, Rule, first_reference
from turningpoint.claims.verdict import SAME_NUMBER, Claim, Finding, Verdict, counts_listed
from turningpoint.number_format import counted, listed
from turningpoint.outcome import load_outcome
from turningpoint.robustness.groups_and_provinces import two_periods
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.outcomes.groups_and_provinces import GROUPS
from turningpoint.sources.outcomes.ucdp_sides import NAME as SIDES
from turningpoint.timeline import in_words

FEWEST_YEARS = 3
"""Whole years of a series from the first claimed on before a course is called steady."""
YEARS_BEFORE = 3
"""Years before the first claimed from which counts are told."""
TTP = [name for name, place in GROUPS.items() if place.series == "ttp"]
"""The TTP with its factions."""


def _judge_number(quantity: str, what: str, agrees: Callable[[int, int], bool]) -> Callable[[Claim, Facts], Finding]:
    """Rule on one number that a publisher is said to have printed."""

    def judge(claim: Claim, facts: Facts) -> Finding:
        rows = facts.yearly(quantity, "attacks")
        own = rows[(rows["year"] == claim.year) & (rows["publisher"] == claim.claimed_by)]
        of_year = dict(rows.loc[rows["year"] == claim.year, ["publisher", "value"]].itertuples(index=False, name=None))
        if quantity == "attacks":
            of_year = {name: counts.get(claim.year) for name, counts in facts.attacks_by_source().items()}
        others = {name: value for name, value in of_year.items() if name != claim.claimed_by and value is not None}
        beside = listed([f"{name} {value:,.0f}" for name, value in others.items()])
        beside = f"Others for {claim.year}: {beside}." if beside else f"No other publisher prints {claim.year} here."
        if quantity == "killed_total":
            beside = f"{_militants_among(claim, facts)} {beside}".strip()
        change = f"A report in which {claim.claimed_by} prints another number for {claim.year} would contradict it."
        if own.empty:
            nothing = f"{claim.claimed_by} prints no figure of {what} in {claim.year} here but through the article."
            return Finding("no data here", nothing, beside, change)
        value = int(own["value"].iloc[0])
        verdict: Verdict = "quoted correctly" if agrees(value, claim.number) else "contradicted"
        return Finding(
            verdict,
            f"{claim.claimed_by} prints {value:,} {what} in {claim.year}.",
            beside,
            change,
            *first_reference(own),
        )

    return judge


def _militants_among(claim: Claim, facts: Facts) -> str:
    """Say how many of the killed the publisher counts as militants."""
    rows = facts.yearly("killed_militants", "attacks")
    rows = rows[(rows["year"] == claim.year) & (rows["publisher"] == claim.claimed_by)]
    return f"{rows['value'].iloc[0]:,} of them were militants." if len(rows) else ""


def judge_group(claim: Claim, facts: Facts) -> Finding:
    """Ask whether the series of one militant group rose in every year it has; see `GROUP`."""
    rows = facts.sides[facts.sides["militant_group"].isin(TTP)]
    last = facts.sides["month"].max()
    ends = int(last.year) if last.month == 12 else int(last.year) - 1
    yearly = rows.groupby(rows["month"].dt.year)["events"].sum()
    told = yearly[(yearly.index >= claim.year - YEARS_BEFORE) & (yearly.index <= ends)]
    course = yearly[(yearly.index >= claim.year) & (yearly.index <= ends)]
    verdict = steady_verdict(course)
    info = table_info("ucdp_ged_pakistan_sides_month")
    name = info.short_title.split()[0]
    fell = len(told) > 1 and told.iloc[-1] < told.iloc[0]
    reason = f"No series by militant group here reaches {claim.year}."
    if len(course):
        first = f"{told.iloc[0]:,} in {told.index[0]} to {told.iloc[-1]:,} in {told.index[-1]}"
        went = (
            f"go from {first}"
            if verdict not in ("not shown", "supported")
            else f"{'fall' if fell else 'rise'} from {first}"
        )
        until = " and end there" if verdict == "not shown" else ""
        reason = f"{name}'s lethal events with the TTP {went}{until}; claims of responsibility are not counted."
    evidence = (
        f"TTP with its factions: {counts_listed(told) or 'no whole year'}; the series ends in {in_words(str(last))}."
    )
    if verdict == "not shown":
        evidence += f" {_around_the_date(facts.confidence)}"
    return Finding(
        verdict, reason, evidence,
        f"A series of attacks claimed by the TTP over {FEWEST_YEARS} whole years from {claim.year} on, rising in each, "
        "would support it.",
        info.title, info.link,
    )  # fmt: skip


def _around_the_date(confidence: float) -> str:
    """Say what the few months after the change of power show."""
    found = two_periods(load_outcome("events_ttp", source=SIDES, start=SINCE), POWER_CHANGED, confidence=confidence)
    if found.answer is None:
        return f"Its months after {in_words(POWER_CHANGED)} cannot be compared: {found.problem}."
    return (
        f"The {counted(found.after, 'month')} from {in_words(POWER_CHANGED)} on had "
        f"{' ('.join(found.answer.told())}) times as many a month as the {found.before} before."
    )


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


NUMBER = Rule(
    "Quoted correctly when the publisher named prints the number in a report other than the article, "
    f"within {SAME_NUMBER:.0%}; contradicted when it prints another; no data here when it prints none.",
    _judge_number("attacks", "attacks", lambda printed, claimed: abs(printed - claimed) <= SAME_NUMBER * claimed),
)
MORE_THAN = Rule(
    "Quoted correctly when the publisher named prints a number above the one claimed in a report other than the "
    "article; contradicted when it prints one that is not above; no data here when it prints none.",
    _judge_number("killed_total", "people killed in attacks", lambda printed, claimed: printed > claimed),
)
GROUP = Rule(
    f"Whole years of the group's series from the first year claimed on. Not shown with fewer than {FEWEST_YEARS}, no "
    "data here with none; else supported when each lies above the one before, partly when the last lies above the "
    "first all the same, contradicted when it does not.",
    judge_group,
)
