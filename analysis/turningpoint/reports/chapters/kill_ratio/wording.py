"""The sentences of the kill-ratio part: results in, plain English out."""

import math
from itertools import pairwise

import pandas as pd

from turningpoint.killratio.one_period.period_ratio import INTENSITIES, PeriodRatio
from turningpoint.killratio.one_period.ratio import RatioChange, as_odds, clustered_words, ratio_change
from turningpoint.killratio.publishers.all_ratios import BASIS_TITLES, CLAIMED
from turningpoint.killratio.publishers.claimed_ratios import ClaimedRatio
from turningpoint.killratio.publishers.decomposition import Decomposition
from turningpoint.killratio.publishers.like_for_like import LikeForLike
from turningpoint.killratio.publishers.published_ratios import COMBINED
from turningpoint.number_format import fixed


def as_claimed(claims: tuple[ClaimedRatio, ...], change: RatioChange) -> str:
    """Give the claimed ratios, their change, and what their second numbers count."""
    said = " and ".join(
        f"{claim.ratio.militants:,} to {claim.ratio.security:,} for {claim.year} ({as_odds(claim.ratio.estimate)})"
        for claim in claims
        if claim.ratio.estimate is not None
    )
    counted = "; ".join(f"{claim.year}: “{claim.statement}”" for claim in claims)
    with_civilians = [str(claim.year) for claim in claims if "civilian" in claim.statement]
    unlike = (
        f" But the two do not count the same ({counted}): with civilians in the second number of "
        f"{' and '.join(with_civilians)} only, they are not like for like."
    )
    same = len(with_civilians) in (0, len(claims))
    times = "a change that is not defined"
    if change.estimate is not None:
        times = f"{fixed(change.estimate, 1)} times as high a ratio ({clustered_words(change.clustered)})"
        times += f", {change.verdict()}"
    return f"**As claimed**, the kill ratio was {said}: {times}.{'' if same else unlike}"


def like_for_like(table: pd.DataFrame, year: int) -> str:
    """Give the course by the publisher with most years on both bases, and what can be said of one year."""
    longest = _longest(table)
    course = ", ".join(f"{as_odds(row['ratio'])} in {row['year']}" for row in longest.to_dict("records"))
    publisher = longest["publisher"].iloc[0]
    there = table[(table["basis"] == COMBINED) & (table["year"] == year)]
    others = table[(table["year"] == year) & ~table["basis"].isin([COMBINED, CLAIMED])]
    beside = "; ".join(
        f"{row['publisher']} ({row['basis_title']}) {row['militants']:,} to {row['security']:,}, "
        f"{as_odds(row['ratio'])}"
        for row in others.to_dict("records")
    )
    known = f"For {year}: {', '.join(as_odds(value) for value in there['ratio'])}."
    gap = f"For {year} no publisher prints both sides on both bases." if there.empty else known
    return (
        f"**Like for like** – one publisher, both sides from one report, attacks and operations together – {publisher} "
        f"gives {course}. {gap} On other bases: {beside or 'nothing'}."
    )


def course(table: pd.DataFrame, *, confidence: float = 0.95) -> str:
    """Say whether the longest like-for-like series went one way or turned, if that holds at both ends of the band."""
    longest = _longest(table)
    at = int(longest["ratio"].to_numpy().argmin())
    first, low, last = (
        f"{as_odds(row['ratio'])} in {row['year']}" for row in longest.iloc[[0, at, -1]].to_dict("records")
    )
    turned = longest["ratio"].iloc[at] < 1 < min(longest["ratio"].iloc[0], longest["ratio"].iloc[-1])
    pairs = [(row["militants"], row["security"]) for row in longest.iloc[[0, at, -1]].to_dict("records")]
    fall, rise = (ratio_change(*ends, confidence=confidence) for ends in pairwise(pairs))
    if turned and (fall.sure, rise.sure) != ("fall", "rise"):
        return (
            f"The longest series runs from {first} by {low} to {last}, but from the first to the lowest it is "
            f"{fall.verdict()}, and from there to the last {rise.verdict()}."
        )
    if not turned:
        return f"The longest series moves from {first} to {last}; its lowest is {low}."
    return (
        f"The course is a U, not a one-way reversal: from {first} down to {low} and up to {last}, a fall and a rise "
        "that hold at both ends of the band of cluster factors. Which two years one compares decides what one finds."
    )


def others_tolls(tolls: pd.DataFrame, claim: ClaimedRatio) -> str:
    """Set the claimed second number against every toll of security forces alone for the same year."""
    if tolls.empty:
        return f"No other toll of security forces for {claim.year} is embedded."
    each = tolls[["publisher", "security", "basis"]].itertuples(index=False, name=None)
    named = ", ".join(f"{publisher} {dead:,} ({BASIS_TITLES[basis]})" for publisher, dead, basis in each)
    times = claim.ratio.security / tolls["security"].max()
    return (
        f"The claim for {claim.year} puts the dead of law enforcement at {claim.ratio.security:,}. Security forces "
        f"alone, by the others: {named}. The claimed number is {fixed(times, 1)} times the highest of them."
    )


def claimed_parts(split: Decomposition) -> str:
    """Say what the claimed change is made of: militants, security forces, and what the second numbers count."""
    if split.change is None:
        return f"The claimed change cannot be split: {split.reason}"
    factors = {part.kind: part.factor for part in split.parts}
    definition = math.exp(math.fsum(part.log for part in split.parts if part.kind.startswith("definition")))
    year = split.years[1]
    lowered = (
        f"had the second number of {year} counted security forces alone, the change would have been "
        f"{fixed(split.change / definition, 1)} times"
    )
    return (
        f"Of the {fixed(split.change, 1)} times, militants killed make a factor of {fixed(factors['militants'], 1)}, "
        f"security forces killed one of {fixed(factors['security'], 2)}, and what the second numbers count one of "
        f"{fixed(definition, 2)}: {lowered}."
    )


def like_for_like_changes(found: LikeForLike, *, confidence: float) -> str:
    """Give the change of every publisher that permits one, at both ends of the band, and whether there is one."""
    if not found.splits:
        return "No publisher permits a comparison of these years on one basis."
    said = []
    for split in found.splits:
        change = ratio_change(split.earlier, split.later, confidence=confidence)
        if change.estimate is None or change.earlier.estimate is None or change.later.estimate is None:
            continue
        before, after = as_odds(change.earlier.estimate), as_odds(change.later.estimate)
        words = f"{fixed(change.estimate, 1)} times ({clustered_words(change.clustered)}), {change.verdict()}"
        crossed = change.earlier.estimate < 1 < change.later.estimate
        reversal = "a reversal" if crossed and change.sure == "rise" else "no reversal"
        said.append(f"{split.case}: {before} to {after}, {words}; {reversal}")
    refused = ", ".join(dict.fromkeys(found.refused["publisher"]))
    without = f" No such pair of years: {refused}." if refused else ""
    return f"Like for like, from the earlier year to the later: {'; '.join(said)}.{without}"


def own_clusters(years: dict[int, PeriodRatio], source: str) -> str:
    """Say what stands for clusters in the years of a source with months, and for what their intervals are."""
    reasons = dict.fromkeys(found.reason for found in years.values())
    said = "; ".join(reasons)
    return f"In the years of {source} {said}. {INTENSITIES}"


def _longest(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of the publisher with most years of attacks and operations together, in order of the years."""
    publisher = table.loc[table["basis"] == COMBINED, "publisher"].mode().iloc[0]
    rows = (table["basis"] == COMBINED) & (table["publisher"] == publisher)
    chosen: pd.DataFrame = table.loc[rows].sort_values("year", ignore_index=True)
    return chosen
