"""From what was found to recorded numbers: one way for an effect, one for a list of plain numbers."""

import re
from collections.abc import Iterable

from turningpoint.its.answers.answer import Answer
from turningpoint.its.effects.effect import Effect
from turningpoint.outcome import Outcome
from turningpoint.reports.notebook_output import Plain, record


def window_of(outcome: Outcome) -> str:
    """First and last period of a series, as results name a window: ``2015-01 to 2024-12``."""
    return f"{outcome.labels[0]} to {outcome.labels[-1]}"


def slug(name: str) -> str:
    """Make a name part of an id.

    >>> slug("negative-binomial, hac:6")
    'negative_binomial_hac_6'
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def record_effect(id: str, effect: Effect | Answer, *, source: str, window: str, **extra: Plain) -> None:
    """Record an effect or an answer with its interval under an id; ``extra`` are further plain fields."""
    record(
        id,
        estimand=effect.estimand,
        estimate=effect.estimate,
        low=effect.low,
        high=effect.high,
        confidence=effect.confidence,
        method=effect.method,
        unit=effect.unit,
        source=source,
        window=window,
        **extra,
    )


def record_numbers(rows: Iterable[tuple[str, str, float | None]], *, prefix: str = "", **shared: Plain) -> None:
    """Record plain numbers without an interval; ``shared`` are the fields that all have.

    Parameters
    ----------
    rows : id, estimand, estimate. prefix : stands before every id, with a dot.
    """
    for id, estimand, estimate in rows:
        record(f"{prefix}.{id}" if prefix else id, estimand=estimand, estimate=estimate, **shared)  # type: ignore[arg-type]
