"""Fit every specification to many replicates at once: the observed series and those simulated under a null."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.choices import Likelihood
from turningpoint.errors import DesignError, ParameterError
from turningpoint.its.calibrated.noise_grid import RHO, SIGMA, Search, grid
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.many_series.count_regressions import negative_binomial_refits, poisson_refits
from turningpoint.its.model.bending_trend import with_bend
from turningpoint.its.model.design import Design, build_design, require_full_rank, term_of
from turningpoint.its.model.specification import Specification
from turningpoint.its.regression.sums import fit_sums
from turningpoint.robustness.specifications.grid import ADAPTIVE, CALIBRATED, READ_SUMS, Choice, moved
from turningpoint.spans import Span, inside, number_of_sum
from turningpoint.timeline import Times, cut, labels

EFFECTS = ("level", "slope", "first year")
"""What is estimated. The first year is the geometric mean of the ratios of twelve periods, from the date on."""
YEAR = 12
ROUGH = 1e-8
COARSE = Search(
    grid(share=np.array([0.5, 0.9, 1]), sigma=SIGMA[1::2]),
    grid(rho=RHO[::2], share=np.array([0.5, 0.9, 1])),
    8,
)
"""Noise models of the calibrated fits: one for every series of a null. Estimates move by a tenth of an error."""


@dataclass(frozen=True, eq=False)
class ManyFits:
    """Effects of c specifications in r replicates.

    Attributes
    ----------
    effect : (3, c, r) log level, log slope a year, and the mean log effect over the first year (`EFFECTS`).
    error : (3, c, r) standard errors. NaN without a fit.
    failed : place of a specification without a fit of its own series → why.
    """

    effect: Array
    error: Array
    failed: Mapping[int, str]

    @property
    def z(self) -> Array:
        """(3, c, r) effects over their standard errors."""
        return self.effect / self.error


class Estimates(NamedTuple):
    """Coefficients (N, k), their covariance (N, k, k), and whether each fit converged (N,)."""

    coefficients: Array
    covariance: Array
    converged: NDArray[np.bool_]


def design_for(
    times: Times, choice: Choice, when: str, specification: Specification, spans: Sequence[Span] = ()
) -> tuple[Design, NDArray[np.intp]]:
    """Design of one specification, and the places of its periods and sums among those of the whole series (n + s)."""
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
    kept = [place for place, span in enumerate(spans) if first <= min(span.periods) and max(span.periods) < last]
    summed = number_of_sum(spans, len(times))[first:last] > 0
    design = build_design(
        cut(times, first, last),
        asked,
        observed=~summed if len(spans) else None,
        spans=[span.periods for span in inside(spans, first, last)],
    )
    if choice.pre_trend == "bending":
        clock = design.matrix[:, design.terms.index("trend")]
        design = design.with_column("bend", np.minimum(clock, 0.0) ** 2)
        require_full_rank(design)
    if choice.pre_trend == ADAPTIVE:
        design = with_bend(design)
    return design, np.concatenate([np.arange(first, last), len(times) + np.array(kept, dtype=np.intp)])


def directions_of(design: Design) -> Array:
    """(3, k) of the coefficients: level, slope, and their mean over the first year."""
    found = np.zeros((len(EFFECTS), len(design.terms)))
    step, ramp = (term_of(design, kind) for kind in ("step", "ramp"))
    at = design.positions[0]
    found[0, step] = found[1, ramp] = found[2, step] = 1.0
    found[2, ramp] = design.matrix[at : at + YEAR, ramp].mean()
    return found


def fit_choices(
    series: Mapping[str, Array],
    times: Times,
    choices: Sequence[Choice],
    when: str,
    specification: Specification,
    *,
    spans: Sequence[Span] = (),
) -> ManyFits:
    """Fit every specification to every replicate; replicate 0 is the observed series.

    Specifications that share a design and a likelihood are fitted together, over outcomes and replicates.

    Parameters
    ----------
    series : outcome → (r, n) counts on the time axis of n periods, or (r, n + s) with the sums over spans after them.
    when : first period after, before any shift.
    spans : of the series, s of them; the values of its periods do not count where it has any.
    """
    replicates = len(next(iter(series.values())))
    effect = np.full((len(EFFECTS), len(choices), replicates), np.nan)
    error = np.full_like(effect, np.nan)
    failed: dict[int, str] = {}
    groups: dict[tuple[str, str, int, str, int, int], list[int]] = {}
    for place, choice in enumerate(choices):
        groups.setdefault(choice.design, []).append(place)
    for places in groups.values():
        try:
            design, window = design_for(times, choices[places[0]], when, specification, spans)
        except (DesignError, ParameterError) as problem:
            failed |= dict.fromkeys(places, str(problem))
            continue
        outcomes = list(dict.fromkeys(choices[place].outcome for place in places))
        counts = np.concatenate([series[name][:, window] for name in outcomes])
        for fit, found in _contrasts(counts, design, {choices[place].fit for place in places}).items():
            spread = np.sqrt(found.variance)
            good: NDArray[np.bool_] = np.asarray(found.converged[:, None] & np.isfinite(spread) & (spread > 0))
            estimates, errors = (
                np.where(good, one, np.nan).reshape(len(outcomes), replicates, len(EFFECTS))
                for one in (found.estimate, spread)
            )
            for place in (place for place in places if choices[place].fit == fit):
                row = outcomes.index(choices[place].outcome)
                effect[:, place], error[:, place] = estimates[row].T, errors[row].T
                if np.isnan(errors[row, 0]).any():
                    failed[place] = "the fit did not converge"
    return ManyFits(effect, error, failed)


class Contrasts(NamedTuple):
    """Level, slope and first year (N, 3), their variances (N, 3), and whether each fit converged (N,)."""

    estimate: Array
    variance: Array
    converged: NDArray[np.bool_]


def _contrasts(values: Array, design: Design, fits: set[str]) -> dict[str, Contrasts]:
    """Effects by fit, of values (N, periods and sums of the design)."""
    directions, found = directions_of(design), {}
    if CALIBRATED in fits:
        mixture = average(values, design, "negative-binomial", search=COARSE)
        parts = [mixture.variance(direction[None]) for direction in directions]
        means, variances = (np.stack(part, axis=1) for part in zip(*parts, strict=True))
        found[CALIBRATED] = Contrasts(means, variances, mixture.converged & mixture.still)
    others = fits - {CALIBRATED}
    if design.spans_used.any():
        refits = {fit: _with_sums(values, design, fit) for fit in others}
    else:
        refits = _refits(values[:, : len(design.times)], design, others)
    for fit, one in refits.items():
        variance = np.einsum("ek,nkl,el->ne", directions, one.covariance, directions)
        found[fit] = Contrasts(one.coefficients @ directions.T, variance, one.converged)
    return found


def _with_sums(values: Array, design: Design, fit: str) -> Estimates:
    """Refits of counts of which some are sums; a ParameterError for a fit that needs single periods."""
    if fit not in READ_SUMS:
        raise ParameterError(f"the fit {fit!r} needs single periods, and the series has sums. Use {READ_SUMS}.")
    done = [fit_sums(one, design, cast(Likelihood, fit.partition(", ")[0])) for one in values]
    parts = zip(*((one.coefficients, one.covariance, one.converged) for one in done), strict=True)
    return Estimates(*map(np.array, parts))


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
