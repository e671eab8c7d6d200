"""Time calibrated fits, of months and with sums, and their certificates of 999 simulated series."""

import statistics
import warnings
from functools import partial

import numpy as np
import pandas as pd

from benchmarks.timing import header, line, on_one_core, seconds
from turningpoint.arrays import Array
from turningpoint.its.choose_estimator import fit_design
from turningpoint.its.coverage.cell_series import SPANS
from turningpoint.its.coverage.certificate import certify
from turningpoint.its.coverage.simulated_series import Course, fitted_counts
from turningpoint.its.model.design import Design, build_design
from turningpoint.its.model.specification import Specification
from turningpoint.spans import with_sums

FITS = {("adaptive", False): 0.15, ("straight", False): 0.15, ("adaptive", True): 0.3}
"""Course before, and whether with sums as PICSS has them → seconds aimed at for a fit of 120 months."""
CERTIFICATES = {"straight": 3.0, "adaptive": 40.0}
"""Course before → seconds aimed at for a certificate of 999 series of 120 months."""
LEVEL_RATIO, MEAN, MONTHS = 1.9, 15.0, 120
NOISE = {"rho": 0.4, "share": 0.7, "sigma": 0.35}


def example(
    months: int = MONTHS, *, pre_trend: str = "adaptive", sums: bool = False
) -> tuple[Array, Design, Specification]:
    """Simulate one overdispersed series with memory whose level changes after two thirds of the months."""
    times = pd.period_range("2015-01", periods=months, freq="M")
    specification = Specification((str(times[2 * months // 3]),), pre_trend=pre_trend)
    spans = SPANS if sums else ()
    design = build_design(times, specification, spans=spans)
    untouched = np.full(months, MEAN)
    course = Course(np.where(design.post, LEVEL_RATIO, 1.0) * untouched, untouched)
    random = np.random.default_rng(specification.seed)
    values = with_sums(fitted_counts(course, **NOISE, series=1, random=random).observed[0], spans)
    return np.where(np.concatenate([design.used, design.spans_used]), values, np.nan), design, specification


def main(*, replicates: int = 999, repeats: int = 5) -> None:
    """Print the seconds of fits and certificates beside what is aimed at."""
    header(f"Calibrated fits of {MONTHS} months (processor time of one core, median of {repeats})")
    for (course, sums), aim in FITS.items():
        work = partial(fit_design, *example(pre_trend=course, sums=sums))
        work()  # not timed: the first call loads what is imported late
        median = statistics.median(seconds(work) for _ in range(repeats))
        line(f"{course}{', with sums' if sums else ''}", f"{median:.2f} s", f"at most {aim:g} s", met=median <= aim)
    header(f"Their certificates of {replicates} series (once)")
    for course, aim in CERTIFICATES.items():
        fit = fit_design(*example(pre_trend=course))
        found = seconds(partial(certify, fit, replicates=replicates))
        line(course, f"{found:.1f} s", f"at most {aim:g} s", met=found <= aim)


if __name__ == "__main__":
    on_one_core()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        main()
