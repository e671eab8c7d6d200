"""A small figure of a few ratios with their intervals: drawn as SVG in the page's own colours, light or dark."""

import html
import math
from collections.abc import Sequence

from turningpoint.reports.front.recorded import Interval, short

WIDTH, ROW, LEFT, RIGHT, TOP = 330, 30, 64, 62, 22
FURTHEST = 3.0
"""Doublings on either side of no change, beyond which intervals are cut."""


def small_figure(rows: Sequence[tuple[str, Interval]], of: str, *, id: str) -> str:
    """Draw the intervals on a scale of doublings around a line at 1; nothing without rows.

    Parameters
    ----------
    rows : who finds what. of : what is shown, for the accessible title. id : unique on the page.
    """
    if not rows:
        return ""
    reach = min(FURTHEST, max(1.0, *(abs(math.log2(end)) for _, one in rows for end in _inside(one))))
    height = TOP + ROW * len(rows) + 4
    parts = [_scale(reach, height)]
    told = []
    for place, (name, one) in enumerate(rows):
        y = TOP + ROW * place + ROW / 2
        low, high = (_x(math.log2(end), reach) for end in _inside(one))
        at, number = _x(math.log2(one.estimate), reach), short(one.estimate)
        parts += [
            f'<text class="m" x="0" y="{y + 4:.0f}">{html.escape(name)}</text>',
            f'<line class="ci" x1="{low:.1f}" x2="{high:.1f}" y1="{y:.0f}" y2="{y:.0f}"/>',
            f'<circle class="pt" cx="{at:.1f}" cy="{y:.0f}" r="5"/>',
            f'<text class="b" x="{WIDTH}" y="{y + 4:.0f}" text-anchor="end">{number}×</text>',
        ]
        told.append(f"{html.escape(name)} {number} ({one.ends()})")
    return (
        f'<svg class="mini" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{id}-t {id}-d" '
        f'focusable="false"><title id="{id}-t">{html.escape(of)}</title><desc id="{id}-d">{"; ".join(told)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _inside(one: Interval) -> tuple[float, float]:
    low = 0.0 if one.low is None else one.low
    high = math.inf if one.high is None else one.high
    edge = 2.0**FURTHEST
    return min(max(low, 1 / edge), edge), max(min(high, edge), 1 / edge)


def _x(doublings: float, reach: float) -> float:
    middle, half = (LEFT + WIDTH - RIGHT) / 2, (WIDTH - RIGHT - LEFT) / 2 - 6
    return middle + half * max(-1.0, min(1.0, doublings / reach))


def _scale(reach: float, height: int) -> str:
    lines = []
    for power in range(-math.floor(reach), math.floor(reach) + 1):
        x, name = _x(power, reach), f"{2**power}" if power >= 0 else f"1/{2**-power}"
        kind = "mark" if power == 0 else "grid"
        lines.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{height}"/>')
        lines.append(f'<text class="m s" x="{x:.1f}" y="{TOP - 8}" text-anchor="middle">{name}</text>')
    return "".join(lines)
