"""Tipping points: how wrong one number must be for the reversal of a kill ratio to vanish, or its change to be noise.

Two ends can be reached by making one of the four numbers wrong and leaving the other three:

- *reversal*: one of the ratios is 1:1, so the ratio did not cross it. The factor is that ratio itself (or 1 over it).
- *noise*: the interval of the ratio of ratios, exp(log RR ± z·sqrt(F(1/M₁ + 1/S₁ + 1/M₂ + 1/S₂))) with the corrected
  number in it, just includes 1.

A number wrong by one factor in both years leaves the change as it is and is no lever for it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.clustered_intervals import checked_factors, normal_quantile
from turningpoint.killratio.one_period.poisson_ratio import checked_confidence, checked_deaths
from turningpoint.killratio.one_period.ratio import as_odds
from turningpoint.number_format import fixed

Counts = tuple[int, int]
LEVERS = ("militants_later", "security_later", "militants_earlier", "security_earlier")
"""Which of the four numbers is wrong."""
_SIGN = {"militants_later": 1, "security_later": -1, "militants_earlier": -1, "security_earlier": 1}
"""+1 where overstating the number makes the ratio of ratios larger."""
_PLACE = {"militants_earlier": 0, "security_earlier": 1, "militants_later": 2, "security_later": 3}
_SIDES = {"militants": "militants killed", "security": "security forces killed"}
COLUMNS = ("case", "goal", "lever", "words", "cluster_factor", "factor", "reason")


@dataclass(frozen=True)
class TippingPoint:
    """One factor by which one number would have to be wrong, and in words how: “… were overstated”.

    The factor is printed over true for an overstatement, true over printed for an understatement, 1 or more; 1 where
    the goal (``reversal`` or ``noise``) is reached by the printed numbers, None where it cannot be, with the reason.
    The cluster factor is the one that the noise takes; None for the reversal.
    """

    goal: str
    lever: str
    words: str
    factor: float | None
    reason: str = ""
    cluster_factor: float | None = None


@dataclass(frozen=True)
class TippingPoints:
    """Tipping points of one change of the kill ratio, one a goal, lever and, for noise, cluster factor.

    ``change`` is the later ratio over the earlier one, None where it is not defined; noise is judged by an interval of
    this confidence.
    """

    case: str
    years: tuple[int, int]
    earlier: Counts
    later: Counts
    change: float | None
    points: tuple[TippingPoint, ...]
    confidence: float

    def factor(self, goal: str, lever: str) -> float | None:
        """Give a tipping factor; for ``noise`` at the widest of the cluster factors, where it is smallest."""
        found = [point for point in self.points if (point.goal, point.lever) == (goal, lever)]
        if not found:
            raise ParameterError(f"no tipping point for {goal!r} and {lever!r}: choose reversal or noise, and a lever.")
        return max(found, key=lambda point: point.cluster_factor or 0.0).factor

    def to_frame(self) -> pd.DataFrame:
        """Tidy table, a row a tipping point; the columns in `COLUMNS`, NaN where a factor is None."""
        rows = [(self.case, p.goal, p.lever, p.words, p.cluster_factor, p.factor, p.reason) for p in self.points]
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"cluster_factor": float, "factor": float})

    def summary(self) -> str:
        """Say the factors of the later year's two numbers in words."""
        if self.change is None:
            return f"{self.case}: {self.points[0].reason}"
        return f"{self.case}: {self._reversal()} {self._noise()}"

    def _reversal(self) -> str:
        point = self.points[0]
        if point.factor is None:
            return f"There is no reversal to undo: {point.reason}"
        later, earlier = (
            " or ".join(p.words for p in self.points if p.goal == "reversal" and p.lever.endswith(when))
            for when in ("_later", "_earlier")
        )
        factor, back = fixed(point.factor, 2), fixed(self.factor("reversal", "security_earlier"), 2)
        return f"The reversal stands unless {later} by a factor of {factor}, or {earlier} by {back}."

    def _noise(self) -> str:
        said = []
        for lever in ("militants_later", "security_later"):
            points = [p for p in self.points if p.goal == "noise" and p.lever == lever]
            if all(p.factor == 1 for p in points):
                return "Its change is within noise as it stands."
            ends = [
                f"{fixed(p.factor, 2)}{'' if p.factor > 1 else ' as it stands'} (cluster factor {p.cluster_factor:g})"
                for p in points
                if p.factor is not None
            ]
            said.append(f"{points[0].words} by {' or '.join(ends)}")
        return f"Its change would be within noise if {'; or if '.join(said)}."


def tipping_points(
    earlier: Counts,
    later: Counts,
    *,
    case: str = "",
    years: tuple[int, int] = (0, 1),
    factors: Sequence[float] | None = None,
    confidence: float = 0.95,
) -> TippingPoints:
    """Find the factors by which each of four numbers would have to be wrong; see this module.

    Deaths are (militants, security); ``case`` and ``years`` are words; ``factors`` is the cluster factor, or the two
    ends of a band of them, taken for both years.

    >>> found = tipping_points((193, 592), (2597, 1235))
    >>> f"{found.factor('reversal', 'militants_later'):.2f} {found.factor('reversal', 'security_earlier'):.2f}"
    '2.10 3.07'
    >>> f"{found.factor('noise', 'militants_later'):.2f}"
    '2.54'
    """
    (m1, s1), (m2, s2) = checked_deaths(earlier), checked_deaths(later)
    clusters = checked_factors(factors)
    checked_confidence(confidence)
    counts = (m1, s1, m2, s2)
    defined = all(counts)
    rises = not defined or _direction(counts) > 0

    def point(lever: str, cluster: float | None = None) -> TippingPoint:
        """Reversal, or noise at a cluster factor."""
        found: tuple[float | None, str]
        if not defined:
            found = None, "one side of one year has no deaths, so neither change nor factor is defined."
        elif cluster is None:
            found = _reversal(counts, lever, years)
        else:
            found = _noise(counts, lever, cluster, confidence)
        return TippingPoint("noise" if cluster else "reversal", lever, _words(lever, rises, years), *found, cluster)

    points = (*map(point, LEVERS), *(point(lever, cluster) for lever in LEVERS for cluster in clusters))
    change = m2 * s1 / (m1 * s2) if defined else None
    return TippingPoints(case, years, (m1, s1), (m2, s2), change, points, confidence)


def tipping_curve(
    earlier: Counts,
    later: Counts,
    *,
    lever: str = "militants_later",
    grid: Sequence[float] | None = None,
    case: str = "",
    factors: Sequence[float] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Ratio of the two kill ratios, and the later one, as one number is corrected by a growing factor.

    The table has case, lever, error (the factor), earlier_ratio, later_ratio, change, cluster_factor, low, high: a row
    an error and cluster factor. No rows where the change is not defined. The lever is corrected in the direction that
    makes the change smaller; the grid of factors, 1 or more, has by default 81 from 1 to 8, evenly on the log scale.
    """
    if lever not in LEVERS:
        raise ParameterError(f"no lever {lever!r}: choose from {', '.join(LEVERS)}.")
    errors = np.geomspace(1, 8, 81) if grid is None else np.asarray(grid, dtype=float)
    if not (np.isfinite(errors).all() and (errors >= 1).all()):
        raise ParameterError("the grid holds a factor below 1 or not finite: an error of factor 1 is none.")
    points = tipping_points(earlier, later, case=case, factors=factors, confidence=confidence)
    columns = ["case", "lever", "error", "earlier_ratio", "later_ratio", "change", "cluster_factor", "low", "high"]
    if points.change is None:
        return pd.DataFrame(columns=columns)
    counts = (*points.earlier, *points.later)
    rows = []
    for error in errors:
        m1, s1, m2, s2 = corrected = _corrected(counts, lever, float(error))
        change = m2 * s1 / (m1 * s2)
        for cluster in checked_factors(factors):
            half = normal_quantile(confidence) * _deviation(corrected, cluster)
            ends = change * math.exp(-half), change * math.exp(half)
            rows.append((case, lever, float(error), m1 / s1, m2 / s2, change, cluster, *ends))
    return pd.DataFrame(rows, columns=columns)


def _reversal(counts: tuple[int, ...], lever: str, years: tuple[int, int]) -> tuple[float | None, str]:
    """Factor at which one of the ratios becomes 1:1, or None and why."""
    m1, s1, m2, s2 = counts
    before, after = m1 / s1, m2 / s2
    if (before < 1) == (after < 1) or 1 in (before, after):
        return None, f"it was {as_odds(before)} in {years[0]} and {as_odds(after)} in {years[1]}."
    ratio = after if lever.endswith("_later") else before
    return max(ratio, 1 / ratio), ""


def _noise(counts: tuple[int, ...], lever: str, cluster: float, confidence: float) -> tuple[float | None, str]:
    """Least factor from which on the interval of the ratio of ratios includes 1, and why it is 1 or None."""
    z = normal_quantile(confidence)

    def beyond(error: float) -> float:
        m1, s1, m2, s2 = corrected = _corrected(counts, lever, error)
        change = math.log(m2 / s2) - math.log(m1 / s1)
        return change * _direction(counts) - z * _deviation(corrected, cluster)

    if beyond(1) <= 0:
        return 1.0, "the change is within noise as it stands"
    # At the factor that takes the whole change away only noise is left, and beyond() has one zero before it.
    m1, s1, m2, s2 = counts
    whole = math.exp(abs(math.log(m2 * s1 / (m1 * s2))))
    return float(brentq(beyond, 1.0, whole, xtol=1e-12, rtol=1e-12)), ""


def _corrected(counts: tuple[int, ...], lever: str, error: float) -> tuple[float, ...]:
    """Give the four numbers with one of them corrected against the direction of the change."""
    true = [float(count) for count in counts]
    true[_PLACE[lever]] *= error ** (-_SIGN[lever] * _direction(counts))
    return tuple(true)


def _direction(counts: tuple[int, ...]) -> int:
    m1, s1, m2, s2 = counts
    return 1 if m2 * s1 >= m1 * s2 else -1


def _deviation(counts: tuple[float, ...], cluster: float) -> float:
    return math.sqrt(cluster * sum(1 / count for count in counts))


def _words(lever: str, rises: bool, years: tuple[int, int]) -> str:
    """Name an error: a rise vanishes where a number that lifts it was overstated."""
    side, when = lever.split("_")
    stated = "overstated" if (_SIGN[lever] > 0) == rises else "understated"
    return f"{_SIDES[side]} in {years[when == 'later']} were {stated}"
