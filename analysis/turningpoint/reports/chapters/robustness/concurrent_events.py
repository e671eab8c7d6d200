"""The rival events of Pakistan, and the sentences on rival stories and other sources."""

import pandas as pd

from turningpoint.number_format import fixed, interval
from turningpoint.robustness.concurrent_events import Rival
from turningpoint.robustness.dates.other_events import RIVALS
from turningpoint.sources.embedded.interventions import events

PULSES = {"ttp_ceasefire_1_start": "ttp_ceasefire_1_end", "ttp_indefinite_ceasefire": "ttp_ceasefire_2022_end"}
"""Rivals that pass, and the events that end them; all others last."""


def rivals_of_pakistan(labels: tuple[str, ...]) -> list[Rival]:
    """Give the rival events of the table of interventions that lie inside a monthly series, ceasefires as pulses."""
    known = events().set_index("event_id")[["month", "label"]].astype(str)
    months, found = known["month"].to_dict(), []
    for name in RIVALS:
        if months.get(name) not in labels or name in PULSES.values():
            continue
        end = months.get(PULSES.get(name, ""), "")
        # The month in which a ceasefire ends is the first after it.
        last = labels[labels.index(end) - 1] if end in labels else ""
        found.append(Rival(known["label"][name], months[name], max(last, months[name]) if end else ""))
    return found


def stories_sentence(stories: pd.DataFrame, left: pd.DataFrame, months: pd.DataFrame | None = None) -> str:
    """Say how far the level moves between the stories, and when a year, or a single period, is left out."""
    levels = stories[(stories["effect"] == "level") & stories["estimate"].notna()]
    excluding = int(((levels["low"] > 1) | (levels["high"] < 1)).sum())
    words = (
        f"Beside one rival or all of them the level runs from {_span(levels)}; its interval excludes no change in "
        f"{excluding} of {len(levels)} models."
    )
    years = _without_one(left)
    if len(years):
        ordered = years.sort_values("estimate").iloc[[0, -1]].to_dict("records")
        ends = (f"{fixed(row['estimate'], 2)} (without {row['left_out']})" for row in ordered)
        words += f" Without one calendar year it runs from {' to '.join(ends)}."
    if months is not None and len(single := _without_one(months)):
        words += f" Without one period: from {_span(single)}."
    failed = stories[stories["reason"] != ""].to_dict("records")
    names = "; ".join(f"{row['story']}: {row['reason']}" for row in failed)
    return words + (f" No answer from {names}" if names else "")


def _without_one(left: pd.DataFrame) -> pd.DataFrame:
    return left[(left["effect"] == "level") & (left["left_out"] != "nothing") & left["estimate"].notna()]


def _span(levels: pd.DataFrame) -> str:
    return interval(levels["estimate"].min(), levels["estimate"].max(), decimals=2)
