"""What effect these data could have shown: the smallest that would be found four times in five."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from turningpoint.its.analysis import Analysis
from turningpoint.its.effects.effect import Effect
from turningpoint.number_format import confidence_label, fixed


@dataclass(frozen=True)
class Power:
    """Levels (ratios, or differences of a gaussian outcome) that the interval would tell from no change.

    In this ``share`` of series with as much noise; ``confidence`` is that of the interval.
    """

    rise: float
    fall: float
    share: float
    ratio: bool
    confidence: float

    def summary(self, unit: str = "") -> str:
        """Say it before any result."""
        least = f"{fixed(self.rise, 1)} {unit}".rstrip()
        if self.ratio:
            drop = f"a drop if no more than {fixed(self.fall, 2)} of the level remained"
            least = f"{fixed(self.rise, 1)}-fold, {drop}"
        return (
            f"Before the result: a jump would be told from no change by its {confidence_label(self.confidence)} in "
            f"{self.share:.0%} of series as noisy as this one if it were at least {least}. Smaller changes would "
            "mostly be missed."
        )


def detectable_level(analysis: Analysis, *, share: float = 0.8) -> Power | None:
    """Give the smallest level change that would be found, from the width of the interval alone.

    It is (z₁ + z₂)·se on the scale of the link, with z₁ the normal quantile of the interval, z₂ that of the share, and
    se a half of the interval's width over z₁. The estimate does not enter. None where the interval is open.

    >>> from turningpoint.its import Specification, analyse
    >>> from turningpoint.outcome import load_outcome
    >>> found = detectable_level(analyse(load_outcome("events", start="2015-01"), Specification(("2021-08",))))
    >>> f"{found.rise:.1f}, {found.fall:.2f}"
    '2.2, 0.46'
    """
    return detectable(analysis.level, share=share)


def detectable(effect: Effect, *, share: float = 0.8) -> Power | None:
    """Give the smallest effect that would be found, as ``detectable_level`` does for the level; None where open."""
    ratio = effect.unit == "ratio"
    if effect.low is None or effect.high is None or (ratio and effect.low <= 0):
        return None
    ends = np.log([effect.low, effect.high]) if ratio else np.array([effect.low, effect.high])
    within = float(norm.ppf((1 + effect.confidence) / 2))
    size = (within + float(norm.ppf(share))) * float(ends[1] - ends[0]) / (2 * within)
    rise, fall = (float(np.exp(size)), float(np.exp(-size))) if ratio else (size, -size)
    return Power(rise, fall, share, ratio, effect.confidence)


SHARES = (0.5, 0.8, 0.9)
"""Powers at which the operating curve is told."""


def operating_curve(analysis: Analysis, *, shares: Sequence[float] = SHARES) -> tuple[Power, ...]:
    """Give the smallest level that would be found with each power, see ``detectable_level``; empty without any."""
    found = (detectable_level(analysis, share=share) for share in shares)
    return tuple(power for power in found if power is not None)


def curve_in_words(curve: Sequence[Power], unit: str = "") -> str:
    """Say an operating curve in one sentence; nothing where it is empty.

    >>> curve_in_words([Power(1.5, 0.67, 0.5, True, 0.95), Power(1.83, 0.55, 0.8, True, 0.95)])
    'Smallest jump that would have been found: 1.5-fold in 50% of series as noisy as this one, 1.8-fold in 80%.'
    """
    if not curve:
        return ""
    behind = "-fold" if curve[0].ratio else f" {unit}".rstrip()
    told = [f"{fixed(power.rise, 1)}{behind} in {power.share:.0%}" for power in curve]
    first = f"{told[0]} of series as noisy as this one"
    return f"Smallest jump that would have been found: {', '.join([first, *told[1:]])}."
