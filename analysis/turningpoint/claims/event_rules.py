"""Rules for claims on single events: their tolls, their order in time, what followed (C12 to C20)."""

import re
from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from turningpoint.claims.facts import COUNTRY, Facts, Rule
from turningpoint.claims.verdict import Claim, Finding, Verdict, sentence, untestable
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.embedded.published_figures import ARTICLE

KARACHI, ZARB_E_AZB, SCHOOL = "karachi_airport_attack", "zarb_e_azb", "aps_peshawar_massacre"
SAME_TOLL = 0.05
"""Two tolls of one event agree within this share: late deaths, and attackers counted or not."""
_KILLED = re.compile(r"(\d[\d,]*) killed")


def _toll(event_id: str, table: str, column: str, value: str) -> Callable[[Claim, Facts], Finding]:
    """Rule on the toll of one event: others' tolls of it, and the total of its month in a table that holds it."""

    def judge(claim: Claim, facts: Facts) -> Finding:
        frame = {"ucdp_ged_pakistan_sides_month": facts.sides, "ucdp_ged_pakistan_kinds_month": facts.kinds}[table]
        month = pd.Period(claim.period[:7], freq="M")
        rows = frame[(frame["month"] == month) & (frame[column] == value)]
        deaths, events = int(rows["deaths_best"].sum()), int(rows["events"].sum())
        info = table_info(table)
        words = value.replace("_", "-") if column == "kind" else value
        fewer = deaths < claim.number
        whole = f"{info.short_title} counts {deaths:,} deaths in {events} lethal events in {month} ({words}), " + (
            f"fewer than the {claim.number:,} claimed." if fewer else f"the {claim.number:,} claimed among them."
        )
        tolls = _tolls(facts.event(event_id))
        near = [toll for toll, _ in tolls if abs(toll - claim.number) <= SAME_TOLL * claim.number]
        verdict: Verdict = "not testable here"
        if fewer or (tolls and not near):
            verdict = "contradicted"
        elif near:
            verdict = "supported"
        listed = "; ".join(f"{toll:,} killed ({row['source_title']})" for toll, row in tolls)
        brief = f"another source has {tolls[0][0]:,} killed" if tolls else "no other toll of the event stands here"
        evidence = f"Tolls of the event by others: {listed or 'none here'}. {whole}{_described(claim, facts)}"
        first = tolls[0][1] if tolls else {"source_title": info.title, "url": info.link}
        return Finding(verdict, brief, evidence, str(first["source_title"]), str(first["url"]))

    return judge


def _tolls(rows: pd.DataFrame) -> list[tuple[int, dict[Hashable, Any]]]:
    """Numbers that descriptions of an event by others than the article give as killed, each with its row."""
    others = rows[rows["source_title"] != ARTICLE].to_dict("records")
    found = [(match, row) for row in others if (match := _KILLED.search(str(row["description"])))]
    return [(int(match[1].replace(",", "")), row) for match, row in found]


def judge_outside(claim: Claim, facts: Facts) -> Finding:
    """Record a claim on an event after the embedded series end; see `OUTSIDE`."""
    info = table_info("ucdp_ged_country_month")
    last = facts.country_months.loc[facts.country_months["iso3"] == COUNTRY, "month"].max()
    others = facts.claims[(facts.claims["period"] == claim.period) & (facts.claims["id"] != claim.id)]
    told = others[["claimed_by", "statement", "id"]].itertuples(index=False, name=None)
    beside = "".join(f' On the same date {who}: "{what}" ({id}).' for who, what, id in told)
    brief = f"{info.short_title} ends in {last}, and no table here holds an independent figure of this event"
    evidence = f"{brief}.{beside}{_described(claim, facts)}"
    rows = _of_the_day(claim, facts)
    source, link = (str(rows["source_title"].iloc[0]), str(rows["url"].iloc[0])) if len(rows) else (ARTICLE, "")
    return untestable(brief, evidence, source=source, link=link)


def _in_order(
    *event_ids: str, beyond: str, named: Mapping[str, str] = MappingProxyType({})
) -> Callable[[Claim, Facts], Finding]:
    """Rule on the order of dated events; ``beyond`` says what the order does not show."""

    def judge(claim: Claim, facts: Facts) -> Finding:
        rows = [facts.event(name) for name in event_ids]
        independent = [frame[~frame["source_title"].str.startswith(ARTICLE)] for frame in rows]
        empty = [name for name, frame in zip(event_ids, independent, strict=True) if frame.empty]
        missing = [named.get(name, name.replace("_", " ")) for name in empty]
        firsts = [frame.sort_values("date").iloc[0] for frame in independent if len(frame)]
        dates = [str(row["date"]) for row in firsts]
        in_order = sorted(firsts, key=lambda row: row["date"])
        listed = ", then ".join(f"{row['label']} ({row['date']})" for row in in_order)
        ordered = dates == sorted(dates) and len(set(dates)) == len(dates)
        verdict: Verdict = "contradicted" if not ordered else "not testable here" if missing else "supported"
        undated = f"no independent date of: {', '.join(missing)}"
        brief = f"by date {listed}" + (f"; {undated}" if missing else "") if firsts else undated
        evidence = f"{sentence(brief)} {beyond}"
        where = (str(firsts[-1]["source_title"]), str(firsts[-1]["url"])) if firsts else ()
        return Finding(verdict, brief, evidence, *where)

    return judge


def _described(claim: Claim, facts: Facts) -> str:
    """What independent sources in the list of events say of the claim's day, word for word."""
    rows = _of_the_day(claim, facts)
    rows = rows[rows["source_title"] != ARTICLE]
    return "".join(f' The list of events says: "{text}".' for text in dict.fromkeys(rows["description"]))


def _of_the_day(claim: Claim, facts: Facts) -> pd.DataFrame:
    return facts.interventions[facts.interventions["date"] == claim.period]


_TOLL_WORDS = (
    f"Supported when a source other than the article gives a toll of the event within {SAME_TOLL:.0%}; contradicted "
    "when those that give one all differ by more, or the month's total of the table that holds the event is below the "
    "toll claimed; not testable here when none gives one."
)
KARACHI_TOLL = Rule(_TOLL_WORDS, _toll(KARACHI, "ucdp_ged_pakistan_sides_month", "province", "Sindh province"))
SCHOOL_TOLL = Rule(_TOLL_WORDS, _toll(SCHOOL, "ucdp_ged_pakistan_kinds_month", "kind", "one_sided"))
OUTSIDE = Rule(
    "Not testable here: the event lies after the end of the embedded series, and no independent toll of it is here. "
    "It is recorded, with what others claim for the same date.",
    judge_outside,
)
_ORDER_WORDS = (
    "Supported when the events named stand in the list of events with dates from sources other than the article, in "
    "the order claimed; contradicted when the order of those with a date is another; not testable here when one has "
    "no date."
)
_TRUCE = ("border_clashes", "doha_ceasefire_pakistan_afghanistan", "operation_ghazab_lil_haq___open_war")
_ALL_TESTED = "The order of the dates is all that is tested: no embedded series of events reaches them."
TRUCE = Rule(_ORDER_WORDS, _in_order(*_TRUCE, beyond=_ALL_TESTED))
_DOHA = ("doha_agreement", "us_withdrawal", "fall_of_kabul")
_LEFT = {"us_withdrawal": "the withdrawal of US-led forces"}
DOHA = Rule(_ORDER_WORDS, _in_order(*_DOHA, beyond="An order in time shows no cause.", named=_LEFT))
