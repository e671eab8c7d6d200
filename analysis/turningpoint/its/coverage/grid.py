"""The fixed design on which coverage is judged: kinds of series, each with and without a change.

A kind differs from the ordinary one (120 months, 79 of them before, 15 events a month, latent noise of standard
deviation 0.3 and memory 0.4, two harmonics) in what its name says. Its course before goes on after the intervention.
"""

from dataclasses import dataclass
from typing import Literal

CourseName = Literal["flat", "straight", "rising", "kink", "kink_recent", "quadratic", "irw"]


@dataclass(frozen=True)
class Kind:
    """One kind of series.

    Attributes
    ----------
    name : in words.
    course : ``flat``; ``straight`` 0.95 a year, ``rising`` 1.2 a year, ``kink`` 0.83 then 1.2 from 34 months before,
        ``kink_recent`` 0.9 then 1.2 from 12 months before, ``quadratic`` 0.05 (t - mean before)² in years, ``irw``
        a slope that starts at 0.9 a year and walks by 0.25 per √year, drawn anew for each series.
    points, before : months in all and before the intervention.
    mean : events a month before. deviation : standard deviation of the latent noise (gaussian: of the outcome).
    rho : autocorrelation of the noise from one month to the next.
    noise : ``ar1``; ``ar2``, coefficients 0.3 and 0.4; ``walk``, a random walk of 0.04 a month; ``outliers``, ar1 and
        three months in a hundred four times as high.
    seen : every ``month``; ``holes``; PICSS's ``spans``; months under a changing ``exposure``.
    outcome : ``counts``, with negative-binomial noise beside the latent one, or ``gaussian``.
    harmonics : pairs in course and design. interventions : 1, or 2 of which the second comes after 20 months.
    """

    name: str
    course: CourseName = "straight"
    points: int = 120
    before: int = 79
    mean: float = 15.0
    rho: float = 0.4
    deviation: float = 0.3
    noise: Literal["ar1", "ar2", "walk", "outliers"] = "ar1"
    seen: Literal["month", "holes", "spans", "exposure"] = "month"
    outcome: Literal["counts", "gaussian"] = "counts"
    harmonics: int = 2
    interventions: int = 1


BOTH: tuple[CourseName, ...] = ("straight", "kink")
CURVED: tuple[CourseName, ...] = ("kink", "quadratic", "irw")
KINDS = (
    *(Kind(course, course) for course in (*BOTH, "kink_recent", "quadratic", "irw")),
    Kind("kink, memory 0.7", "kink", rho=0.7),
    Kind("rising", "rising"),
    *(Kind(f"straight, {n} months", points=n, before=2 * n // 3) for n in (36, 48, 60, 84, 180, 240)),
    Kind("kink_recent, 48 months", "kink_recent", 48, 32),
    Kind("kink, 84 months", "kink", 84, 56),
    *(Kind(f"straight, mean {mean:g}", mean=mean) for mean in (1.5, 3.0, 150.0)),
    *(Kind(f"kink, mean {mean:g}", "kink", mean=mean) for mean in (3.0, 150.0)),
    *(Kind(f"straight, memory {rho:g}", rho=rho) for rho in (0.0, 0.2)),
    Kind("flat, 96 months, memory 0.6", "flat", 96, 64, rho=0.6, harmonics=0),
    *(Kind(f"straight, memory {rho:g}", rho=rho) for rho in (0.8, 0.9)),
    Kind("kink_recent, memory 0.8", "kink_recent", rho=0.8),
    Kind("quadratic, memory 0.8", "quadratic", rho=0.8),
    Kind("irw, memory 0.8, sd 0.5", "irw", rho=0.8, deviation=0.5),
    Kind("straight, sd 0.7", deviation=0.7),
    Kind("kink, sd 0.7", "kink", deviation=0.7),
    Kind("straight, memory 0.9, sd 0.7", rho=0.9, deviation=0.7),
    Kind("straight, mean 3, memory 0.8", mean=3.0, rho=0.8),
    Kind("straight, 48 months, memory 0.8", points=48, before=32, rho=0.8),
    Kind("kink, mean 150, memory 0.8", "kink", mean=150.0, rho=0.8),
    *(Kind(f"{course}, holes", course, seen="holes") for course in BOTH),
    *(Kind(f"{course}, spans", course, seen="spans") for course in (*BOTH, "kink_recent", "quadratic", "irw")),
    *(Kind(f"{course}, exposure", course, seen="exposure") for course in BOTH),
    *(Kind(f"{course}, two interventions", course, interventions=2) for course in BOTH),
    *(Kind(f"{course}, second order", course, noise="ar2") for course in BOTH),
    *(Kind(f"{course}, random walk", course, noise="walk") for course in BOTH),
    *(Kind(f"{course}, outliers", course, noise="outliers") for course in BOTH),
    Kind("straight, 9 and 11 months", points=20, before=9, harmonics=0),
    Kind("straight, 7 and 29 months, memory 0.6", points=36, before=7, rho=0.6),
    Kind("straight, 36 months, memory 0.8", points=36, before=24, rho=0.8),
    Kind("gaussian", outcome="gaussian", mean=0.0),
    *(Kind(f"gaussian, {course}", course, outcome="gaussian", mean=0.0) for course in CURVED),
    Kind("gaussian, memory 0.8", rho=0.8, outcome="gaussian", mean=0.0),
    Kind("gaussian, 48 months", points=48, before=32, outcome="gaussian", mean=0.0),
)


@dataclass(frozen=True)
class Cell:
    """A kind with or without the change; ``index``, its place in the grid, seeds its random numbers."""

    index: int
    kind: Kind
    change: bool


def whole_grid() -> tuple[Cell, ...]:
    """Every cell: each kind without the change, then with it.

    >>> len(whole_grid()) <= 120
    True
    """
    return tuple(Cell(2 * i + change, kind, change) for i, kind in enumerate(KINDS) for change in (False, True))


def cell_of(name: str, *, change: bool) -> Cell:
    """The cell of a kind by its name.

    >>> cell_of("kink", change=True).index
    3
    """
    return next(cell for cell in whole_grid() if cell.kind.name == name and cell.change == change)
