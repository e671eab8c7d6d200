"""The numbers of the kill-ratio part, recorded under stable ids."""

from typing import Any

import pandas as pd

from turningpoint.its.effects.effect import Effect
from turningpoint.killratio.deaths_per_event import Lethality
from turningpoint.killratio.misreporting.claimed_change import Doubts
from turningpoint.killratio.one_period.borrowed_band import BandOrigin
from turningpoint.killratio.one_period.clustered_intervals import METHOD
from turningpoint.killratio.one_period.ratio import RatioChange, WithIntervals, ratio_change
from turningpoint.killratio.over_time.ratio import RatioOverTime
from turningpoint.killratio.publishers.all_ratios import CLAIMED
from turningpoint.killratio.publishers.claimed_ratios import ClaimedRatio
from turningpoint.killratio.publishers.decomposition import PARTS, Decomposition
from turningpoint.reports.notebook_output import record
from turningpoint.reports.records import record_effect, record_numbers, slug, window_of
from turningpoint.sources.embedded.claims import read_claims

PRIORS = "Monte Carlo over priors and cluster factors; the priors are judgements"
SCALED = (
    "at both ends of a borrowed band of cluster factors: low and high at its upper end, narrow_low and narrow_high at "
    "its lower end"
)
OWN = "{clusters} of the year as clusters, Student's t with {freedom:g} degrees of freedom; of the ratio of intensities"
BY_EVENTS = "events of the period as clusters, at their cluster factor"


def record_claimed(claims: tuple[ClaimedRatio, ...], change: RatioChange) -> None:
    """Record the claimed ratios (``kill_ratio.claim_<year>``) and their change (``kill_ratio.claim_change``)."""
    source = read_claims().set_index("id")["claimed_by"]
    for claim in claims:
        of = f"claimed kill ratio of {claim.year}: {claim.statement}"
        where = {"source": f"{source[claim.claim]}, claim {claim.claim}", "window": str(claim.year)}
        dead = {"militants": claim.ratio.militants, "security": claim.ratio.security}
        _record_ratio(f"claim_{claim.year}", of, claim.ratio, "exact", **where, **dead)
    first, last = claims[0].year, claims[-1].year
    of, note = f"claimed kill ratio of {last} over that of {first}", "the two second numbers do not count the same"
    where = {"source": "claims " + ", ".join(claim.claim for claim in claims), "window": f"{first} and {last}"}
    _record_ratio("claim_change", f"{of}, as printed", change, "fisher", **where, **_told(change), note=note)


def _record_ratio(name: str, estimand: str, found: WithIntervals, other: str, **extra: Any) -> None:
    """Record with the interval for clusters and its factor, and the ends of another method beside."""
    narrow, wide, beside = found.clustered[0], found.clustered[-1], found.interval(other)
    extra = {"cluster_factor": wide.factor, f"{other}_low": beside.low, f"{other}_high": beside.high, **extra}
    extra |= {"cluster_factor_low": narrow.factor, "narrow_low": narrow.low, "narrow_high": narrow.high}
    record(
        f"kill_ratio.{name}", estimand=estimand, estimate=found.estimate, low=wide.low, high=wide.high,
        confidence=wide.confidence, method=SCALED, unit="ratio", **extra,
    )  # fmt: skip


def record_published(table: pd.DataFrame, confidence: float) -> None:
    """Record every yearly ratio of the publishers (``kill_ratio.<publisher>.<basis>.<year>``)."""
    counted = table[table["basis"] != CLAIMED].astype(object)
    for row in counted.where(counted.notna(), None).to_dict("records"):
        publisher = slug(row["publisher"])
        of = f"militants killed for each member of the security forces killed, {row['basis_title']}"
        names = "militants", "security", "factor_low", "factor_high", "clusters", "freedom"
        beside = {name: row[name] for name in names}
        beside |= {f"narrow_{end}": row[f"clustered_{end}_narrow"] for end in ("low", "high")}
        borrowed = SCALED if row["clusters"] == METHOD else BY_EVENTS
        method = borrowed if row["freedom"] is None else OWN.format(**beside)
        record(
            f"kill_ratio.{publisher}.{row['basis']}.{row['year']}", estimand=of, estimate=row["ratio"],
            low=row["clustered_low"], high=row["clustered_high"], confidence=confidence, method=method, unit="ratio",
            source=row["publisher"], window=str(row["year"]), **beside, exact_low=row["low"], exact_high=row["high"],
        )  # fmt: skip


def record_band(origin: BandOrigin) -> None:
    """Record the ends of the borrowed band (``kill_ratio.band.low``, ``.high``)."""
    rows = [
        (name, f"{words} cluster factor of the years by months, to the whole number", end)
        for name, words, end in zip(("low", "high"), ("lowest", "highest"), origin.band, strict=True)
    ]
    years = origin.years["year"]
    shared = {"method": "variance of the log ratio by months over that of independent deaths", "unit": "factor"}
    record_numbers(rows, prefix="kill_ratio.band", **shared, source="UCDP", window=_span((years.min(), years.max())))


def record_changes(splits: tuple[Decomposition, ...], *, confidence: float) -> None:
    """Record the change of every publisher like for like (``kill_ratio.change.<whose>``), at both ends of the band."""
    for split in splits:
        change = ratio_change(split.earlier, split.later, confidence=confidence)
        if change.estimate is not None:
            of = f"kill ratio of {split.years[1]} over that of {split.years[0]}, like for like"
            where = {"source": split.case, "window": f"{split.years[0]} and {split.years[1]}"}
            _record_ratio(f"change.{slug(split.case)}", of, change, "fisher", **where, **_told(change))


def _told(change: RatioChange) -> dict[str, str]:
    return {"sure": change.sure, "verdict": change.verdict() if change.estimate is not None else "not defined"}


def record_split(split: Decomposition) -> None:
    """Record what each part adds to the log of the claimed change (``kill_ratio.split.<part>``)."""
    words = "log change of the claimed kill ratio that comes from"
    rows = [(kind, f"{words} {title}", split.part(kind)) for kind, title in PARTS.items()]
    shared = {"method": "identity: the parts add up to the log change", "unit": "log ratio", "source": split.case}
    record_numbers(rows, prefix="kill_ratio.split", **shared, window=_span(split.years))


def record_over_time(found: RatioOverTime, source: str) -> None:
    """Record level and slope of each date (``kill_ratio.over_time.<month>.level``, ``.slope``), the naive beside."""
    months = list(found.course["month"])
    for effect in (*found.effects, *found.naive):
        if effect.horizon is None:
            name = "level" if effect.name == "level_ratio" else "slope"
            beside = f".{effect.method.replace('-', '_')}" if effect in found.naive else ""
            id = f"kill_ratio.over_time.{effect.when.replace('-', '_')}.{name}{beside}"
            record_effect(id, effect, source=source, window=f"{months[0]} to {months[-1]}", fit=found.kind)


def record_lethality(found: Lethality) -> None:
    """Record level and slope of deaths per event (``kill_ratio.deaths_per_event.level``, ``.slope``)."""
    series = found.analysis.outcome
    for name, effect in (("level", found.analysis.level), ("slope", found.analysis.slope)):
        if effect is not None:
            id = f"kill_ratio.deaths_per_event.{name}"
            record_effect(id, effect, source=series.source, window=window_of(series))


def record_doubts(found: Doubts) -> None:
    """Record the tipping factors of the claimed change, and what the priors on misreporting leave of it."""
    claimed, words = found.tipping[0], "factor of misstatement of"
    ends = {"reversal": "the claimed reversal is lost", "noise": "the claimed change is within noise"}
    rows = [
        (f"{goal}.{lever}", f"{words} {lever.replace('_', ' ')} at which {end}", claimed.factor(goal, lever))
        for goal, end in ends.items()
        for lever in ("militants_later", "security_later")
    ]
    window, method = _span(claimed.years), "closed form; for noise at the upper cluster factor"
    shared = {"method": method, "unit": "factor", "source": claimed.case, "window": window}
    record_numbers(rows, prefix="kill_ratio.tipping", **shared)
    for name, bias in zip(("claimed", "claimed_against_tolls"), found.bias, strict=False):
        drawn = {"draws": bias.draws, "seed": bias.seed, "reversed_share": bias.reversed_share}
        for quantity, value in bias.quantities.items():
            words = f"kill ratio under stated priors on misreporting: {quantity}"
            ends_of = value.median, value.low, value.high, bias.confidence
            effect = Effect(quantity, words, *ends_of, "ratio", PRIORS, str(claimed.years[1]))
            record_effect(f"kill_ratio.bias.{name}.{quantity}", effect, source=bias.case, window=window, **drawn)


def _span(years: tuple[int, int]) -> str:
    return f"{years[0]} to {years[1]}"
