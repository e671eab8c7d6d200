"""Evidence made of a few numbers: what a front would read of a report in which these were found."""

from collections.abc import Mapping
from typing import Any

from turningpoint.reports.front.evidence import Evidence, Series
from turningpoint.reports.front.recorded import Record
from turningpoint.sources.embedded.claims import read_claims

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
    return result(f"claims.{id}", **{"verdict": verdict, "claimed_by": "article", "reason": "A reason.", **more})


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


def as_in_the_default(verdict: str = "sources differ") -> Evidence:
    """As much as the default report holds: three series, all checks, and every statement with its longest reason."""
    ucdp = "attacks.beside.ucdp"
    checks = [
        *(result(f"attacks.start.{year}_01.before_after.months_12", UP) for year in range(2015, 2020)),
        result("attacks.left_out.before_after", UP, left_out="2020-07/2020-12", refits=25),
        result(f"{ucdp}.without_india.before_after.months_12", (1.9, 1.4, 2.7)),
        result(f"{ucdp}.without_india.growth_before", (1.33, 1.02, 1.58)),
        result("attacks.straight.relative_excess.horizon_12", (1.2, 0.3, 2.5), unit="share"),
        result("robustness.date_set", verdict="nothing ruled out", ruled_out="no", set="all", dates_compared=110),
        result("robustness.placebo_time_share", (0.039, None, None), placebos=231, windows_apart=3),
        result("robustness.light_placebo_in_time", verdict="not shown"),
        result("robustness.placebo_space_rank", (0.2, None, None), placebos=32, windows_apart=0),
        result("robustness.light_placebo_in_space", verdict="not shown"),
        result("certificate.coverage_level_change", (0.958, None, None), certified=True),
        result("methods.repeated.calibrated", (0.97, None, None)),
        result("methods.repeated.negative_binomial_hac_6", (0.8, None, None)),
        *(result(f"data.growth.{name.lower()}", (6.94, None, None), window="2019 to 2024") for name in NAMES),
    ]
    counted = {2018: 249.0, 2019: 159.0, 2020: 180.0, 2021: 294.0, 2024: 905.0}
    yearly = [one for prefix in ("attacks", ucdp, "attacks.beside.pips") for one in years(prefix, counted)]
    ratio = [
        result("kill_ratio.ucdp.government_against_militants.2021", (0.99, 0.5, 2.0), source="UCDP GED"),
        *(
            result(f"kill_ratio.picss.attacks_and_operations.{year}", (one, one / 2, 2 * one), source="PICSS")
            for year, one in ((2019, 0.73), (2025, 3.2))
        ),
        like_for_like("PICSS", (2.66, 0.77, 9.2), (1.6, 4.3)),
        like_for_like("CRSS", (1.08, 0.3, 4.0), (0.6, 1.9)),
    ]
    statements = [
        claim(
            row["id"], verdict, estimand=row["statement"], reason=" ".join(["word"] * 25), claimed_by=row["claimed_by"]
        )
        for row in read_claims().to_dict("records")
    ]
    low = low_point("attacks", ("2019-11", "2019-03", "2021-07"), in_2019=0.66, in_2020=0.3)
    beside = low_point(ucdp, ("2019-03", "2017-12", "2021-07"), in_2018=0.4, in_2019=0.4)
    return made_up(
        *checks, *yearly, *claimed(), *ratio, *statements, low, beside,
        before_after=of_all((1.66, 1.26, 2.27), (1.73, 1.23, 2.79), (1.81, 0.9, 3.77)),
        turn=of_all((1.27, 0.82, 2.03), (1.48, 0.89, 2.62), (1.83, 0.7, 5.04)),
        effect=of_all((1.21, 0.54, 2.43), (1.57, 0.71, 3.56), (2.29, 0.8, 6.39)),
        growth_since=of_all((1.36, 1.2, 1.51), (1.5, 1.2, 1.8), (1.4, 1.2, 1.6)),
    )  # fmt: skip
