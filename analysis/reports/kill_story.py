"""The sentences, tables and recorded numbers of the kill-ratio part: results in, plain English out."""

import re

import pandas as pd

from analysis.killratio.by_publisher import CLAIMED
from analysis.killratio.change import RatioChange
from analysis.killratio.claimed import ClaimedRatio
from analysis.killratio.one_period import INDEPENDENCE, OnePeriodRatio, as_odds
from analysis.reports.notebook import record
from analysis.sources.claims import read_claims
from analysis.tables import confidence_label, fixed, interval, ratio, with_interval

BOTH = "attacks_and_operations"
EXACT = "exact conditional interval; one death taken as one event"


def as_claimed(claims: tuple[ClaimedRatio, ...], change: RatioChange) -> str:
    """Give the claimed ratios, their change, and what their second numbers count."""
    said = " and ".join(
        f"{claim.ratio.militants:,} to {claim.ratio.security:,} for {claim.year} ({as_odds(claim.ratio.estimate)})"
        for claim in claims
        if claim.ratio.estimate is not None
    )
    counted = "; ".join(f"{claim.year}: “{claim.statement}”" for claim in claims)
    grown = change.interval()
    words = with_interval(change.estimate, grown.low, grown.high, confidence=change.confidence)
    by = words.replace(" (", " times (", 1)
    with_civilians = [str(claim.year) for claim in claims if "civilian" in claim.statement]
    unlike = (
        f" But the two do not count the same ({counted}): with civilians in the second number of "
        f"{' and '.join(with_civilians)} only, they are not like for like."
    )
    same = len(with_civilians) in (0, len(claims))
    return f"**As claimed**, the kill ratio was {said}: {by} as high a ratio.{'' if same else unlike}"


def like_for_like(table: pd.DataFrame, year: int) -> str:
    """Give the course by the publisher with most years on both bases, and what can be said of one year.

    Parameters
    ----------
    table : as ``ratios_by_publisher`` gives it.
    year : the year of the earlier claim.
    """
    longest = _longest(table)
    course = ", ".join(f"{as_odds(row['ratio'])} in {row['year']}" for row in longest.to_dict("records"))
    publisher = longest["publisher"].iloc[0]
    there = table[(table["basis"] == BOTH) & (table["year"] == year)]
    others = table[(table["year"] == year) & ~table["basis"].isin([BOTH, CLAIMED])]
    beside = "; ".join(
        f"{row['publisher']} ({row['basis_title']}) {row['militants']:,} to {row['security']:,}, "
        f"{as_odds(row['ratio'])}"
        for row in others.to_dict("records")
    )
    gap = (
        f"For {year} no publisher prints both sides on both bases."
        if there.empty
        else f"For {year}: {', '.join(as_odds(value) for value in there['ratio'])}."
    )
    return (
        f"**Like for like** – one publisher, both sides from one report, attacks and operations together – {publisher} "
        f"gives {course}. {gap} On other bases: {beside or 'nothing'}."
    )


def course(table: pd.DataFrame) -> str:
    """Say whether the longest like-for-like series went one way or turned, by its own numbers."""
    longest = _longest(table)
    at = int(longest["ratio"].to_numpy().argmin())
    first, low, last = (
        f"{as_odds(row['ratio'])} in {row['year']}" for row in longest.iloc[[0, at, -1]].to_dict("records")
    )
    turned = longest["ratio"].iloc[at] < 1 < min(longest["ratio"].iloc[0], longest["ratio"].iloc[-1])
    if not turned:
        return f"The longest series moves from {first} to {last}; its lowest is {low}."
    return (
        f"The course is a U, not a one-way reversal: from {first} down to {low} and up to {last}. Which two years one "
        "compares decides what one finds."
    )


def security_tolls(table: pd.DataFrame, claim: ClaimedRatio) -> str:
    """Set the claimed second number against every toll of security forces alone for the same year."""
    tolls = table[(table["year"] == claim.year) & (table["basis"] != CLAIMED)]
    if tolls.empty:
        return f"No other toll of security forces for {claim.year} is embedded."
    named = ", ".join(
        f"{row['publisher']} {row['security']:,} ({row['basis_title']})" for row in tolls.to_dict("records")
    )
    times = claim.ratio.security / tolls["security"].max()
    return (
        f"The claim for {claim.year} puts the dead of law enforcement at {claim.ratio.security:,}. Security forces "
        f"alone, by the others: {named}. The claimed number is {times:.1f} times the highest of them."
    )


def intervals_table(ratios: dict[str, OnePeriodRatio]) -> pd.DataFrame:
    """Set the four intervals of several ratios side by side, rounded: one row a ratio, one column a method."""
    rows = []
    for name, found in ratios.items():
        row = {"Ratio": name, "Militants : security": f"{found.militants:,} : {found.security:,}"}
        row["Estimate"] = ratio(found.estimate)
        for line in found.to_frame().to_dict("records"):
            low, high = (None if pd.isna(line[end]) else float(line[end]) for end in ("low", "high"))
            row[str(line["method"])] = interval(low, high, decimals=2)
        rows.append(row)
    return pd.DataFrame(rows)


def publishers_table(table: pd.DataFrame, *, confidence: float) -> pd.DataFrame:
    """Round the table of yearly ratios: who, basis, year, numbers, ratio with interval, range of restatements."""
    return pd.DataFrame(
        {
            "Publisher": table["publisher"],
            "Basis": table["basis_title"],
            "Year": table["year"].astype(str),
            "Militants : security": [
                f"{m:,} : {s:,}" for m, s in zip(table["militants"], table["security"], strict=True)
            ],
            "Ratio": [fixed(value, 2) for value in table["ratio"]],
            confidence_label(confidence): [
                interval(low, high, decimals=2) for low, high in zip(table["low"], table["high"], strict=True)
            ],
            "Restated": [
                "–" if low == high else f"{fixed(low, 2)} to {fixed(high, 2)}"
                for low, high in zip(table["restated_low"], table["restated_high"], strict=True)
            ],
        }
    )


def figure_alt(table: pd.DataFrame) -> str:
    """Describe the figure for those who do not see it."""
    parts = []
    for (publisher, basis), rows in table.groupby(["publisher", "basis_title"], sort=False):
        values = ", ".join(f"{row['year']}: {ratio(row['ratio'])}" for row in rows.to_dict("records"))
        parts.append(f"{publisher}, {basis}: {values}")
    return f"Kill ratios by year on a logarithmic scale with 1:1 marked. {'. '.join(parts)}."


def record_claimed(claims: tuple[ClaimedRatio, ...], change: RatioChange) -> None:
    """Record the claimed ratios (``kill_ratio.claim_<year>``) and their change (``kill_ratio.claim_change``)."""
    source = read_claims().set_index("id")["claimed_by"]
    for claim in claims:
        ends = claim.ratio.interval()
        record(
            f"kill_ratio.claim_{claim.year}",
            estimand=f"claimed kill ratio of {claim.year}: {claim.statement}",
            estimate=claim.ratio.estimate,
            low=ends.low,
            high=ends.high,
            confidence=claim.ratio.confidence,
            method=EXACT,
            unit="ratio",
            source=f"{source[claim.claim]}, claim {claim.claim}",
            window=str(claim.year),
            militants=claim.ratio.militants,
            security=claim.ratio.security,
        )
    ends = change.interval()
    record(
        "kill_ratio.claim_change",
        estimand=f"claimed kill ratio of {claims[-1].year} over that of {claims[0].year}, as printed",
        estimate=change.estimate,
        low=ends.low,
        high=ends.high,
        confidence=change.confidence,
        method="Fisher's conditional interval; one death taken as one event",
        unit="ratio",
        source="claims " + ", ".join(claim.claim for claim in claims),
        window=f"{claims[0].year} and {claims[-1].year}",
        note="the two second numbers do not count the same",
    )


def record_published(table: pd.DataFrame, confidence: float) -> None:
    """Record every yearly ratio of the publishers (``kill_ratio.<publisher>.<basis>.<year>``)."""
    for row in table[table["basis"] != CLAIMED].to_dict("records"):
        publisher = re.sub(r"[^a-z0-9]+", "_", row["publisher"].lower()).strip("_")
        low, high = (None if pd.isna(row[end]) else row[end] for end in ("low", "high"))
        record(
            f"kill_ratio.{publisher}.{row['basis']}.{row['year']}",
            estimand=f"militants killed for each member of the security forces killed, {row['basis_title']}",
            estimate=None if pd.isna(row["ratio"]) else row["ratio"],
            low=low,
            high=high,
            confidence=confidence,
            method=EXACT,
            unit="ratio",
            source=row["publisher"],
            window=str(row["year"]),
            militants=row["militants"],
            security=row["security"],
        )


def caution() -> str:
    """Say what the intervals of this part take for granted."""
    return f"**Mind the intervals.** {INDEPENDENCE} What definitions do to a ratio is larger than any interval here."


def _longest(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of the publisher with most years of attacks and operations together, in order of the years."""
    publisher = table.loc[table["basis"] == BOTH, "publisher"].mode().iloc[0]
    rows = (table["basis"] == BOTH) & (table["publisher"] == publisher)
    chosen: pd.DataFrame = table.loc[rows].sort_values("year", ignore_index=True)
    return chosen
