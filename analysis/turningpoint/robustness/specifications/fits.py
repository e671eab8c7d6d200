"""Fit every specification to many replicates at once: the observed series and those simulated under a null."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import DesignError, ParameterError
from turningpoint.its.many_series.count_regressions import negative_binomial_refits, poisson_refits
from turningpoint.its.model.design import Design, build_design, require_full_rank, term_of
from turningpoint.its.model.specification import Specification
from turningpoint.robustness.specifications.grid import Choice, moved
from turningpoint.timeline import Times, cut, labels

ROUGH = 1e-8


@dataclass(frozen=True, eq=False)
class ManyFits:
    """Effects of c specifications in r replicates.

    Attributes
    ----------
    effect : (2, c, r) log level and log slope a year. error : (2, c, r) standard errors. NaN without a fit.
    failed : place of a specification without a fit of its own series → why.
    """

    effect: Array
    error: Array
    failed: Mapping[int, str]

    @property
    def z(self) -> Array:
        """(2, c, r) effects over their standard errors."""
        return self.effect / self.error


class Estimates(NamedTuple):
    """Coefficients (N, k), their covariance (N, k, k), and whether each fit converged (N,)."""

    coefficients: Array
    covariance: Array
    converged: NDArray[np.bool_]


def design_for(times: Times, choice: Choice, when: str, specification: Specification) -> tuple[Design, slice]:
    """Design of one specification, and the periods of its window."""
    names = labels(times)
    first, last = names.index(choice.start), names.index(choice.end) + 1
    asked = replace(
        specification,
        interventions=(moved(names, when, choice.shift),),
        harmonics=choice.harmonics,
        month_indicators=False,
        transition=choice.transition,
        transition_before=0,
        pre_trend="straight",
        ramp=True,
    )
    design = build_design(cut(times, first, last), asked)
    if choice.pre_trend == "bending":
        clock = design.matrix[:, design.terms.index("trend")]
        design = design.with_column("bend", np.minimum(clock, 0.0) ** 2)
        require_full_rank(design)
    return design, slice(first, last)


def fit_choices(
    series: Mapping[str, Array], times: Times, choices: Sequence[Choice], when: str, specification: Specification
) -> ManyFits:
    """Fit every specification to every replicate; replicate 0 is the observed series.

    Specifications that share a design and a likelihood are fitted together, over outcomes and replicates.

    Parameters
    ----------
    series : outcome → (r, n) counts on the time axis of n periods. when : first period after, before any shift.
    """
    replicates = len(next(iter(series.values())))
    effect = np.full((2, len(choices), replicates), np.nan)
    error = np.full_like(effect, np.nan)
    failed: dict[int, str] = {}
    groups: dict[tuple[str, str, int, str, int, int], list[int]] = {}
    for place, choice in enumerate(choices):
        groups.setdefault(choice.design, []).append(place)
    for places in groups.values():
        try:
            design, window = design_for(times, choices[places[0]], when, specification)
        except (DesignError, ParameterError) as problem:
            failed |= dict.fromkeys(places, str(problem))
            continue
        outcomes = list(dict.fromkeys(choices[place].outcome for place in places))
        counts = np.concatenate([series[name][:, window] for name in outcomes])
        terms = [term_of(design, kind) for kind in ("step", "ramp")]
        for fit, refits in _refits(counts, design, {choices[place].fit for place in places}).items():
            spread = np.sqrt(refits.covariance[:, terms, terms])
            shape = (len(outcomes), replicates, 2)
            good: NDArray[np.bool_] = np.asarray(refits.converged[:, None] & np.isfinite(spread) & (spread > 0))
            found = np.where(good, refits.coefficients[:, terms], np.nan).reshape(shape)
            errors = np.where(good, spread, np.nan).reshape(shape)
            told: NDArray[np.bool_] = good.all(axis=1).reshape(shape[:2])
            for place in places:
                if choices[place].fit != fit:
                    continue
                row = outcomes.index(choices[place].outcome)
                effect[:, place], error[:, place] = found[row].T, errors[row].T
                if not told[row, 0]:
                    failed[place] = "the fit did not converge"
    return ManyFits(effect, error, failed)


def _refits(counts: Array, design: Design, fits: set[str]) -> dict[str, Estimates]:
    """Refits by fit; error models of one likelihood start from one another's estimates."""
    found: dict[str, Estimates] = {}
    start: Array | None = None
    for fit in sorted(fits):
        likelihood, _, errors = fit.partition(", ")
        lag = int(errors.partition(":")[2]) if errors.startswith("hac") else None
        matrix, offset, used = design.matrix, design.offset, design.used
        if likelihood == "log-linear":
            found[fit] = log_linear(counts, design, lag)
            continue
        if likelihood == "negative-binomial":
            refits = negative_binomial_refits(counts, matrix, offset=offset, used=used, hac_lag=lag, tolerance=ROUGH)
        else:
            refits = poisson_refits(
                counts, matrix, offset=offset, used=used, start=start, hac_lag=lag,
                dispersion=likelihood == "quasi-poisson", tolerance=ROUGH,
            )  # fmt: skip
            start = refits.coefficients if refits.converged.all() else start
        found[fit] = Estimates(refits.coefficients, refits.covariance, refits.converged)
    return found


def log_linear(counts: Array, design: Design, lag: int | None) -> Estimates:
    """Least squares of log(y + 1/2) for counts (N, n), with Newey-West or the usual covariance.

    Bartlett weights over calendar time, no correction for small samples, as `statsmodels` has it by default.
    """
    matrix, used = design.matrix * design.used[:, None], design.used
    response = np.where(used, np.log(counts + 0.5) - design.offset, 0.0)
    bread = np.linalg.inv(matrix.T @ matrix)
    coefficients = response @ matrix @ bread
    residuals = np.where(used, response - coefficients @ matrix.T, 0.0)
    k = matrix.shape[1]
    if lag is None:
        scale = (residuals**2).sum(axis=1) / (used.sum() - k)
        covariance = scale[:, None, None] * bread
    else:
        meat = np.zeros((len(counts), k, k))
        for apart in range(lag + 1):
            ahead, behind = matrix[apart:], matrix[: len(matrix) - apart]
            outer = (ahead[:, :, None] * behind[:, None, :]).reshape(len(ahead), k * k)
            products = residuals[:, apart:] * residuals[:, : residuals.shape[1] - apart]
            part = (1 - apart / (lag + 1)) * (products @ outer).reshape(-1, k, k)
            meat += part if apart == 0 else part + np.swapaxes(part, 1, 2)
        covariance = bread @ meat @ bread
    return Estimates(coefficients, covariance, np.ones(len(counts), dtype=bool))
