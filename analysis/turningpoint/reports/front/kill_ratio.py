"""What the front says of the kill ratio: the answer on the claimed change, and what stands beside the picture."""

from turningpoint.number_format import agreeing, listed
from turningpoint.reports.front.answer import Answer, Sign
from turningpoint.reports.front.evidence import Evidence
from turningpoint.reports.front.headline import agreed, unconfirmed
from turningpoint.reports.front.recorded import Interval, Record, interval_of, short

CLAIM = "kill_ratio.claim_"
LIKE_FOR_LIKE = "attacks_and_operations"
COUNTED_ITSELF = "government_against_militants"
"""Basis of counts of both sides, made event by event."""
TWOFOLD = 2.0
Change = tuple[str, Interval, Interval]


def kill_ratio(evidence: Evidence) -> Answer | None:
    """The claimed change, and like for like by publisher at both ends of the borrowed band; yes and no need both."""
    claimed = interval_of(evidence.record(f"{CLAIM}change"))
    if claimed is None:
        return None
    doubted, pairs = unconfirmed(evidence), like_for_like(evidence)
    found = agreed([wide.side if wide.side == narrow.side else "open" for _, narrow, wide in pairs])
    way = "up" if claimed.estimate > 1 else "down"
    sign: Sign = "differ" if found == "differ" else "open"
    if found in ("up", "down") and not (found == way and doubted):
        sign = "yes" if found == way else "no"
    said = f"As printed it {'rose' if way == 'up' else 'changed'} {claimed.size()} times"
    if doubted:
        figures, are = agreeing(len(doubted), "the figure", "figures"), agreeing(len(doubted), "is", "are")
        said += f", but {figures} for {listed(doubted)} {are} confirmed by no source here"
    said += "."
    if pairs:
        name, narrow, wide = min(pairs, key=lambda pair: pair[0] != evidence.series[0].name)
        ends = f"{narrow.ends()} if deaths cluster little, {wide.ends()} if much"
        said += f" Like for like {name} has {narrow.size()} times ({ends})."
    rows, of = tuple((name, wide) for name, _, wide in pairs), "change of the ratio, like for like"
    return Answer("Did the kill ratio turn over?", sign, said, "04_kill_ratio", "The ratio", rows, of)


def like_for_like(evidence: Evidence) -> list[Change]:
    """Who finds which change like for like: the interval at the lower and at the upper end of the band."""
    found = []
    for record in evidence.behind("kill_ratio.change.").values():
        if (wide := interval_of(record)) is not None:
            narrow = Interval(wide.estimate, record["narrow_low"], record["narrow_high"])
            found.append((str(record["source"]).partition(" (")[0], narrow, wide))
    return found


def claims_by_year(evidence: Evidence) -> dict[str, Record]:
    """The claimed ratios by their year, earliest first."""
    return {year: record for year, record in sorted(evidence.behind(CLAIM).items()) if year.isdigit()}


def ratio_title(evidence: Evidence) -> str:
    """Say whether an independent count of the claim's first year agrees with it; nothing without a claim."""
    for year, claim in list(claims_by_year(evidence).items())[:1]:
        counts = [(by, each[year]) for by, each in _courses(evidence, COUNTED_ITSELF).items() if year in each]
        if not counts:
            return f"No source here has counted the ratio of {year} itself"
        name, found = counts[0]
        if max(found, claim["estimate"]) < TWOFOLD * min(found, claim["estimate"]):
            return f"{name} confirms the ratio of {year}"
        return f"For {year} {name} has {short(found)} to 1 where the claim has {short(claim['estimate'])} to 1"
    return ""


def ratio_sentences(evidence: Evidence) -> str:
    """Give the course of the publisher with most years like for like, and what the claims include."""
    said, years = [], _courses(evidence, LIKE_FOR_LIKE)
    if years:
        name, found = max(years.items(), key=lambda item: len(item[1]))
        low, last = min(found, key=lambda year: found[year]), max(found)
        course = f"was lowest in {low} ({short(found[low])})"
        course += f" and stands at {short(found[last])} in {last}" if low != last else ""
        said.append(f"By {name}, security forces only, the ratio {course}.")
    if len(claims := list(claims_by_year(evidence).items())) == 2:
        (first, earlier), (last, later) = claims
        said.append(
            f"The claim's {short(later['estimate'])} for {last} counts civilians too; its "
            f"{short(earlier['estimate'])} for {first} does not say."
        )
    return " ".join(said)


def _courses(evidence: Evidence, basis: str) -> dict[str, dict[str, float]]:
    """Yearly ratios of every publisher on a basis."""
    found: dict[str, dict[str, float]] = {}
    for id, record in evidence.behind("kill_ratio.").items():
        parts = id.split(".")
        if len(parts) == 3 and parts[1] == basis and record["estimate"]:
            found.setdefault(str(record["source"]).partition(" GED")[0], {})[parts[2]] = record["estimate"]
    return found
