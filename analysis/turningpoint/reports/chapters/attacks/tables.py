"""Tables of the attack-frequency part, rounded for a reader."""

from collections.abc import Callable
from functools import partial
from operator import itemgetter
from typing import Any

import pandas as pd

from turningpoint.its import Analysis
from turningpoint.its.effects.effect import Effect
from turningpoint.its.effects.effects import BEYOND
from turningpoint.number_format import (
    MISSING,
    confidence_label,
    estimate_and_interval,
    fixed,
    p_value,
    sentence_case,
    table_of,
)
from turningpoint.timeline import in_words

KINDS = {
    **dict.fromkeys(("level_ratio", "slope_ratio"), "ratio"),
    **dict.fromkeys(("level_change", "slope_change", "expected_excess"), "change"),
    "relative_excess": "share",
}
"""Columns of a comparison → kind of number."""


def comparison_table(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Round a comparison of windows or models: one text column an effect, the interval beside the estimate.

    Points and the bend of the pre-trend are shown where they differ between rows; ``names`` are the columns that name a
    row, with their headings.
    """
    columns: dict[str, Callable[[dict[str, Any]], Any]] = {head: itemgetter(name) for name, head in names.items()}
    if "points_before" in frame and len(frame["points_before"].dropna().unique()) > 1:
        columns["Points before / after"] = _points
        columns["Bend of the pre-trend, z"] = lambda row: fixed(row["curvature_z"], 1)
    columns |= {
        sentence_case(name.replace("_", " ")): partial(_estimate, name, kind)
        for name, kind in KINDS.items()
        if name in frame
    }
    if (frame["problem"] != "").any():
        columns["Problem"] = itemgetter("problem")
    return table_of(frame, columns)


def _points(row: dict[str, Any]) -> str:
    before, after = row["points_before"], row["points_after"]
    return f"{fixed(before, 0)} / {fixed(after, 0)}" if pd.notna(before) else MISSING


def _estimate(name: str, unit: str, row: dict[str, Any]) -> str:
    ends = row[f"{name}_low"], row[f"{name}_high"]
    return "{} ({})".format(*_written(row[name], *ends, unit)) if pd.notna(row[name]) else MISSING


def models_table(frame: pd.DataFrame, own: Analysis) -> pd.DataFrame:
    """Round a comparison of models, as ``companion_fits.models`` gives it, by their methods; our own is marked."""
    asked, named = own.specification, []
    for row in frame.to_dict("records"):
        known = pd.notna(row.get("method"))
        name = sentence_case(row["method"]) if known else f"{row['likelihood']}, {row['errors']}"
        same = (row["likelihood"], row["errors"]) == (asked.likelihood, asked.errors)
        named.append(f"{name} (this report)" if same else name)
    return comparison_table(frame.assign(method=named), {"method": "Model"})


def effects_table(analysis: Analysis, conventional: Analysis | None = None) -> pd.DataFrame:
    """Round the effects of one analysis: what, estimate with its unit, interval; one row an effect.

    Estimates and intervals of the conventional fit of the same design stand in a column behind.
    """
    label = confidence_label(analysis.specification.confidence)
    columns: dict[str, Callable[[Effect], str]] = {
        "Effect": lambda effect: sentence_case(_what(effect, analysis)),
        "Estimate": _estimate_of,
        label: lambda effect: _of(effect)[1],
    }
    if conventional is not None:
        beside = {(one.name, one.when, one.horizon): "{} ({})".format(*_of(one)) for one in conventional.effects}
        columns[f"Conventional ({label})"] = lambda one: beside.get((one.name, one.when, one.horizon), MISSING)
    return table_of(analysis.effects, columns)


def _estimate_of(effect: Effect) -> str:
    """Write an estimate with its unit, or that it is no number worth telling."""
    if BEYOND in effect.note:
        return "beyond 20 times the observed"
    return _of(effect)[0] + ("" if effect.unit in ("ratio", "share") else f" {effect.unit}")


def effects_caption(analysis: Analysis, conventional: Analysis | None) -> str:
    """Say what the table of effects shows, and which model stands behind."""
    behind = "" if conventional is None else f" Conventional: {conventional.level.method}."
    first, last = analysis.outcome.labels[0], analysis.outcome.labels[-1]
    return f"Effects with intervals. {analysis.outcome.source}, {first} to {last}.{behind}"


def notes(analysis: Analysis) -> str:
    """Tell what a reader must know of the effects, each sentence once."""
    sentences = [one for effect in analysis.effects for one in effect.note.removesuffix(".").split(". ") if one]
    return " ".join(f"{one}." for one in dict.fromkeys(sentences))


def diagnostics_table(analysis: Analysis) -> pd.DataFrame:
    """Round the diagnostics: what, value, how to read it."""
    frame = analysis.diagnostics.to_frame()
    pairs = zip(frame["diagnostic"], frame["value"], strict=True)
    words = [p_value(value) if "p-value" in what else fixed(value, 2) for what, value in pairs]
    return frame.assign(value=words).rename(columns=sentence_case)


def _what(effect: Effect, analysis: Analysis) -> str:
    name, period = effect.name.replace("_", " "), analysis.outcome.period
    if effect.horizon is None:
        return f"{name}, {in_words(effect.when)}"
    if effect.name.endswith("_at_horizon"):
        return f"{'ratio' if effect.unit == 'ratio' else 'change'} of the means in {period} {effect.horizon}"
    return f"{name}, {effect.horizon} {period}s"


def _of(effect: Effect) -> tuple[str, str]:
    return _written(effect.estimate, effect.low, effect.high, effect.unit)


def _written(estimate: float, low: float | None, high: float | None, unit: str) -> tuple[str, str]:
    return estimate_and_interval(estimate, low, high, unit, decimals=2 if unit == "ratio" else None)
