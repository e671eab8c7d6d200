"""Evidence made of a few numbers: what a front would read of a report in which these were found."""

from collections.abc import Mapping
from typing import Any

from turningpoint.reports.front.evidence import Evidence, Series
from turningpoint.reports.front.recorded import Record

Ends = tuple[float, float | None, float | None]
UP, DOWN, LEVEL, OPEN = (1.7, 1.3, 2.3), (0.58, 0.4, 0.8), (1.01, 0.9, 1.1), (1.2, 0.8, 2.0)
NAMES = ("PICSS", "UCDP", "PIPS")


def result(id: str, ends: Ends | None = None, *, unit: str = "ratio", **more: Any) -> Record:
    """One recorded result."""
    estimate, low, high = ends or (None, None, None)
    fields = {"estimand": id, "confidence": None if low is None and high is None else 0.95, "source": "s", "window": ""}
    return {"id": id, "estimate": estimate, "low": low, "high": high, "unit": unit, **fields, **more}


def claim(id: str, verdict: str, **more: Any) -> Record:
    """One recorded verdict on a statement."""
    return result(f"claims.{id}", verdict=verdict, claimed_by="article", reason="A reason.", **more)


def low_point(prefix: str, when: tuple[str, str, str], **years: float) -> Record:
    """A recorded low point: median and ends, with the share of the draws by year (``in_2019=0.66``)."""
    shares = {f"probability_{name.removeprefix('in_')}": share for name, share in years.items()}
    return {
        **result(f"{prefix}.low_point", unit="month", **shares),
        **dict(zip(("estimate", "low", "high"), when, strict=True)),
    }


def years(prefix: str, counts: Mapping[int, float]) -> list[Record]:
    """Recorded counts by year."""
    return [
        result(f"{prefix}.counted_in_{year}", (count, None, None), unit="attacks") for year, count in counts.items()
    ]


def claimed(first: Ends = (0.33, 0.2, 0.5), change: Ends = (6.5, 3.7, 11.0), c01: str = "partly") -> list[Record]:
    """What is recorded of the claimed kill ratios and the verdicts on them."""
    return [
        result("kill_ratio.claim_2021", first, source="the military, claim C01"),
        result("kill_ratio.claim_2025", (2.1, 1.7, 2.6), source="the military, claim C02"),
        result("kill_ratio.claim_change", change),
        claim("C01", c01),
        claim("C02", "quoted correctly"),
    ]


def like_for_like(name: str, wide: Ends, narrow: tuple[float, float]) -> Record:
    """A publisher's change of the kill ratio at both ends of the band."""
    more = {"narrow_low": narrow[0], "narrow_high": narrow[1], "source": f"{name} (attacks and operations), 2020"}
    return result(f"kill_ratio.change.{name.lower()}", wide, **more)


def made_up(*records: Record, of: str = "ratio", **found: Mapping[str, Ends] | Any) -> Evidence:
    """Evidence of a report on militant attacks in Pakistan.

    Parameters
    ----------
    records : further results. of : unit of the answers.
    found : of an answer (``before_after``, ``growth_since``, ``turn``, ``effect``) the ends by series, the report's own
        first; anything else is a field of the evidence.
    """
    ids = {
        "before_after": "before_after.months_12", "growth_since": "growth_since", "turn": "turn.level",
        "effect": "effect.months_12",
    }  # fmt: skip
    answered = {id: found.pop(name) for name, id in ids.items() if name in found}
    names = list(dict.fromkeys(name for ends in answered.values() for name in ends)) or ["PICSS"]
    series = [
        Series(name, f"attacks.beside.{name.lower()}" if place else "attacks") for place, name in enumerate(names)
    ]
    prefix = {one.name: one.prefix for one in series}
    given = [
        result(f"{prefix[name]}.{id}", ends, unit=of) for id, each in answered.items() for name, ends in each.items()
    ]
    words: dict[str, Any] = {
        "what": "militant attacks", "unit": "attacks", "place": "Pakistan", "when": "August 2021",
        "event": "August 2021 (Fall of Kabul)", "period": "month", "year": 12, "before": 79, "confidence": 0.95,
        "counts": True,
    }  # fmt: skip
    return Evidence({record["id"]: record for record in (*given, *records)}, tuple(series), **{**words, **found})


def of_all(*sides: Ends) -> dict[str, Ends]:
    """The ends of several series, in the order of their names."""
    return dict(zip(NAMES, sides, strict=False))
