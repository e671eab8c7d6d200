"""Series on which one linearisation fails: large noise, long memories, bends, jumps before the date."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.its import Specification, build_design
from turningpoint.its.coverage.simulated_series import Course, fitted_counts
from turningpoint.its.model.bending_trend import with_bend
from turningpoint.its.model.design import Design

PERIODS, AT = 148, 120


@dataclass(frozen=True)
class HardSeries:
    """Counts (n,) of one series, how it was drawn, and the design it is fitted with."""

    counts: Array
    design: Design
    sigma: float
    rho: float
    mean: float
    bends: bool
    jumps: bool


def hard_series(number: int) -> HardSeries:
    """Draw the series of a number: σ 0.7 to 1.2, ρ 0.9 to 0.99, 4 to 60 a month; every second bends, two of four jump.

    Odd numbers are fitted with a straight pre-trend, even ones with an adaptive one.
    """
    random = np.random.default_rng(np.random.SeedSequence(20090101, spawn_key=(number,)))
    sigma, rho = random.uniform(0.7, 1.2), random.uniform(0.9, 0.99)
    mean = np.exp(random.uniform(np.log(4), np.log(60)))
    bends, jumps = number % 4 in (1, 2), number % 8 >= 4
    time = (np.arange(PERIODS) - AT) / 12
    course = np.full(PERIODS, np.log(mean))
    if bends:
        course += 0.02 * random.choice([-1, 1]) * (time + 5) ** 2
    if jumps:
        course[AT - random.integers(3, 25) :] += random.choice([-1.0, 1.0])
    path = np.exp(course)
    drawn = fitted_counts(Course(path, path), rho=rho, share=0.95, sigma=sigma, series=1, random=random)
    times = pd.period_range("1999-01", periods=PERIODS, freq="M")
    design = build_design(times, Specification((str(times[AT]),)))
    design = design if number % 2 else with_bend(design)
    return HardSeries(drawn.observed[0], design, sigma, rho, mean, bends, jumps)
