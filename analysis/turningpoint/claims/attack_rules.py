"""Rules for the claims on counts of attacks (C07 to C11); those on dates are in `turningpoint.claims.date_rules`."""

from collections.abc import Callable

import pandas as pd

from turningpoint.claims.facts import Facts, Rule, first_reference
from turningpoint.claims.verdict import (
    SAME_NUMBER,
    Claim,
    Finding,
    Verdict,
    above_one,
    counts_listed,
    sentence,
    untestable,
)
from turningpoint.killratio.one_period.clustered_intervals import clustered_interval
from turningpoint.killratio.one_period.poisson_ratio import RatioInterval
from turningpoint.killratio.one_period.ratio import interval_words
from turningpoint.number_format import agreeing, fixed
from turningpoint.robustness.groups_and_provinces import ttp_evidence
from turningpoint.sources.embedded.catalogue import table_info

SHARP = 1.25
"""A yearly increase is called sharp from this factor on."""
FEWEST_SOURCES = 2
"""So many sources must rise beyond their interval before a rise is called supported."""
POWER_CHANGED = "2021-08"
"""Month of the change of power, around which the series of a group is compared."""
LISTED_FROM = 2021
"""First year of the counts that the evidence lists: the year of the change of power."""


def _growth(facts: Facts, earlier: int, later: int) -> tuple[float, RatioInterval]:
    """Ratio of two yearly counts with the interval for counts as dispersed as UCDP's."""
    interval = clustered_interval(later, earlier, facts.dispersion, confidence=facts.confidence)
    return (later / earlier if earlier else float("inf")), interval


def _dispersed(facts: Facts) -> str:
    return (
        f"The intervals take yearly counts to vary {fixed(facts.dispersion, 1)} times as much as independent attacks "
        "would, as UCDP's months do around their year; definitions drift between editions besides."
    )


def judge_rise(claim: Claim, facts: Facts) -> Finding:
    """Compare each source's last year with the first year of the claim; see `RISE`."""
    parts, found = [], []
    for source, counts in facts.attacks_by_source().items():
        shown = counts[counts.index >= LISTED_FROM]
        if claim.year not in counts.index or counts.index.max() <= claim.year:
            continue
        last = int(counts.index.max())
        factor, interval = _growth(facts, int(counts[claim.year]), int(counts[last]))
        found.append((factor, interval))
        times = f"{last} is {fixed(factor, 1)} times {claim.year} ({interval_words(interval)})"
        parts.append(f"{source}: {counts_listed(shown)}; {times}.")
    rising = sum(above_one(interval) for _, interval in found)
    falling = sum(interval.high is not None and interval.high < 1 for _, interval in found)
    verdict: Verdict = "not testable here"
    if rising >= FEWEST_SOURCES and all(factor > 1 for factor, _ in found):
        verdict = "supported"
    elif len(found) >= FEWEST_SOURCES and not rising:
        verdict = "contradicted"
    brief = (
        f"of {len(found)} sources with counts of {claim.year} and later {rising} rise beyond the interval and "
        f"{falling or 'none'} {agreeing(falling, 'falls', 'fall')} beyond it"
    )
    parts.insert(0, sentence(brief))
    if claim.claimed_by not in set(facts.yearly("attacks", "attacks")["publisher"]):
        parts.append(f"This table holds no yearly count of attacks by {claim.claimed_by} itself.")
    parts.append(_dispersed(facts))
    table = table_info("ucdp_ged_country_month")
    return Finding(verdict, brief, " ".join(parts), f"{table.title}; published figures of each source", table.link)


def _judge_number(quantity: str, what: str, agrees: Callable[[int, int], bool]) -> Callable[[Claim, Facts], Finding]:
    """Rule on one number that a publisher is said to have printed."""

    def judge(claim: Claim, facts: Facts) -> Finding:
        rows = facts.yearly(quantity, "attacks")
        of_year = rows[rows["year"] == claim.year]
        own = of_year[of_year["publisher"] == claim.claimed_by]
        others = of_year[of_year["publisher"] != claim.claimed_by]
        beside = "".join(f" {row['publisher']} counts {row['value']:,}." for row in others.to_dict("records"))
        if own.empty:
            nothing = f"{claim.claimed_by} prints no figure of {what} in {claim.year} here but through the article"
            return untestable(nothing, f"{nothing}.{beside}")
        value = int(own["value"].iloc[0])
        verdict: Verdict = "reproduced" if agrees(value, claim.number) else "contradicted"
        brief = f"{claim.claimed_by} prints {value:,} {what} in {claim.year}"
        return Finding(verdict, brief, f"{brief}.{beside}", *first_reference(own))

    return judge


def judge_escalation(claim: Claim, facts: Facts) -> Finding:
    """Compare a year with the one before; see `ESCALATION`."""
    rows = facts.yearly("attacks", "attacks")
    parts, found = [], {}
    for publisher, counts in rows.groupby("publisher"):
        values = counts.set_index("year")["value"]
        if {claim.year - 1, claim.year} <= set(values.index):
            before, after = int(values[claim.year - 1]), int(values[claim.year])
            factor, interval = _growth(facts, before, after)
            found[str(publisher)] = (factor, interval)
            times = f"{fixed(factor, 2)} times ({interval_words(interval)})"
            parts.append(f"{publisher}: {before:,} to {after:,}, {times}.")
    own = found.get(claim.claimed_by)
    others = [numbers for name, numbers in found.items() if name != claim.claimed_by]
    verdict: Verdict = "not testable here"
    if own is not None and others:
        if above_one(own[1]) and own[0] >= SHARP and all(factor > 1 for factor, _ in others):
            verdict = "supported"
        elif not any(above_one(interval) for _, interval in found.values()):
            verdict = "contradicted"
    brief = "; ".join(
        f"{name} {fixed(factor, 2)} times ({interval_words(interval)})" for name, (factor, interval) in found.items()
    )
    brief = f"against {claim.year - 1}: {brief}" if found else f"no source counts {claim.year - 1} and {claim.year}"
    parts.insert(0, f"Attacks in {claim.year} against {claim.year - 1}.")
    if falling := [name for name, (factor, _) in found.items() if factor < 1]:
        parts.append(f"{' and '.join(falling)} {agreeing(len(falling), 'shows', 'show')} no rise at all.")
    parts.append(_dispersed(facts))
    reports = rows[(rows["publisher"] == claim.claimed_by) & (rows["year"] == claim.year)]
    return Finding(verdict, brief, " ".join(parts), *first_reference(reports))


def judge_group(claim: Claim, facts: Facts) -> Finding:
    """Say how far the series of one militant group reaches; see `GROUP`."""
    rows = facts.sides[facts.sides["militant_group"] == "TTP"]
    last = facts.sides["month"].max()
    months = max(0, last.ordinal - pd.Period(f"{claim.year}-01", freq="M").ordinal + 1)
    yearly = rows.groupby(rows["month"].dt.year)["events"].sum()
    table = table_info("ucdp_ged_pakistan_sides_month")
    brief = f"the only series by group here ends in {last}, {months} months into the period claimed"
    evidence = (
        f"{sentence(brief)} It is {table.short_title} and counts lethal fighting between the TTP and the "
        f"government, not attacks claimed by the TTP ({counts_listed(yearly[yearly.index >= claim.year - 2])}). "
        f"{ttp_evidence(POWER_CHANGED, facts.confidence)}"
    )
    return untestable(brief, evidence, source=table.title, link=table.link)


RISE = Rule(
    "Every source with a count of the first year claimed and a later one is asked whether its last year lies above "
    f"the first. Supported when all lie above and at least {FEWEST_SOURCES} do so beyond the interval for counts as "
    "dispersed as UCDP's; contradicted when none rises beyond it; otherwise not testable here.",
    judge_rise,
)
NUMBER = Rule(
    "Reproduced when the publisher named prints the number in a report other than the article, "
    f"within {SAME_NUMBER:.0%}; contradicted when it prints another; not testable here when it prints none.",
    _judge_number("attacks", "attacks", lambda printed, claimed: abs(printed - claimed) <= SAME_NUMBER * claimed),
)
MORE_THAN = Rule(
    "Reproduced when the publisher named prints a number above the one claimed in a report other than the article; "
    "contradicted when it prints one that is not above; not testable here when it prints none.",
    _judge_number("killed_total", "people killed in attacks", lambda printed, claimed: printed > claimed),
)
ESCALATION = Rule(
    "Supported when the publisher named rises on the year before beyond the interval for counts as dispersed as UCDP's "
    f"and by a factor of {SHARP} or more, and every other publisher with both years rises too; contradicted when none "
    "rises beyond its interval; otherwise, as when they disagree, not testable here.",
    judge_escalation,
)
GROUP = Rule("Not testable here as long as no series by militant group covers the period claimed.", judge_group)
