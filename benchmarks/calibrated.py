"""Time a calibrated fit and its certificate of 999 simulated series, at 120 and at 432 months."""

import statistics
import warnings

import numpy as np
import pandas as pd
from timing import header, line, on_one_core, seconds

from analysis.its.certificate import certify
from analysis.its.design import build_design
from analysis.its.estimators import fit_design
from analysis.its.simulation import Course, fitted_counts
from analysis.its.specification import Specification

REPLICATES, REPEATS = 999, 3
BOUNDS = {120: 2.0, 432: 6.0}
"""Months → seconds allowed for fit and certificate together."""
LEVEL_RATIO, MEAN = 1.9, 15.0
NOISE = {"rho": 0.4, "share": 0.7, "sigma": 0.35}


def main() -> None:
    """Print the seconds of each part."""
    on_one_core()
    header(f"Calibrated fit with {REPLICATES} replicates (processor time of one core, median of {REPEATS})")
    for months, bound in BOUNDS.items():
        times = pd.period_range("1985-01", periods=months, freq="M")
        specification = Specification((str(times[2 * months // 3]),), errors="calibrated", replicates=REPLICATES)
        design = build_design(times, specification)
        untouched = np.full(months, MEAN)
        course = Course(np.where(design.post, LEVEL_RATIO, 1.0) * untouched, untouched)
        random = np.random.default_rng(specification.seed)
        values = fitted_counts(course, **NOISE, series=1, random=random).observed[0]
        fit = fit_design(values, design, specification)  # the first call fills the caches
        parts = {
            "fit": lambda v=values, d=design, s=specification: fit_design(v, d, s),
            "certificate": lambda f=fit: certify(f, replicates=REPLICATES),
        }
        found = {name: statistics.median(seconds(work) for _ in range(REPEATS)) for name, work in parts.items()}
        for name, median in found.items():
            line(f"{months} months: {name}", f"{median:.2f} s")
        together = sum(found.values())
        line(f"{months} months: together", f"{together:.2f} s", f"at most {bound:g} s", met=together <= bound)


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        main()
