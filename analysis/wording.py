"""Words that every room writes alike. They look neither at the locale nor at anything else of the machine."""

import math


def confidence_label(confidence: float) -> str:
    """Name an interval by its level, with as many decimals as the level has: 0.999 is not 100%.

    >>> confidence_label(0.95), confidence_label(0.975), confidence_label(0.999)
    ('95% interval', '97.5% interval', '99.9% interval')
    """
    return f"{100 * confidence:.10g}% interval"


def decimals_for(estimate: float | None, low: float | None, high: float | None) -> int:
    """Say how many decimals an estimate bears: the distance to its interval's nearer end keeps one or two digits.

    Two digits where it starts below 3.55 and one above, the rule of the Particle Data Group for errors
    (doi:10.1103/PhysRevD.110.030001, section 5.3 of its introduction).

    >>> decimals_for(1.87, 1.21, 2.9), decimals_for(1.0, 0.96, 1.04), decimals_for(803, 251, 1355)
    (1, 2, 0)
    >>> decimals_for(0.5, 0.04, 12)
    2
    """
    ends = [end for end in (low, high) if end is not None and math.isfinite(end)]
    known = [value for value in (estimate, *ends) if value is not None and math.isfinite(value) and value != 0]
    if not known:
        return 0
    centre = estimate if estimate is not None and math.isfinite(estimate) else sum(ends) / len(ends)
    gaps = [abs(end - centre) for end in ends if end != centre]
    bears = -math.floor(math.log10(min(gaps) / 3.55)) if gaps else 1 - math.floor(math.log10(min(map(abs, known))))
    # A small end of a wide interval must not turn into zero.
    keeps = -math.floor(math.log10(min(map(abs, known))))
    return max(0, min(bears, 6), min(keeps, 6))
