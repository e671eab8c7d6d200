"""Rule for the claims on one kill ratio (C01 and C02)."""

from typing import Literal, NamedTuple

import pandas as pd

from turningpoint.claims.attack_series import two_digits
from turningpoint.claims.facts import Facts, Rule, basis_words, first_reference
from turningpoint.claims.verdict import SAME_NUMBER, Claim, Finding, Verdict
from turningpoint.killratio.one_period.ratio import as_odds, ratio_intervals
from turningpoint.killratio.publishers.all_ratios import BASIS
from turningpoint.killratio.publishers.claimed_ratios import claimed_pair
from turningpoint.number_format import agreeing, counted, listed
from turningpoint.sources.embedded.published_figures import fit_counts, latest_first

TOLL_FACTOR = 1.5
"""Tolls of one year and side agree when neither is more than this many times the other: methods differ by as much."""
FEWEST_PUBLISHERS = 2
"""So many independent publishers must disagree with a number before it counts against the claim."""
SECURITY = "killed_security"
WITH_CIVILIANS = "killed_civ_plus_sec"
_COUNTED = {
    SECURITY: "security forces alone",
    WITH_CIVILIANS: "security officials and civilians together",
    "": "something this table does not state",
}
Standing = Literal["agrees", "disagrees", "unknown"]


class Pair(NamedTuple):
    """Both numbers of a ratio as one report prints them."""

    publisher: str
    basis: str
    year: int
    militants: int
    second: int

    @property
    def odds(self) -> str:
        """The ratio as odds."""
        return as_odds(self.militants / self.second)

    def has(self, how: str = "") -> str:
        """Say what the publisher has; ``how`` it counts stands between commas."""
        return f"{self.publisher}{how and f', {how},'} has {self.militants:,} to {self.second:,}, {self.odds}."


def judge_ratio(claim: Claim, facts: Facts) -> Finding:
    """Hold one claimed kill ratio against its reports and the tolls of its year; see `RATIO` for the rule in words."""
    militants, second = claimed_pair(vars(claim))
    counted_as = facts.counted_as(claim.year, second)
    tolls = {side: facts.tolls(claim.year, side, claimed_by=claim.claimed_by) for side in ("militants", "security")}
    ratios = facts.ratios(claim.year)
    reference = first_reference(latest_first(ratios if len(ratios) else tolls["security"]))
    pairs = pairs_of(ratios)
    if counted_as == WITH_CIVILIANS:
        pairs = _with_civilians(facts, ratios)
        tolls["security"] = pd.DataFrame([(one.publisher, one.second) for one in pairs], columns=["publisher", "value"])
    reports = facts.own_reports(claim.year, claim.claimed_by, militants, second)
    agree = next((one for one in pairs if _agrees(one, militants, second, facts.confidence)), None)
    guess = _hypothesis(claim, facts, second) if counted_as == SECURITY else ""
    if agree is not None:
        reason = agree.has()
    elif reports:
        how = "with civilians too" if counted_as == WITH_CIVILIANS else "like for like"
        printed = f"{counted(reports, 'report')} {agreeing(reports, 'prints', 'print')} both numbers."
        reason = " ".join([printed, *(one.has(how) for one in pairs[:1])])
    else:
        said = [_side(number, side, tolls[side]) for number, side in ((militants, "militants"), (second, "security"))]
        reason = " ".join([*said, *["It may include civilians (hypothesis)."] * bool(guess)])
    like = ", ".join(f"{one.publisher} {one.odds}{_on(one.basis)}" for one in pairs)
    parts = [
        f"The second number counts {_COUNTED.get(counted_as, counted_as.replace('_', ' '))}.",
        f"Others have militants: {_tolls_words(tolls['militants'])}; second number: {_tolls_words(tolls['security'])}.",
        f"Like for like: {like}." if pairs and counted_as == SECURITY else "",
        guess,
    ]
    standings = stands(militants, tolls["militants"]), stands(second, tolls["security"])
    return Finding(
        ratio_verdict(*standings, agree=agree is not None, reports=reports), reason, " ".join(filter(None, parts)),
        f"An independent report of {claim.year} with both numbers would support it, tolls far from both contradict it.",
        *reference,
    )  # fmt: skip


def _side(number: int, side: str, tolls: pd.DataFrame) -> str:
    """Say which independent tolls are near a number, or by how much the nearest differs."""
    near = [row for row in tolls.to_dict("records") if _within(row["value"], number, TOLL_FACTOR)]
    if near:
        who = listed([f"{str(row['publisher']).split()[0]} ({row['value']:,})" for row in near[:2]])
        return f"{number:,} agrees with {who}."
    if stands(number, tolls) == "unknown":
        return f"Fewer than {FEWEST_PUBLISHERS} independent publishers count {side} killed."
    nearest = int(min(tolls["value"], key=lambda value: max(value, number) / max(min(value, number), 1)))
    times = two_digits(number / max(nearest, 1))
    return f"{number:,} is {times} times the nearest count of {side} killed ({nearest:,})."


def ratio_verdict(militants: Standing, second: Standing, *, agree: bool, reports: int) -> Verdict:
    """Judge a ratio by how others stand to both numbers, and how many reports of the claimant print both.

    >>> [ratio_verdict("agrees", "agrees", agree=agree, reports=5) for agree in (True, False)]
    ['supported', 'quoted correctly']
    >>> ratio_verdict("agrees", "disagrees", agree=False, reports=0)
    'partly'
    >>> ratio_verdict("disagrees", "disagrees", agree=False, reports=0)
    'contradicted'
    >>> ratio_verdict("unknown", "unknown", agree=False, reports=0)
    'no data here'
    """
    if agree:
        return "supported"
    if reports:
        return "quoted correctly"
    both = {militants, second}
    if both == {"agrees", "disagrees"}:
        return "partly"
    if "disagrees" in both:
        return "contradicted"
    return "no data here" if both == {"unknown"} else "not shown"


def stands(number: int, tolls: pd.DataFrame) -> Standing:
    """How independent tolls stand to a number: one is near it, none of two publishers is, or too few to say."""
    if any(_within(value, number, TOLL_FACTOR) for value in tolls["value"]):
        return "agrees"
    return "disagrees" if tolls["publisher"].nunique() >= FEWEST_PUBLISHERS else "unknown"


def _hypothesis(claim: Claim, facts: Facts, second: int) -> str:
    """Say, as a hypothesis, that a second number no count of security forces is near may hold civilians too.

    From a report that prints all deaths of the year, and militants killed as a change on the year before.
    """
    if stands(second, facts.tolls(claim.year, "security", claimed_by=claim.claimed_by)) != "disagrees":
        return ""
    rows = facts.figures
    changed = rows[(rows["quantity"] == "killed_militants_pct_change") & (rows["period"] == str(claim.year))]
    for row in changed.to_dict("records"):
        who = (rows["publisher"] == row["publisher"]) & (rows["basis"] == row["basis"])
        whole = rows[who & (rows["quantity"] == "killed_total") & (rows["report_date"] == row["report_date"])]
        whole = whole[whole["period"] == row["period"]]
        before = fit_counts(rows[who], "killed_militants", row["basis"])
        before = before[before["period"] == str(claim.year - 1)]
        if whole.empty or before.empty:
            continue
        total = float(whole["value"].iloc[0])
        together = round(total - float(before["value"].iloc[0]) * (1 + float(row["value"]) / 100))
        if _within(together, second, TOLL_FACTOR):
            left = f"{row['publisher']}'s {total:,.0f} dead less its militants leave {together:,}"
            return f"A hypothesis: the {second:,} counts civilians too, and the label is wrong. {left}."
    return ""


def pairs_of(ratios: pd.DataFrame) -> list[Pair]:
    """Both numbers of every row of a table of kill ratios that has them."""
    whole = ratios[(ratios["ratio"] > 0) & (ratios["security"] > 0)]
    rows = whole[["publisher", "basis", "year", "militants", "security"]].itertuples(index=False, name=None)
    return [Pair(publisher, basis, *map(int, numbers)) for publisher, basis, *numbers in rows]


def _with_civilians(facts: Facts, ratios: pd.DataFrame) -> list[Pair]:
    """The same ratios with civilians in the second number, where one report prints all three."""
    keys = ["publisher", "basis", "report_title", "report_date", "period"]
    rows = facts.figures.loc[facts.figures["quantity"] == "killed_civilians", [*keys, "value"]].drop_duplicates(keys)
    whole = ratios[ratios["security"] > 0].assign(period=ratios["year"].astype(str)).merge(rows, on=keys)
    return pairs_of(whole.assign(security=whole["security"] + whole["value"]))


def _agrees(one: Pair, militants: int, second: int, confidence: float) -> bool:
    """Whether a pair prints both numbers, or is near both and its intervals at both ends of the band hold the ratio."""
    if _within(one.militants, militants, 1 + SAME_NUMBER) and _within(one.second, second, 1 + SAME_NUMBER):
        return True
    near = _within(one.militants, militants, TOLL_FACTOR) and _within(one.second, second, TOLL_FACTOR)
    if not second or not near:
        return False
    held = ratio_intervals(one.militants, one.second, confidence=confidence).clustered
    odds = militants / second
    return all((end.low or 0.0) <= odds and (end.high is None or odds <= end.high) for end in held)


def _within(one: float, other: float, factor: float) -> bool:
    """Whether neither of two numbers is more than ``factor`` times the other."""
    return max(one, other) <= factor * min(one, other)


def _tolls_words(tolls: pd.DataFrame) -> str:
    rows = tolls.to_dict("records")
    return ", ".join(f"{row['publisher']} {row['value']:,}{_on(row.get('basis', BASIS))}" for row in rows) or "none"


def _on(basis: str) -> str:
    """Name a publisher's basis in brackets; UCDP has but one."""
    return "" if basis == BASIS else f" ({basis_words(basis)})"


RATIO = Rule(
    "Supported when an independent report of the same prints both numbers, or has each within a factor "
    f"{TOLL_FACTOR} and clustered intervals that hold the claimed ratio. Else quoted correctly when other reports of "
    f"the claimant print both. Else a number agrees with a toll within {TOLL_FACTOR} times, disagrees when none of "
    f"{FEWEST_PUBLISHERS} publishers is near. One of each: partly; the latter alone: contradicted; too few: no data.",
    judge_ratio,
)
