"""Time 10,000 refits at once against a loop over statsmodels' fits of the same series.

Series of 120 months on the design of the default edition (step, ramp, trend, two harmonics: 8 columns). The loops are
timed on a sample of the series, in turns with the batch, and scaled to all of them. Coefficients are compared with
those of statsmodels at a tight tolerance, on every series of the sample. Ratios are printed and never asserted; that
the numbers agree is what ``tests/its/test_batched_glm.py`` holds.
"""

import statistics
import warnings
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.discrete.discrete_model import NegativeBinomial

from benchmarks.timing import header, line, on_one_core, seconds
from turningpoint.arrays import Array
from turningpoint.its.many_series.count_regressions import negative_binomial_refits, poisson_refits
from turningpoint.its.model.design import Design, build_design
from turningpoint.its.model.specification import Specification
from turningpoint.its.regression.glm import fit_glm

MONTHS, ROUNDS = 120, 5
RATIO, DIFFERENCE = 40, 1e-8
LEVEL_RATIO, DISPERSION = 1.9, 0.05


def example(refits: int) -> tuple[Design, Array, Array]:
    """Make the design, and (refits, months) Poisson and negative-binomial counts with a change of level."""
    design = build_design(pd.period_range("2015-01", periods=MONTHS, freq="M"), Specification(("2021-08",)))
    mean = 15.0 * np.where(design.post, LEVEL_RATIO, 1.0)
    random = np.random.default_rng(20210815)
    shape = (refits, MONTHS)
    overdispersed = random.negative_binomial(1 / DISPERSION, 1 / (1 + DISPERSION * mean), size=shape)
    return design, random.poisson(mean, size=shape).astype(float), overdispersed.astype(float)


def compare(
    name: str, batched: Callable[[], Array], words: str, one: Callable[[int], object], exact: Callable[[int], Array], *,
    sample: int,
) -> tuple[float, float]:  # fmt: skip
    """Time batch and loop in turns, compare coefficients, and print.

    Parameters
    ----------
    name, batched : ours, giving (refits, k) coefficients. words, one : theirs, fitting series i.
    exact : (k,) coefficients of series i by statsmodels at a tight tolerance. sample : series the loop is timed on.

    Returns
    -------
    tuple
        How many times as fast, and the largest difference of a coefficient.
    """
    coefficients = batched()
    one(0)  # not timed, like the first batch: it loads what is imported late
    fast: list[float] = []
    slow: list[float] = []
    for turn in range(ROUNDS):
        fast.append(seconds(batched))
        some = range(turn * sample // ROUNDS, (turn + 1) * sample // ROUNDS)
        slow.extend(seconds(partial(one, i)) for i in some)
    ours, theirs = statistics.median(fast), statistics.mean(slow) * len(coefficients)
    apart = max(float(np.abs(coefficients[i] - exact(i)).max()) for i in range(sample))
    line(f"{name}, all at once (median of {ROUNDS})", f"{ours:.2f} s")
    line(f"{words}, one by one (mean of {sample}, scaled)", f"{theirs:.1f} s")
    line("times as fast", f"{theirs / ours:.0f}", f"at least {RATIO}", met=theirs / ours >= RATIO)
    line("largest difference of a coefficient", f"{apart:.0e}", f"at most {DIFFERENCE:.0e}", met=apart <= DIFFERENCE)
    return theirs / ours, apart


def main(refits: int = 10_000, sample: int = 300) -> None:
    """Print the three comparisons."""
    design, poisson, overdispersed = example(refits)
    matrix = design.matrix
    header(f"{refits:,} refits, {MONTHS} months, {matrix.shape[1]} columns (processor time of one core)")
    family = sm.families.Poisson()
    compare(
        "poisson_refits",
        lambda: poisson_refits(poisson, matrix).coefficients,
        "statsmodels GLM Poisson",
        lambda i: sm.GLM(poisson[i], matrix, family=family).fit(),
        lambda i: sm.GLM(poisson[i], matrix, family=family).fit(tol=1e-12, tol_criterion="params").params,
        sample=sample,
    )

    def ours() -> Array:
        return negative_binomial_refits(overdispersed, matrix).coefficients

    def newton(i: int) -> Array:
        model = NegativeBinomial(overdispersed[i], matrix)
        start = model.fit(disp=False).params  # its usual estimate has 5 digits or so
        return model.fit(start_params=start, method="newton", tol=1e-12, disp=False).params[:-1]

    def alternating(i: int) -> Array:
        return fit_glm(overdispersed[i], design, errors="independent").coefficients

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compare(
            "negative_binomial_refits",
            ours,
            "statsmodels NegativeBinomial",
            lambda i: NegativeBinomial(overdispersed[i], matrix).fit(disp=False),
            newton,
            sample=sample // 2,
        )
    if caught:
        line("warnings of statsmodels NegativeBinomial", str(len(caught)))
    compare(
        "negative_binomial_refits",
        ours,
        "statsmodels GLM and α in turns until both stand",
        alternating,
        alternating,
        sample=sample // 3,
    )


if __name__ == "__main__":
    on_one_core()
    main()
