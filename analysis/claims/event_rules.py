"""Rules for claims on single events: their tolls, their order in time, what followed (C12 to C20)."""

from collections.abc import Callable

import pandas as pd

from analysis.claims.facts import COUNTRY, Facts
from analysis.claims.verdict import Claim, Finding, Rule, Verdict
from analysis.sources.catalogue import table_info
from analysis.sources.published_figures import ARTICLE

_ZARB_E_AZB, _SCHOOL = "zarb_e_azb", "aps_peshawar_massacre"


def _toll_in_month(table: str, column: str, value: str) -> Callable[[Claim, Facts], Finding]:
    """Rule on the toll of one event inside the coverage of a table of monthly totals."""

    def judge(claim: Claim, facts: Facts) -> Finding:
        frame = {"ucdp_ged_pakistan_sides_month": facts.sides, "ucdp_ged_pakistan_kinds_month": facts.kinds}[table]
        month = pd.Period(claim.period[:7], freq="M")
        rows = frame[(frame["month"] == month) & (frame[column] == value)]
        deaths, events = int(rows["deaths_best"].sum()), int(rows["events"].sum())
        words = value.replace("_", "-") if column == "kind" else value
        info = table_info(table)
        evidence = (
            f"{info.short_title} counts {deaths:,} deaths in {events} lethal events in {month} ({words}): "
            + (
                f"more than the {claim.number:,} claimed, but of the whole month. "
                if deaths >= claim.number
                else f"fewer than the {claim.number:,} claimed. "
            )
            + "No table here holds a toll of the event alone."
            + _described(claim, facts)
        )
        return Finding(
            "not testable here" if deaths >= claim.number else "contradicted", evidence, info.title, info.link
        )

    return judge


def judge_outside(claim: Claim, facts: Facts) -> Finding:
    """Record a claim on an event after the embedded series end; see `OUTSIDE`."""
    info = table_info("ucdp_ged_country_month")
    last = facts.country_months.loc[facts.country_months["iso3"] == COUNTRY, "month"].max()
    others = facts.claims[(facts.claims["period"] == claim.period) & (facts.claims["id"] != claim.id)]
    beside = "".join(
        f' On the same date {row["claimed_by"]}: "{row["statement"]}" ({row["id"]}).'
        for row in others.to_dict("records")
    )
    evidence = (
        f"{info.short_title} ends in {last}; no table here holds an independent figure of this event."
        f"{beside}{_described(claim, facts)}"
    )
    return Finding("not testable here", evidence, *_event_source(claim, facts))


def judge_operations(claim: Claim, facts: Facts) -> Finding:
    """Say what the sides of UCDP show around the school massacre; see `OPERATIONS`."""
    months = facts.sides.groupby("month")["deaths_militant"].sum()
    starts = [facts.event(name)["date"].min() for name in (_ZARB_E_AZB, _SCHOOL)]
    if any(pd.isna(start) for start in starts):
        return Finding(
            "not testable here", "The dates of the operation and of the massacre are not both in this table."
        )
    operation, school = (pd.Period(start[:7], freq="M") for start in starts)
    spans = [(operation - 12, operation - 1), (operation, school - 1), (school, school + 11)]
    means = [_mean_of_months(months, first, last) for first, last in spans]
    info = table_info("ucdp_ged_pakistan_sides_month")
    order = "before" if starts[0] < starts[1] else "after"
    evidence = (
        f"The large military operation of that year began on {starts[0]}, {order} the massacre of {starts[1]}. "
        f"{info.short_title} counts {means[0]:.0f} militants killed a month in the twelve months before the operation, "
        f"{means[1]:.0f} between the two dates, and {means[2]:.0f} in the twelve months from the massacre on. "
        "Whether the second date changed anything beyond the first takes an interrupted time series with both, which "
        "is not computed here."
    )
    return Finding("not testable here", evidence, info.title, info.link)


def _in_order(*event_ids: str, beyond: str) -> Callable[[Claim, Facts], Finding]:
    """Rule on the order of dated events; ``beyond`` says what the order does not show."""

    def judge(claim: Claim, facts: Facts) -> Finding:
        rows = [facts.event(name) for name in event_ids]
        independent = [frame[~frame["source_title"].str.startswith(ARTICLE)] for frame in rows]
        missing = [name for name, frame in zip(event_ids, independent, strict=True) if frame.empty]
        if missing:
            return Finding(
                "not testable here", f"This table has no date from an independent source for {', '.join(missing)}."
            )
        firsts = [frame.sort_values("date").iloc[0] for frame in independent]
        dates = [str(row["date"]) for row in firsts]
        listed = ", then ".join(
            f"{row['label']} ({row['date']})" for row in sorted(firsts, key=lambda row: row["date"])
        )
        verdict: Verdict = "supported" if dates == sorted(dates) and len(set(dates)) == len(dates) else "contradicted"
        last = firsts[-1]
        evidence = f"By date: {listed}. {beyond}"
        return Finding(verdict, evidence, str(last["source_title"]), str(last["url"]))

    return judge


def _mean_of_months(values: "pd.Series[int]", first: pd.Period, last: pd.Period) -> float:
    """Mean over all months of a span; a month without a row is a true zero inside the coverage."""
    return float(values.reindex(pd.period_range(first, last, freq="M"), fill_value=0).mean())


def _described(claim: Claim, facts: Facts) -> str:
    """What independent sources in the list of events say of the claim's day, word for word."""
    rows = facts.interventions[facts.interventions["date"] == claim.period]
    rows = rows[rows["source_title"] != ARTICLE]
    return "".join(f' The list of events says: "{text}".' for text in dict.fromkeys(rows["description"]))


def _event_source(claim: Claim, facts: Facts) -> tuple[str, str]:
    rows = facts.interventions[facts.interventions["date"] == claim.period]
    return (str(rows["source_title"].iloc[0]), str(rows["url"].iloc[0])) if len(rows) else (ARTICLE, "")


_TOLL_WORDS = (
    "Contradicted when the month's total of the table named is below the toll claimed; otherwise not testable here, "
    "because the tables hold monthly totals and no toll of a single event in a column of its own."
)
KARACHI_TOLL = Rule(_TOLL_WORDS, _toll_in_month("ucdp_ged_pakistan_sides_month", "province", "Sindh province"))
SCHOOL_TOLL = Rule(_TOLL_WORDS, _toll_in_month("ucdp_ged_pakistan_kinds_month", "kind", "one_sided"))
OPERATIONS = Rule(
    "Not testable here as long as no interrupted time series of militant deaths with both dates is computed; the order "
    "of the dates and the monthly means are shown.",
    judge_operations,
)
OUTSIDE = Rule(
    "Not testable here: the event lies after the end of the embedded series, and no independent toll of it is here. "
    "It is recorded, with what others claim for the same date.",
    judge_outside,
)
_ORDER_WORDS = (
    "Supported when the events named stand in the list of events with dates from sources other than the article, in "
    "the order claimed; contradicted when the order is another; not testable here when a date is missing."
)
TRUCE = Rule(
    _ORDER_WORDS,
    _in_order(
        "border_clashes",
        "doha_ceasefire_pakistan_afghanistan",
        "operation_ghazab_lil_haq___open_war",
        beyond="The order of the dates is all that is tested: no embedded series of events reaches them.",
    ),
)
DOHA = Rule(
    _ORDER_WORDS,
    _in_order(
        "doha_agreement",
        "fall_of_kabul",
        beyond="The withdrawal itself has no date in this table, and an order in time shows no cause.",
    ),
)
