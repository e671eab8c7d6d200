"""The choices of a fit, listed once: specification, parameters of a report and options of commands follow from here.

Nothing is imported that takes time, so that a command's help comes at once.
"""

from typing import Any, Literal, NamedTuple

Likelihood = Literal["poisson", "quasi-poisson", "negative-binomial", "gaussian"]
TimeUnit = Literal["year", "period"]
PRE_TRENDS = "adaptive, straight or recent:MONTHS"
"""The courses before as they are written; empty is the default of the errors."""
ERRORS = "independent, hac:LAG, prais-winsten, ar1-reml, ar1-ml, arima:p,d,q[:P,D,Q,s], structural or calibrated"
"""The error models as they are written."""


class Choice(NamedTuple):
    """One choice: its default, what it is, values in words, its unit, the smallest and largest value."""

    default: Any
    help: str
    allowed: str = ""
    unit: str = ""
    least: float | None = None
    most: float | None = None


CHOICES = {
    "ramp": Choice(True, "Let the slope change at the intervention, not only the level"),
    "transition": Choice(0, "Periods left out of the fit from the intervention on", unit="periods", least=0, most=60),
    "transition_before": Choice(
        0, "Periods left out of the fit before the intervention", unit="periods", least=0, most=60
    ),
    "likelihood": Choice(
        "negative-binomial", "Distribution of the counts, or gaussian for measured values of any sign"
    ),
    "errors": Choice("calibrated", "Model of the errors; counts take calibrated, hac and independent", allowed=ERRORS),
    "pre_trend": Choice(
        "",
        "Course before that is carried forward: adaptive (a trend that may bend, the default with calibrated errors), "
        "straight (the default with all others), or recent:MONTHS (a straight trend over the months just before)",
        allowed=PRE_TRENDS,
    ),
    "harmonics": Choice(2, "Pairs of harmonics of the calendar year", unit="pairs", least=0, most=6),
    "month_indicators": Choice(False, "Let every calendar month have its own level, instead of harmonics"),
    "time_unit": Choice("year", "Unit of trend and ramp"),
    "equivalence": Choice(
        0.0,
        "Change that is as good as none: of counts ratios from 1/SIZE to SIZE, of a gaussian outcome differences up to "
        "SIZE; 0 stands for 1.25 of counts and for none of a gaussian outcome",
        allowed="a ratio above 1, a difference above 0, or 0",
    ),
    "confidence": Choice(0.95, "Confidence of the intervals", least=0.5, most=0.999),
    "replicates": Choice(999, "Series simulated for the certificate", unit="series", least=199, most=9999),
    "null_replicates": Choice(
        99,
        "Series simulated under no change, for all specifications together",
        unit="series",
        least=19,
        most=9999,
    ),
    "seed": Choice(
        20210815,
        "Seed of the draws behind calibrated intervals and of the certificate; the same seed gives the same numbers",
        least=0,
        most=2**32 - 1,
    ),
}
