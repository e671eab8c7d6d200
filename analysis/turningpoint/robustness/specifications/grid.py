"""The reasonable specifications: every combination of the choices that an analyst could have made."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import product

from turningpoint.errors import ParameterError

DEFAULT_FITS = (
    "quasi-poisson, independent",
    "poisson, hac:3",
    "poisson, hac:6",
    "poisson, hac:12",
    "log-linear, hac:6",
)
CALIBRATED = "calibrated"
FITS = (
    *DEFAULT_FITS,
    "negative-binomial, independent",
    "negative-binomial, hac:6",
    "log-linear, independent",
    CALIBRATED,
)
"""Likelihood and error model. None of them resamples: the joint null does that for all of them together. Log-linear is
least squares of log(y + 1/2). The negative binomial is ten times slower and moves the effects little; the calibrated
model is slower still, and is fitted to the first outcome at the date itself, in every window that ends last."""
READ_SUMS = (DEFAULT_FITS[0], CALIBRATED)
"""What can be fitted where some counts are sums over several periods; the other error models need single periods."""
ADAPTIVE = "adaptive"
PRE_TRENDS = ("straight", "bending", ADAPTIVE)
"""``bending`` has a square of the time before, which at the intervention has turned into a straight line; ``adaptive``
the smooth course of the calibrated model."""
TITLES = {
    "outcome": "Outcome",
    "start": "Window starts",
    "end": "Window ends",
    "shift": "Months off the date",
    "pre_trend": "Course before",
    "harmonics": "Seasons",
    "transition": "Months left out",
    "fit": "Likelihood, errors",
}


@dataclass(frozen=True)
class Choice:
    """One specification; the fields are those of `Grid` in the singular."""

    outcome: str
    start: str
    end: str
    shift: int
    pre_trend: str
    harmonics: int
    transition: int
    fit: str

    @property
    def design(self) -> tuple[str, str, int, str, int, int]:
        """What the columns depend on."""
        return self.start, self.end, self.shift, self.pre_trend, self.harmonics, self.transition


@dataclass(frozen=True)
class Grid:
    """Choices of each kind; the grid is their product.

    Attributes
    ----------
    outcomes : names. starts, ends : first and last periods of windows. shifts : periods by which the date is moved.
    pre_trends : some of `PRE_TRENDS`. harmonics : pairs. transitions : periods left out from the date on.
    fits : some of `FITS`.
    """

    outcomes: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    shifts: tuple[int, ...] = (-2, -1, 0, 1, 2)
    pre_trends: tuple[str, ...] = PRE_TRENDS
    harmonics: tuple[int, ...] = (0, 2)
    transitions: tuple[int, ...] = (0,)
    fits: tuple[str, ...] = (*DEFAULT_FITS, CALIBRATED)

    def choices(self) -> tuple[Choice, ...]:
        """Every combination, outcomes outermost; a ParameterError for a kind without a choice or a choice not known.

        >>> len(Grid(("events",), ("2015-01",), ("2024-12",), shifts=(0,), fits=FITS[:2]).choices())
        8
        """
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        if empty := [name for name, values in named.items() if not values]:
            raise ParameterError(f"the grid of specifications has no {empty[0]}: give at least one.")
        for name, values, known in (("fit", self.fits, FITS), ("pre-trend", self.pre_trends, PRE_TRENDS)):
            if odd := [value for value in values if value not in known]:
                raise ParameterError(f"unknown {name} {odd[0]!r} in the grid. There are: {', '.join(known)}.")
        return tuple(choice for values in product(*named.values()) if self._is_fitted(choice := Choice(*values)))

    def at_the_date(self, choice: Choice) -> bool:
        """Whether a choice is of the first outcome at the date itself, in a window that ends last, seasons in."""
        return (
            choice.outcome == self.outcomes[0]
            and choice.end == self.ends[-1]
            and choice.shift == min(self.shifts, key=abs)
            and choice.harmonics == max(self.harmonics)
            and choice.transition == min(self.transitions)
        )

    def _is_fitted(self, choice: Choice) -> bool:
        """Whether a combination is one: a smooth course needs the calibrated model, which is fitted to few."""
        if choice.fit == CALIBRATED:
            return choice.pre_trend != "bending" and self.at_the_date(choice)
        return choice.pre_trend != ADAPTIVE


def moved(labels: Sequence[str], when: str, by: int) -> str:
    """Give the period so many after (before, if negative) one of the labels; refuse one outside.

    >>> moved(["2021-07", "2021-08", "2021-09"], "2021-08", -1)
    '2021-07'
    """
    at = list(labels).index(when) + by if when in labels else -1
    if not 0 <= at < len(labels):
        raise ParameterError(f"{by:+d} periods from {when} lies outside the series, {labels[0]} to {labels[-1]}.")
    return labels[at]
