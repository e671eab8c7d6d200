"""What is asked of an interrupted time series: one object that names every choice."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from analysis.errors import ParameterError

Likelihood = Literal["poisson", "quasi-poisson", "negative-binomial"]
LIKELIHOODS: tuple[Likelihood, ...] = get_args(Likelihood)


@dataclass(frozen=True)
class Specification:
    """The choices of one interrupted time series.

    Attributes
    ----------
    interventions : labels of the first post periods (inclusive), in order.
    ramp : a slope change for each intervention beside its level change.
    likelihood : ``poisson``, ``quasi-poisson`` or ``negative-binomial`` (dispersion estimated), log link.
    errors : ``independent``, or ``hac:LAG`` (Newey-West over calendar time, Bartlett weights, no
        small-sample factor).
    harmonics : pairs of sine and cosine of the calendar year.
    month_indicators : one indicator for each month but January; excludes harmonics.
    transition : periods left out from each intervention on, the intervention period among them.
    transition_before : periods left out before each intervention.
    time_unit : ``year`` or ``period``: unit of the trend and of the ramp.
    confidence : level of every interval.

    Raises
    ------
    ParameterError
        A choice that does not exist, or two that exclude each other.
    """

    interventions: tuple[str, ...]
    ramp: bool = True
    likelihood: Likelihood = "negative-binomial"
    errors: str = "hac:6"
    harmonics: int = 2
    month_indicators: bool = False
    transition: int = 0
    transition_before: int = 0
    time_unit: Literal["year", "period"] = "year"
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if self.likelihood not in LIKELIHOODS:
            raise ParameterError(f"likelihood {self.likelihood!r} is unknown. Choose {', '.join(LIKELIHOODS)}.")
        if self.time_unit not in ("year", "period"):
            raise ParameterError(f"time unit {self.time_unit!r} is unknown. Choose year or period.")
        if not 0 < self.confidence < 1:
            raise ParameterError(f"confidence {self.confidence} is not between 0 and 1. Try 0.95.")
        for name in ("harmonics", "transition", "transition_before"):
            if getattr(self, name) < 0:
                raise ParameterError(f"{name} {getattr(self, name)} is negative. Use 0 or more.")
        if self.month_indicators and self.harmonics:
            raise ParameterError("harmonics and month indicators exclude each other. Set harmonics to 0.")
        hac_lag(self.errors)


def hac_lag(errors: str) -> int | None:
    """Lag of a HAC covariance, or None where errors are independent.

    >>> hac_lag("hac:6"), hac_lag("independent")
    (6, None)
    """
    if errors == "independent":
        return None
    if found := re.fullmatch(r"hac:(\d+)", errors):
        return int(found[1])
    raise ParameterError(f"errors {errors!r} is unknown. Use independent, or hac:LAG with a whole number, e.g. hac:6.")
