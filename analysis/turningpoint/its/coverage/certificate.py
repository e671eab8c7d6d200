"""A certificate: how often the interval just given covers the truth on series simulated to be like this one."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.errors import FitError
from turningpoint.its.calibrated.model_average import Mixture, average
from turningpoint.its.calibrated.noise_grid import GRID, LONGEST_MEMORY, Nodes
from turningpoint.its.coverage.kept_table import WANTED, monte_carlo_interval, proven
from turningpoint.its.coverage.simulated_series import Course, fitted_counts, fitted_gaussian
from turningpoint.its.many_series.count_regressions import negative_binomial_refits
from turningpoint.its.model.bending_trend import bends
from turningpoint.its.model.design import term_of
from turningpoint.its.model.fit import Fit
from turningpoint.its.regression.conventional import HAC_LAG, wald_counts
from turningpoint.its.regression.ols import least_squares
from turningpoint.number_format import fixed

PILOT = 24
"""Series simulated first, at each memory, to find which noise models matter."""
NEGLIGIBLE = 0.01
"""Noise models that weigh less than this in every series simulated first are left out of the others."""


@dataclass(frozen=True)
class Certificate:
    """Coverage and type I error of a fit's interval for the level, by simulation.

    Attributes
    ----------
    replicates : series simulated in all, a third at each memory.
    points, memories, sigma : of the series: points used, ρ of the lasting noise, standard deviation of the noise.
    coverage, coverage_low, coverage_high : share of intervals that hold the true level at the memory where it is
        lowest, with its 99% Monte Carlo interval.
    slope_coverage : the same for the slope, lowest over memories; None in a design without a ramp.
    type_one_error : share of series without any change whose interval excludes no change, highest over memories.
    conventional_coverage : of the conventional interval on the same series, lowest over memories.
    conventional : that interval's method. confidence : nominal level.
    reason : why the interval for the level is not certified; empty where it is.
    caution : effects other than the level whose intervals fail on simulated series near this one; empty where none.
    """

    replicates: int
    points: int
    memories: tuple[float, float, float]
    sigma: float
    coverage: float
    coverage_low: float
    coverage_high: float
    slope_coverage: float | None
    type_one_error: float
    conventional_coverage: float
    conventional: str
    confidence: float
    reason: str
    caution: str

    @property
    def certified(self) -> bool:
        """Whether the interval does what it says on series like this one."""
        return not self.reason

    def brief(self) -> str:
        """Say in a sentence what was found."""
        verdict = "Certified" if self.certified else "Not certified"
        return (
            f"{verdict}: on {self.replicates:,} simulated series like this one the {100 * self.confidence:g}% interval "
            f"of the jump holds the truth {fixed(100 * self.coverage, 0)}% of the time where it does worst, the "
            f"conventional one {fixed(100 * self.conventional_coverage, 0)}%."
        )

    def summary(self) -> str:
        """Say it in plain English."""
        span = f"{fixed(min(self.memories), 2)} to {fixed(max(self.memories), 2)}"
        found = (
            f"On {self.replicates:,} simulated series like this one ({self.points} points, memory {span}), the "
            f"{100 * self.confidence:g}% interval for the level covers the truth {fixed(100 * self.coverage, 0)}% of "
            "the time where it does worst, and finds a change where there is none in "
            f"{fixed(100 * self.type_one_error, 0)}%; the conventional interval ({self.conventional}) covers it "
            f"{fixed(100 * self.conventional_coverage, 0)}%."
        )
        whole = f"Certified. {found}" if self.certified else f"Not certified: {self.reason} {found}"
        return f"{whole} {self.caution}".rstrip()


def certify(fit: Fit, *, confidence: float = 0.95, replicates: int = 999, seed: int = 20210815) -> Certificate:
    """Simulate series like a calibrated fit's and see how often its intervals cover.

    Series have the fitted mean (half of them: without the change) and the fitted noise, with the memory ρ that the
    restricted likelihood gives, the one the calibrated weights give, and the upper 80% limit of the former. Each is
    fitted as the original was; the interval covers where the truth lies between the mixture's quantiles.

    Parameters
    ----------
    fit : of ``fit_calibrated``. confidence : level of the intervals. replicates : series in all. seed : of all draws.

    Raises
    ------
    FitError
        The fit is not the calibrated model's (other estimators are judged beside it), or its pre-trend bends.

    Returns
    -------
    Certificate
        Not certified where the memory lies at the edge of the noise models, the data outside the region that
        ``make coverage`` proved, or the simulated coverage below what is wanted.
    """
    if fit.errors != "calibrated":
        raise FitError("only a calibrated fit has a certificate. Set errors to calibrated.")
    design = fit.design
    if bends(design):
        raise FitError(
            "a fit with a bending pre-trend has no certificate: simulating it takes too long. Its straight counterpart "
            "has one."
        )
    unit = design.offset[design.used].mean()  # of the exposure: level and slope do not know it
    fit = replace(fit, design=replace(design, offset=design.offset - unit))
    memories = (fit.noise["rho_likelihood"], fit.noise["rho"], fit.noise["rho_upper"])
    each = replicates // 3
    streams = [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(6)]
    level = term_of(design, "step")
    slope = next((design.terms.index(term) for term in design.intervention_terms if term.startswith("ramp")), None)
    nodes = _nodes(fit, memories, streams[:3])
    found = []
    for rho, stream in zip(memories, streams[3:], strict=True):
        series, truth, changed = _simulate(fit, rho, each, stream)
        mixture = average(series, fit.design, fit.likelihood, nodes=nodes)
        conventional = _conventional_covers(series, fit, truth[:, level], confidence)
        inside = _covers(mixture, truth, level, confidence)
        found.append(
            (
                inside.mean(),
                np.nan if slope is None else _covers(mixture, truth, slope, confidence).mean(),
                1 - inside[~changed].mean(),
                conventional.mean(),
            )
        )
    covered, slopes, errors, others = np.array(found).T
    worst = float(covered.min())
    low, high = monte_carlo_interval(round(worst * each), each)
    certificate = Certificate(
        replicates=3 * each,
        points=int(design.used.sum()),
        memories=memories,
        sigma=fit.noise["sigma"],
        coverage=worst,
        coverage_low=low,
        coverage_high=high,
        slope_coverage=None if slope is None else float(slopes.min()),
        type_one_error=float(errors.max()),
        conventional_coverage=float(others.min()),
        conventional="ordinary least squares" if fit.link == "identity" else f"negative binomial, HAC lag {HAC_LAG}",
        confidence=confidence,
        reason="",
        caution="",
    )
    return replace(certificate, reason=_reason(certificate, fit), caution=_caution(certificate, fit))


def _simulate(fit: Fit, rho: float, size: int, random: np.random.Generator) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Draw series (size, n), their true coefficients (size, k), and which of them have the fitted change."""
    noise = {"rho": min(rho, LONGEST_MEMORY), "share": fit.noise["share"], "sigma": fit.noise["sigma"]}
    draw = fitted_gaussian if fit.link == "identity" else fitted_counts
    drawn = draw(Course(fit.mean, fit.counterfactual_mean), **noise, series=size, random=random)
    changed = np.arange(size) % 2 == 0
    series = np.where(changed[:, None], drawn.observed, drawn.untouched)
    return series, np.where(changed[:, None] | fit.design.stays, fit.coefficients, 0.0), changed


def _nodes(fit: Fit, memories: tuple[float, float, float], streams: list[np.random.Generator]) -> Nodes:
    """Noise models that weigh something in series simulated at these memories; a gaussian fit needs no such saving."""
    if fit.link == "identity":
        return GRID
    pilots = [_simulate(fit, rho, PILOT, stream)[0] for rho, stream in zip(memories, streams, strict=True)]
    weight = np.concatenate([average(pilot, fit.design, fit.likelihood).weight for pilot in pilots]).max(axis=0)
    return GRID.select(weight > NEGLIGIBLE)


def _covers(mixture: Mixture, truth: Array, term: int, confidence: float) -> NDArray[np.bool_]:
    """(N,) whether the truth (N, k) lies between the mixture's quantiles."""
    spread = np.sqrt(mixture.covariance[..., term, term])
    below = stats.norm.cdf((truth[:, term, None] - mixture.coefficients[..., term]) / spread)
    return np.asarray(mixture.converged & (np.abs((mixture.weight * below).sum(axis=1) - 0.5) < confidence / 2))


def _conventional_covers(series: Array, fit: Fit, truth: Array, confidence: float) -> NDArray[np.bool_]:
    """(N,) whether the conventional interval for the level holds the truth (N,); no fit counts as no."""
    design = fit.design
    if fit.link == "log":
        refits = negative_binomial_refits(
            series, design.matrix, offset=design.offset, used=design.used, hac_lag=HAC_LAG
        )
        low, high = wald_counts(refits, design, confidence)["level"].T
    else:
        step = term_of(design, "step")
        matrix = design.matrix[design.used]
        found = least_squares((series[:, design.used] - design.offset[design.used]).T, matrix)
        freedom = len(matrix) - matrix.shape[1]
        variance = (found.residuals**2).sum(axis=0) / freedom * found.inverse[step, step]
        half = stats.t.ppf((1 + confidence) / 2, freedom) * np.sqrt(variance)
        low, high = found.coefficients[step] - half, found.coefficients[step] + half
    return np.asarray((low <= truth) & (truth <= high))


def _reason(certificate: Certificate, fit: Fit) -> str:
    """Why the interval is not certified, in a sentence or two; empty where it is."""
    reasons = list(fit.messages[:1]) if any("remembers" in message for message in fit.messages) else []
    table = proven(certificate.points, fit.noise["rho_likelihood"], _mean_before(fit), estimands=("level",))
    if table.reason:
        reasons.append(table.reason)
    if certificate.coverage_high < WANTED[0] - 0.95 + certificate.confidence:
        reasons.append("On series simulated to be like this one the interval covers the truth too rarely.")
    return " ".join(reasons)


def _caution(certificate: Certificate, fit: Fit) -> str:
    """Which other effects' intervals fail near data like these, by the table of coverage."""
    failing = proven(certificate.points, fit.noise["rho_likelihood"], _mean_before(fit)).failing
    named = ", ".join(
        f"{name.replace('_', ' ')} {fixed(100 * coverage, 1)}%" for name, coverage in failing.items() if name != "level"
    )
    return f"Near series like this one the 95% intervals of other effects hold the truth in: {named}." if named else ""


def _mean_before(fit: Fit) -> float | None:
    """Events a period before the intervention; None for a gaussian outcome."""
    before = np.arange(len(fit.values)) < fit.design.positions[0]
    return None if fit.link == "identity" else float(np.mean(fit.values[before & fit.design.used]))
