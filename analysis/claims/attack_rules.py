"""Rules for the claims on the frequency of attacks (C04 to C11)."""

from collections.abc import Callable

import pandas as pd

from analysis.claims.facts import Facts, reference
from analysis.claims.verdict import SAME_NUMBER, Claim, Finding, Rule, Verdict
from analysis.killratio.one_period import interval_words
from analysis.killratio.rates import RatioInterval, poisson_rate_ratio
from analysis.sources.catalogue import table_info

SHARP = 1.25
"""A yearly increase is called sharp from this factor on."""
COMPARED = ("PIPS", "PICSS")
"""Publishers on which the claim of an escalation is tested, as the table of claims says."""
LISTED_FROM = 2021
"""First year of the counts that the evidence lists: the year of the change of power."""


def _growth(facts: Facts, earlier: int, later: int) -> tuple[float, RatioInterval]:
    found = poisson_rate_ratio(later, 1.0, earlier, 1.0, methods=["exact"], confidence=facts.confidence)
    return (float("inf") if found.estimate is None else found.estimate), found.intervals[0]


def _rises(interval: RatioInterval) -> bool:
    return interval.low is not None and interval.low > 1


def judge_rise(claim: Claim, facts: Facts) -> Finding:
    """Compare each source's last year with the first year of the claim; see `RISE`."""
    parts, rises = [], []
    for source, counts in facts.attacks_by_source().items():
        shown = counts[counts.index >= LISTED_FROM]
        if claim.year not in counts.index or counts.index.max() <= claim.year:
            continue
        last = int(counts.index.max())
        factor, interval = _growth(facts, int(counts[claim.year]), int(counts[last]))
        rises.append(_rises(interval))
        listed = ", ".join(f"{year} {value:,}" for year, value in shown.items())
        parts.append(f"{source}: {listed}; {last} is {factor:.1f} times {claim.year} ({interval_words(interval)}).")
    verdict: Verdict
    if len(rises) < 2:
        verdict = "not testable here"
    else:
        verdict = "supported" if all(rises) else "not testable here" if any(rises) else "contradicted"
    own = claim.claimed_by not in set(facts.yearly("attacks", "attacks")["publisher"])
    parts.insert(
        0, f"Of {len(rises)} sources with counts of {claim.year} and later, {sum(rises)} rise beyond their interval."
    )
    if own:
        parts.append(f"This table holds no yearly count of attacks by {claim.claimed_by} itself.")
    parts.append("The intervals take attacks as independent, and definitions drift between editions.")
    table = table_info("ucdp_ged_country_month")
    return Finding(verdict, " ".join(parts), f"{table.title}; published figures of each source", table.link)


def _judge_number(quantity: str, what: str, agrees: Callable[[int, int], bool]) -> Callable[[Claim, Facts], Finding]:
    """Rule on one number that a publisher is said to have printed."""

    def judge(claim: Claim, facts: Facts) -> Finding:
        rows = facts.yearly(quantity, "attacks")
        of_year = rows[rows["year"] == claim.year]
        own = of_year[of_year["publisher"] == claim.claimed_by]
        others = of_year[of_year["publisher"] != claim.claimed_by]
        beside = "".join(f" {row['publisher']} counts {row['value']:,}." for row in others.to_dict("records"))
        if own.empty:
            return Finding(
                "not testable here",
                f"This table holds no figure of {what} in {claim.year} by {claim.claimed_by} but through the article."
                f"{beside}",
            )
        row = own.to_dict("records")[0]
        value = int(row["value"])
        verdict: Verdict = "reproduced" if agrees(value, claim.number) else "contradicted"
        evidence = f"{claim.claimed_by} prints {value:,} {what} in {claim.year}.{beside}"
        return Finding(verdict, evidence, reference(row), str(row["url"]))

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
            parts.append(f"{publisher}: {before:,} to {after:,}, {factor:.2f} times ({interval_words(interval)}).")
    tested = [found[name] for name in COMPARED if name in found]
    own = found.get(claim.claimed_by)
    verdict: Verdict = "not testable here"
    if own is not None and len(tested) == len(COMPARED):
        if all(_rises(interval) for _, interval in tested) and own[0] >= SHARP:
            verdict = "supported"
        elif not any(_rises(interval) for _, interval in tested):
            verdict = "contradicted"
    parts.insert(0, f"Attacks in {claim.year} against {claim.year - 1}.")
    if falling := [name for name, (_, interval) in found.items() if name not in COMPARED and not _rises(interval)]:
        parts.append(f"{' and '.join(falling)} shows no rise beyond the interval.")
    parts.append("The intervals take attacks as independent.")
    reports = rows[(rows["publisher"] == claim.claimed_by) & (rows["year"] == claim.year)]
    if reports.empty:
        return Finding(verdict, " ".join(parts))
    row = reports.to_dict("records")[0]
    return Finding(verdict, " ".join(parts), reference(row), str(row["url"]))


def judge_date(claim: Claim, facts: Facts) -> Finding:
    """Say what is missing for a claim on the date of a change; see `DATE`."""
    events = facts.ucdp_events()
    near = events[(events.index >= claim.year - 2) & (events.index <= claim.year + 2)]
    listed = ", ".join(f"{year} {value:,}" for year, value in near.items())
    table = table_info("ucdp_ged_country_month")
    parts = [
        "To name the date of a change takes a set of break dates that the data do not reject; none is computed here."
    ]
    if facts.attack_frequency:
        parts.append(f"The interrupted time series takes the date as given: {facts.attack_frequency.strip()}")
    if listed:
        parts.append(f"{table.short_title}, lethal conflict events a year: {listed}.")
    return Finding("not testable here", " ".join(parts), table.title, table.link)


def judge_group(claim: Claim, facts: Facts) -> Finding:
    """Say how far the series of one militant group reaches; see `GROUP`."""
    rows = facts.sides[facts.sides["militant_group"] == "TTP"]
    last = facts.sides["month"].max()
    months = max(0, last.ordinal - pd.Period(f"{claim.year}-01", freq="M").ordinal + 1)
    yearly = rows.groupby(rows["month"].dt.year)["events"].sum()
    shown = ", ".join(f"{year} {value:,}" for year, value in yearly[yearly.index >= claim.year - 2].items())
    table = table_info("ucdp_ged_pakistan_sides_month")
    evidence = (
        f"The only series by group here, {table.short_title}, ends in {last}, {months} months into the period claimed, "
        f"and counts lethal fighting between the TTP and the government, not attacks claimed by the TTP ({shown})."
    )
    return Finding("not testable here", evidence, table.title, table.link)


RISE = Rule(
    "Every source with a count of the first year claimed and a later one is asked whether its last year lies above "
    "the first, with the exact interval of the ratio above one. Supported when all of at least two sources rise so, "
    "contradicted when none does, not testable here when they disagree.",
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
    f"Supported when {' and '.join(COMPARED)} both rise on the year before with the exact interval of the ratio above "
    f"one, and the publisher named by a factor of {SHARP} or more; contradicted when neither rises so; otherwise not "
    "testable here.",
    judge_escalation,
)
DATE = Rule(
    "Not testable here as long as no break date with its confidence set is computed: a model that is given the date "
    "cannot find it.",
    judge_date,
)
GROUP = Rule("Not testable here as long as no series by militant group covers the period claimed.", judge_group)
