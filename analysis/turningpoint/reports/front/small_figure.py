"""A small figure of a few ratios with their intervals: drawn as SVG in the page's own colours, light or dark."""

import html
import math
from collections.abc import Callable, Sequence

from turningpoint.reports.front.recorded import Interval

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

    parts, told = [_scale(reach, height - BOTTOM, across)], []
    for place, (name, one) in enumerate(rows):
        y = TOP + ROW * place + ROW / 2
        low, high = (across(end) for end in _inside(one))
        number = html.escape(_shown(one))
        parts += [
            f'<text class="m" x="0" y="{y + 4:.0f}">{html.escape(name)}</text>',
            f'<line class="ci" x1="{low:.1f}" x2="{high:.1f}" y1="{y:.0f}" y2="{y:.0f}"/>',
            f'<circle class="pt" cx="{across(one.estimate):.1f}" cy="{y:.0f}" r="5"/>',
            f'<text class="b" x="{WIDTH}" y="{y + 4:.0f}" text-anchor="end">{number}</text>',
        ]
        told.append(html.escape(f"{name} {one.told()}"))
    label = f'<text class="m s" x="0" y="{height - 4}">{html.escape(of)}</text>'
    return (
        f'<svg class="mini" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{id}-t {id}-d" '
        f'focusable="false"><title id="{id}-t">{html.escape(of)}</title><desc id="{id}-d">{"; ".join(told)}</desc>'
        f"{''.join(parts)}{label}</svg>"
    )


def _shown(one: Interval) -> str:
    """The estimate with its sign, bounded."""
    return one.size().replace("more than ", ">").replace("less than ", "<").replace("just ", "") + "×"


def _doublings(ratio: float) -> float:
    return math.log2(min(max(ratio, 2.0**-FURTHEST), 2.0**FURTHEST))


def _inside(one: Interval) -> tuple[float, float]:
    """Ends of the interval, the open ones as far as the figure reaches."""
    return 0.0 if one.low is None else one.low, math.inf if one.high is None else one.high


def _scale(reach: float, height: float, across: Callable[[float], float]) -> str:
    lines = []
    for power in range(-math.floor(reach), math.floor(reach) + 1):
        x, name = across(2.0**power), f"{2**power}" if power >= 0 else f"1/{2**-power}"
        kind = "mark" if power == 0 else "grid"
        lines.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{height}"/>')
        lines.append(f'<text class="m s" x="{x:.1f}" y="{TOP - 8}" text-anchor="middle">{name}</text>')
    return "".join(lines)
