"""A small figure of a few ratios with their intervals: drawn as SVG in the page's own colours, light or dark."""

import math
from collections.abc import Sequence

from turningpoint.reports.front.recorded import Interval
from turningpoint.reports.templates import PARTS

WIDTH, ROW, TOP, BOTTOM, RIGHT = 340, 30, 22, 20, 66
NARROWEST, WIDEST, LETTER = 56, 130, 7.2
"""Least and most room for names, and what a letter takes."""
FURTHEST = 3.0
"""Doublings on either side of no change, beyond which intervals are cut."""


def small_figure(rows: Sequence[tuple[str, Interval]], of: str, *, id: str) -> str:
    """Draw the intervals on a scale of doublings around a line at 1; nothing without rows.

    Parameters
    ----------
    rows : who finds what. of : what is shown, below the scale and as the accessible title. id : unique on the page.
    """
    if not rows:
        return ""
    left = min(WIDEST, max(NARROWEST, LETTER * max(len(name) for name, _ in rows) + 8))
    reach = min(FURTHEST, max(1.0, *(abs(_doublings(end)) for _, one in rows for end in _inside(one))))
    height = TOP + ROW * len(rows) + BOTTOM

    def across(ratio: float) -> float:
        middle, half = (left + WIDTH - RIGHT) / 2, (WIDTH - RIGHT - left) / 2 - 6
        return middle + half * max(-1.0, min(1.0, _doublings(ratio) / reach))

    powers = range(-math.floor(reach), math.floor(reach) + 1)
    ticks = [(across(2.0**power), f"{2**power}" if power >= 0 else f"1/{2**-power}") for power in powers]
    marks = [
        (name, TOP + ROW * place + ROW // 2, *map(across, (*_inside(one), one.estimate)), _shown(one))
        for place, (name, one) in enumerate(rows)
    ]
    told = "; ".join(f"{name} {one.told()}" for name, one in rows)
    return str(PARTS.small_figure(id, of, told, WIDTH, height, TOP, height - BOTTOM, ticks, marks))


def _shown(one: Interval) -> str:
    """The estimate with its sign, bounded."""
    return one.size().replace("more than ", ">").replace("less than ", "<").replace("just ", "") + "×"


def _doublings(ratio: float) -> float:
    return math.log2(min(max(ratio, 2.0**-FURTHEST), 2.0**FURTHEST))


def _inside(one: Interval) -> tuple[float, float]:
    """Ends of the interval, the open ones as far as the figure reaches."""
    return 0.0 if one.low is None else one.low, math.inf if one.high is None else one.high
