"""Rule for the claim that the kill ratio was reversed (C03)."""

from collections.abc import Sequence
from typing import Literal

from turningpoint.claims.attack_series import Ends, two_digits
from turningpoint.claims.facts import Facts, Rule, basis_words, first_reference
from turningpoint.claims.kill_ratio_rules import Pair, pairs_of
from turningpoint.claims.verdict import Claim, Finding, Verdict
from turningpoint.killratio.one_period.ratio import ratio_change
from turningpoint.killratio.publishers.all_ratios import BASIS
from turningpoint.killratio.publishers.claimed_ratios import claimed_change, claimed_ratios
from turningpoint.sources.embedded.published_figures import latest_first

NEAR = 1
"""Years by which a year that stands in for a claimed one may lie from it."""
FULL = ("attacks_and_operations", BASIS)
"""Bases on which a kill ratio counts the deaths of both sides wherever they fell."""
Reversal = Literal["reversal", "opposite", "unclear"]
_SURE: dict[Reversal, str] = {
    "reversal": "a reversal beyond clustered deaths",
    "opposite": "no reversal",
    "unclear": "a change that clustered deaths alone could explain",
}


def judge_change(claim: Claim, facts: Facts) -> Finding:
    """Hold the claimed reversal against publishers that print both years; see `CHANGE` for the rule in words."""
    would = "One publisher's clear turn to above one, operations included, would support it."
    claimed = claimed_ratios(facts.claims, confidence=facts.confidence)
    if len(claimed) < 2:
        nothing = "The table of claims does not name two kill ratios to compare."
        return Finding("no data here", nothing, nothing, would)
    first, last = claimed[0], claimed[-1]
    change = claimed_change(facts.claims, confidence=facts.confidence)
    exact = _both_years(facts, [first.year], [last.year])
    firsts, lasts = (range(one.year - NEAR, one.year + NEAR + 1) for one in (first, last))
    near = [] if exact else _both_years(facts, firsts, lasts)
    shown = exact or near
    attacks = _both_years(facts, [first.year], [last.year], bases=("attacks",))
    nobody = "No publisher prints both years with operations included."
    told, reference = "", ("", "")
    if shown:
        earlier, later, found = shown[0]
        ratios = [f"{two_digits(one.militants / one.second)} in {one.year}" for one in (earlier, later)]
        told = f"{earlier.publisher}: {', '.join(ratios)}, {_SURE[found]}."
        rows = facts.ratios(later.year)
        mine = (rows["publisher"] == later.publisher) & (rows["basis"] == later.basis)
        reference = first_reference(latest_first(rows[mine]))
    times = "not defined" if change.estimate is None else two_digits(change.estimate)
    evidence = f"As claimed the ratio of {last.year} is {times} times that of {first.year}"
    if len({facts.counted_as(one.year, one.ratio.security) for one in (first, last)}) > 1:
        evidence += f", but the second numbers of {first.claim} and {last.claim} count different things"
    band = " and ".join(f"{one.factor:.3g}" for one in change.clustered)
    pairs = "; ".join(_change_words(earlier, later, facts.confidence) for earlier, later, _ in [*shown, *attacks])
    like = f"Like for like, intervals at cluster factors of {band}: {pairs}." if pairs else nobody
    return Finding(
        change_verdict([found for *_, found in exact], near=bool(near)),
        " ".join(filter(None, ["" if exact else nobody, told])), f"{evidence}. {like}", would, *reference,
    )  # fmt: skip


def change_verdict(found: Sequence[Reversal], *, near: bool) -> Verdict:
    """Judge a reversal by what publishers of both years show; ``near``: some print years beside these.

    >>> change_verdict(["reversal"], near=False), change_verdict(["reversal", "opposite"], near=False)
    ('supported', 'sources differ')
    >>> change_verdict(["opposite"], near=False), change_verdict(["unclear"], near=False)
    ('contradicted', 'not shown')
    >>> change_verdict([], near=True), change_verdict([], near=False)
    ('not shown', 'no data here')
    """
    if not found:
        return "not shown" if near else "no data here"
    if {"reversal", "opposite"} <= set(found):
        return "sources differ"
    if all(one == "reversal" for one in found):
        return "supported"
    return "contradicted" if all(one == "opposite" for one in found) else "not shown"


def reversal(earlier: tuple[int, int], later: tuple[int, int], confidence: float = 0.95) -> Reversal:
    """Ask whether a ratio went from below one to above it, sure at both ends of the band of cluster factors.

    ``opposite`` where it fell as surely.

    >>> reversal((200, 900), (3000, 700)), reversal((165, 137), (2115, 664)), reversal((3000, 700), (200, 900))
    ('reversal', 'unclear', 'opposite')
    """
    found = ratio_change(earlier, later, confidence=confidence)
    if found.earlier.estimate is None or found.later.estimate is None:
        return "unclear"
    if found.sure == "fall":
        return "opposite"
    crossed = found.earlier.estimate < 1 < found.later.estimate
    return "reversal" if crossed and found.sure == "rise" else "unclear"


def _both_years(
    facts: Facts, firsts: Sequence[int], lasts: Sequence[int], bases: Sequence[str] = FULL
) -> list[tuple[Pair, Pair, Reversal]]:
    """Pairs of one publisher and basis for a first and a last year: the nearest to the middle of each range.

    The latest last year first.
    """
    ends: tuple[dict[tuple[str, str], Pair], ...] = ({}, {})
    for nearest, years in zip(ends, (firsts, lasts), strict=True):
        middle = years[len(years) // 2]
        for one in [one for year in years for one in pairs_of(facts.ratios(year)) if one.basis in bases]:
            known = nearest.setdefault((one.publisher, one.basis), one)
            if abs(one.year - middle) < abs(known.year - middle):
                nearest[one.publisher, one.basis] = one
    found = [
        (earlier, later, reversal(earlier[3:], later[3:], facts.confidence))
        for key, earlier in ends[0].items()
        if (later := ends[1].get(key)) and earlier.year < later.year
    ]
    return sorted(found, key=lambda one: -one[1].year)


def _change_words(earlier: Pair, later: Pair, confidence: float) -> str:
    """Both pairs and their change with its interval at both ends of the band."""
    found = ratio_change(earlier[3:], later[3:], confidence=confidence)
    pairs = f"{earlier.publisher} {earlier.year} {earlier.militants:,} to {earlier.second:,}, {later.year} "
    pairs += f"{later.militants:,} to {later.second:,} ({basis_words(earlier.basis)})"
    if found.estimate is None:
        return pairs
    ends = [Ends(found.estimate, one.low, one.high).ends() for one in found.clustered]
    return f"{pairs}, {two_digits(found.estimate)} times ({', or '.join(ends)})"


CHANGE = Rule(
    "Publishers that print both sides of both years on one basis with operations. Supported when all go from below one "
    "to above it, surely at both ends of the band of cluster factors; contradicted when all fall as surely; sources "
    f"differ when some do each. With years up to {NEAR} away alone not shown, without them no data here.",
    judge_change,
)
