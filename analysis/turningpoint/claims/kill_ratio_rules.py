"""Rules for the claims on the kill ratio (C01 to C03)."""

import pandas as pd

from turningpoint.claims.facts import Facts, Rule, basis_words, first_reference
from turningpoint.claims.verdict import SAME_NUMBER, Claim, Finding, Verdict, sentence, untestable
from turningpoint.killratio.one_period.ratio import (
    as_odds,
    clustered_words,
    interval_words,
    ratio_change,
    ratio_intervals,
)
from turningpoint.killratio.publishers.claimed_ratios import claimed_change, claimed_pair, claimed_ratios
from turningpoint.number_format import fixed
from turningpoint.sources.embedded.published_figures import latest_first

TOLL_FACTOR = 1.5
"""Tolls of one year and side agree when neither is more than this many times the other: methods differ by as much."""
FEWEST_PUBLISHERS = 2
"""So many independent publishers must disagree with a number before it is called contradicted."""
SECURITY = "killed_security"
_COUNTED = {
    SECURITY: "security forces alone",
    "killed_civ_plus_sec": "security officials and civilians together",
    "": "something this table does not state",
}


def judge_ratio(claim: Claim, facts: Facts) -> Finding:
    """Hold one claimed kill ratio against the tolls of its year; see `RATIO` for the rule in words."""
    militants, security = claimed_pair(vars(claim))
    claimed = ratio_intervals(militants, security, confidence=facts.confidence)
    counted = facts.counted_as(claim.year, security)
    tolls = {side: facts.tolls(claim.year, side, claimed_by=claim.claimed_by) for side in ("militants", "security")}
    ratios = facts.ratios(claim.year)
    odds = "not defined" if claimed.estimate is None else as_odds(claimed.estimate)
    parts = [
        f"{militants:,} to {security:,} is {odds} ({clustered_words(claimed.clustered)}; "
        f"{interval_words(claimed.interval())} if every death were an independent event); "
        f"the second number counts {_counted(counted)}.",
        _own_words(claim, facts, militants, security),
        _tolls_words("Security forces", security, tolls["security"], claim.year),
        _tolls_words("Militants", militants, tolls["militants"], claim.year),
        _ratios_words(ratios, claim.year),
    ]
    if counted not in ("", SECURITY):
        parts.append(_with_civilians(facts, ratios))
    verdict = _ratio_verdict(militants, security, counted, tolls, ratios)
    source, link = first_reference(latest_first(ratios if len(ratios) else tolls["security"]))
    brief = _brief(claim, counted, security, tolls["security"], ratios)
    return Finding(verdict, brief, " ".join(part for part in parts if part), source, link)


def _brief(claim: Claim, counted: str, security: int, tolls: pd.DataFrame, ratios: pd.DataFrame) -> str:
    """Say in a clause what decides on one ratio: what its second number counts, or who else counts what."""
    beside = _printed(ratios)
    if counted not in ("", SECURITY):
        return (
            f"its second number counts {_counted(counted)}; like for like {beside or 'no publisher prints both sides'}"
        )
    if tolls.empty:
        return f"no independent toll of security forces killed in {claim.year} is embedded"
    listed = ", ".join(f"{row['publisher']} {row['value']:,}" for row in tolls.to_dict("records"))
    return f"against the {security:,} security forces claimed others count {listed}"


def _ratio_verdict(
    militants: int, security: int, counted: str, tolls: dict[str, pd.DataFrame], ratios: pd.DataFrame
) -> Verdict:
    if counted not in ("", SECURITY):
        return "not like for like"
    same = [
        _within(row["militants"], militants, 1 + SAME_NUMBER) and _within(row["security"], security, 1 + SAME_NUMBER)
        for row in ratios.to_dict("records")
    ]
    if any(same):
        return "reproduced"
    missed = []
    for side, claimed in (("militants", militants), ("security", security)):
        near = [_within(value, claimed, TOLL_FACTOR) for value in tolls[side]["value"]]
        if tolls[side]["publisher"].nunique() >= FEWEST_PUBLISHERS and not any(near):
            return "contradicted"
        missed.append(not any(near))
    odds = militants / security if security else float("inf")
    agree = [
        _within(row["ratio"], odds, TOLL_FACTOR) and row["clustered_low_narrow"] <= odds <= row["clustered_high_narrow"]
        for row in ratios[ratios["ratio"] > 0].to_dict("records")
    ]
    if any(agree):
        return "supported"
    return "not testable here" if any(missed) else "not like for like"


def judge_change(claim: Claim, facts: Facts) -> Finding:
    """Hold the claimed reversal against publishers that print both years; see `CHANGE` for the rule in words."""
    claimed = claimed_ratios(facts.claims, confidence=facts.confidence)
    if len(claimed) < 2:
        return untestable("the table of claims does not name two kill ratios to compare")
    first, last = claimed[0], claimed[-1]
    change = claimed_change(facts.claims, confidence=facts.confidence)
    counted = [facts.counted_as(one.year, one.ratio.security) for one in (first, last)]
    earlier, later = facts.ratios(first.year), facts.ratios(last.year)
    both = earlier.merge(later, on=["publisher", "basis"], suffixes=("_earlier", "_later"))
    times = "not defined" if change.estimate is None else fixed(change.estimate, 1)
    parts = [
        f"As printed the ratio of {last.year} is {times} times that of {first.year} "
        f"({clustered_words(change.clustered)}; {interval_words(change.interval())} "
        f"if every death were an independent event). The second number counts {_counted(counted[0])} in {first.year} "
        f"and {_counted(counted[1])} in {last.year}."
    ]
    reversals: list[bool] = []
    briefs: list[str] = []
    for row in both.to_dict("records"):
        pairs = [(row[f"militants_{when}"], row[f"security_{when}"]) for when in ("earlier", "later")]
        like = ratio_change(*pairs, confidence=facts.confidence)
        before, after = like.earlier.estimate, like.later.estimate
        if before is None or after is None or like.estimate is None:
            continue
        reversals.append(before < 1 < after and like.sure == "rise")
        said = (
            f"{row['publisher']} ({basis_words(row['basis'])}) goes from {as_odds(before)} to {as_odds(after)}, "
            f"{fixed(like.estimate, 1)} times ({clustered_words(like.clustered)})"
        )
        briefs.append(said)
        parts.append(
            f"Like for like, {said}, which is "
            + ("a reversal." if reversals[-1] else f"{like.verdict()}; no reversal.")
        )
    nobody = f"no publisher in this table prints both sides on one basis for both {first.year} and {last.year}"
    if not reversals:
        parts.append(sentence(nobody))
    verdict: Verdict
    if counted[0] != counted[1]:
        verdict = "not like for like"
    elif not reversals:
        verdict = "not testable here"
    else:
        verdict = "supported" if all(reversals) else "not testable here" if any(reversals) else "contradicted"
    keys = both[["publisher", "basis"]].head(1)
    source, link = first_reference(later.merge(keys, on=["publisher", "basis"]))
    unlike = (
        f"the second number counts {_counted(counted[0])} in {first.year} and {_counted(counted[1])} in {last.year}; "
        if counted[0] != counted[1]
        else ""
    )
    brief = f"{unlike}like for like {'; '.join(briefs)}" if briefs else f"{unlike}{nobody}"
    return Finding(verdict, brief, " ".join(parts), source, link)


def _own_words(claim: Claim, facts: Facts, militants: int, security: int) -> str:
    """How often the claimant itself printed the numbers: that they were said, not that they are right."""
    counts = [facts.own_reports(claim.year, value, claim.claimed_by) for value in (militants, security)]
    if not any(counts):
        return f"No release of {claim.claimed_by} in this table prints either number."
    return (
        f"Reports other than the article on releases of {claim.claimed_by} print the numbers too "
        f"({militants:,} in {counts[0]}, {security:,} in {counts[1]})."
    )


def _counted(quantity: str) -> str:
    return _COUNTED.get(quantity, quantity.replace("_", " "))


def _within(one: float, other: float, factor: float) -> bool:
    """Whether neither of two numbers is more than ``factor`` times the other."""
    return max(one, other) <= factor * min(one, other)


def _tolls_words(side: str, claimed: int, tolls: pd.DataFrame, year: int) -> str:
    if tolls.empty:
        return f"This table holds no independent toll of {side.lower()} killed in {year}."
    listed = "; ".join(
        f"{row['publisher']} {row['value']:,} ({basis_words(row['basis'])})" for row in tolls.to_dict("records")
    )
    share = max(tolls["value"]) / claimed if claimed else 0.0
    return f"{side} killed in {year} by others: {listed}; the highest is {share:.0%} of the {claimed:,} claimed."


def _printed(ratios: pd.DataFrame, *, odds: bool = False) -> str:
    """Both sides as each publisher prints them, with its basis."""
    rows = [(row, f", {as_odds(row['ratio'])}" * odds) for row in ratios[ratios["ratio"] > 0].to_dict("records")]
    return "; ".join(
        f"{row['publisher']} {row['militants']:,} to {row['security']:,}{also} ({basis_words(row['basis'])})"
        for row, also in rows
    )


def _ratios_words(ratios: pd.DataFrame, year: int) -> str:
    listed = _printed(ratios, odds=True)
    if not listed:
        return f"No publisher in this table prints both sides on one basis for {year}."
    return f"Like for like, militants against security forces from one report: {listed}."


def _with_civilians(facts: Facts, ratios: pd.DataFrame) -> str:
    """The same ratio with civilians in the denominator, where one report prints all three."""
    rows = facts.figures[facts.figures["quantity"] == "killed_civilians"]
    said = []
    for row in ratios.to_dict("records"):
        keys = ["publisher", "basis", "report_title", "report_date"]
        civilians = rows[(rows[[*keys, "period"]] == [*(row[key] for key in keys), str(row["year"])]).all(axis=1)]
        if len(civilians):
            together = row["security"] + int(civilians["value"].iloc[0])
            odds, basis = as_odds(row["militants"] / together), basis_words(row["basis"])
            said.append(f"{row['publisher']} {row['militants']:,} to {together:,}, {odds} ({basis})")
    return f"With civilians in the second number too: {'; '.join(said)}." if said else ""


RATIO = Rule(
    "Not like for like when the second number counts more than security forces. Reproduced when one independent report "
    f"prints both numbers (within {SAME_NUMBER:.0%}). Contradicted when at least {FEWEST_PUBLISHERS} independent "
    "publishers print a toll of one side for that year and none of them is within a factor "
    f"{TOLL_FACTOR} of the number claimed. Supported when a like-for-like ratio lies within that factor of "
    "the claimed one and its interval for deaths in clusters, at both ends of the band, holds it; not like for like "
    "when both numbers have such a toll but no such ratio; otherwise not testable here.",
    judge_ratio,
)
CHANGE = Rule(
    "Not like for like when the second numbers of the two years count different things. Otherwise supported when every "
    "publisher that prints both sides of both years on one basis goes from below one to above one, by a change beyond "
    "the interval for deaths in clusters at both ends of the band; contradicted when none does, not testable here when "
    "they disagree or there is none.",
    judge_change,
)
