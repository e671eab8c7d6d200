"""Ticks of time that match the data: at calendar years, or at round numbers of an index."""

import itertools
import math

from matplotlib.axes import Axes

from turningpoint.figures.drawing.style import narrow
from turningpoint.timeline import MONTHS, Times, frequency, labels


def ticks(times: Times, most: int = 12) -> tuple[list[int], list[str]]:
    r"""Positions in the time axis that get a tick, and what stands there.

    Quarters, months, weeks and days are marked at the first period of every calendar year (``2021``), or of every 2nd,
    5th, 10th year when there are too many; series shorter than three years at the first period of months, with the
    year below January. Years and indices are marked at round numbers. A tick stands always at an observation's own
    position; there are at most ``most``.

    >>> import pandas as pd
    >>> ticks(pd.period_range("2019-11", "2021-03", freq="M"), most=4)
    ([2, 8, 14], ['Jan\n2020', 'Jul', 'Jan\n2021'])
    >>> ticks(pd.period_range("2017-11", "2021-03", freq="M"))
    ([2, 14, 26, 38], ['2018', '2019', '2020', '2021'])
    >>> ticks(pd.period_range("2017Q4", "2021Q1", freq="Q"))
    ([1, 5, 9, 13], ['2018', '2019', '2020', '2021'])
    >>> ticks(pd.RangeIndex(1, 49), most=5)
    ([9, 19, 29, 39], ['10', '20', '30', '40'])
    """
    kind = frequency(times)
    if kind in ("year", "index"):
        values = [int(label) for label in labels(times)]
        step = _round_step(max(1, math.ceil((values[-1] - values[0]) / most)))
        chosen = [i for i, value in enumerate(values) if value % step == 0] or [0, len(values) - 1]
        return chosen, [str(values[i]) for i in chosen]
    texts = labels(times)
    months = [int(text[:4]) * 12 + _month(text) - 1 for text in texts]
    starts = [i for i, month in enumerate(months) if i == 0 or month != months[i - 1]]
    if months[-1] - months[0] >= 36:
        step = 12 * _round_step(math.ceil((months[-1] - months[0]) / 12 / most))
    else:
        step = next(s for s in (1, 2, 3, 6, 12) if (months[-1] - months[0]) / s <= most or s == 12)
    if not _starts_a_month(texts[0]):
        starts = starts[1:]
    chosen = [i for i in starts if months[i] % step == 0] or [0, len(texts) - 1]
    if step >= 12:
        return chosen, [texts[i][:4] for i in chosen]
    named = [(i, MONTHS[months[i] % 12][:3]) for i in chosen]
    return chosen, [f"{name}\n{texts[i][:4]}" if name == "Jan" or i == chosen[0] else name for i, name in named]


def set_ticks(axes: Axes, times: Times, most: int = 12) -> None:
    """Mark the horizontal axis, whose coordinate is the position in ``times``, and leave half a period at each end.

    Half as many marks fit on a phone.
    """
    places, texts = ticks(times, most // 2 if narrow() else most)
    axes.set_xticks(places, texts)
    margin = max(0.6, 0.012 * len(times))
    axes.set_xlim(-margin, len(times) - 1 + margin)


def _month(text: str) -> int:
    """Month of the year in a period's label; of a quarter its first."""
    return 3 * int(text[5]) - 2 if text[4] == "Q" else int(text[5:7])


def _starts_a_month(text: str) -> bool:
    """Say whether a period's label can be the first of its month; a week is named by its last day."""
    return len(text) <= 7 or int(text[8:]) <= 7


def _round_step(at_least: int) -> int:
    """Give the least of 1, 2, 5, 10, 20, 50, … that is not below.

    >>> [_round_step(n) for n in (1, 3, 12, 36)]
    [1, 5, 20, 50]
    """
    rounds = (digit * int(10**power) for power in itertools.count() for digit in (1, 2, 5))
    return next(step for step in rounds if step >= at_least)
