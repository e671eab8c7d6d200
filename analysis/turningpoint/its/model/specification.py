"""What is asked of an interrupted time series: one object that names every choice."""

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

from turningpoint.choices import CHOICES, ERRORS, PRE_TRENDS, Likelihood, TimeUnit
from turningpoint.errors import ParameterError

LIKELIHOODS: tuple[Likelihood, ...] = get_args(Likelihood)
COUNTS: tuple[Likelihood, ...] = tuple(name for name in LIKELIHOODS if name != "gaussian")
"""Likelihoods of counts, with a log link."""
AS_NONE = 1.25
"""Ratios from its inverse to this are as good as no change, unless told otherwise."""
GAUSSIAN_ONLY = ("prais-winsten", "ar1-reml", "ar1-ml", "arima", "structural")
Kind = Literal["independent", "hac", "prais-winsten", "ar1-reml", "ar1-ml", "arima", "structural", "calibrated"]


@dataclass(frozen=True)
class ErrorModel:
    """An error model read from its text: lag of a HAC covariance; (p, d, q) and (P, D, Q, s), or zeros, of an ARIMA."""

    kind: Kind
    lag: int = 0
    order: tuple[int, int, int] = (0, 0, 0)
    seasonal: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True)
class Specification:
    """The choices of one interrupted time series.

    Attributes
    ----------
    interventions : labels of the first post periods (inclusive), in order; none where there are ``pulses``.
    ramp : a slope change for each intervention beside its level change.
    likelihood : ``poisson``, ``quasi-poisson`` or ``negative-binomial`` (dispersion estimated), log link; or
        ``gaussian``, identity link.
    errors : ``independent``, ``hac:LAG`` (Newey-West over calendar time, Bartlett weights) or ``calibrated`` for any
        likelihood; ``prais-winsten``, ``ar1-reml``, ``ar1-ml``, ``arima:p,d,q[:P,D,Q,s]`` and ``structural`` for a
        gaussian one.
    harmonics : pairs of sine and cosine of the calendar year.
    month_indicators : one indicator for each month but January; excludes harmonics.
    transition : periods left out from each intervention on, the intervention period among them.
    transition_before : periods left out before each intervention.
    time_unit : ``year`` or ``period``: unit of the trend and of the ramp.
    pre_trend : the course before that is carried forward, on the scale of the link: ``adaptive``, a trend that may
        bend, learnt from the series and carried forward with its growing uncertainty; ``straight``; or
        ``recent:MONTHS``, straight over a window that starts so many periods before the first intervention. Empty:
        adaptive with calibrated errors, straight with all others.
    pulses : events that end, in place of interventions: ``FROM:TO``, both inclusive, in order. All share one level, the
        course comes back after the last; a single one has a level of its own after it. There is no slope change.
    equivalence : size of the region of practical equivalence, see ``region_of``.
    confidence : level of every interval.
    replicates : series simulated for a certificate.
    seed : of every random step: draws behind calibrated intervals, certificates.

    Raises
    ------
    ParameterError
        A choice that does not exist, or two that exclude each other.
    """

    interventions: tuple[str, ...] = ()
    ramp: bool = CHOICES["ramp"].default
    likelihood: Likelihood = CHOICES["likelihood"].default
    errors: str = CHOICES["errors"].default
    harmonics: int = CHOICES["harmonics"].default
    month_indicators: bool = CHOICES["month_indicators"].default
    transition: int = CHOICES["transition"].default
    transition_before: int = CHOICES["transition_before"].default
    time_unit: TimeUnit = CHOICES["time_unit"].default
    pre_trend: str = CHOICES["pre_trend"].default
    equivalence: float = CHOICES["equivalence"].default
    confidence: float = CHOICES["confidence"].default
    replicates: int = CHOICES["replicates"].default
    seed: int = CHOICES["seed"].default
    pulses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.likelihood not in LIKELIHOODS:
            raise ParameterError(f"likelihood {self.likelihood!r} is unknown. Choose {', '.join(LIKELIHOODS)}.")
        if self.time_unit not in ("year", "period"):
            raise ParameterError(f"time unit {self.time_unit!r} is unknown. Choose year or period.")
        if not re.fullmatch(r"|adaptive|straight|recent:[1-9]\d{0,4}", self.pre_trend):
            was = " It was called bending before." if self.pre_trend == "bending" else ""
            raise ParameterError(f"pre-trend {self.pre_trend!r} is unknown. Choose {PRE_TRENDS}.{was}")
        region_of(self.equivalence, ratio=self.likelihood != "gaussian")
        if not 0 < self.confidence < 1:
            raise ParameterError(f"confidence {self.confidence} is not between 0 and 1. Try 0.95.")
        if self.replicates < 199:
            raise ParameterError(f"replicates {self.replicates} are too few for a certificate. Use 199 or more.")
        for name in ("harmonics", "transition", "transition_before", "seed"):
            if getattr(self, name) < 0:
                raise ParameterError(f"{name} {getattr(self, name)} is negative. Use 0 or more.")
        if self.month_indicators and self.harmonics:
            raise ParameterError("harmonics and month indicators exclude each other. Set harmonics to 0.")
        if self.pulses and (self.interventions or self.transition or self.transition_before):
            raise ParameterError(
                "pulses stand in place of interventions and have no transition. Leave one of them out."
            )
        if odd := [pulse for pulse in self.pulses if not re.fullmatch(r"[^:]+:[^:]+", pulse)]:
            raise ParameterError(f"pulse {odd[0]!r} is not written FROM:TO, e.g. 2021-08:2021-10.")
        kind = error_model(self.errors).kind
        if self.pre_trend == "adaptive" and kind != "calibrated":
            raise ParameterError(
                f"an adaptive pre-trend needs errors calibrated, not {self.errors!r}. Set errors to calibrated, or the "
                "pre-trend to straight."
            )
        if kind in GAUSSIAN_ONLY and self.likelihood != "gaussian":
            raise ParameterError(
                f"errors {self.errors!r} are for a gaussian outcome, not for counts ({self.likelihood}). Set "
                "likelihood to gaussian, or errors to calibrated, hac:LAG or independent."
            )

    @property
    def first(self) -> str:
        """First period from which something differs; empty without any."""
        return next(iter(self.interventions or tuple(pulse.partition(":")[0] for pulse in self.pulses)), "")

    @property
    def bends(self) -> bool:
        """Whether the course before may bend."""
        return self.pre_trend == "adaptive" or (not self.pre_trend and self.errors == "calibrated")

    @property
    def region(self) -> tuple[float, float] | None:
        """Ends of the region of practical equivalence, or None."""
        return region_of(self.equivalence, ratio=self.likelihood != "gaussian")

    @property
    def recent(self) -> int | None:
        """Periods before the first intervention at which the window is to start, or None."""
        return int(self.pre_trend.removeprefix("recent:")) if self.pre_trend.startswith("recent:") else None


def region_of(size: float, *, ratio: bool) -> tuple[float, float] | None:
    """Ends of a region as good as no change: 1/size to size of ratios, −size to size of differences.

    With a size of 0 ratios have the default one, differences have none.

    Raises
    ------
    ParameterError
        A size of one or less, or of a difference below zero.

    >>> region_of(1.25, ratio=True), region_of(2.0, ratio=False), region_of(0.0, ratio=False)
    ((0.8, 1.25), (-2.0, 2.0), None)
    """
    if size == 0:
        return (1 / AS_NONE, AS_NONE) if ratio else None
    if not size > (1.0 if ratio else 0.0):
        least = "a ratio above 1, e.g. 1.25" if ratio else "a difference above 0 in the unit of the outcome"
        raise ParameterError(f"equivalence {size:g} is no region around no change. Give {least}.")
    return (1 / size, size) if ratio else (-size, size)


def error_model(errors: str) -> ErrorModel:
    """Read the text of an error model.

    >>> error_model("hac:6").lag
    6
    >>> error_model("arima:2,1,0:0,1,1,12").seasonal
    (0, 1, 1, 12)
    """
    kinds = set(get_args(Kind)) - {"hac", "arima"}
    if errors in kinds:
        return ErrorModel(cast("Kind", errors))
    if found := re.fullmatch(r"hac:(\d{1,3})", errors):
        return ErrorModel("hac", lag=int(found[1]))
    if found := re.fullmatch(r"arima:(\d),(\d),(\d)(?::(\d),(\d),(\d),(\d{1,3}))?", errors):
        p, d, q, *season = (int(number or 0) for number in found.groups())
        if any(season[:3]) and season[3] < 2:
            raise ParameterError(f"errors {errors!r}: a season of {season[3]} periods is none. Use 12 for months.")
        seasonal = (season[0], season[1], season[2], season[3] if any(season[:3]) else 0)
        return ErrorModel("arima", order=(p, d, q), seasonal=seasonal)
    raise ParameterError(f"errors {errors!r} is unknown. Use {ERRORS}, e.g. hac:6 or arima:1,0,0.")


def hac_lag(errors: str) -> int | None:
    """Lag of a HAC covariance, or None for any other error model.

    >>> hac_lag("hac:6"), hac_lag("independent")
    (6, None)
    """
    model = error_model(errors)
    return model.lag if model.kind == "hac" else None
