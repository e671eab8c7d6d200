"""Logarithmic axes of ratios, marked at powers of two."""

import math
from collections.abc import Callable
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from turningpoint.figures.drawing.style import narrow


def mark_powers(axis: Axis, low: float, high: float, written: Callable[[float], str], *, most: int) -> None:
    """Mark the powers of two between two ratios; only every second (third, …) where there are more than ``most``."""
    powers = range(math.ceil(math.log2(low)), math.floor(math.log2(high)) + 1)
    marks = [2.0**power for power in powers if power % math.ceil(len(powers) / most) == 0]
    axis.set_ticks(marks, [written(mark) for mark in marks])
    axis.set_minor_locator(NullLocator())


def mark_ratios(axes: Axes, which: Literal["x", "y"], low: float, high: float) -> None:
    """Mark those of 1/16, …, 1/2, 1, 2, …, 32 that lie between two ratios; at most every second on a phone."""
    axes.set(**{f"{which}scale": "log"})
    axis, most = (axes.xaxis, 5 if narrow() else 10) if which == "x" else (axes.yaxis, 10)
    mark_powers(axis, max(low, 1 / 16), min(high, 32.0), _fraction, most=most)


def _fraction(ratio: float) -> str:
    return f"{ratio:g}" if ratio >= 1 else f"1/{1 / ratio:g}"


def mark_doublings(axis: Axis, low: float, high: float, *, most: int | None = None) -> None:
    """Mark an axis of ratios at halves and doublings from below ``low`` to above ``high``.

    Only every second is marked where they span more than ``most``.
    """
    first, last = math.floor(math.log2(low)), math.ceil(math.log2(high))
    step = 1 if most is None or last - first <= most else 2
    axis.set_major_locator(FixedLocator([2.0**power for power in range(first, last + 1) if power % step == 0]))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"×{value:g}"))
