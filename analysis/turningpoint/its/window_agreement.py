"""What an effect's intervals allow to say, over all windows tried: which names it has, on which side it lies."""

from dataclasses import dataclass

import pandas as pd

from turningpoint.its import Analysis
from turningpoint.its.effects.effect import Effect


def total_of(analysis: Analysis, horizon: int | None = None) -> Effect:
    """The effect that sums up the course since: relative excess of counts, expected excess of a measured outcome."""
    return analysis.effect(analysis.fit.scale.total, horizon=horizon)


@dataclass(frozen=True)
class Clear:
    """In how many windows an interval lies on one side of no effect: ``count`` of so many, one without a comparison.

    ``own`` : the report's own does. ``most`` : it does, and more than half of the windows do. ``all`` : every one does.
    ``words`` : ``in 4 of 7 windows tried``, empty where there is no comparison.
    """

    own: bool
    count: int
    windows: int
    most: bool
    all: bool
    words: str


def clear(windows: pd.DataFrame, effect: Effect, sign: int) -> Clear:
    """Count the windows of ``by_window_start`` in which an effect is clear of no effect on one side (sign 1: above)."""
    null, end = effect.scale.null, ("low" if sign > 0 else "high")
    limit, column = getattr(effect, end), f"{effect.name}_{end}"
    own = limit is not None and bool(sign * (limit - null) > 0)
    known = windows.dropna(subset=[effect.name]) if effect.name in windows else pd.DataFrame()
    if len(known) < 2:
        return Clear(own, int(own), 1, own, own, "")
    count = int((sign * (known[column].astype(float) - null) > 0).sum())
    share = f"all {count}" if count == len(known) else f"{count} of {len(known)}"
    all_are = own and count == len(known)
    return Clear(own, count, len(known), own and 2 * count > len(known), all_are, f"in {share} windows tried")


def direction(analysis: Analysis, windows: pd.DataFrame) -> str:
    """Say ``above`` or ``below`` where the course since is clear by the rule of the bottom line, else nothing."""
    found = {"above": 1, "below": -1}
    return next((name for name, sign in found.items() if clear(windows, total_of(analysis), sign).most), "")
