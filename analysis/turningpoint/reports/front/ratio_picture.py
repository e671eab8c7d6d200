"""What stands beside the picture of the kill ratio: a title and two sentences."""

from turningpoint.reports.front.evidence import Evidence
from turningpoint.reports.front.recorded import short

LIKE_FOR_LIKE = "attacks_and_operations"
TWOFOLD = 2.0


def ratio_title(evidence: Evidence) -> str:
    """Say whether an independent count of the claim's first year agrees with it."""
    claim = evidence.record("kill_ratio.claim_2021")
    if claim is None:
        return ""
    counted = _independent(evidence, "2021")
    if counted is None:
        return "No source here prints the ratio of 2021"
    name, found = counted
    apart = max(found / claim["estimate"], claim["estimate"] / found)
    if apart < TWOFOLD:
        return f"{name} confirms the ratio of 2021"
    return f"For 2021 {name} has {short(found)} to 1 where the claim has {short(claim['estimate'])} to 1"


def ratio_sentences(evidence: Evidence) -> str:
    """Give the course of the publisher with most years like for like, and what the claims include."""
    years: dict[str, dict[str, float]] = {}
    for id, record in evidence.records.items():
        parts = id.split(".")
        if len(parts) == 4 and parts[0] == "kill_ratio" and parts[2] == LIKE_FOR_LIKE and record["estimate"]:
            years.setdefault(str(record["source"]), {})[parts[3]] = record["estimate"]
    said = []
    if years:
        name, found = max(years.items(), key=lambda item: len(item[1]))
        low, last = min(found, key=lambda year: found[year]), max(found)
        said.append(
            f"By {name}, security forces only, the ratio was lowest in {low} ({short(found[low])}) and stands at "
            f"{short(found[last])} in {last}."
        )
    later, earlier = evidence.record("kill_ratio.claim_2025"), evidence.record("kill_ratio.claim_2021")
    if later is not None and earlier is not None:
        said.append(
            f"The claim's {short(later['estimate'])} for 2025 counts civilians among the dead; its "
            f"{short(earlier['estimate'])} for 2021 does not say so."
        )
    return " ".join(said)


def _independent(evidence: Evidence, year: str) -> tuple[str, float] | None:
    """UCDP's own count of both sides in a year."""
    record = evidence.record(f"kill_ratio.ucdp_ged_22_1.government_against_militants.{year}")
    return None if record is None else ("UCDP", record["estimate"])
