"""What needs no model: the observed number after over that before, per period or per exposure."""

import numpy as np

from turningpoint.outcome import Outcome

CROSSES = "a sum crosses the border, so no observed ratio stands beside it"


def observed_ratio(outcome: Outcome, at: int, periods: int | None) -> tuple[float | None, str]:
    """Observed mean of the periods from place ``at`` on over that of the periods before, and what to say of it.

    The mean is taken over what was observed, sums over several periods among it, per exposure where there is one.
    There is none where a sum reaches over a border of the two parts, or nothing was counted before. ``periods`` is the
    length of both parts; None takes all there is.
    """
    n = len(outcome.times)
    first, last = (0, n) if periods is None else (at - periods, at + periods)
    rates = []
    for start, stop in ((at, last), (first, at)):
        inside = np.zeros(n, dtype=bool)
        inside[start:stop] = True
        seen = inside & outcome.observed
        total = outcome.values[seen].sum()
        for span in outcome.spans:
            places = np.array(span.periods)
            if inside[places].all():
                seen[places] = True
                total += span.value
            elif inside[places].any():
                return None, CROSSES
        size = float(seen.sum()) if outcome.exposure is None else float(outcome.exposure[seen].sum())
        rates.append(total / size if size else np.nan)
    if not rates[1] > 0 or not np.isfinite(rates[0]):
        return None, "nothing was counted on one side, so no observed ratio stands beside it"
    ratio = float(rates[0] / rates[1])
    return ratio, f"as observed, without a model, {ratio:.2f} times"
