"""The sentences, tables and recorded numbers on many specifications: results in, plain English out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from turningpoint.number_format import fixed, percent
from turningpoint.outcome import Outcome
from turningpoint.reports.notebook_output import record
from turningpoint.robustness.specifications.grid import TITLES
from turningpoint.robustness.specifications.joint_test import Joint, Specifications

SHORT = {
    "events": "lethal events",
    "events_without_india": "without India-Pakistan",
    "events_state_based": "state-based conflict",
    "events_one_sided": "one-sided violence",
    "deaths_best": "deaths",
}
"""Outcomes as a figure has room for."""


def title(found: Specifications, effect: str = "level") -> str:
    """Say in a sentence what the curve shows."""
    one = found.of(effect)
    told = one.p_median <= 1 - found.confidence
    chance = "rarer than chance gives" if told else "no more than chance gives"
    return (
        f"Over {len(found.frame):,} specifications the {effect} runs from {fixed(one.low, 1)} to "
        f"{fixed(one.high, 1)}; its median, "
        f"{fixed(one.median, 1)}, is {chance}"
    )


def caption(found: Specifications, source: str) -> str:
    """Say how to read the curve."""
    return (
        "Every combination of the choices below, from the smallest effect to the largest, with its own interval. "
        "Below: the darker, the more of the specifications at that place make the choice. How likely so large a median "
        f"is where nothing changed comes from {found.replicates} sets of series simulated without a change, each "
        f"analysed by all of the specifications. {source}."
    )


def alt(found: Specifications, effect: str = "level") -> str:
    """Describe the curve for those who do not see it."""
    rows = found.split[found.split["effect"] == effect].dropna().sort_values("share", ascending=False).head(3)
    first = ", ".join(f"{TITLES[row['choice']].lower()} {row['share']:.0%}" for row in rows.to_dict("records"))
    return f"{found.summary()} Of the variance of the {effect}s lie between the values of: {first}."


def titles_of(found: Specifications) -> dict[str, str]:
    """Columns of the choices with their names, those that matter most first."""
    shares = found.split[found.split["effect"] == "level"].set_index("choice")["share"].fillna(-1.0)
    return {name: TITLES[name] for name in sorted(TITLES, key=lambda name: -float(shares[name]))}


def labelled(frame: pd.DataFrame, outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """Give outcomes by what they count, in few words."""
    return frame.assign(
        outcome=frame["outcome"].map({name: SHORT.get(name, one.label) for name, one in outcomes.items()})
    )


def nearest(frame: pd.DataFrame, *, outcome: str, start: str, end: str, harmonics: int) -> int | None:
    """Row of the specification nearest to the report's own: its series, window, date and season, a straight course."""
    same = (
        (frame["outcome"] == outcome)
        & (frame["start"] == start)
        & (frame["end"] == end)
        & (frame["shift"] == 0)
        & (frame["pre_trend"] == "straight")
        & (frame["harmonics"] == harmonics)
    )
    rows = frame.index[same]
    return int(rows[0]) if len(rows) else None


def joint_table(found: Specifications) -> pd.DataFrame:
    """Set level and slope side by side: median, range, share of significant ones, and what chance gives."""
    return pd.DataFrame(
        [
            {
                "Effect": one.effect,
                "Median": fixed(one.median, 2),
                "Range": f"{fixed(one.low, 2)} to {fixed(one.high, 2)}",
                "p of the median": fixed(one.p_median, 2),
                "Significant by themselves": percent(one.significant),
                "The same when nothing changed (median)": percent(one.null_significant),
                "p of that share": fixed(one.p_significant, 2),
                "Significant adjusted for all": percent(one.told),
            }
            for one in found.joint
        ]
    )


def split_table(found: Specifications) -> pd.DataFrame:
    """Say how much of the variance of the log effects each choice explains."""
    wide = found.split.dropna().pivot_table(index="choice", columns="effect", values="share", sort=False)
    wide = wide.sort_values("level", ascending=False)
    return pd.DataFrame(
        {
            "Choice": [TITLES[str(name)] for name in wide.index],
            "Of the variance of the level": [percent(float(value)) for value in wide["level"]],
            "Of the variance of the slope": [percent(float(value)) for value in wide["slope"]],
        }
    )


def record_specifications(found: Specifications, *, source: str, window: str) -> None:
    """Record medians (``robustness.specifications_median``) and p-values (``robustness.specifications_p``)."""
    for one in found.joint:
        suffix = "" if one.effect == "level" else f"_{one.effect}"
        shared: dict[str, Any] = {
            "source": source,
            "window": window,
            "specifications": len(found.frame),
            "failed": len(found.failed),
        }
        record(
            f"robustness.specifications_median{suffix}",
            estimand=f"median {one.effect} ratio over all specifications",
            estimate=one.median,
            method="every combination of the choices",
            unit="ratio",
            smallest=one.low,
            largest=one.high,
            significant_share=one.significant,
            **shared,
        )
        _record_p(one, suffix, shared, found.replicates)


def _record_p(one: Joint, suffix: str, shared: dict[str, Any], replicates: int) -> None:
    record(
        f"robustness.specifications_p{suffix}",
        estimand=f"p-value of the median {one.effect} ratio when nothing changed",
        estimate=one.p_median,
        method="joint null: the same simulated series for every specification",
        unit="p-value",
        p_significant_share=one.p_significant,
        p_family=one.p_family,
        adjusted_share=one.told,
        replicates=replicates,
        **shared,
    )
