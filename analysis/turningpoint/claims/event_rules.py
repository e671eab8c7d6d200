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
from turningpoint.sources.embedded.ucdp_country_months import NAME as MONTHS
from turningpoint.sources.embedded.ucdp_kinds import NAME as KINDS
from turningpoint.sources.embedded.ucdp_sides import NAME as SIDES
from turningpoint.timeline import in_words

KARACHI, SCHOOL = "karachi_airport_attack", "aps_peshawar_massacre"
CLASHES, TRUCE = "border_clashes", "doha_ceasefire_pakistan_afghanistan"
STRIKES = "pakistani_air_strikes_on_nangarhar_and_paktika"
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
        frame = {SIDES: facts.sides, KINDS: facts.kinds}[table]
        month = pd.Period(claim.period[:7], freq="M")
        rows = frame[(frame["month"] == month) & (frame[column] == value)]
        deaths, info = int(rows["deaths_best"].sum()), table_info(table)
        tolls = _tolls(facts.event(event_id))
        numbers = [toll for toll, *_ in tolls]
        total = f"{info.short_title} counts {deaths:,} deaths"
        verdict, reason = toll_verdict(claim.number, numbers), _toll_words(claim.number, numbers)
        if deaths < claim.number:
            verdict, reason = "contradicted", f"{total} in all of that month, fewer than the {claim.number:,}."
        others = f"Tolls by others: {listed([f'“{clause}”' for _, clause, _ in tolls])}. " if tolls else ""
        first = tolls[0][2] if tolls else {"source_title": info.title, "url": info.link}
        return Finding(
            verdict, reason, f"{others}{total} in that month ({value.replace('_', '-')}).",
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
    if not tolls:
        return "No other toll of the event stands here."
    same = sum(toll == claimed for toll in tolls)
    of = f"{same} of {counted(len(tolls), 'other source')} {agreeing(same, 'has', 'have')} {claimed:,}"
    rest = listed([f"{toll:,}" for toll in sorted(set(tolls) - {claimed})])
    return f"{of}; the {agreeing(len(tolls) - same, 'other has', 'others have')} {rest}." if rest else f"{of}."


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
    beside = ", ".join(
        f"{one.speaker} {one.claimed_value.replace(':', ' and ')} {one.unit} ({one.id})"
        for one in Claim.rows_of(others)
    )
    tolls = [toll for toll, *_ in _tolls(rows)]
    reason = f"Stated by {claim.speaker}; no table here counts it."
    if tolls:
        reason = _toll_words(claim.number, tolls)
    elif beside:
        reason = f"{reason} Same day: {beside}."
    told = listed([f"“{text}”" for text in dict.fromkeys(rows.loc[rows["source_title"] != ARTICLE, "description"])])
    info = table_info(MONTHS)
    first = (str(rows["source_title"].iloc[0]), str(rows["url"].iloc[0])) if len(rows) else (ARTICLE, "")
    return Finding(
        toll_verdict(claim.number, tolls) if claim.claimed_value.isdigit() else "no data here", reason,
        f"Of that day: {told}." if told else f"{info.short_title} ends in {in_words(info.coverage_end)}.",
        "A count by a source that is neither side's would test it.", *first,
    )  # fmt: skip


def judge_formed(claim: Claim, facts: Facts) -> Finding:
    """Ask whether the TTP fought before the year in which it is said to have been formed; see `FORMED`."""
    info = table_info(SIDES)
    months = facts.sides.loc[facts.sides["militant_group"].isin(TTP) & (facts.sides["events"] > 0), "month"]
    name = info.short_title.split()[0]
    reason, before = f"{name} has no lethal event with the TTP.", False
    if len(months):
        before = months.min().year < claim.year
        rest = f", before {claim.year}" if before else "; how it was formed is in no table here"
        reason = f"{name}'s lethal events with the TTP begin in {in_words(str(months.min()))}{rest}."
    return Finding(
        "contradicted" if before else "no data here", reason, f"{info.short_title} names groups, not founders.",
        f"Lethal events with the TTP before {claim.year} would contradict it.", info.title, info.link,
    )  # fmt: skip


def _ordered(*pairs: tuple[str, str]) -> Callable[[Claim, Facts], Finding]:
    """Rule on pairs of dated events of which the first is said to come before the second."""

    def judge(claim: Claim, facts: Facts) -> Finding:
        known = {name: row for pair in pairs for name in pair if (row := _first(facts, name)) is not None}
        holds = [known[one]["date"] < known[two]["date"] for one, two in pairs if {one, two} <= set(known)]
        missing = [name.replace("_", " ") for name in dict.fromkeys(sum(pairs, ())) if name not in known]
        by_date = sorted(known.values(), key=lambda row: str(row["date"]))
        reason = "; ".join(f"{row['label']}: {day_in_words(row['date'])}" for row in by_date)
        last = list(known.values())[-1:]
        where = [(str(row["source_title"]), str(row["url"])) for row in last] or [("", "")]
        evidence = [f"No independent date of: {listed(missing)}."] * bool(missing)
        evidence += [*(f"“{row['description']}”." for row in last), "An order in time shows no cause."]
        return Finding(
            order_verdict(holds, len(pairs)), f"{reason or 'No independent date stands here'}.", " ".join(evidence),
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
    f"Supported when every toll by a source other than the article lies within {SAME_TOLL:.0%}, partly when some lie "
    f"within {NEAR_TOLL:.0%}; contradicted when none does, or the month has fewer deaths; no data here without a toll."
)
KARACHI_TOLL = Rule(_TOLL_WORDS, _toll(KARACHI, SIDES, "province", "Sindh province"))
SCHOOL_TOLL = Rule(_TOLL_WORDS, _toll(SCHOOL, KINDS, "kind", "one_sided"))
OUTSIDE = Rule(
    "No data here unless a source other than the article gives a toll of that day; then judged as other tolls are.",
    judge_outside,
)
FORMED = Rule(
    "Contradicted when the group's lethal events begin before the year claimed; otherwise no data here.", judge_formed
)
_ORDER_WORDS = (
    "Dates of the events from sources other than the article. Supported when each pair stands in the order claimed, "
    "partly when some do, contradicted when none does; not shown when one has no date."
)
TRUCE_FAILED = Rule(_ORDER_WORDS, _ordered((CLASHES, TRUCE), (TRUCE, STRIKES)))
BEFORE_KABUL = Rule(_ORDER_WORDS, _ordered((DOHA, KABUL), (LEFT, KABUL)))
