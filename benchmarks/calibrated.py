"""Time a calibrated fit and its certificate of 999 simulated series, at 120 and at 432 months."""

import statistics
import warnings
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import numpy as np
import pandas as pd

from benchmarks.timing import header, line, on_one_core, seconds
from turningpoint.arrays import Array
from turningpoint.its.choose_estimator import fit_design
from turningpoint.its.coverage.certificate import certify
from turningpoint.its.coverage.simulated_series import Course, fitted_counts
from turningpoint.its.model.design import Design, build_design
from turningpoint.its.model.specification import Specification

BOUNDS = MappingProxyType({120: 2.0, 432: 6.0})
"""Months → seconds allowed for fit and certificate together."""
LEVEL_RATIO, MEAN = 1.9, 15.0
NOISE = {"rho": 0.4, "share": 0.7, "sigma": 0.35}


def example(months: int) -> tuple[Array, Design, Specification]:
    """Simulate one overdispersed series with memory whose level changes after two thirds of the months."""
    times = pd.period_range("1985-01", periods=months, freq="M")
    specification = Specification((str(times[2 * months // 3]),), errors="calibrated")
    design = build_design(times, specification)
    untouched = np.full(months, MEAN)
    course = Course(np.where(design.post, LEVEL_RATIO, 1.0) * untouched, untouched)
    random = np.random.default_rng(specification.seed)
    return fitted_counts(course, **NOISE, series=1, random=random).observed[0], design, specification


def main(bounds: Mapping[int, float] = BOUNDS, *, replicates: int = 999, repeats: int = 5) -> None:
    """Print the seconds of each part."""
    header(f"Calibrated fit with {replicates} replicates (processor time of one core, median of {repeats})")
    for months, bound in bounds.items():
        values, design, specification = example(months)
        fit = fit_design(values, design, specification)  # not timed: the first call loads what is imported late
        parts = {
            "fit": partial(fit_design, values, design, specification),
            "certificate": partial(certify, fit, replicates=replicates),
        }
        found = {name: statistics.median(seconds(work) for _ in range(repeats)) for name, work in parts.items()}
        for name, median in found.items():
            line(f"{months} months: {name}", f"{median:.2f} s")
        together = sum(found.values())
        line(f"{months} months: together", f"{together:.2f} s", f"at most {bound:g} s", met=together <= bound)


if __name__ == "__main__":
    on_one_core()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        main()
