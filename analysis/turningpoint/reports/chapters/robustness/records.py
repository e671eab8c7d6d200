"""The recorded numbers of the checks of robustness; ``where`` is the source and the window of the series."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from turningpoint.reports.notebook_output import record
from turningpoint.robustness.breaks.one_break import BreakDates
from turningpoint.robustness.breaks.two_breaks import TwoBreaks
from turningpoint.robustness.placebos.placebo import Placebo
from turningpoint.robustness.specifications.joint_test import Specifications
from turningpoint.robustness.straight_model import EFFECTS
from turningpoint.robustness.traffic_lights import RULES, Light


def record_lights(lights: Sequence[Light], **where: Any) -> None:
    """Record every light under ``robustness.light_<name>``, with its state as the verdict."""
    for light in lights:
        name = light.name.lower()
        record(
            f"robustness.light_{name.replace(' ', '_')}", estimand=f"check of the finding: {name}", estimate=None,
            method=RULES[light.name], verdict=light.state, words=light.words, **where,
        )  # fmt: skip


def _record_p(id: str, hypothesis: str, p: float | None, method: str, **more: Any) -> None:
    record(
        f"robustness.{id}", estimand=f"p-value of the hypothesis that {hypothesis}", estimate=p, method=method,
        unit="p-value", **more,
    )  # fmt: skip


def record_dates(found: BreakDates, when: str, **where: Any) -> None:
    """Record whether the intervention is among the dates (``robustness.break_date``) and the test of any break."""
    _record_p(
        "break_date",
        f"the one break was at {when}",
        float(found.p_values[found.dates.index(when)]) if when in found.dates else None,
        "inverted sup test; nulls simulated with the memory of the noise",
        verdict=found.stands(when),
        best=found.best,
        set=found.spans_in_words(", "),
        dates_inside=int(found.inside.sum()),
        dates_searched=len(found.dates),
        set_confidence=found.confidence,
        **where,
    )
    method = "sup test; null simulated with the memory of the noise"
    no_break = "there was no break of level and slope"
    _record_p("no_break", no_break, found.p_no_break, method, replicates=found.replicates, **where)


def record_second(found: TwoBreaks, **where: Any) -> None:
    """Record the test of a second break (``robustness.second_break``)."""
    method = "sup test; null simulated with one break and the memory of the noise"
    more = {"best": " and ".join(found.best), "replicates": found.replicates, **where}
    _record_p("second_break", "there is one break only", found.p_second, method, **more)


def record_placebo(found: Placebo, **where: Any) -> None:
    """Record the shares (``robustness.placebo_time_share`` or ``robustness.placebo_space_rank``), level and slope."""
    stem = "placebo_time_share" if found.kind == "time" else "placebo_space_rank"
    for effect in EFFECTS:
        if found.placebos(effect):
            record(
                f"robustness.{stem}{'' if effect == 'level' else '_slope'}",
                estimand=f"share of placebos, the real one counted, with as large a {effect} over its standard error",
                estimate=found.share(effect),
                method="rank among placebos; no p-value of a randomisation",
                unit="share",
                placebos=found.placebos(effect),
                windows_apart=found.windows,
                left_out=len(found.left_out),
                **where,
            )


def record_stories(stories: pd.DataFrame, left: pd.DataFrame, *, confidence: float, **where: Any) -> None:
    """Record the level with all rivals in (``robustness.level_with_rivals``) and its span over years left out."""
    together = stories[(stories["story"] == "with all of them") & (stories["effect"] == "level")]
    for row in together.dropna(subset="estimate").to_dict("records"):
        record(
            "robustness.level_with_rivals",
            estimand="level of the intervention with the rival events in the model",
            **{name: row[name] for name in ("estimate", "low", "high")},
            confidence=confidence,
            method="calibrated model with a step or a pulse for each rival",
            unit="ratio",
            **where,
        )
    years = left[(left["effect"] == "level") & (left["left_out"] != "nothing")]["estimate"].dropna()
    if len(years):
        record(
            "robustness.level_without_a_year",
            estimand="median level of the intervention when one calendar year is left out",
            estimate=float(years.median()),
            method="the same model again without each year",
            unit="ratio",
            smallest=float(years.min()),
            largest=float(years.max()),
            **where,
        )


def record_specifications(found: Specifications, **where: Any) -> None:
    """Record medians (``robustness.specifications_median``) and p-values (``robustness.specifications_p``)."""
    tried: dict[str, Any] = {"specifications": len(found.frame), "failed": len(found.failed)}
    for one in found.joint:
        suffix = "" if one.effect == "level" else f"_{one.effect}"
        record(
            f"robustness.specifications_median{suffix}",
            estimand=f"median {one.effect} ratio over all specifications",
            estimate=one.median,
            method="every combination of the choices",
            unit="ratio",
            smallest=one.low,
            largest=one.high,
            significant_share=one.significant,
            **tried,
            **where,
        )
        record(
            f"robustness.specifications_p{suffix}",
            estimand=f"p-value of the median {one.effect} ratio when nothing changed",
            estimate=one.p_median,
            method="joint null: the same simulated series for every specification",
            unit="p-value",
            p_significant_share=one.p_significant,
            p_family=one.p_family,
            adjusted_share=one.told,
            replicates=found.replicates,
            **tried,
            **where,
        )
