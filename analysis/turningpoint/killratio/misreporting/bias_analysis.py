"""Bias analysis of a kill ratio: what is left of it when both sides' dead may be misreported, by stated priors.

Each printed number is divided by a factor drawn from its prior (printed over true: above 1 the number is overstated).
The factors of one side in two years go together, for who counts, and how, changes slowly. On top come the clusters of
deaths: log-normal noise with the variance F(1/M + 1/S) of the corrected numbers, with F drawn on the log scale.
Lash, Fox & Fink (2009), Applying Quantitative Bias Analysis to Epidemiologic Data, doi:10.1007/978-0-387-87959-8.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy.special import ndtr

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.killratio.misreporting.priors import Prior, checked_priors, default_priors
from turningpoint.killratio.one_period.clustered_intervals import checked_factors
from turningpoint.killratio.one_period.poisson_ratio import checked_confidence, checked_deaths
from turningpoint.killratio.one_period.ratio import as_odds
from turningpoint.number_format import confidence_label, fixed

QUANTITIES = {
    "earlier": "kill ratio of the earlier year",
    "later": "kill ratio of the later year",
    "change": "later ratio over the earlier one",
}
COLUMNS = ("case", "quantity", "reported", "median", "low", "high", "confidence")


@dataclass(frozen=True)
class Corrected:
    """One quantity as printed, and median and equal-tailed interval of the draws."""

    reported: float
    median: float
    low: float
    high: float


@dataclass(frozen=True)
class BiasAnalysis:
    """Kill ratios of two years, and their change, under priors on misreporting.

    ``quantities`` has one for each of `QUANTITIES`, and is empty where they are not defined, with the ``reason``.
    ``reversed_share`` is that of the draws in which the earlier ratio is below 1 and the later one above,
    ``higher_share`` that in which the later one is the higher; None where undefined. ``factors`` are the ends of the
    range that cluster factors were drawn from; the other fields are those of `bias_analysis`.
    """

    case: str
    years: tuple[int, int]
    quantities: Mapping[str, Corrected]
    reversed_share: float | None
    higher_share: float | None
    priors: Mapping[str, Prior]
    correlation: float
    factors: tuple[float, float]
    draws: int
    seed: int
    confidence: float
    reason: str = ""

    def to_frame(self) -> pd.DataFrame:
        """Tidy table, a row a quantity; the columns in `COLUMNS`. No rows where they are not defined."""
        rows = [(self.case, name, *vars(found).values(), self.confidence) for name, found in self.quantities.items()]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def summary(self) -> str:
        """Say in words what is left under these priors."""
        if self.reason:
            return f"{self.case}: {self.reason}"
        label = confidence_label(self.confidence)
        earlier, later, change = (self.quantities[name] for name in QUANTITIES)
        before, after = (
            f"{as_odds(one.median)} ({label} {fixed(one.low, 2)} to {fixed(one.high, 2)})" for one in (earlier, later)
        )
        return (
            f"{self.case}: under the stated priors on misreporting and cluster factors of {self.factors[0]:g} to "
            f"{self.factors[1]:g} the kill ratio was {before} in {self.years[0]} and {after} in {self.years[1]}; it "
            f"changed {fixed(change.median, 2)} times ({fixed(change.low, 2)} to {fixed(change.high, 2)}; "
            f"{fixed(change.reported, 2)} as printed). In {self.reversed_share:.0%} of {self.draws:,} draws it went "
            "from below to above 1:1."
        )


def bias_analysis(
    earlier: tuple[int, int],
    later: tuple[int, int],
    *,
    seed: int,
    case: str = "",
    years: tuple[int, int] = (0, 1),
    priors: Mapping[str, Prior] | None = None,
    correlation: float = 0.5,
    factors: Sequence[float] | None = None,
    draws: int = 20_000,
    confidence: float = 0.95,
) -> BiasAnalysis:
    """Draw misreporting and clusters, and give the medians and intervals of the corrected ratios; see this module.

    Parameters
    ----------
    earlier, later : (militants, security) deaths of each year as printed.
    case : whose numbers. years : what the two are called in words.
    priors : by number (`priors.NUMBERS`), on printed over true; `default_priors` by default.
    correlation : of one side's factors in the two years, -1 to 1 (a Gaussian copula). At 1, with equal priors, an error
        common to both years leaves the change as it is.
    factors : the cluster factor, or the two ends it is drawn between, evenly on the log scale, for each year anew.

    >>> found = bias_analysis((193, 592), (2597, 1235), seed=1)
    >>> found.quantities["change"].low > 1, round(found.quantities["change"].reported, 2)
    (True, 6.45)
    """
    checked = [checked_deaths(earlier), checked_deaths(later)]
    used = checked_priors(default_priors() if priors is None else priors)
    ends = checked_factors(factors)
    low, high = ends[0], ends[-1]
    checked_confidence(confidence)
    _check(seed, correlation, draws)
    made = partial(
        BiasAnalysis, case=case, years=years, priors=used, correlation=correlation, factors=(low, high), draws=draws,
        seed=seed, confidence=confidence,
    )  # fmt: skip
    if not all(count for pair in checked for count in pair):
        reason = "one side of one year has no deaths: the corrected ratios and their change are not defined."
        return made(quantities={}, reversed_share=None, higher_share=None, reason=reason)
    generator = np.random.default_rng(np.random.SeedSequence(seed))
    errors = _errors(generator, used, correlation, draws)
    logs = {}
    for when, (militants, security) in zip(("earlier", "later"), checked, strict=True):
        true_m, true_s = militants / errors[f"militants_{when}"], security / errors[f"security_{when}"]
        cluster = low * (high / low) ** generator.random(draws)
        noise = np.sqrt(cluster * (1 / true_m + 1 / true_s)) * generator.standard_normal(draws)
        logs[when] = np.log(true_m / true_s) + noise
    logs["change"] = logs["later"] - logs["earlier"]
    before, after = (militants / security for militants, security in checked)
    reported = {"earlier": before, "later": after, "change": after / before}
    tail = (1 - confidence) / 2
    quantities = {
        name: Corrected(reported[name], *(float(np.exp(q)) for q in np.quantile(values, [0.5, tail, 1 - tail])))
        for name, values in logs.items()
    }
    reversal = ((logs["earlier"] < 0) & (logs["later"] > 0)).mean()
    return made(quantities=quantities, reversed_share=float(reversal), higher_share=float((logs["change"] > 0).mean()))


def _errors(
    generator: np.random.Generator, priors: Mapping[str, Prior], correlation: float, draws: int
) -> dict[str, Array]:
    """Factors (draws,) of each number, those of one side correlated between the years."""
    errors = {}
    for side in ("militants", "security"):
        first, own = generator.standard_normal((2, draws))
        second = correlation * first + np.sqrt(1 - correlation**2) * own
        for when, normal in (("earlier", first), ("later", second)):
            name = f"{side}_{when}"
            errors[name] = priors[name].quantile(ndtr(normal))
    return errors


def _check(seed: int, correlation: float, draws: int) -> None:
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise ParameterError(f"seed is {seed!r}: give a whole number, zero or more.")
    if not -1 <= correlation <= 1:
        raise ParameterError(f"correlation is {correlation}: give a number from -1 to 1.")
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 100:
        raise ParameterError(f"draws is {draws!r}: give a whole number, 100 or more.")
