"""Time 1,000 specifications on 499 series without a change each, against a loop over statsmodels' fits of the same.

The grid is that of the report (outcomes, windows, dates, courses, seasons; Poisson with Newey-West errors), cut to
1,000 specifications. The loop is timed on a sample of specifications and replicates, its designs not counted, and
scaled to all. Effects are compared on the sample. Ratios are printed and never asserted.
"""

import statistics
from functools import partial

import numpy as np
import statsmodels.api as sm

from benchmarks.timing import header, line, on_one_core, seconds
from turningpoint.arrays import Array
from turningpoint.its.model.design import Design
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import load_outcome
from turningpoint.robustness.specifications.fits import design_for, fit_choices
from turningpoint.robustness.specifications.grid import Choice, Grid
from turningpoint.robustness.specifications.joint_test import grid_around
from turningpoint.robustness.specifications.null_series import null_series
from turningpoint.timeline import Times

SPECIFICATIONS, REPLICATES, SAMPLE = 1000, 499, 60
SECONDS, RATIO, DIFFERENCE = 120, 40, 1e-6
WHEN, START, END, FIRST = "2021-08", "2015-01", "2024-12", "2013-01"
OUTCOMES = ("events", "events_without_india", "events_state_based", "events_one_sided", "deaths_best")


def example(count: int, replicates: int) -> tuple[dict[str, Array], Times, tuple[Choice, ...]]:
    """Observed and simulated series by outcome, their axis, and the specifications."""
    outcomes = {name: load_outcome(name, start=FIRST, end=END) for name in OUTCOMES}
    default = load_outcome("events", start=START, end=END)
    drawn = null_series(
        outcomes, default, Specification((WHEN,)), replicates=replicates, random=np.random.default_rng(20210815)
    )
    series = {name: np.concatenate([outcomes[name].values[None], drawn[name]]) for name in outcomes}
    around = grid_around(outcomes, START, END)
    grid = Grid(
        around.outcomes, around.starts, around.ends, around.shifts, around.pre_trends, around.harmonics, (0,),
        ("poisson, hac:6", "poisson, hac:12"),
    )  # fmt: skip
    choices = grid.choices()
    step = max(1, len(choices) // count)
    return series, outcomes["events"].times, choices[::step][:count]


def one_by_one(counts: Array, design: Design, lags: int) -> float:
    """Log level of one specification in one series by statsmodels, with its Newey-West covariance."""
    model = sm.GLM(counts[design.used], design.matrix[design.used], family=sm.families.Poisson())
    found = model.fit(cov_type="HAC", cov_kwds={"maxlags": lags}, tol=1e-12, tol_criterion="params")
    return float(found.params[design.terms.index("step")])


def main(count: int = SPECIFICATIONS, replicates: int = REPLICATES, sample: int = SAMPLE) -> None:
    """Print the comparison."""
    series, times, choices = example(count, replicates)
    header(f"{len(choices):,} specifications × {replicates} series without a change (processor time of one core)")
    kept: list[Array] = []

    def together() -> None:
        kept[:] = [fit_choices(series, times, choices, WHEN, Specification((WHEN,))).effect]

    ours = seconds(together)
    random = np.random.default_rng(1)
    some = [(int(random.integers(len(choices))), int(random.integers(replicates + 1))) for _ in range(sample)]
    slow: list[float] = []
    apart = 0.0
    for place, replicate in [some[0], *some]:  # the first is not timed: it loads what is imported late
        choice = choices[place]
        design, window = design_for(times, choice, WHEN, Specification((WHEN,)))
        found: list[float] = []
        counts, lags = series[choice.outcome][replicate, window], int(choice.fit.partition("hac:")[2])
        slow.append(seconds(partial(_append, found, counts, design, lags)))
        effect = kept[0][0, place, replicate]
        if np.isfinite(effect):
            apart = max(apart, abs(effect - found[0]))
    slow = slow[1:]
    theirs = statistics.mean(slow) * len(choices) * (replicates + 1)
    line("all at once", f"{ours:.1f} s", f"at most {2 * SECONDS} s of one core", met=ours <= 2 * SECONDS)
    line(f"statsmodels GLM Poisson with HAC, one by one (mean of {sample}, scaled)", f"{theirs:,.0f} s")
    line("times as fast", f"{theirs / ours:.0f}", f"at least {RATIO}", met=theirs / ours >= RATIO)
    line("largest difference of a log level", f"{apart:.0e}", f"at most {DIFFERENCE:.0e}", met=apart <= DIFFERENCE)


def _append(found: list[float], counts: Array, design: Design, lags: int) -> None:
    found.append(one_by_one(counts, design, lags))


if __name__ == "__main__":
    on_one_core()
    main()
