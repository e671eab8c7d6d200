"""What was found, in one sentence of plain English."""

from analysis.its.effect import Effect
from analysis.wording import confidence_label, decimals_for


def in_one_sentence(level: Effect, excess: Effect, *, period: str) -> str:
    """Say how large the jump was and what came together from then on, each with its interval.

    Parameters
    ----------
    level : level ratio or level change.
    excess : relative excess with a level ratio, expected excess with a level change.
    period : what one period is called, e.g. ``month``.
    """
    label = confidence_label(level.confidence)
    over = f"over the {excess.horizon} {period}s from then on"
    if level.unit == "ratio":
        digits = 1 if level.estimate >= 1 else 2
        return (
            f"In {level.when} itself {level.estimate:.{digits}f} times the expected number ({label} "
            f"{level.interval(digits)}); {over}, {excess.estimate + 1:.{digits}f} times the expected total "
            f"({excess.interval(digits, plus=1)})."
        )
    return (
        f"In {level.when} itself {_more(level)} than expected ({label} {_interval(level)}); {over}, {_more(excess)} "
        f"in total than expected ({_interval(excess)})."
    )


def _more(effect: Effect) -> str:
    """Word a change with its unit, e.g. ``3.1 deaths per month less``."""
    return f"{abs(effect.estimate):,.{_digits(effect)}f} {effect.unit} {'more' if effect.estimate >= 0 else 'less'}"


def _interval(effect: Effect) -> str:
    """Word the interval of a change without a sign, e.g. ``1.0 less to 7.2 more``."""
    low, high = effect.low, effect.high
    if low is None or high is None:
        return effect.interval(_digits(effect))
    side = ["more" if end >= 0 else "less" for end in (low, high)]
    ends = [f"{abs(end):,.{_digits(effect)}f}" for end in (low, high)]
    if side[0] != side[1]:
        return f"{ends[0]} less to {ends[1]} more"
    first, last = ends if side[0] == "more" else ends[::-1]
    return f"{first} to {last} {side[0]}"


def _digits(effect: Effect) -> int:
    return decimals_for(effect.estimate, effect.low, effect.high)
