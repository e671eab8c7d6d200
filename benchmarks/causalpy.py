"""Time the calibrated fit against CausalPy's interrupted time series with its default sampler, on one series.

CausalPy fits a linear regression with normal noise to the months before the intervention (the columns of our design
that are not of the intervention) and continues it; its sampler decides on chains and draws itself. The calibrated
fit answers more: it takes counts, overdispersion and memory into account. Run it as ``make bench`` does, as a module
(``python -m benchmarks.causalpy``): run by its path the file would stand in for the package it is named after.
"""

import atexit
import logging
import os
import statistics
import sys
import tempfile
import warnings
from functools import partial
from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from benchmarks.calibrated import example
from benchmarks.timing import header, line, on_one_core, seconds
from turningpoint.arrays import Array
from turningpoint.its.choose_estimator import fit_design
from turningpoint.its.coverage.certificate import certify
from turningpoint.its.model.design import Design

MONTHS, RATIO = 120, 20
NOT_MEASURED = 77
"""Exit status where CausalPy is missing, by the custom of test drivers for what was skipped."""


def frame(values: Array, design: Design) -> tuple[pd.DataFrame, pd.Timestamp, str]:
    """Data, first month after and formula, as CausalPy takes them: outcome ``y``, columns ``x0``, ``x1`` and so on."""
    keep = [place for place, term in enumerate(design.terms) if term not in design.intervention_terms]
    columns = {f"x{place}": design.matrix[:, place] for place in keep}
    index = design.times.to_timestamp()
    data = pd.DataFrame({"y": values, **columns}, index=index)
    return data, index[design.positions[0]], "y ~ 0 + " + " + ".join(columns)


def theirs(values: Array, design: Design, *, seed: int) -> object:
    """Fit by CausalPy; only the seed is ours, and that no progress is drawn."""
    import causalpy  # noqa: PLC0415 - an optional extra

    logging.getLogger("pymc").setLevel(logging.WARNING)  # not its progress
    data, first, formula = frame(values, design)
    model = causalpy.pymc_models.LinearRegression(sample_kwargs={"random_seed": seed, "progressbar": False})
    return causalpy.InterruptedTimeSeries(data, first, formula=formula, model=model)


def main(repeats: int = 5) -> int:
    """Print the comparison; give the exit status."""
    try:
        release = version("causalpy")
    except PackageNotFoundError:
        print(
            "Not measured: CausalPy is not installed here; `make bench` installs it into .venv-bench.", file=sys.stderr
        )
        return NOT_MEASURED
    values, design, specification = example(MONTHS)
    header(f"CausalPy {release}, default sampler, {MONTHS} months (processor time of one core, medians of {repeats})")
    slow, fast = [], []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        first = seconds(partial(theirs, values, design, seed=0))
    fit = fit_design(values, design, specification)
    with warnings.catch_warnings(record=True) as later:
        warnings.simplefilter("always")
        for turn in range(1, repeats + 1):
            slow.append(seconds(partial(theirs, values, design, seed=turn)))
            fast.append(seconds(partial(fit_design, values, design, specification)))
    certificate = seconds(partial(certify, fit))
    ours, usual = statistics.median(fast), statistics.median(slow)
    line("CausalPy InterruptedTimeSeries, first call (it compiles the model)", f"{first:.2f} s")
    line("CausalPy InterruptedTimeSeries, later calls", f"{usual:.2f} s")
    line("calibrated fit", f"{ours:.3f} s")
    line("times as fast", f"{usual / ours:.0f}", f"at least {RATIO}", met=usual / ours >= RATIO)
    line("times as fast, the certificate of 999 simulated series included", f"{usual / (ours + certificate):.1f}")
    for words in dict.fromkeys(str(one.message).strip().partition("\n")[0] for one in [*caught, *later]):
        print(f"  warned: {words}")
    return 0


if __name__ == "__main__":
    on_one_core()
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)  # what PyTensor compiles is not kept, but until it has looked after it
    os.environ["PYTENSOR_FLAGS"] = f"base_compiledir={folder.name}"
    sys.exit(main())
