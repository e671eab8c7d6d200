"""Names written beside what they name; those at the ends of lines move apart where they would lie on each other."""

from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike
from scipy.optimize import isotonic_regression

from turningpoint.arrays import Array
from turningpoint.figures.drawing.style import text_colour


@dataclass(frozen=True, eq=False)
class Label:
    """A name for the right end of a line.

    Attributes
    ----------
    text : may have several lines.
    x, y : (n,) the line in data coordinates, x growing; NaN in y where it is broken, but not everywhere.
    colour : of the line; its name has that of `text_colour`.
    """

    text: str
    x: Array
    y: Array
    colour: str

    @property
    def end(self) -> tuple[float, float]:
        """Where the line ends."""
        return self.until(np.inf)

    def until(self, x: float) -> tuple[float, float]:
        """Give the last point of the line at or before ``x``; its first point where there is none."""
        known = np.flatnonzero(np.isfinite(self.y))
        before = known[self.x[known] <= x]
        at = before[-1] if len(before) else known[0]
        return float(self.x[at]), float(self.y[at])


def write_beside(
    axes: Axes, words: str, at: tuple[float, float], gap: float = 5, *, left: bool = False, **traits: Any
) -> None:
    """Write words level with a place, so many points to the right of it, or to the left."""
    traits = {"va": "center", **traits}
    offset, side = (-gap, "right") if left else (gap, "left")
    axes.annotate(words, at, xytext=(offset, 0), textcoords="offset points", ha=side, **traits)


def stacked(labels: list[Label]) -> list[int]:
    """Order labels from the lowest to the highest line, each two compared where the shorter one ends.

    So the thin line from an early end to its name does not cross the line that runs on.
    """

    def compare(first: int, second: int) -> int:
        shorter = min(labels[first].end[0], labels[second].end[0])
        difference = labels[first].until(shorter)[1] - labels[second].until(shorter)[1]
        return int(np.sign(difference)) or first - second

    return sorted(range(len(labels)), key=cmp_to_key(compare))


def spread(centres: ArrayLike, heights: ArrayLike) -> Array:
    """Move intervals on a line apart as little as needed, keeping the order in which they are given, lowest first.

    The least squares solution (k,) for wished centres and lengths (k,).

    >>> spread([0.0, 1.0, 9.0], [4.0, 4.0, 2.0]).tolist()
    [-1.5, 2.5, 9.0]
    """
    wished, sizes = np.asarray(centres, float), np.asarray(heights, float)
    # Without the room that the intervals below take, "apart" becomes "in order": isotonic regression.
    below = np.concatenate([[0.0], np.cumsum((sizes[:-1] + sizes[1:]) / 2)])[: len(wished)]
    placed: Array = below + isotonic_regression(wished - below).x
    return placed


def label_line_ends(axes: Axes, labels: list[Label], *, size: float = 9.5) -> None:
    """Write names at the right edge of the axes, each level with the end of its line or as near as there is room.

    A thin line leads from a line's end to its name where the two are apart. Call it last: it needs the final limits.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    height_of_line = 1.32 * size / 72.0 / (0.78 * figure.get_figheight())
    axes.set_ylim(axes.get_ylim())  # asking settles limits that are still to be found, setting keeps them
    labels = [labels[i] for i in stacked(labels)]
    ends = np.array([axes.transData.transform(label.end) for label in labels])
    ends = axes.transAxes.inverted().transform(ends)
    heights = [(label.text.count("\n") + 1) * height_of_line + 0.012 for label in labels]
    centres = spread(ends[:, 1], heights)
    if len(centres):
        # All names stay inside the axes when they fit.
        low, high = (centres - np.array(heights) / 2).min(), (centres + np.array(heights) / 2).max()
        centres += max(0.0, -low) - max(0.0, high - 1.0)
    for label, (x, y), centre in zip(labels, ends, centres, strict=True):
        if abs(centre - y) > 0.02 or x < 0.95:
            axes.plot(
                [x + 0.006, 1.012], [y, centre], transform=axes.transAxes, color=label.colour, linewidth=0.6,
                alpha=0.7, clip_on=False, solid_capstyle="butt",
            )  # fmt: skip
        axes.text(
            1.02, centre, label.text, transform=axes.transAxes, color=text_colour(label.colour), fontsize=size,
            va="center", linespacing=1.2,
        )  # fmt: skip
