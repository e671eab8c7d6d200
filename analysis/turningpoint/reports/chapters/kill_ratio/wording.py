"""The sentences of the kill-ratio part: results in, plain English out."""

from itertools import pairwise

import pandas as pd

from turningpoint.killratio.one_period.period_ratio import INTENSITIES, PeriodRatio
from turningpoint.killratio.one_period.ratio import RatioChange, as_odds, clustered_words, ratio_change
from turningpoint.killratio.publishers.all_ratios import BASIS_TITLES, CLAIMED
from turningpoint.killratio.publishers.claimed_ratios import ClaimedRatio
from turningpoint.killratio.publishers.like_for_like import LikeForLike
from turningpoint.killratio.publishers.published_ratios import COMBINED
from turningpoint.number_format import fixed


def as_claimed(claims: tuple[ClaimedRatio, ...], change: RatioChange) -> str:
    """Give the claimed ratios, their change, and whether their second numbers count the same."""
    said = " and ".join(
        f"{claim.ratio.militants:,} to {claim.ratio.security:,} for {claim.year} ({as_odds(claim.ratio.estimate)})"
        for claim in claims
        if claim.ratio.estimate is not None
    )
    with_civilians = [str(claim.year) for claim in claims if "civilian" in claim.statement]
    unlike = ""
    if len(with_civilians) not in (0, len(claims)):
        where = " and ".join(with_civilians)
        unlike = f" With civilians in the second number of {where} only, they are not like for like."
    times = "a change that is not defined"
    if change.estimate is not None:
        times = f"{fixed(change.estimate, 1)} times as high a ratio ({clustered_words(change.clustered)})"
        times += f", {change.verdict()}"
    return f"**As claimed**, the kill ratio was {said}: {times}.{unlike}"


def like_for_like(table: pd.DataFrame, year: int) -> str:
    """Say what is compared with what, and what is printed of one year."""
    there = table[table["year"] == year]
    both = ", ".join(as_odds(ratio) for ratio in there.loc[there["basis"] == COMBINED, "ratio"])
    beside = "; ".join(
        f"{row['publisher']} ({row['basis_title']}) {row['militants']:,} to {row['security']:,}, "
        f"{as_odds(row['ratio'])}"
        for row in there[~there["basis"].isin([COMBINED, CLAIMED])].to_dict("records")
    )
    known = both or "no publisher prints both sides on both bases"
    said = f"**Like for like**, attacks and operations together, for {year} {known}"
    return f"{said}; on other bases: {beside or 'nothing'}."


def course(table: pd.DataFrame, *, confidence: float = 0.95) -> str:
    """Say whether the longest like-for-like series went one way or turned, if that holds at both ends of the band."""
    longest = _longest(table)
    at = int(longest["ratio"].to_numpy().argmin())
    ends = longest.iloc[[0, at, -1]].to_dict("records")
    first, low, last = (f"{as_odds(row['ratio'])} in {row['year']}" for row in ends)
    run = f"{ends[0]['publisher']}, the longest such series, went from {first}"
    if not ends[1]["ratio"] < 1 < min(ends[0]["ratio"], ends[2]["ratio"]):
        return f"{run} to {last}; its lowest is {low}."
    pairs = pairwise((row["militants"], row["security"]) for row in ends)
    fall, rise = (ratio_change(*pair, confidence=confidence) for pair in pairs)
    turned = f"first {fall.verdict()}, then {rise.verdict()}"
    if (fall.sure, rise.sure) == ("fall", "rise"):
        turned = "a U, not a one-way reversal, whose fall and rise hold at both ends of the band"
    return f"{run} by {low} to {last}: {turned}."


def others_tolls(tolls: pd.DataFrame, claim: ClaimedRatio) -> str:
    """Set the claimed second number against every toll of security forces alone for the same year."""
    if tolls.empty:
        return f"No other toll of security forces for {claim.year} is embedded."
    each = tolls[["publisher", "security", "basis"]].itertuples(index=False, name=None)
    named = ", ".join(f"{publisher} {dead:,} ({BASIS_TITLES[basis]})" for publisher, dead, basis in each)
    times = fixed(claim.ratio.security / tolls["security"].max(), 1)
    claimed = f"The claimed {claim.ratio.security:,} are {times} times the highest other toll of security forces"
    return f"{claimed} for {claim.year}: {named}."


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
        reversal = change.earlier.estimate < 1 < change.later.estimate and change.sure == "rise"
        said.append(f"{split.case}: {before} to {after}, {words}; {'a' if reversal else 'no'} reversal")
    refused = ", ".join(dict.fromkeys(found.refused["publisher"]))
    without = f" No such pair of years: {refused}." if refused else ""
    return f"Like for like, from the earlier year to the later: {'; '.join(said)}.{without}"


def own_clusters(years: dict[int, PeriodRatio], source: str) -> str:
    """Say what stands for clusters in the years of a source with months, and for what their intervals are."""
    said = "; ".join(dict.fromkeys(found.reason for found in years.values()))
    return f"In the years of {source} {said}. {INTENSITIES}"


def _longest(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of the publisher with most years of attacks and operations together, in order of the years."""
    both = table[table["basis"] == COMBINED]
    longest: pd.DataFrame = both[both["publisher"] == both["publisher"].mode().iloc[0]]
    return longest.sort_values("year", ignore_index=True)
