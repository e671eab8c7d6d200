"""The tables of the checks of robustness: as text to read, and unrounded where the text is rounded."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any

import pandas as pd

from turningpoint.its import Specification
from turningpoint.its.effects.effect import Effect
from turningpoint.number_format import MISSING, fixed, interval, percent, table_of
from turningpoint.robustness.dates.date_set import DateSet
from turningpoint.robustness.dates.turns import Turn
from turningpoint.robustness.specifications.grid import ADAPTIVE, CALIBRATED, TITLES
from turningpoint.robustness.specifications.joint_test import Specifications


def dates_table(found: DateSet, marked: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Set the events asked about against the set."""
    columns: dict[str, Callable[[dict[str, Any]], str]] = {
        "First period after": itemgetter("date"),
        "Event": itemgetter("event"),
        "Log evidence over no break": lambda row: fixed(row["log_evidence"], 1),
        "Share of the evidence": lambda row: percent(row["weight"]),
        "Possible": lambda row: "yes" if found.holds(row["date"]) else "no",
    }
    return table_of(dates_frame(found, marked), columns)


def dates_frame(found: DateSet, marked: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Give the same unrounded."""
    return pd.DataFrame(marked, columns=["date", "event"]).merge(found.to_frame(), on="date")


def turns_table(turns: Sequence[Turn]) -> pd.DataFrame:
    """Set level and slope at every rival event side by side, with the smallest level it would have found."""
    columns: dict[str, Callable[[Turn], str]] = {
        "First period after": attrgetter("date"),
        "Event": attrgetter("label"),
        "From the intervention": attrgetter("distance"),
        "Level": lambda turn: _effect(turn.level) or turn.reason,
        "Slope": lambda turn: _effect(turn.slope) or MISSING,
        "Smallest level found four times in five": lambda turn: fixed(turn.power.rise, 1) if turn.power else MISSING,
    }
    return table_of(turns, columns)


def _effect(effect: Effect | None) -> str:
    return "" if effect is None else f"{fixed(effect.estimate, 2)} ({effect.interval(2)})"


def stories_table(stories: pd.DataFrame) -> pd.DataFrame:
    """Set the intervention's level and slope, and the rival's own effect, side by side: a row a story."""
    return _side_by_side(stories, "story", "Model", "The intervention {}")


def left_out_table(left: pd.DataFrame) -> pd.DataFrame:
    """Set level and slope without each year side by side."""
    return _side_by_side(left, "left_out", "Left out").drop(columns="The other event")


def _side_by_side(frame: pd.DataFrame, key: str, heading: str, named: str = "{}") -> pd.DataFrame:
    """A row a value of the key; an effect that is not there, or stands for several, is left open."""
    titles = {"level": "Level", "slope": "Slope", "rival": "The other event"}
    columns = {title: partial(_estimate, effect=effect) for effect, title in titles.items()}
    return table_of(frame.groupby(key, sort=False), {heading: lambda part: named.format(part[0]), **columns})


def _estimate(part: tuple[str, pd.DataFrame], effect: str) -> str:
    rows = part[1][part[1]["effect"] == effect]
    if len(rows) != 1:
        return MISSING
    estimate, low, high = rows[["estimate", "low", "high"]].iloc[0]
    return "cannot be told" if pd.isna(estimate) else f"{fixed(estimate, 2)} ({interval(low, high, decimals=2)})"


def joint_table(found: Specifications) -> pd.DataFrame:
    """Set the effects side by side, over all and by the course before: median, range, share of significant ones."""
    columns: dict[str, Callable[[dict[str, Any]], str]] = {
        "Course before": itemgetter("course_before"),
        "Effect": itemgetter("effect"),
        "Median": lambda row: fixed(row["median"], 2),
        "Range": lambda row: interval(row["low"], row["high"], decimals=2),
        "p of the median": lambda row: fixed(row["p_median"], 2),
        "Significant by themselves": lambda row: percent(row["significant"]),
        "The same when nothing changed (median)": lambda row: percent(row["null_significant"]),
        "p of that share": lambda row: fixed(row["p_significant"], 2),
        "Significant adjusted for all": lambda row: percent(row["told"]),
    }
    return table_of(joint_frame(found), columns)


def joint_frame(found: Specifications) -> pd.DataFrame:
    """Give the same unrounded."""
    rows = {"all": found.joint, **found.by_trend}
    return pd.DataFrame([{"course_before": trend, **vars(one)} for trend, joints in rows.items() for one in joints])


def split_table(found: Specifications) -> pd.DataFrame:
    """Say how much of the variance of the log effects each choice explains."""
    wide = found.split.dropna().pivot_table(index="choice", columns="effect", values="share", sort=False)
    wide = wide.sort_values("level", ascending=False)
    shares = {f"Of the variance of the {effect}": wide[effect].map(percent).to_list() for effect in ("level", "slope")}
    return pd.DataFrame({"Choice": [TITLES[str(name)] for name in wide.index], **shares})


def nearest(frame: pd.DataFrame, asked: Specification, **own: object) -> int | None:
    """Row of the specification nearest to the report's own: its choices (columns), date and course before.

    Of several those with its errors come first; a course over the last months before counts as straight.
    """
    wanted = {"shift": 0, "pre_trend": ADAPTIVE if asked.bends else "straight", **own}
    rows = frame[(frame[list(wanted)] == list(wanted.values())).all(axis=1)]
    alike = rows[rows["fit"] == CALIBRATED] if asked.errors == "calibrated" else rows
    found = alike if len(alike) else rows
    return int(found.index[0]) if len(found) else None
