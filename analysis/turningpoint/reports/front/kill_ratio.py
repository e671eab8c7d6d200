"""What the front says of the kill ratio: the answer on the claimed change, and what stands beside the picture."""

from typing import Literal

from turningpoint.number_format import listed
from turningpoint.reports.front.answer import Answer, Sign
from turningpoint.reports.front.evidence import Evidence
from turningpoint.reports.front.headline import agreed, unconfirmed
from turningpoint.reports.front.recorded import Interval, Record, interval_of, short

CHANGE, CLAIM = "kill_ratio.change.", "kill_ratio.claim_"
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
    sides = [wide.side if wide.side == narrow.side else "open" for _, narrow, wide in pairs]
    way: Literal["up", "down"] = "up" if claimed.estimate > 1 else "down"
    found = agreed(sides)
    sign: Sign = "open"
    if found == "differ":
        sign = "differ"
    elif found == way and not doubted:
        sign = "yes"
    elif found in ("up", "down") and found != way:
        sign = "no"
    said = f"As printed it {'rose' if way == 'up' else 'changed'} {claimed.size()} times"
    if doubted:
        said += f", but {'the figure' if len(doubted) == 1 else 'figures'} for {listed(doubted)} "
        said += f"{'is' if len(doubted) == 1 else 'are'} confirmed by no source here"
    said += "."
    if pairs:
        own = [pair for pair in pairs if pair[0] == evidence.series[0].name]
        name, narrow, wide = (own or pairs)[0]
        said += (
            f" Like for like {name} has {narrow.size()} times ({narrow.ends()} if deaths cluster little, "
            f"{wide.ends()} if much)."
        )
    rows = tuple((name, wide) for name, _, wide in pairs)
    of = "change of the ratio, like for like"
    return Answer("Did the kill ratio turn over?", sign, said, "04_kill_ratio", "The ratio", rows, of)


def like_for_like(evidence: Evidence) -> list[Change]:
    """Who finds which change like for like: the interval at the lower and at the upper end of the band."""
    found = []
    for id, record in evidence.records.items():
        wide = interval_of(record) if id.startswith(CHANGE) else None
        if wide is not None:
            narrow = Interval(wide.estimate, record["narrow_low"], record["narrow_high"])
            found.append((str(record["source"]).partition(" (")[0], narrow, wide))
    return found


def claims_by_year(evidence: Evidence) -> dict[str, Record]:
    """The claimed ratios by their year, earliest first."""
    found = {id.removeprefix(CLAIM): record for id, record in evidence.records.items() if id.startswith(CLAIM)}
    return {year: found[year] for year in sorted(found) if year.isdigit()}


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
    for id, record in evidence.records.items():
        parts = id.split(".")
        if len(parts) == 4 and parts[0] == "kill_ratio" and parts[2] == basis and record["estimate"]:
            found.setdefault(str(record["source"]).partition(" GED")[0], {})[parts[3]] = record["estimate"]
    return found
