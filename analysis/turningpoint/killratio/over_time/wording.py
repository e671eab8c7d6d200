"""The kill ratio over time in words."""

import numpy as np
from numpy.typing import NDArray

from turningpoint.its.effects.effect import Effect
from turningpoint.its.model.design import Design
from turningpoint.number_format import fixed, with_interval
from turningpoint.timeline import in_words


def parted(mask: NDArray[np.bool_], at: int) -> tuple[int, int]:
    """How many of a mask stand before a position, and from it on.

    >>> parted(np.array([True, True, False, True]), 2)
    (2, 1)
    """
    return int(mask[:at].sum()), int(mask[at:].sum())


def times_words(effect: Effect) -> str:
    """Write a ratio with its interval.

    >>> times_words(Effect("level_ratio", "", 2.04, 0.9, 4.6, 0.95, "ratio", "", "2021-08"))
    '2.0 times (95% interval 0.9 to 4.6)'
    """
    return with_interval(effect.estimate, effect.low, effect.high, confidence=effect.confidence, unit="times")


def course_words(level: Effect, slope: Effect | None, *, two_periods: bool, points: tuple[int, int]) -> str:
    """Say level and slope, and whether they can be told from no change; of two periods also how little they say."""
    when = in_words(level.when)
    if two_periods:
        return (
            f"From {when} on the ratio of militants to security forces killed was {times_words(level)} what it was "
            f"before ({points[1]} months with deaths against {points[0]}): {_verdict(level)}. So few months tell "
            f"little: the ratio would have had to change by a factor of about {_least(level)} to be told from none."
        )
    words = (
        f"In {when} itself the ratio of militants to security forces killed was {times_words(level)} what the earlier "
        f"course implied: {_verdict(level)}."
    )
    if slope is None:
        return words
    return (
        f"{words} From then on it grew each year by {times_words(slope)} the earlier yearly factor: {_verdict(slope)}."
    )


def method_words(design: Design, *, independent: bool, known: bool, draws: int) -> str:
    """Say in one sentence how level and slope were made."""
    columns = [term for term in ("trend", "step", "ramp") if any(t.partition("@")[0] == term for t in design.terms)]
    columns += ["harmonics"] if any(term.startswith("sin") for term in design.terms) else []
    if independent:
        return (
            "log odds of the dead of two periods, variance of the binomial times the larger of cluster factor and "
            "Pearson's dispersion, Student's t"
        )
    clusters = "cluster factors from the deaths of events" if known else "cluster factor estimated with the noise"
    return (
        f"quasi-binomial regression of the dead on {', '.join(columns)}; {clusters}; latent noise with memory averaged "
        f"over (calibrated mixture); quantiles of {draws:,} draws"
    )


def _verdict(effect: Effect) -> str:
    low, high = effect.low, effect.high
    if low is None or high is None or low <= 1 <= high:
        return "inconclusive"
    return "a rise" if low > 1 else "a fall"


def _least(effect: Effect) -> str:
    """Factor by which an interval of this width can be told from one."""
    if effect.low is None or effect.high is None or effect.low <= 0:
        return "any size"
    return fixed(np.sqrt(effect.high / effect.low), 1)
