"""The observations of a series that enter a fit: values of single periods and sums over spans of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import compress

import numpy as np

from turningpoint.arrays import Array
from turningpoint.errors import DesignError
from turningpoint.its.model.design import Design, require_full_rank
from turningpoint.its.model.events import require_points
from turningpoint.number_format import agreeing
from turningpoint.spans import Periods
from turningpoint.timeline import labels


def entered(values: Array, design: Design) -> Array:
    """(…, used periods + spans used) what enters the fit, from values (…, n + s) in the order of ``Design.rows``."""
    n = len(design.times)
    return np.concatenate([values[..., :n][..., design.used], values[..., n:][..., design.spans_used]], axis=-1)


def names(design: Design) -> list[str]:
    """Labels of the observations that enter the fit, in the order of ``Design.rows``."""
    periods = labels(design.times)
    return [*compress(periods, design.used), *(name(s, periods) for s in compress(design.spans, design.spans_used))]


def name(span: Periods, periods: Sequence[str]) -> str:
    """Name a span by its runs of neighbours.

    >>> name((0, 1, 2, 5), ["2018-01", "2018-02", "2018-03", "2018-04", "2018-05", "2018-06"])
    '2018-01/2018-03 2018-06'
    """
    runs = np.split(np.array(span), np.flatnonzero(np.diff(span) > 1) + 1)
    return " ".join(periods[run[0]] if len(run) == 1 else f"{periods[run[0]]}/{periods[run[-1]]}" for run in runs)


def leave_one_out(design: Design) -> Iterator[Design]:
    """Give the design without each observation that enters the fit, in the order of ``Design.rows``."""
    for at in np.flatnonzero(design.used):
        yield replace(design, used=design.used & (np.arange(len(design.used)) != at))
    for at in np.flatnonzero(design.spans_used):
        yield replace(design, spans_used=design.spans_used & (np.arange(len(design.spans)) != at))


def without_sums(design: Design) -> Design:
    """Leave every sum out of the fit; values are then the first n."""
    return replace(design, spans=(), spans_used=np.ones(0, dtype=bool))


def points(design: Design) -> tuple[int, int]:
    """Count the observations that enter the fit before and from the first intervention on; none that lies across it."""
    first = design.positions[0]
    spans = list(compress(design.spans, design.spans_used))
    before = int(design.used[:first].sum()) + sum(max(span) < first for span in spans)
    return before, int(design.used[first:].sum()) + sum(min(span) >= first for span in spans)


def single_periods(design: Design) -> Design:
    """Give the design of the single periods alone, as others would have it; its values are the first n.

    A DesignError where they are too few on a side of an intervention or do not determine every coefficient.
    """
    if not design.spans:
        return design
    alone = replace(without_sums(design), alone=True)
    try:
        require_points(alone.times, alone.used, alone.interventions, alone.positions, ramp=alone.has_ramp)
        require_full_rank(alone)
    except DesignError as error:
        raise DesignError(f"without the sums over several periods: {error}") from error
    return alone


def require_single_periods(design: Design, errors: str) -> None:
    """Refuse, by a DesignError, errors that need one value a period where the series has sums."""
    if count := len(design.spans):
        raise DesignError(
            f"errors {errors!r} need one value a period, but {count} of the values "
            f"{agreeing(count, 'is a sum', 'are sums')} over several periods. Set errors to calibrated or independent, "
            "or choose a window of single periods."
        )
