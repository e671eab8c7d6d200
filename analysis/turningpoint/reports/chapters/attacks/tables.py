"""Tables of the attack-frequency part, rounded for a reader."""

import pandas as pd

from turningpoint.its import Analysis
from turningpoint.its.effects.effect import Effect
from turningpoint.number_format import (
    MISSING,
    confidence_label,
    decimals_for,
    fixed,
    interval,
    p_value,
    percent,
    ratio,
    sentence_case,
)
from turningpoint.timeline import in_words

HEADINGS = {
    "level_ratio": ("Level ratio", "ratio"),
    "slope_ratio": ("Slope ratio", "ratio"),
    "level_change": ("Level change", "change"),
    "slope_change": ("Slope change", "change"),
    "expected_excess": ("Expected excess", "change"),
    "relative_excess": ("Relative excess", "share"),
}
"""Columns of a comparison → heading and kind of number."""


def comparison_table(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Round a comparison of windows or models: one text column an effect, the interval beside the estimate.

    Parameters
    ----------
    frame : as ``by_window_start`` or ``by_model`` gives it. Points and the bend of the pre-trend are shown where they
        differ between rows.
    names : columns that name a row → their headings.
    """
    shown = frame[list(names)].rename(columns=names)
    if "points_before" in frame and len(frame["points_before"].dropna().unique()) > 1:
        shown["Points before / after"] = [
            f"{fixed(before, 0)} / {fixed(after, 0)}" if pd.notna(before) else MISSING
            for before, after in zip(frame["points_before"], frame["points_after"], strict=True)
        ]
        shown["Bend of the pre-trend, z"] = [fixed(z, 1) for z in frame["curvature_z"]]
    for name, (heading, unit) in HEADINGS.items():
        if name in frame:
            ends = (frame[name], frame[f"{name}_low"], frame[f"{name}_high"])
            shown[heading] = [
                "{} ({})".format(*_written(estimate, low, high, unit)) if pd.notna(estimate) else MISSING
                for estimate, low, high in zip(*ends, strict=True)
            ]
    if (frame["problem"] != "").any():
        shown["Problem"] = frame["problem"]
    return shown


def models_table(frame: pd.DataFrame, own: Analysis) -> pd.DataFrame:
    """Round a comparison of models, each named by its method; the report's own is marked.

    Parameters
    ----------
    frame : as ``attack_beside.models`` gives it.
    own : the analysis of the report.
    """
    asked = own.specification
    words = [
        sentence_case(str(row["method"])) if pd.notna(row.get("method")) else f"{row['likelihood']}, {row['errors']}"
        for row in frame.to_dict("records")
    ]
    is_own = (
        (frame["likelihood"] == asked.likelihood) & (frame["errors"] == asked.errors) & (asked.pre_trend == "straight")
    )
    named = [f"{name} (this report)" if mine else name for name, mine in zip(words, is_own, strict=True)]
    return comparison_table(frame.assign(method=named), {"method": "Model"})


def effects_table(analysis: Analysis, conventional: Analysis | None = None) -> pd.DataFrame:
    """Round the effects of one analysis: what, estimate with its unit, interval; one row an effect.

    Parameters
    ----------
    conventional : the conventional fit of the same design; its estimates and intervals stand in a column behind.
    """
    rows = []
    label = confidence_label(analysis.specification.confidence)
    beside = {} if conventional is None else {(e.name, e.when, e.horizon): e for e in conventional.effects}
    for effect in analysis.effects:
        estimate, ends = _written(effect.estimate, effect.low, effect.high, effect.unit)
        unit = "" if effect.unit in ("ratio", "share") else f" {effect.unit}"
        row = {"Effect": sentence_case(_what(effect, analysis)), "Estimate": f"{estimate}{unit}", label: ends}
        if conventional is not None:
            other = beside.get((effect.name, effect.when, effect.horizon))
            found = _written(other.estimate, other.low, other.high, other.unit) if other else None
            row[f"Conventional ({label})"] = "{} ({})".format(*found) if found else MISSING
        rows.append(row)
    return pd.DataFrame(rows)


def diagnostics_table(analysis: Analysis) -> pd.DataFrame:
    """Round the diagnostics: what, value, how to read it."""
    frame = analysis.diagnostics.to_frame()
    words = [
        p_value(value) if "p-value" in what else fixed(value, 2)
        for what, value in zip(frame["diagnostic"], frame["value"], strict=True)
    ]
    return frame.assign(value=words).rename(columns=sentence_case)


def influence_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Round the periods on which the level hangs most, as ``influence`` gives them."""
    ratios = "ratio" in frame
    largest = frame["fitted"].abs().max()
    places = 1 if largest >= 1 else decimals_for(largest, None, None)
    without = frame["ratio" if ratios else "estimate"]
    digits = decimals_for(None, without.min(), without.max())
    shown = pd.DataFrame(
        {
            "Period": frame["period"],
            "Observed": [fixed(value, 0 if ratios else places) for value in frame["value"]],
            "Fitted": [fixed(value, places) for value in frame["fitted"]],
            f"Level {'ratio' if ratios else 'change'} without it": [
                ratio(value) if ratios else fixed(value, digits) for value in without
            ],
            "Change": [percent(value, signed=True) if ratios else fixed(value, digits) for value in frame["change"]],
        }
    )
    return shown.assign(Problem=frame["problem"]) if (frame["problem"] != "").any() else shown


def _what(effect: Effect, analysis: Analysis) -> str:
    name, period = effect.name.replace("_", " "), analysis.outcome.period
    if effect.horizon is None:
        return f"{name}, {in_words(effect.when)}"
    if effect.name.endswith("_at_horizon"):
        return f"{'ratio' if effect.unit == 'ratio' else 'change'} of the means in {period} {effect.horizon}"
    return f"{name}, {effect.horizon} {period}s"


def _written(estimate: float, low: float | None, high: float | None, unit: str) -> tuple[str, str]:
    """Write estimate and interval: ratios with two decimals, shares in percent, others as the interval bears."""
    if unit == "share":
        first, *ends = (percent(value, signed=True) for value in (estimate, low, high))
        return first, f"{ends[0]} to {ends[1]}"
    places = 2 if unit == "ratio" else decimals_for(estimate, low, high)
    return fixed(estimate, places), interval(low, high, decimals=places)
