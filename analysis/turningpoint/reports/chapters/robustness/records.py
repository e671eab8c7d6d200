"""The recorded numbers of the checks of robustness; ``where`` is the source and the window of the series."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from turningpoint.its.detectable_effect import detectable
from turningpoint.reports.notebook_output import record
from turningpoint.reports.records import record_effect, slug
from turningpoint.robustness.control_countries import Controlled
from turningpoint.robustness.dates.date_set import DateSet
from turningpoint.robustness.dates.turns import Turn
from turningpoint.robustness.placebos.placebo import Placebo
from turningpoint.robustness.specifications.joint_test import Specifications
from turningpoint.robustness.straight_model import EFFECTS
from turningpoint.robustness.traffic_lights import RULES, Light

TREND_WORDS = {
    "straight": "a straight course before",
    "bending": "a square of time before",
    "adaptive": "an adaptive course before",
}


def _record(id: str, estimand: str, estimate: float | None, method: str, **more: Any) -> None:
    record(f"robustness.{id}", estimand=estimand, estimate=estimate, method=method, **more)


def record_lights(lights: Sequence[Light], **where: Any) -> None:
    """Record every light under ``robustness.light_<name>``, with its state as the verdict."""
    for light in lights:
        id, of = f"light_{slug(light.name)}", f"check of the finding: {light.name.lower()}"
        _record(id, of, None, RULES[light.name], verdict=light.state, words=light.words, **where)


def record_dates(found: DateSet, when: str, **where: Any) -> None:
    """Record the set of dates (``robustness.date_set``), and of one break the best date (``robustness.break_date``)."""
    frame = found.to_frame()
    each = ", ".join(f"{row.date} {row.log_evidence:.3f}" for row in frame.itertuples())
    _record(
        "date_set", f"dates that together hold {found.share:.0%} of the evidence for a break of level and slope",
        int(found.smallest.sum()), "Laplace marginal likelihood of the adaptive model with a step and a ramp",
        unit="dates", verdict=found.stands(when), ruled_out="yes" if found.rules_out else "no",
        set=found.spans_in_words() if found.rules_out else "all", summary=found.summary(),
        neighbours=found.neighbours(when), dates_compared=len(found.dates), every=found.every,
        largest_over_no_break=float(found.gain.max()), every_third_over_most=found.largest,
        bound=found.bound, bound_of_any=found.certain, log_evidence_over_no_break=each, **where,
    )  # fmt: skip
    _record(
        "break_date", "log evidence of one break over none, where it fits best in a course that is straight otherwise",
        float(found.one_break.max()), "profile of one break: a description, no verdict on a date",
        unit="log evidence", best=found.best_single, **where,
    )  # fmt: skip


def record_turns(turns: Sequence[Turn], **where: Any) -> None:
    """Record level and slope at every rival event (``robustness.turn.EVENT_ID.level``), with what could be found."""
    for turn in turns:
        for name, effect in (("level", turn.level), ("slope", turn.slope)):
            if effect is not None:
                power, at = detectable(effect), f"{effect.estimand} at {turn.date}, {turn.label}"
                record_effect(
                    f"robustness.turn.{turn.event_id}.{name}", replace(effect, estimand=at), date=turn.date,
                    periods_away=turn.away, smallest_found=power.rise if power else None, **where,
                )  # fmt: skip


def record_placebo(found: Placebo, **where: Any) -> None:
    """Record the shares (``robustness.placebo_time_share`` or ``robustness.placebo_space_rank``), level and slope."""
    stem = "placebo_time_share" if found.kind == "time" else "placebo_space_rank"
    method = "rank among placebos; no p-value of a randomisation"
    for effect in filter(found.placebos, EFFECTS):
        turned = "fall" if found.direction(effect) < 0 else "rise"
        of = f"share of placebos, the real one counted, whose {effect} over its standard error has as large a {turned}"
        power = {"power": found.power()} if effect == "level" else {}
        _record(
            f"{stem}{'' if effect == 'level' else '_slope'}", of, found.share(effect), method, unit="share",
            placebos=found.placebos(effect), windows_apart=found.windows, left_out=len(found.left_out),
            either_direction=found.share(effect, either=True), **power, rule=found.rule or None,
            compared=found.series or None, **where,
        )  # fmt: skip


def record_control(found: Controlled, **where: Any) -> None:
    """Record level and slope over those of the control (``robustness.control_level``, ``robustness.control_slope``)."""
    for row in found.frame[found.frame["series"] == "difference"].to_dict("records"):
        of = f"{row['effect']} in the series over that in {found.control}"
        _record(
            f"control_{row['effect']}", of, row["ratio"], "difference of log effects", low=row["low"], high=row["high"],
            confidence=found.confidence, unit="ratio", controls=len(found.weights),
            left_out=", ".join(found.left_out) or None, **where,
        )  # fmt: skip


def record_stories(stories: pd.DataFrame, left: pd.DataFrame, *, confidence: float, **where: Any) -> None:
    """Record the level with all rivals in (``robustness.level_with_rivals``) and its span over years left out."""
    together = stories[(stories["story"] == "with all of them") & (stories["effect"] == "level")]
    for row in together.dropna(subset="estimate").to_dict("records"):
        _record(
            "level_with_rivals", "level of the intervention with the rival events in the model", row["estimate"],
            "calibrated model with a step or a pulse for each rival", unit="ratio", low=row["low"], high=row["high"],
            confidence=confidence, **where,
        )  # fmt: skip
    years = left[(left["effect"] == "level") & (left["left_out"] != "nothing")]["estimate"].dropna()
    if len(years):
        _record(
            "level_without_a_year", "median level of the intervention when one calendar year is left out",
            float(years.median()), "the same model again without each year", unit="ratio",
            smallest=float(years.min()), largest=float(years.max()), **where,
        )  # fmt: skip


def record_specifications(found: Specifications, **where: Any) -> None:
    """Record medians (``robustness.specifications_median``) and p-values (``robustness.specifications_p``)."""
    tried: dict[str, Any] = {"specifications": len(found.frame), "failed": len(found.failed), **where}
    for trend in ("", *found.by_trend):
        for one in found.by_trend[trend] if trend else found.joint:
            of = f" with {TREND_WORDS[trend]}" if trend else ""
            parts = (trend, "" if one.effect == "level" else one.effect)
            suffix = "".join(f"_{slug(part)}" for part in parts if part)
            effect = f"{one.effect} ratio over all specifications{of}"
            _record(
                f"specifications_median{suffix}", f"median {effect}", one.median,
                "every combination of the choices", unit="ratio", smallest=one.low, largest=one.high,
                significant_share=one.significant, **tried,
            )  # fmt: skip
            _record(
                f"specifications_p{suffix}", f"p-value of the median {effect} when nothing changed", one.p_median,
                "joint null: the same simulated series for every specification", unit="p-value",
                p_significant_share=one.p_significant, p_family=one.p_family, adjusted_share=one.told,
                replicates=found.replicates, **tried,
            )  # fmt: skip
