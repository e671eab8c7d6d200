"""Time 10,000 refits at once against a loop over statsmodels' fits of the same series.

Series of 120 months on the design of the default edition (step, ramp, trend, two harmonics: 8 columns). The loops are
timed on a sample of the series, in turns with the batch, and scaled to all of them. Ratios are printed and never
asserted; that the numbers agree is what ``tests/its/test_batched_glm.py`` holds.
"""

import statistics
import warnings
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import statsmodels.api as sm
from numpy.typing import NDArray
from statsmodels.discrete.discrete_model import NegativeBinomial
from timing import header, line, on_one_core, seconds

from analysis.its.batched_glm import negative_binomial_refits, poisson_refits
from analysis.its.design import build_design
from analysis.its.glm import fit_glm
from analysis.its.specification import Specification

REFITS, MONTHS, ROUNDS = 10_000, 120, 5
RATIO, DIFFERENCE = 40, 1e-8
LEVEL_RATIO, DISPERSION = 1.9, 0.05

Array = NDArray[np.float64]
design = build_design(pd.period_range("2015-01", periods=MONTHS, freq="M"), Specification(("2021-08",)))
matrix = design.matrix
mean = 15.0 * np.where(design.post, LEVEL_RATIO, 1.0)
random = np.random.default_rng(20210815)
poisson = random.poisson(mean, size=(REFITS, MONTHS)).astype(float)
overdispersed = random.negative_binomial(1 / DISPERSION, 1 / (1 + DISPERSION * mean), size=(REFITS, MONTHS)).astype(
    float
)


def compare(
    name: str,
    batched: Callable[[], Array],
    one: Callable[[int], object],
    exact: Callable[[int], Array],
    words: str,
    sample: int,
) -> None:
    """Time batch and loop in turns, then compare coefficients with those of fits at a tight tolerance."""
    coefficients = batched()
    fast, slow = [], []
    for turn in range(ROUNDS):
        fast.append(seconds(batched))
        some = range(turn * sample // ROUNDS, (turn + 1) * sample // ROUNDS)
        slow.extend(seconds(partial(one, i)) for i in some)
    ours, theirs = statistics.median(fast), statistics.mean(slow) * REFITS
    apart = max(float(np.abs(coefficients[i] - exact(i)).max()) for i in range(0, sample, 10))
    line(f"{name}, all at once (median of {ROUNDS})", f"{ours:.2f} s")
    line(f"{words} (mean of {sample}, scaled)", f"{theirs:.1f} s")
    line("times as fast", f"{theirs / ours:.0f}", f"at least {RATIO}", met=theirs / ours >= RATIO)
    line("largest difference of a coefficient", f"{apart:.0e}", f"at most {DIFFERENCE:.0e}", met=apart <= DIFFERENCE)


def main() -> None:
    """Print the three comparisons."""
    on_one_core()
    header(f"{REFITS:,} refits, {MONTHS} months, {matrix.shape[1]} columns (processor time of one core)")
    family = sm.families.Poisson()
    compare(
        "poisson_refits",
        lambda: poisson_refits(poisson, matrix).coefficients,
        lambda i: sm.GLM(poisson[i], matrix, family=family).fit(),
        lambda i: sm.GLM(poisson[i], matrix, family=family).fit(tol=1e-12, tol_criterion="params").params,
        "statsmodels GLM Poisson, one by one",
        300,
    )

    def refits() -> Array:
        return negative_binomial_refits(overdispersed, matrix).coefficients

    def fit(i: int) -> Array:
        return fit_glm(overdispersed[i], design, errors="independent").coefficients

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        discrete = "statsmodels NegativeBinomial, one by one"
        compare(
            "negative_binomial_refits",
            refits,
            lambda i: NegativeBinomial(overdispersed[i], matrix).fit(disp=False),
            fit,
            discrete,
            150,
        )
    if caught:
        line(f"warnings of {discrete}", str(len(caught)))
    compare("negative_binomial_refits", refits, fit, fit, "GLM and α in turns until both stand (fit_glm)", 100)


if __name__ == "__main__":
    main()
