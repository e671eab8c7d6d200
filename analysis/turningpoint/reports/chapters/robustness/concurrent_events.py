"""The sentences, tables and recorded numbers on rival stories: results in, plain English out."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from turningpoint.number_format import fixed
from turningpoint.reports.notebook_output import record
from turningpoint.robustness.breaks.other_events import RIVALS
from turningpoint.robustness.concurrent_events import Rival
from turningpoint.robustness.other_sources import yearly_growth
from turningpoint.sources.embedded.interventions import events

PULSES = {"ttp_ceasefire_1_start": "ttp_ceasefire_1_end", "ttp_indefinite_ceasefire": "ttp_ceasefire_2022_end"}
"""Rivals that pass, and the events that end them; all others last."""


def rivals_of_pakistan(labels: tuple[str, ...]) -> list[Rival]:
    """Give the rival events of the table of interventions that lie inside a monthly series, ceasefires as pulses."""
    known = events().set_index("event_id")
    months = {str(name): str(month) for name, month in known["month"].items()}
    found = []
    for name in RIVALS:
        if months.get(name) not in labels or name in PULSES.values():
            continue
        end = months.get(PULSES.get(name, ""), "")
        # The month in which a ceasefire ends is the first after it.
        last = labels[labels.index(end) - 1] if end in labels else ""
        found.append(Rival(str(known.loc[name, "label"]), months[name], max(last, months[name]) if end else ""))
    return found


def stories_table(stories: pd.DataFrame) -> pd.DataFrame:
    """Set the intervention's level and slope, and the rival's own effect, side by side: a row a story."""
    rows = []
    for story, part in stories.groupby("story", sort=False):
        row = {"Model": f"The intervention {story}"}
        for effect, title in (("level", "Level"), ("slope", "Slope"), ("rival", "The other event")):
            there = part[part["effect"] == effect]
            several = effect == "rival" and len(there) > 1
            row[title] = "–" if there.empty or several else _cell(there.to_dict("records")[0])
        rows.append(row)
    return pd.DataFrame(rows)


def left_out_table(left: pd.DataFrame) -> pd.DataFrame:
    """Set level and slope without each year side by side."""
    rows = []
    for group, part in left.groupby("left_out", sort=False):
        row = {"Left out": str(group)}
        for effect, title in (("level", "Level"), ("slope", "Slope")):
            there = part[part["effect"] == effect]
            row[title] = "–" if there.empty else _cell(there.to_dict("records")[0])
        rows.append(row)
    return pd.DataFrame(rows)


def stories_sentence(stories: pd.DataFrame, left: pd.DataFrame, months: pd.DataFrame | None = None) -> str:
    """Say how far the level moves between the stories, and when a year is left out."""
    levels = stories[(stories["effect"] == "level") & stories["estimate"].notna()]
    failed = stories[stories["reason"] != ""]
    years = left[(left["effect"] == "level") & (left["left_out"] != "nothing") & left["estimate"].notna()]
    words = (
        f"Beside one rival or all of them the level runs from {fixed(levels['estimate'].min(), 2)} to "
        f"{fixed(levels['estimate'].max(), 2)}; its interval excludes no change in "
        f"{_excluding(levels)} of {len(levels)} models."
    )
    if len(years):
        ordered = years.sort_values("estimate").to_dict("records")
        least, most = ordered[0], ordered[-1]
        words += (
            f" Without one calendar year it runs from {fixed(least['estimate'], 2)} (without {least['left_out']}) to "
            f"{fixed(most['estimate'], 2)} (without {most['left_out']})."
        )
    if months is not None:
        single = months[(months["effect"] == "level") & (months["left_out"] != "nothing")]["estimate"].dropna()
        if len(single):
            words += f" Without one period: from {fixed(float(single.min()), 2)} to {fixed(float(single.max()), 2)}."
    names = "; ".join(f"{row['story']}: {row['reason']}" for row in failed.to_dict("records"))
    return words + (f" No answer from {names}" if names else "")


def other_sources(year: int) -> str:
    """Give the yearly counts of other sources around the intervention's year."""
    found = yearly_growth(year)
    return (
        f"Other sources count attacks by year, too few years for a model. {' '.join(one.summary() for one in found)} "
        "They have holes and definitions of their own."
    )


def record_stories(stories: pd.DataFrame, left: pd.DataFrame, *, source: str, window: str, confidence: float) -> None:
    """Record the level with all rivals in (``robustness.level_with_rivals``) and its span over years left out."""
    together = stories[(stories["story"] == "with all of them") & (stories["effect"] == "level")]
    for row in together.dropna(subset="estimate").to_dict("records"):
        record(
            "robustness.level_with_rivals",
            estimand="level of the intervention with the rival events in the model",
            estimate=row["estimate"],
            low=row["low"],
            high=row["high"],
            confidence=confidence,
            method="calibrated model with a step or a pulse for each rival",
            unit="ratio",
            source=source,
            window=window,
        )
    years = left[(left["effect"] == "level") & (left["left_out"] != "nothing")]["estimate"].dropna()
    if len(years):
        record(
            "robustness.level_without_a_year",
            estimand="median level of the intervention when one calendar year is left out",
            estimate=float(years.median()),
            method="the same model again without each year",
            unit="ratio",
            source=source,
            window=window,
            smallest=float(years.min()),
            largest=float(years.max()),
        )


def _cell(row: Mapping[Hashable, Any]) -> str:
    if pd.isna(row["estimate"]):
        return "cannot be told"
    return f"{fixed(row['estimate'], 2)} ({fixed(row['low'], 2)} to {fixed(row['high'], 2)})"


def _excluding(rows: pd.DataFrame) -> int:
    return int(((rows["low"] > 1) | (rows["high"] < 1)).sum())
