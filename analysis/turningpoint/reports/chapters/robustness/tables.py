"""The tables of the checks of robustness, as text."""

from collections.abc import Sequence

import pandas as pd

from turningpoint.number_format import fixed, interval, percent
from turningpoint.robustness.breaks.one_break import BreakDates
from turningpoint.robustness.breaks.segments import ManyBreaks
from turningpoint.robustness.specifications.grid import TITLES
from turningpoint.robustness.specifications.joint_test import Specifications


def dates_table(found: BreakDates, marked: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Set the events asked about, and the best date, against the set."""
    place = {date: number for number, date in enumerate(found.dates)}
    return pd.DataFrame(
        [
            {
                "First period after": date,
                "Event": name,
                "Gain": fixed(float(found.gain[place[date]]), 1),
                "p": fixed(float(found.p_values[place[date]]), 3),
                "In the set": "yes" if found.holds(date) else "no",
            }
            for date, name in [(found.best, "Best single break"), *marked]
            if date in place
        ]
    )


def segments_table(found: ManyBreaks) -> pd.DataFrame:
    """Set the best partition for every number of breaks side by side."""
    return pd.DataFrame(
        {
            "Breaks": found.frame["breaks"].astype(str),
            "New segments from": found.frame["dates"].replace("", "–"),
            "BIC": [fixed(float(value), 1) for value in found.frame["bic"]],
            "": ["smallest" if breaks == found.chosen else "" for breaks in found.frame["breaks"]],
        }
    )


def stories_table(stories: pd.DataFrame) -> pd.DataFrame:
    """Set the intervention's level and slope, and the rival's own effect, side by side: a row a story."""
    return _side_by_side(stories, "story", "Model", "The intervention ")


def left_out_table(left: pd.DataFrame) -> pd.DataFrame:
    """Set level and slope without each year side by side."""
    return _side_by_side(left, "left_out", "Left out").drop(columns="The other event")


def _side_by_side(frame: pd.DataFrame, key: str, heading: str, before: str = "") -> pd.DataFrame:
    """A row a value of the key; an effect that is not there, or stands for several, is left open."""
    return pd.DataFrame(
        [
            {heading: f"{before}{group}"}
            | {
                title: _estimate(part[part["effect"] == effect])
                for effect, title in (("level", "Level"), ("slope", "Slope"), ("rival", "The other event"))
            }
            for group, part in frame.groupby(key, sort=False)
        ]
    )


def _estimate(rows: pd.DataFrame) -> str:
    if len(rows) != 1:
        return "–"
    estimate, low, high = rows[["estimate", "low", "high"]].iloc[0]
    return "cannot be told" if pd.isna(estimate) else f"{fixed(estimate, 2)} ({interval(low, high, decimals=2)})"


def joint_table(found: Specifications) -> pd.DataFrame:
    """Set level and slope side by side: median, range, share of significant ones, and what chance gives."""
    return pd.DataFrame(
        [
            {
                "Effect": one.effect,
                "Median": fixed(one.median, 2),
                "Range": interval(one.low, one.high, decimals=2),
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
    shares = {
        f"Of the variance of the {effect}": [percent(float(value)) for value in wide[effect]]
        for effect in ("level", "slope")
    }
    return pd.DataFrame({"Choice": [TITLES[str(name)] for name in wide.index], **shares})


def nearest(frame: pd.DataFrame, **own: object) -> int | None:
    """Row of the specification nearest to the report's own: its choices (columns), date and a straight course."""
    wanted = {"shift": 0, "pre_trend": "straight", **own}
    rows = frame.index[(frame[list(wanted)] == list(wanted.values())).all(axis=1)]
    return int(rows[0]) if len(rows) else None
