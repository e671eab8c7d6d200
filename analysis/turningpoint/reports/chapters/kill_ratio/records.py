"""The numbers of the kill-ratio part, recorded under stable ids."""

import re
from typing import Any

import pandas as pd

from turningpoint.its.effects.effect import Effect
from turningpoint.killratio.deaths_per_event import Lethality
from turningpoint.killratio.misreporting.claimed_change import Doubts
from turningpoint.killratio.one_period.change import RatioChange
from turningpoint.killratio.one_period.clustered_intervals import METHOD, ClusteredInterval
from turningpoint.killratio.one_period.ratio import OnePeriodRatio
from turningpoint.killratio.over_time.ratio import RatioOverTime
from turningpoint.killratio.publishers.all_ratios import CLAIMED
from turningpoint.killratio.publishers.claimed_ratios import ClaimedRatio
from turningpoint.killratio.publishers.decomposition import PARTS, Decomposition
from turningpoint.reports.notebook_output import record
from turningpoint.sources.embedded.claims import read_claims

SCALED = "interval for deaths in clusters, at the upper cluster factor of the band"


def record_claimed(claims: tuple[ClaimedRatio, ...], change: RatioChange) -> None:
    """Record the claimed ratios (``kill_ratio.claim_<year>``) and their change (``kill_ratio.claim_change``)."""
    source = read_claims().set_index("id")["claimed_by"]
    for claim in claims:
        record(
            f"kill_ratio.claim_{claim.year}",
            estimand=f"claimed kill ratio of {claim.year}: {claim.statement}",
            estimate=claim.ratio.estimate,
            **_both(claim.ratio, "exact"),
            method=SCALED,
            unit="ratio",
            source=f"{source[claim.claim]}, claim {claim.claim}",
            window=str(claim.year),
            militants=claim.ratio.militants,
            security=claim.ratio.security,
        )
    record(
        "kill_ratio.claim_change",
        estimand=f"claimed kill ratio of {claims[-1].year} over that of {claims[0].year}, as printed",
        estimate=change.estimate,
        **_both(change, "fisher"),
        method=SCALED,
        unit="ratio",
        source="claims " + ", ".join(claim.claim for claim in claims),
        window=f"{claims[0].year} and {claims[-1].year}",
        note="the two second numbers do not count the same",
    )


def record_published(table: pd.DataFrame, confidence: float) -> None:
    """Record every yearly ratio of the publishers (``kill_ratio.<publisher>.<basis>.<year>``)."""
    for row in table[table["basis"] != CLAIMED].to_dict("records"):
        publisher = re.sub(r"[^a-z0-9]+", "_", row["publisher"].lower()).strip("_")
        low, high, exact_low, exact_high = (
            None if pd.isna(row[end]) else row[end] for end in ("clustered_low", "clustered_high", "low", "high")
        )
        record(
            f"kill_ratio.{publisher}.{row['basis']}.{row['year']}",
            estimand=f"militants killed for each member of the security forces killed, {row['basis_title']}",
            estimate=None if pd.isna(row["ratio"]) else row["ratio"],
            low=low,
            high=high,
            confidence=confidence,
            method=SCALED,
            unit="ratio",
            source=row["publisher"],
            window=str(row["year"]),
            militants=row["militants"],
            security=row["security"],
            factor_low=row["factor_low"],
            factor_high=row["factor_high"],
            exact_low=exact_low,
            exact_high=exact_high,
        )


def record_split(split: Decomposition) -> None:
    """Record what each part adds to the log of the claimed change (``kill_ratio.split.<part>``)."""
    for kind in PARTS:
        record(
            f"kill_ratio.split.{kind}",
            estimand=f"log change of the claimed kill ratio that comes from {PARTS[kind]}",
            estimate=split.part(kind),
            method="identity: the parts add up to the log change",
            unit="log ratio",
            source=split.case,
            window=f"{split.years[0]} to {split.years[1]}",
        )


def record_over_time(found: RatioOverTime, source: str) -> None:
    """Record level and slope of each date (``kill_ratio.over_time.<month>.level``, ``.slope``), the naive beside."""
    months = list(found.course["month"])
    for effect in (*found.effects, *found.naive):
        if effect.horizon is not None:
            continue
        naive = effect in found.naive
        name = "level" if effect.name == "level_ratio" else "slope"
        beside = f".{effect.method.replace('-', '_')}" if naive else ""
        _record_effect(
            f"kill_ratio.over_time.{_month(effect.when)}.{name}{beside}",
            effect,
            source=source,
            window=f"{months[0]} to {months[-1]}",
            fit=found.kind,
        )


def record_lethality(found: Lethality) -> None:
    """Record level and slope of deaths per event (``kill_ratio.deaths_per_event.level``, ``.slope``)."""
    series = found.analysis.outcome
    for name, effect in (("level", found.level), ("slope", found.slope)):
        if effect is not None:
            window = f"{series.labels[0]} to {series.labels[-1]}"
            _record_effect(f"kill_ratio.deaths_per_event.{name}", effect, source=series.source, window=window)


def record_doubts(found: Doubts) -> None:
    """Record the tipping factors of the claimed change, and what the priors on misreporting leave of it."""
    claimed = found.tipping[0]
    window = f"{claimed.years[0]} to {claimed.years[1]}"
    for goal, lever in (
        (goal, lever) for goal in ("reversal", "noise") for lever in ("militants_later", "security_later")
    ):
        record(
            f"kill_ratio.tipping.{goal}.{lever}",
            estimand=f"factor of misstatement of {lever.replace('_', ' ')} at which the claimed {goal} is lost"
            if goal == "reversal"
            else f"factor of misstatement of {lever.replace('_', ' ')} at which the claimed change is within noise",
            estimate=claimed.factor(goal, lever),
            method="closed form; for noise at the upper cluster factor",
            unit="factor",
            source=claimed.case,
            window=window,
        )
    for number, bias in enumerate(found.bias[:2]):
        name = ("claimed", "claimed_against_tolls")[number]
        for quantity, value in bias.quantities.items():
            record(
                f"kill_ratio.bias.{name}.{quantity}",
                estimand=f"kill ratio under stated priors on misreporting: {quantity}",
                estimate=value.median,
                low=value.low,
                high=value.high,
                confidence=bias.confidence,
                method="Monte Carlo over priors and cluster factors; the priors are judgements",
                unit="ratio",
                source=bias.case,
                window=window,
                draws=bias.draws,
                seed=bias.seed,
                reversed_share=bias.reversed_share,
            )


def _both(found: OnePeriodRatio | RatioChange, other: str) -> dict[str, Any]:
    """Give the interval for clusters, its factor, and ends of another method beside it, as fields of a result."""
    wide, beside = found.interval(METHOD), found.interval(other)
    factor = wide.factor if isinstance(wide, ClusteredInterval) else None
    names = ("low", "high", "confidence", "cluster_factor", f"{other}_low", f"{other}_high")
    return dict(zip(names, (wide.low, wide.high, wide.confidence, factor, beside.low, beside.high), strict=True))


def _record_effect(id: str, effect: Effect, *, source: str, window: str, **extra: str) -> None:
    record(
        id,
        estimand=effect.estimand,
        estimate=effect.estimate,
        low=effect.low,
        high=effect.high,
        confidence=effect.confidence,
        method=effect.method,
        unit=effect.unit,
        source=source,
        window=window,
        **extra,
    )


def _month(when: str) -> str:
    return when.replace("-", "_")
