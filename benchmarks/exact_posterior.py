"""Lay the calibrated posterior of hard series beside the exact one, and beside one linearised once.

Two hundred series of large noise and long memory (``tests/its/calibrated/hard_series.py``), the log level of each:
ours, the exact posterior by importance sampling of the same model and priors with at least 2,000 effective draws, every
noise model at its own mode with its Laplace marginal, and one linearisation at the Poisson fit. Each series has its own
seed. Four seconds a series: ``python -m benchmarks.exact_posterior TABLE.csv`` goes on where the table ends, and with
``--series 50`` stops after so many more. At the end it prints how far each lies from the exact one, in exact standard
deviations.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from tests.its.calibrated.exact import exact_posterior
from tests.its.calibrated.hard_series import HardSeries, hard_series
from turningpoint.arrays import Array
from turningpoint.its.calibrated.linearisation import linearise
from turningpoint.its.calibrated.mixture import Mixture
from turningpoint.its.calibrated.noise_grid import FINE, SIGMA, STRAIGHT, TAU, WHOLE
from turningpoint.its.calibrated.posterior import average, mixture_of, weigh
from turningpoint.its.calibrated.whitening import products
from turningpoint.its.many_series.count_regressions import poisson_refits
from turningpoint.its.model.bending_trend import bends, without_bend

SERIES = 200
POINTS = np.array([0.5, 0.025, 0.975])
METHODS = ("ours", "own_mode", "one_step")
BOUND = 0.25
"""Exact standard deviations by which a median may be off."""


def one_step(series: HardSeries) -> Mixture:
    """Linearise once, at the Poisson fit, and weigh there."""
    design, values = series.design, series.counts[None]
    plain = without_bend(design)
    refit = poisson_refits(values, plain.matrix, offset=design.offset, used=design.used)
    linear = refit.coefficients @ plain.matrix.T
    found, smooth = linearise(values, design, linear), bends(design)
    nodes = FINE.with_sigma(np.geomspace(SIGMA[0], SIGMA[-1], 50)[None])
    whole = weigh(products(found, nodes.rho, nodes.share, nodes.sigma), nodes, smooth, TAU if smooth else STRAIGHT)
    every = np.ones(1, dtype=bool)
    return mixture_of(whole, every, linear=linear, rounds=1, still=every)


def level(mixture: Mixture, term: int) -> Array:
    """Median, low and high of a coefficient."""
    direction = np.zeros((1, mixture.means.shape[-1]))
    direction[0, term] = 1
    return mixture.quantiles(*mixture.contrast(direction), POINTS)[0]


def row(number: int) -> dict[str, float]:
    """One line of the table."""
    series = hard_series(number)
    term = series.design.terms.index("step")
    mixture = average(series.counts[None], series.design, "poisson", search=WHOLE)
    exact = exact_posterior(series.counts, series.design, mixture, np.random.default_rng([20090101, number]))
    found = {
        "exact": exact.quantiles(term, POINTS),
        "ours": level(mixture, term),
        "own_mode": exact.laplace_quantiles(term, POINTS),
        "one_step": level(one_step(series), term),
    }
    line = {"series": number, "sigma": series.sigma, "rho": series.rho, "mean": series.mean}
    line |= {"effective": exact.effective, "deviation": exact.moments(term)[1], "still": float(mixture.still[0])}
    for name, ends in found.items():
        line |= {f"{name}_{end}": float(x) for end, x in zip(("median", "low", "high"), ends, strict=True)}
    return line


def summary(table: pd.DataFrame) -> str:
    """How far from the exact one, in exact standard deviations: quantiles over series, and how often past the bound."""
    lines = [f"{len(table)} series, {table['effective'].min():.0f} effective draws or more"]
    for name in METHODS:
        for end in ("median", "low", "high"):
            off = ((table[f"{name}_{end}"] - table[f"exact_{end}"]) / table["deviation"]).abs()
            half, most = off.quantile([0.5, 0.9])
            past = int((off > BOUND).sum())
            lines.append(
                f"{name:9} {end:7} median {half:.3f}  90% {most:.3f}  largest {off.max():.3f}  past {BOUND}: {past}"
            )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Go on with the table and print its summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("--series", type=int, default=SERIES, help="so many more at most")
    chosen = parser.parse_args(arguments)
    known = len(pd.read_csv(chosen.table)) if chosen.table.exists() else 0
    for number in range(known, min(known + chosen.series, SERIES)):
        pd.DataFrame([row(number)]).to_csv(chosen.table, mode="a", header=number == 0, index=False)
    print(summary(pd.read_csv(chosen.table)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
