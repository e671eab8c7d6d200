"""Rules for claims on single events: their tolls, their order, and what no table here counts (C12, C13, C15 to C23)."""

import re
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import pandas as pd

from turningpoint.claims.attack_rules import TTP
from turningpoint.claims.facts import Facts, Rule
from turningpoint.claims.verdict import Claim, Finding, Verdict, day_in_words
from turningpoint.number_format import agreeing, counted, listed
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.embedded.published_figures import ARTICLE
from turningpoint.timeline import in_words

KARACHI, SCHOOL = "karachi_airport_attack", "aps_peshawar_massacre"
CLASHES, TRUCE, STRIKES = (
    "border_clashes",
    "doha_ceasefire_pakistan_afghanistan",
    "pakistani_air_strikes_on_nangarhar_and_paktika",
)
DOHA, LEFT, KABUL = "doha_agreement", "us_withdrawal_completed", "fall_of_kabul"
SAME_TOLL = 0.02
"""Two tolls of one event are the same within this share."""
NEAR_TOLL = 0.05
"""Two tolls of one event may differ by this share through late deaths, or attackers counted or not."""
_KILLED = re.compile(r"(\d[\d,]*) killed[^;:(]*")
Toll = tuple[int, str, dict[Hashable, Any]]
"""A number, the clause in which it stands, and the row of its event."""


def _toll(event_id: str, table: str, column: str, value: str) -> Callable[[Claim, Facts], Finding]:
    """Rule on the toll of one event: others' tolls of it, and the total of its month in a table that holds it."""

    def judge(claim: Claim, facts: Facts) -> Finding:
        frame = {"ucdp_ged_pakistan_sides_month": facts.sides, "ucdp_ged_pakistan_kinds_month": facts.kinds}[table]
        month = pd.Period(claim.period[:7], freq="M")
        rows = frame[(frame["month"] == month) & (frame[column] == value)]
        deaths, info = int(rows["deaths_best"].sum()), table_info(table)
        tolls = _tolls(facts.event(event_id))
        fewer = deaths < claim.number
        verdict: Verdict = "contradicted" if fewer else toll_verdict(claim.number, [toll for toll, *_ in tolls])
        described = listed([f"“{clause}”" for _, clause, _ in tolls])
        whole = f"{info.short_title} counts {deaths:,} deaths in that month ({value.replace('_', '-')})."
        first = tolls[0][2] if tolls else {"source_title": info.title, "url": info.link}
        reason = _toll_words(claim.number, [toll for toll, *_ in tolls])
        if fewer:
            reason = (
                f"{info.short_title} counts {deaths:,} deaths in all of that month, fewer than the {claim.number:,}."
            )
        return Finding(
            verdict, reason, f"{f'Tolls by others: {described}. ' if tolls else ''}{whole}",
            f"Other tolls all within {SAME_TOLL:.0%} would support it, none within {NEAR_TOLL:.0%} contradict it.",
            str(first["source_title"]), str(first["url"]),
        )  # fmt: skip

    return judge


def toll_verdict(claimed: int, tolls: Sequence[int]) -> Verdict:
    """Judge a toll by those that others print.

    >>> [toll_verdict(100, tolls) for tolls in ([101], [101, 130], [104], [130], [])]
    ['supported', 'partly', 'partly', 'contradicted', 'no data here']
    """
    if not tolls:
        return "no data here"
    apart = [abs(toll - claimed) / max(claimed, 1) for toll in tolls]
    if max(apart) <= SAME_TOLL:
        return "supported"
    return "partly" if min(apart) <= NEAR_TOLL else "contradicted"


def _toll_words(claimed: int, tolls: Sequence[int]) -> str:
    """Say which tolls others print."""
    same = sum(toll == claimed for toll in tolls)
    rest = listed([f"{toll:,}" for toll in sorted(set(tolls) - {claimed})])
    if not tolls:
        return "No other toll of the event stands here."
    of = f"{same} of {counted(len(tolls), 'other source')} {agreeing(same, 'has', 'have')} {claimed:,}"
    left = len(tolls) - same
    return f"{of}; the {agreeing(left, 'other has', 'others have')} {rest}." if left else f"{of}."


def _tolls(rows: pd.DataFrame) -> list[Toll]:
    """Numbers that descriptions of an event by others than the article give as killed, each with its row."""
    others = rows[rows["source_title"] != ARTICLE].to_dict("records")
    found = [(match, row) for row in others if (match := _KILLED.search(str(row["description"])))]
    return [(int(match[1].replace(",", "")), match[0].strip(), row) for match, row in found]


def judge_outside(claim: Claim, facts: Facts) -> Finding:
    """Record a claim that no series here reaches, with what others say of the same date; see `OUTSIDE`."""
    rows = facts.interventions[facts.interventions["date"] == claim.period]
    same_day = (facts.claims["period"] == claim.period) & (len(claim.period) == len("2026-02-27"))
    others = facts.claims[same_day & (facts.claims["id"] != claim.id) & (facts.claims["claimed_value"] != "")]
    said = [Claim(**{str(name): str(value) for name, value in row.items()}) for row in others.to_dict("records")]
    tolls = _tolls(rows)
    verdict = (
        toll_verdict(claim.number, [toll for toll, *_ in tolls]) if claim.claimed_value.isdigit() else "no data here"
    )
    beside = ", ".join(f"{one.speaker} {one.claimed_value.replace(':', ' and ')} {one.unit} ({one.id})" for one in said)
    reason = f"Stated by {claim.speaker}; no table here counts it."
    if tolls:
        reason = _toll_words(claim.number, [toll for toll, *_ in tolls])
    elif beside:
        reason = f"{reason} Same day: {beside}."
    told = listed([f"“{text}”" for text in dict.fromkeys(rows.loc[rows["source_title"] != ARTICLE, "description"])])
    info = table_info("ucdp_ged_country_month")
    evidence = (
        f"The list of events says of that day: {told}."
        if told
        else f"{info.short_title} ends in {in_words(info.coverage_end)}."
    )
    first = (str(rows["source_title"].iloc[0]), str(rows["url"].iloc[0])) if len(rows) else (ARTICLE, "")
    return Finding(verdict, reason, evidence, "A count by a source that is neither side's would test it.", *first)


def judge_formed(claim: Claim, facts: Facts) -> Finding:
    """Ask whether the TTP fought before the year in which it is said to have been formed; see `FORMED`."""
    info = table_info("ucdp_ged_pakistan_sides_month")
    months = facts.sides.loc[facts.sides["militant_group"].isin(TTP) & (facts.sides["events"] > 0), "month"]
    name = info.short_title.split()[0]
    verdict: Verdict = "no data here"
    reason = f"{name} has no lethal event with the TTP."
    if len(months):
        reason = f"{name}'s lethal events with the TTP begin in {in_words(str(months.min()))}"
        if months.min().year < claim.year:
            verdict, reason = "contradicted", f"{reason}, before {claim.year}."
        else:
            reason = f"{reason}; how it was formed is in no table here."
    return Finding(
        verdict, reason, f"{info.short_title} names groups of fighters, not how they were founded.",
        f"Lethal events with the TTP before {claim.year} would contradict it.", info.title, info.link,
    )  # fmt: skip


def _ordered(*pairs: tuple[str, str]) -> Callable[[Claim, Facts], Finding]:
    """Rule on pairs of dated events of which the first is said to come before the second."""

    def judge(claim: Claim, facts: Facts) -> Finding:
        known = {name: row for pair in pairs for name in pair if (row := _first(facts, name)) is not None}
        dated = [pair for pair in pairs if set(pair) <= set(known)]
        holds = [known[one]["date"] < known[two]["date"] for one, two in dated]
        verdict = order_verdict(holds, len(pairs))
        missing = [name.replace("_", " ") for name in dict.fromkeys(sum(pairs, ())) if name not in known]
        told = "; ".join(
            f"{row['label']}: {day_in_words(row['date'])}"
            for row in sorted(known.values(), key=lambda row: str(row["date"]))
        )
        reason = f"{told}." if told else "No independent date stands here."
        evidence = " ".join(f"“{row['description']}”." for row in list(known.values())[-1:])
        if missing:
            evidence = f"No independent date of: {listed(missing)}. {evidence}"
        where = [(str(row["source_title"]), str(row["url"])) for row in known.values()][-1:] or [("", "")]
        return Finding(
            verdict, reason, f"{evidence} An order in time shows no cause.".strip(),
            "Another order of these dates would change it.", *where[0],
        )  # fmt: skip

    return judge


def order_verdict(holds: Sequence[bool], pairs: int) -> Verdict:
    """Judge an order by the pairs of events that have dates, of so many pairs.

    >>> order_verdict([True, True], 2), order_verdict([True, False], 2), order_verdict([False], 2)
    ('supported', 'partly', 'contradicted')
    >>> order_verdict([True], 2), order_verdict([], 2)
    ('not shown', 'no data here')
    """
    if not holds:
        return "no data here"
    if not any(holds):
        return "contradicted"
    if not all(holds):
        return "partly"
    return "supported" if len(holds) == pairs else "not shown"


def _first(facts: Facts, event_id: str) -> pd.Series | None:
    """First dated row of an event by a source other than the article; None where there is none."""
    rows = facts.event(event_id)
    rows = rows[~rows["source_title"].str.startswith(ARTICLE)].sort_values("date", kind="stable")
    return None if rows.empty else rows.iloc[0]


_TOLL_WORDS = (
    f"Supported when every toll of the event by a source other than the article lies within {SAME_TOLL:.0%}; partly "
    f"when some lie within {NEAR_TOLL:.0%}; contradicted when none does, or the month's total of the table that holds "
    "the event is below the toll claimed; no data here when none gives one."
)
KARACHI_TOLL = Rule(_TOLL_WORDS, _toll(KARACHI, "ucdp_ged_pakistan_sides_month", "province", "Sindh province"))
SCHOOL_TOLL = Rule(_TOLL_WORDS, _toll(SCHOOL, "ucdp_ged_pakistan_kinds_month", "kind", "one_sided"))
OUTSIDE = Rule(
    "No data here unless a source other than the article gives a toll of that day; then judged by it as other tolls "
    "are. It is recorded whose statement it is, and what others state for the same date.",
    judge_outside,
)
FORMED = Rule(
    "Contradicted when the group's lethal events begin before the year claimed; otherwise no data here: no table says "
    "when a group was founded.",
    judge_formed,
)
_ORDER_WORDS = (
    "The events named, by dates from sources other than the article. Supported when each stands in the order claimed, "
    "partly when some pairs do and others do not, contradicted when none does; not shown when one has no date."
)
TRUCE_FAILED = Rule(_ORDER_WORDS, _ordered((CLASHES, TRUCE), (TRUCE, STRIKES)))
BEFORE_KABUL = Rule(_ORDER_WORDS, _ordered((DOHA, KABUL), (LEFT, KABUL)))
