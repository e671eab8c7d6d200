"""Simulate how often intervals hold the truth where deaths are counted, which come in clusters; keep the table.

Events are drawn as for the kinds of ``make coverage``, and every event kills a number of its own: by a lognormal law
with the mean and the second moment of UCDP's events in Pakistan since 2015, with massacres besides in some kinds. Two
more kinds count events of a series that ends five months after the date, as that of a militant group does. Takes five
minutes.
"""

import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.kept import command_of, in_processes, keep, options
from turningpoint.arrays import Array
from turningpoint.its.answers.contrasts import Contrast, contrasts
from turningpoint.its.calibrated.mixture import quantiles
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.coverage.cell_series import World, simulate
from turningpoint.its.coverage.grid import Cell, Kind
from turningpoint.its.coverage.monte_carlo import monte_carlo_interval
from turningpoint.its.coverage.other_intervals import CONFIDENCE
from turningpoint.its.coverage.simulate_cell import heaviest
from turningpoint.its.model.bending_trend import with_bend
from turningpoint.its.model.design import Design
from turningpoint.robustness.groups_and_provinces import MONTHS, contrast_of
from turningpoint.sources.csv_table import DATA

TABLE = DATA / "simulated" / "deaths_coverage.csv"
SERIES, CHUNK = 200, 50
MEAN_SIZE, SECOND_OVER_FIRST = 4.5, 16.7
"""Deaths of an event, and their second moment over the first, as in UCDP's events with both sides since 2015."""
MASSACRE, KILLED = 0.008, 120
"""Share of the events that are massacres, and how many more one kills."""
AFTER = 5
"""Months after the date of the two kinds whose series end soon."""
ANSWERS = ("level", "before_after_12", "effect_12")
SOON = f"before_after_{AFTER}"
MEANING = {
    "kind": "kind of series: course before, what is counted, and what sets it apart",
    "truth": "none: no change at the date; change: the level doubles and growth is 1.3 times that before",
    "estimand": "answer: level, twelve months over the twelve before, effect of the first year, or five months over "
    "the twelve before",
    "series": "simulated series with a fit that converged",
    "refused": "series without one",
    "covered": "series whose 95% interval holds the truth",
    "coverage": "covered over series",
    "low": "lower 99% Monte Carlo bound of the coverage",
    "high": "upper 99% bound",
    "bias": "mean of the estimate less the truth, on the scale of logs",
    "median_width": "median width of the interval, on the scale of logs",
    "upper_over_lower": "the same as a factor: upper over lower end",
}


@dataclass(frozen=True)
class Counted:
    """A kind of series, and what is counted in it: events, or the deaths of events, with massacres or without."""

    kind: Kind
    deaths: bool = True
    massacres: bool = False

    @property
    def soon(self) -> bool:
        """Whether the series ends soon after the date."""
        return self.kind.points - self.kind.before < MONTHS


COUNTED = (
    Counted(Kind("straight, deaths")),
    Counted(Kind("kink, deaths", "kink")),
    Counted(Kind("straight, deaths, massacres"), massacres=True),
    Counted(Kind("kink, deaths, massacres, memory 0.7", "kink", rho=0.7), massacres=True),
    Counted(Kind("straight, deaths of 3 events a month", mean=3.0)),
    Counted(Kind("kink, 7 events a month, 5 months after", "kink", 84, 79, mean=7.0), deaths=False),
    Counted(Kind("kink, 2 events a month, 5 months after", "kink", 84, 79, mean=2.0, deviation=0.6), deaths=False),
)


def deaths_of(events: Array, random: np.random.Generator, *, massacres: bool) -> Array:
    """(N, n) deaths of as many events, each of a size of its own."""
    spread = np.log(SECOND_OVER_FIRST / MEAN_SIZE)
    killed = np.zeros(events.shape)
    for place in np.ndindex(events.shape):
        sizes = random.lognormal(np.log(MEAN_SIZE) - spread / 2, np.sqrt(spread), int(events[place]))
        killed[place] = np.floor(sizes + random.random(len(sizes))).sum()
    if massacres:
        killed += KILLED * random.binomial(events.astype(int), MASSACRE)
    return killed


def run_chunk(index: int, *, change: bool, seed: int, chunk: int, size: int = CHUNK) -> dict[str, Array]:
    """Answer → (N, 3) whether the interval holds the truth, error of the estimate, width; NaN without a fit."""
    counted = COUNTED[index]
    random = np.random.default_rng(np.random.SeedSequence([seed, index, int(change), chunk]))
    world = simulate(Cell(index, counted.kind, change), size, random)
    values = deaths_of(world.values, random, massacres=counted.massacres) if counted.deaths else world.values
    design = with_bend(_fitted(world.design) if counted.soon else world.design)
    mixture = average(values, design, "negative-binomial")
    kept, weight = heaviest(mixture.weight)
    points = np.array([0.5, (1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    found = {}
    for name, contrast in _asked(design, soon=counted.soon).items():
        value, variance = (
            np.take_along_axis(one.reshape(len(one), -1), kept, axis=1) for one in contrast.of_mixture(mixture)
        )
        ends = np.where(mixture.converged[:, None], quantiles(weight, value, variance, points), np.nan)
        estimate, low, high = ends.T
        truth = _truth(world, name)
        inside = np.where(np.isfinite(low), (low <= truth) & (truth <= high), np.nan)
        found[name] = np.column_stack([inside, estimate - truth, high - low])
    return found


def _fitted(design: Design) -> Design:
    """The design without a slope, as `two_periods` fits it."""
    return design.select([term for term in design.terms if not term.startswith("ramp")])


def _asked(design: Design, *, soon: bool) -> dict[str, Contrast]:
    if soon:
        return {SOON: contrast_of(design, AFTER, MONTHS)}
    found = contrasts(design, "log")
    return {name: found[name] for name in ANSWERS}


def _truth(world: World, name: str) -> Array:
    """(N,) or (1,) true answer: that of the events, since the deaths of an event do not change."""
    if name != SOON:
        return world.answers()[name][0]
    bent = world.design.with_column("bend_1", world.bend[0])
    at = np.append(world.coefficients, 1.0)
    return contrast_of(bent, AFTER, MONTHS).of_draws(at[None])


def run(seed: int, series: int, workers: int) -> tuple[pd.DataFrame, float]:
    """Simulate every kind without the change and with it; give the table and the seconds of processor time."""
    chunks = range(series // CHUNK)
    tasks = [(i, change, seed, chunk) for i in range(len(COUNTED)) for change in (False, True) for chunk in chunks]
    done, seconds = in_processes(_chunk, tasks, workers)
    rows = []
    for index, counted in enumerate(COUNTED):
        for change in (False, True):
            parts = [part for task, part in zip(tasks, done, strict=True) if task[:2] == (index, change)]
            for name in parts[0]:
                row = {"kind": counted.kind.name, "truth": "change" if change else "none", "estimand": name}
                rows.append(row | summarised(np.concatenate([part[name] for part in parts])))
    return pd.DataFrame(rows, columns=list(MEANING)), seconds


def _chunk(index: int, change: bool, seed: int, chunk: int) -> dict[str, Array]:
    return run_chunk(index, change=change, seed=seed, chunk=chunk)


def summarised(found: Array) -> dict[str, float]:
    """Coverage with its Monte Carlo bounds, bias and width of (N, 3) results."""
    known = found[np.isfinite(found[:, 0])]
    covered, series = int(known[:, 0].sum()), len(known)
    low, high = monte_carlo_interval(covered, series)
    width = float(np.median(known[:, 2]))
    return {
        "series": series,
        "refused": len(found) - series,
        "covered": covered,
        "coverage": covered / series,
        "low": low,
        "high": high,
        "bias": float(known[:, 1].mean()),
        "median_width": width,
        "upper_over_lower": float(np.exp(width)),
    }


def check(seed: int) -> dict[str, object]:
    """What a test simulates again to see whether the code still gives the kept numbers: a few series of one kind."""
    found = run_chunk(2, change=True, seed=seed, chunk=0, size=5)
    return {"kind": COUNTED[2].kind.name, "size": 5, "median_width": float(np.median(found["level"][:, 2]))}


def main(arguments: list[str] | None = None) -> None:
    """Simulate, write table and sidecar, and print what was found."""
    chosen = options(str(__doc__), arguments, table=TABLE, series=SERIES, chunk=CHUNK)
    found, seconds = run(chosen.seed, chosen.series, chosen.workers)
    places = {"coverage": 5, "low": 5, "high": 5, "bias": 4, "median_width": 4, "upper_over_lower": 3}
    keep(
        found.round(places),
        chosen.output,
        title="Coverage of intervals where deaths are counted, and where few months are after, by simulation",
        one_row="one kind of series, with the change or without, and one answer",
        meaning=MEANING,
        command=command_of("deaths_coverage", chosen, series=SERIES),
        seed=chosen.seed,
        seconds=seconds,
        check=check(chosen.seed),
    )
    print(found.to_string(index=False))


if __name__ == "__main__":
    main(sys.argv[1:])
