"""Series of one cell: their design, what is drawn, and the true answers.

Counts are y_t ~ Poisson(m_t exp(u_t) g_t), u gaussian with E exp(u) = 1 and g independent with mean 1, so that the
course m is the mean. The true course is the design's columns and a bend of its own, which the oracle knows.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import softmax

from turningpoint.arrays import Array
from turningpoint.its.answers.contrasts import Contrast, contrasts, course_rows
from turningpoint.its.coverage.grid import Cell, Kind
from turningpoint.its.model.design import Design
from turningpoint.its.model.scale import Link
from turningpoint.spans import Periods, membership, with_sums

LEVEL, SLOPE = 2.0, 1.3
"""Truth where there is a change: the jump, and yearly growth after over before."""
SECOND, SECOND_AFTER = 0.7, 20
"""The jump at the second of two interventions, and how many months after the first it comes."""
SEASON = (0.15, 0.0, 0.0, 0.1)
"""Coefficients of the two harmonics."""
ALPHA = 0.05
"""Variance of the independent noise of counts around their mean, relative to it."""
OUTLIERS = (0.03, 4.0)
"""Share of the months that are outliers, and how many times as high they are."""
SECOND_ORDER, WALK = (0.3, 0.4), 0.04
"""Coefficients of the autoregression of second order, and the standard deviation of a step of the random walk."""
KINK, KINK_RECENT = 34, 12
"""Months before the intervention in which growth changes."""
SPANS: tuple[Periods, ...] = (
    (3, 11),
    tuple(range(15, 24)),
    tuple(range(24, 36)),
    (*range(36, 44), 47),
    (49, 50, 51),
    (57, 58),
    (61, 62, *range(66, 72)),
    (72, 73, 74, 77, 78),
)
"""Months from 2015-01 on of which PICSS's printed figures are known only as sums."""


@dataclass(frozen=True, eq=False)
class World:
    """N series of one cell.

    ``design`` : that is fitted, without a bend. ``values`` : (N, n + s) observed, one a period, then one a span.
    ``coefficients`` : (k,) of the design. ``bend`` : (N, n), or (1, n) the same for all, the rest of the course.
    ``covariance`` : (n, n) of u. ``independent`` : variance of g; 0 for a gaussian outcome.
    """

    cell: Cell
    design: Design
    values: Array
    coefficients: Array
    bend: Array
    covariance: Array
    independent: float

    @property
    def link(self) -> Link:
        """Of the outcome."""
        return "identity" if self.cell.kind.outcome == "gaussian" else "log"

    @property
    def linear(self) -> Array:
        """(N or 1, n) true log mean, or mean of a gaussian outcome."""
        return np.asarray(self.design.offset + self.design.matrix @ self.coefficients + self.bend)

    @property
    def lowest(self) -> Array:
        """(N or 1,) place of the lowest month of the true course, season apart."""
        return np.asarray((course_rows(self.design) @ self.coefficients + self.bend).argmin(axis=1), dtype=float)

    def answers(self) -> dict[str, tuple[Array, Array]]:
        """Name → true answer (N,) on the scale of the link, and its derivatives (N, k) by the design's coefficients.

        After a random walk, which is noise here and might as well be called a course, only level, slope and effect.
        """
        each = [self._answers(bend) for bend in self.bend]
        walk = self.cell.kind.noise == "walk"
        names = [name for name in each[0] if not walk or name in ("level", "slope", "effect_12")]
        found = {}
        for name in names:
            truths, slopes = zip(*(one[name] for one in each), strict=True)
            size = len(self.values), len(self.coefficients)
            found[name] = np.resize(truths, size[0]), np.resize(np.array(slopes), size)
        return found

    def _answers(self, bend: Array) -> dict[str, tuple[float, Array]]:
        known = self.design.with_column("bend_1", bend)
        at = np.append(self.coefficients, 1.0)
        return {
            name: (float(one.of_draws(at[None])[0]), derivatives(one, at[None])[0, :-1])
            for name, one in contrasts(known, self.link).items()
        }


def derivatives(contrast: Contrast, coefficients: Array) -> Array:
    """(N, k) derivatives of a contrast at coefficients (N, k)."""
    if contrast.direction is not None:
        return np.broadcast_to(contrast.direction, coefficients.shape)
    rise = np.zeros(coefficients.shape)
    for sign, side, offset in zip((1, -1), (contrast.above, contrast.below), contrast.offsets or (), strict=True):
        rows = np.asarray(side)
        rise += sign * softmax(coefficients @ rows.T + offset, axis=1) @ rows
    return rise


def monthly_design(points: int, before: int, harmonics: int, *later: int) -> Design:
    """Intercept, trend and ramp in years, step, and harmonics of the calendar month, from 2015-01 on.

    It is put together here because the shortest cells have fewer months on a side than a fit admits. ``later`` : places
    of further interventions.
    """
    places, times = (before, *later), pd.period_range("2015-01", periods=points, freq="M")
    years = (np.arange(points) - before) / 12
    columns = {"intercept": np.ones(points), "trend": years}
    for at in places:
        mark, since = f"@{times[at]}" if later else "", years - years[at]
        columns |= {"step" + mark: (since >= 0).astype(float), "ramp" + mark: np.maximum(since, 0.0)}
    for k in range(1, harmonics + 1):
        angle = 2 * np.pi * k * np.arange(points) / 12
        columns |= {f"sin_{k}": np.sin(angle), f"cos_{k}": np.cos(angle)}
    return Design(
        times=times,
        terms=tuple(columns),
        matrix=np.column_stack(list(columns.values())),
        intervention_terms=tuple(columns)[2 : 2 + 2 * len(places)],
        interventions=tuple(str(times[at]) for at in places),
        positions=places,
        offset=np.zeros(points),
        transition=np.zeros(points, dtype=bool),
        used=np.ones(points, dtype=bool),
        time_unit="year",
    )


def design_of(kind: Kind) -> Design:
    """Design that is fitted to a kind of series."""
    later = [kind.before + SECOND_AFTER] if kind.interventions == 2 else []
    design = monthly_design(kind.points, kind.before, kind.harmonics, *later)
    if kind.seen == "holes":  # every seventh month, and half a year that ends a year before
        used = design.used.copy()
        used[3::7] = False
        used[kind.before - 18 : kind.before - 12] = False
        return replace(design, used=used)
    if kind.seen == "exposure":
        return replace(design, offset=0.3 * design.matrix[:, 1] + 0.2 * np.sin(np.arange(kind.points)))
    if kind.seen == "spans":
        used = np.asarray(membership(SPANS, kind.points).sum(axis=0) == 0)
        return replace(design, used=used, spans=SPANS, spans_used=np.ones(len(SPANS), dtype=bool))
    return design


def simulate(cell: Cell, series: int, random: np.random.Generator) -> World:
    """Draw N series of a cell."""
    kind, design = cell.kind, design_of(cell.kind)
    season = dict(zip(("sin_1", "cos_1", "sin_2", "cos_2"), SEASON, strict=True))
    coefficients = np.array([season.get(term, 0.0) for term in design.terms])
    if cell.change:
        first = design.terms.index(design.intervention_terms[0])
        coefficients[first : first + 2] = np.log(LEVEL), np.log(SLOPE)
        if kind.interventions == 2:
            coefficients[first + 2] = np.log(SECOND)
    bend = bend_of(kind, series, random)
    if kind.outcome == "counts":
        usual = np.exp((bend + design.matrix @ coefficients)[:, : kind.before]).mean(axis=1, keepdims=True)
        bend = bend + np.log(kind.mean / usual)
    covariance = covariance_of(kind)
    drawn = random.standard_normal((series, kind.points)) @ np.linalg.cholesky(covariance).T
    linear = design.offset + design.matrix @ coefficients + bend
    independent = 0.0
    if kind.outcome == "gaussian":
        values = linear + drawn
    else:
        share, times = OUTLIERS if kind.noise == "outliers" else (0.0, 1.0)
        high = np.where(random.random(drawn.shape) < share, times, 1.0) / (1 + share * (times - 1))
        multiplier = random.gamma(1 / ALPHA, ALPHA, drawn.shape) * high
        independent = (1 + ALPHA) * (1 + share * (times**2 - 1)) / (1 + share * (times - 1)) ** 2 - 1
        values = random.poisson(np.exp(linear + drawn - np.diag(covariance) / 2) * multiplier).astype(float)
    return World(cell, design, with_sums(values, design.spans), coefficients, bend, covariance, independent)


def bend_of(kind: Kind, series: int, random: np.random.Generator) -> Array:
    """(N or 1, n) course before of a kind, on the log scale, trend included; it goes on after the intervention."""
    n, before = kind.points, kind.before
    years = (np.arange(n) - before) / 12
    if kind.course == "irw":
        slopes = np.log(0.9) + np.cumsum(0.25 / np.sqrt(12) * random.standard_normal((series, n)), axis=1)
        return np.asarray(np.cumsum(slopes / 12, axis=1))
    if kind.course == "quadratic":
        return np.asarray(0.05 * (years - years[:before].mean()) ** 2)[None]
    rates = {"flat": (1.0, 1.0, 0), "straight": (0.95, 0.95, 0), "rising": (1.2, 1.2, 0)}
    rates |= {"kink": (0.83, 1.2, KINK), "kink_recent": (0.9, 1.2, KINK_RECENT)}
    early, late, months = rates[kind.course]
    return np.asarray(np.log(early) * years + np.log(late / early) * np.maximum(years + months / 12, 0.0))[None]


def covariance_of(kind: Kind) -> Array:
    """(n, n) covariance of the latent noise u."""
    month = np.arange(kind.points)
    if kind.noise == "walk":
        return np.asarray(WALK**2 * np.minimum(month[:, None] + 1, month + 1))
    if kind.noise == "ar2":
        first, second = SECOND_ORDER
        memory = [1.0, first / (1 - second)]
        for _ in range(kind.points - 2):
            memory.append(first * memory[-1] + second * memory[-2])
        correlation = np.array(memory)
    else:
        correlation = kind.rho**month
    return np.asarray(kind.deviation**2 * correlation[np.abs(month[:, None] - month)])
