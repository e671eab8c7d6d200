"""A log axis of ratios, marked at powers of two."""

from typing import Literal

from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from turningpoint.figures.drawing.style import narrow


def mark_ratios(axes: Axes, which: Literal["x", "y"], low: float, high: float) -> None:
    """Mark those of 1/16, …, 1/2, 1, 2, …, 32 that lie between two ratios; at most every second on a phone."""
    powers = [power for power in range(-4, 6) if low <= 2.0**power <= high]
    if narrow() and which == "x" and len(powers) > 5:
        powers = [power for power in powers if power % 2 == 0]
    names = [f"{2**power}" if power >= 0 else f"1/{2**-power}" for power in powers]
    axes.set(**{f"{which}scale": "log"})
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_ticks([2.0**power for power in powers], names)
    axis.set_minor_locator(NullLocator())
