"""Time the negative-binomial fit of an interrupted series against statsmodels' own maximum likelihood.

Both fit one series of 120 months (step, ramp, trend and two harmonics), in this run and on one core; what is printed is
the median time of each and their ratio. The two answer nearly the same question: ``fit_glm`` also computes HAC errors
and the counterfactual, ``discrete.NegativeBinomial`` errors by the inverse Hessian. The medians are printed
and never asserted: they depend on the machine.
"""

import os
import sys

import numpy as np
import pandas as pd
import pyperf
from statsmodels.discrete.discrete_model import NegativeBinomial

from analysis.its.design import build_design
from analysis.its.glm import fit_glm
from analysis.its.specification import Specification

MONTHS = 120
LEVEL_RATIO = 1.9
DISPERSION = 0.05

times = pd.period_range("2015-01", periods=MONTHS, freq="M")
design = build_design(times, Specification(interventions=("2021-08",)))
random = np.random.default_rng(20210815)
mean = 15.0 * np.where(np.arange(MONTHS) >= design.positions[0], LEVEL_RATIO, 1.0)
values = random.negative_binomial(1 / DISPERSION, 1 / (1 + DISPERSION * mean)).astype(float)


def ours() -> object:
    """Fit by the package, with the defaults of the report."""
    return fit_glm(values, design)


def theirs() -> object:
    """Fit by statsmodels, with its defaults, from the Poisson's estimates as it chooses itself."""
    return NegativeBinomial(values, design.matrix).fit(disp=False)


def main() -> None:
    """Time both in processes of their own and print medians and ratio."""
    runner = pyperf.Runner(processes=6, values=3, warmups=1)
    pinned = ["--affinity=0"] if hasattr(os, "sched_setaffinity") else []
    runner.parse_args(["--quiet", *pinned, *sys.argv[1:]])
    results = {
        "analysis.its.fit_glm": runner.bench_func("ours", ours),
        "statsmodels NegativeBinomial": runner.bench_func("theirs", theirs),
    }
    if runner.args.worker:
        return
    medians = {name: result.median() for name, result in results.items()}
    for name, median in medians.items():
        print(f"{name:<32}{1000 * median:8.2f} ms (median of {results[name].get_nvalue()})")
    fast, slow = medians.values()
    print(f"{'ratio of the two':<32}{fast / slow:8.2f}")


if __name__ == "__main__":
    main()
