"""Time the set of dates of one series: of months, and with sums as PICSS has them."""

import statistics
from functools import partial

import numpy as np
import pandas as pd

from benchmarks.timing import header, line, on_one_core, seconds
from turningpoint.its.coverage.cell_series import SPANS
from turningpoint.its.coverage.simulated_series import Course, fitted_counts
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.robustness.dates.date_set import date_set
from turningpoint.spans import Span

AIM = 8.0
"""Seconds aimed at for one series of 120 months."""
MONTHS, MEAN, LEVEL_RATIO = 120, 15.0, 2.0


def example(*, sums: bool) -> tuple[Outcome, Specification]:
    """Simulate one overdispersed series with memory whose level changes after two thirds of the months."""
    times = pd.period_range("2015-01", periods=MONTHS, freq="M")
    at = 2 * MONTHS // 3
    mean = MEAN * np.where(np.arange(MONTHS) >= at, LEVEL_RATIO, 1.0)
    random = np.random.default_rng(20210815)
    values = fitted_counts(Course(mean, mean), rho=0.4, share=0.7, sigma=0.35, series=1, random=random).observed[0]
    spans = tuple(Span(places, float(values[list(places)].sum())) for places in SPANS) if sums else ()
    for span in spans:
        values[list(span.periods)] = np.nan
    outcome = Outcome("events", "events", "events per month", "simulated", "", times, values, spans=spans)
    return outcome, Specification((str(times[at]),))


def main(*, repeats: int = 3) -> None:
    """Print the seconds beside what is aimed at."""
    header(f"Which date, {MONTHS} months (processor time of one core, median of {repeats})")
    for sums in (False, True):
        work = partial(date_set, *example(sums=sums))
        dates = len(work().dates)  # not timed: the first call loads what is imported late
        median = statistics.median(seconds(work) for _ in range(repeats))
        name = f"{dates} dates{', with sums' if sums else ''}"
        line(name, f"{median:.1f} s", f"at most {AIM:g} s", met=median <= AIM)


if __name__ == "__main__":
    on_one_core()
    main()
