"""Simulated series of known course, and the evidence of every third date in each of them."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from turningpoint.arrays import Array
from turningpoint.errors import FitError
from turningpoint.its.coverage.cell_series import ALPHA, KINK, KINK_RECENT, SEASON, bend_of, covariance_of, design_of
from turningpoint.its.coverage.grid import CourseName, Kind
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.robustness.dates.candidates import Candidates, candidates_of
from turningpoint.robustness.dates.evidence import evidence_of

EVERY = 3
"""Dates are compared as far apart, the true one among them, for time's sake; the sets of a report have every month."""
CHUNK = 25
SET = 11
Truth = Literal["none", "corner", "break"]


@dataclass(frozen=True)
class DateKind:
    """One kind of series: 15 events a month before, two harmonics, latent noise of deviation 0.3.

    Attributes
    ----------
    number : its seed; the bound was set on numbers up to `SET` and is judged on the others.
    course : as in ``its.coverage.grid``. level, slope : at the date; 1 is no change. rho : memory of the noise.
    points, before : months in all and before the date.
    """

    number: int
    course: CourseName
    level: float = 1.0
    slope: float = 1.0
    rho: float = 0.4
    points: int = 120
    before: int = 79

    @property
    def truth(self) -> Truth:
        """What there is to find: a break, else a corner of the course, else none."""
        if self.level != 1 or self.slope != 1:
            return "break"
        return "corner" if self.course.startswith("kink") else "none"

    @property
    def kind(self) -> Kind:
        """The kind of course and noise."""
        return Kind("", self.course, self.points, self.before, rho=self.rho)

    @property
    def name(self) -> str:
        """In words.

        >>> DateKind(7, "kink", 2.0, 1.25).name
        'kink, level × 2, slope × 1.25'
        """
        changes = [f"{word} × {size:g}" for word, size in (("level", self.level), ("slope", self.slope)) if size != 1]
        memory = [f"memory {self.rho:g}"] if self.rho != 0.4 else []
        return ", ".join([self.course, *changes, *memory])


KINDS = (
    DateKind(1, "straight"),
    DateKind(5, "straight", 2.0),
    DateKind(6, "kink"),
    DateKind(8, "kink", 2.0, 1.25),
    DateKind(2, "quadratic"),
    DateKind(3, "straight", rho=0.8),
    DateKind(4, "irw"),
    DateKind(7, "kink", 2.0, 1.5),
    DateKind(9, "straight", 2.0, 1.25),
    DateKind(10, "straight", 40.0),
    DateKind(11, "kink", 1.5, 1.25),
    DateKind(12, "kink_recent"),
    DateKind(13, "quadratic", rho=0.6),
    DateKind(14, "irw", rho=0.0),
    DateKind(15, "irw", 2.0),
    DateKind(16, "quadratic", 2.0, 1.25),
    DateKind(17, "straight", 0.5),
)
"""In the order in which they are simulated: those without which nothing is said come first."""


def asked_of(one: DateKind, values: Array) -> Candidates:
    """Lay out the dates of one simulated series (n,)."""
    times = design_of(one.kind).times
    outcome = Outcome("events", "events", "events per month", "simulated", "", times, values)
    return candidates_of(outcome, Specification((str(times[one.kind.before]),)), every=EVERY)


def true_place(one: DateKind, asked: Candidates) -> int | None:
    """Place among the dates of the one nearest to the true break or corner; None without one."""
    if one.truth == "none":
        return None
    labels = list(map(str, asked.base.times))
    back = (KINK_RECENT if one.course == "kink_recent" else KINK) if one.truth == "corner" else 0
    at = one.kind.before - back
    return int(np.argmin([abs(labels.index(date) - at) for date in asked.dates]))


def draw(one: DateKind, series: int, random: np.random.Generator) -> Array:
    """(N, n) counts."""
    kind, design = one.kind, design_of(one.kind)
    at = dict(zip(design.terms, design.matrix.T, strict=True))
    season = np.array([at[term] for term in ("sin_1", "cos_1", "sin_2", "cos_2")]).T @ np.array(SEASON)
    linear = bend_of(kind, series, random) + season + np.log(one.level) * at["step"] + np.log(one.slope) * at["ramp"]
    linear = linear + np.log(kind.mean / np.exp(linear[:, : kind.before]).mean(axis=1, keepdims=True))
    covariance = covariance_of(kind)
    noise = random.standard_normal((series, kind.points)) @ np.linalg.cholesky(covariance).T
    means = np.exp(linear + noise - np.diag(covariance) / 2) * random.gamma(1 / ALPHA, ALPHA, noise.shape)
    return np.asarray(random.poisson(means), dtype=np.float64)


def run_chunk(one: DateKind, *, seed: int, chunk: int, size: int = CHUNK) -> Array:
    """(N, d) log evidence of every date over no break in a chunk; its first series are the same whatever its size."""
    streams = np.random.SeedSequence([seed, one.number, chunk]).spawn(size)
    drawn = [draw(one, 1, np.random.default_rng(stream))[0] for stream in streams]
    first = asked_of(one, drawn[0])
    return np.array([_gain(replace(first, values=values)) for values in drawn])


def _gain(asked: Candidates) -> Array:
    """(d,) log evidence over no break; zeros where a series is refused, so that nothing is ruled out."""
    try:
        found = evidence_of(asked)
    except FitError:
        return np.zeros(len(asked.dates))
    return found.dates - found.none
