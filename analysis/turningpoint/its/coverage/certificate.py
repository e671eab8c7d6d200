"""A certificate: how often the intervals just given cover the truth on series simulated to be like this one."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from turningpoint.arrays import Array
from turningpoint.errors import FitError
from turningpoint.its.calibrated.estimator import fit_calibrated
from turningpoint.its.calibrated.mixture import Mixture
from turningpoint.its.calibrated.noise_grid import LONGEST_MEMORY, MANY, Search
from turningpoint.its.calibrated.posterior import average, pilot_search
from turningpoint.its.coverage.simulated_series import Course, fitted_counts, fitted_gaussian
from turningpoint.its.model.bending_trend import bends
from turningpoint.its.model.design import Design, term_of
from turningpoint.its.model.fit import Fit
from turningpoint.its.model.season import periods_of_year
from turningpoint.its.regression.conventional import HAC_LAG, usual_refits, wald_level
from turningpoint.its.regression.ols import least_squares
from turningpoint.number_format import fixed
from turningpoint.spans import with_sums

PILOT = 16
"""Series simulated first, at each memory, to find which noise models matter."""
LOWEST = 0.91
"""Share of intervals that must hold the truth, at a nominal 95%, where they do worst."""
FEWEST = 999
"""Series without which nothing is certified."""


@dataclass(frozen=True)
class Certificate:
    """Coverage and type I error of a fit's intervals for the level and the effect of 12 months, by simulation.

    Attributes
    ----------
    replicates : series simulated in all, half of them at each memory.
    points, memories, sigma : of the series: observations used, ρ of the lasting noise, standard deviation of the noise.
    coverage : share of intervals that hold the true level at the memory where it is lowest.
    coverage_12 : the same for the effect of the first 12 months, or of all there are.
    slope_coverage : the same for the slope; None in a design without a ramp.
    type_one_error : share of series without any change whose interval of the level excludes no change, highest.
    conventional_coverage : of the conventional interval of the level on the same series, lowest; None where there are
        sums, which the conventional fit cannot read.
    conventional : that interval's method. confidence : nominal level.
    reason : why the intervals are not certified; empty where they are.
    """

    replicates: int
    points: int
    memories: tuple[float, float]
    sigma: float
    coverage: float
    coverage_12: float
    slope_coverage: float | None
    type_one_error: float
    conventional_coverage: float | None
    conventional: str
    confidence: float
    reason: str

    @property
    def certified(self) -> bool:
        """Whether the intervals do what they say on series like this one."""
        return not self.reason

    def brief(self) -> str:
        """Say in a sentence what was found."""
        verdict = "Certified" if self.certified else "Not certified"
        return (
            f"{verdict}: on {self.replicates:,} simulated series like this one the {100 * self.confidence:g}% interval "
            f"of the jump holds the truth {fixed(100 * self.coverage, 0)}% of the time where it does worst, that of "
            f"the first year {fixed(100 * self.coverage_12, 0)}%{self._others()}."
        )

    def summary(self) -> str:
        """Say it in plain English."""
        low, high = sorted(self.memories)
        found = (
            f"On {self.replicates:,} simulated series like this one ({self.points} observations, autocorrelation of "
            f"the noise {fixed(low, 2)} and {fixed(high, 2)}), with the course of the trend that may bend, the "
            f"{100 * self.confidence:g}% interval for the level covers the truth {fixed(100 * self.coverage, 0)}% of "
            f"the time where it does worst, that for the effect of the first year {fixed(100 * self.coverage_12, 0)}%; "
            f"a change is found where there is none in {fixed(100 * self.type_one_error, 0)}%{self._others()}."
        )
        return f"Certified. {found}" if self.certified else f"Not certified: {self.reason} {found}"

    def _others(self) -> str:
        if self.conventional_coverage is None:
            return ""
        return f"; the conventional interval ({self.conventional}) covers {fixed(100 * self.conventional_coverage, 0)}%"


def certify(fit: Fit, *, confidence: float = 0.95, replicates: int = 999, seed: int = 20210815) -> Certificate:
    """Simulate series like a calibrated fit's and see how often its intervals cover.

    Series have the course of the fit with a trend that may bend, whether or not the fit to be certified has one (half
    of them: without the change), and the noise of that fit, at its mean memory ρ and at its upper 80% limit. Each is
    observed, holes and sums as they are, and fitted as the original was; an interval covers where the truth lies
    between the mixture's quantiles. The fit is certified where, with 999 series or more, both the level and the effect
    of 12 months are covered in at least 91% at either memory (of a nominal 95%; as much below any other).

    Parameters
    ----------
    fit : of ``fit_calibrated``. confidence : level of the intervals. replicates : series in all. seed : of all draws.

    Raises
    ------
    FitError
        The fit is not the calibrated model's (other estimators are judged beside it).
    """
    if fit.errors != "calibrated":
        raise FitError("only a calibrated fit has a certificate. Set errors to calibrated.")
    course = fit
    if not bends(fit.design):
        values = np.concatenate([fit.values, fit.sums])
        course = fit_calibrated(values, fit.design, likelihood=fit.likelihood, pre_trend="adaptive", seed=seed)
    unit = fit.design.offset[fit.design.covered].mean()  # of the exposure: effects do not know it
    design = replace(fit.design, offset=fit.design.offset - unit)
    memories = (course.noise["rho"], course.noise["rho_upper"])
    each = -(-replicates // len(memories))
    streams = [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(4)]
    pilots = np.concatenate([_simulate(course, rho, PILOT, s)[0] for rho, s in zip(memories, streams[:2], strict=True)])
    search = MANY if fit.link == "identity" else pilot_search(pilots, design)
    found = [
        _shares(course, fit, design, rho, each, search, confidence, stream)
        for rho, stream in zip(memories, streams[2:], strict=True)
    ]
    levels, years, slopes, errors, others = np.array(found).T
    lowest = LOWEST - 0.95 + confidence
    reasons = []
    if replicates < FEWEST:
        reasons.append(f"{replicates} series are too few to certify anything; it takes {FEWEST}.")
    if min(levels.min(), years.min()) < lowest:
        reasons.append("On series simulated to be like this one an interval covers the truth too rarely.")
    return Certificate(
        replicates=len(memories) * each,
        points=len(design.rows),
        memories=memories,
        sigma=course.noise["sigma"],
        coverage=float(levels.min()),
        coverage_12=float(years.min()),
        slope_coverage=None if np.isnan(slopes).all() else float(slopes.min()),
        type_one_error=float(errors.max()),
        conventional_coverage=None if np.isnan(others).all() else float(others.min()),
        conventional="ordinary least squares" if fit.link == "identity" else f"negative binomial, HAC lag {HAC_LAG}",
        confidence=confidence,
        reason=" ".join(reasons),
    )


def _shares(
    course: Fit,
    fit: Fit,
    design: Design,
    rho: float,
    size: int,
    search: Search,
    confidence: float,
    stream: np.random.Generator,
) -> tuple[float, float, float, float, float]:
    """Coverage of level, 12 months and slope, type I error, and coverage of the conventional level, at one memory."""
    series, truth, changed = _simulate(course, rho, size, stream)
    mixture = average(series, design, fit.likelihood, search=search)
    single = np.eye(len(design.terms))
    asked = {"level": mixture.contrast(single[[term_of(design, "step")]]), "year": _of_year(mixture, design, fit.link)}
    if "slope" in truth:
        asked["slope"] = mixture.contrast(single[[term_of(design, "ramp")]])
    held = {
        name: mixture.covers(*moments, truth[name], confidence) & mixture.converged for name, moments in asked.items()
    }
    slopes = held["slope"].mean() if "slope" in held else np.nan
    others = np.nan if design.spans_used.any() else _conventional_covers(series, fit, truth["level"], confidence).mean()
    return held["level"].mean(), held["year"].mean(), slopes, 1 - held["level"][~changed].mean(), others


def _first_year(design: Design) -> slice:
    """The periods of the first year from the first intervention on, or as many as there are."""
    return slice(design.positions[0], design.positions[0] + periods_of_year(design.times))


def _of_year(mixture: Mixture, design: Design, link: str) -> tuple[Array, Array]:
    """Mean and variance at every node, (N, g, v), of the effect of the first year: log ratio or change of sums."""
    rows = _first_year(design)
    with_it, without = design.matrix[rows], design.counterfactual[rows]
    if link == "log":
        return mixture.log_ratio(with_it, without, design.offset[rows], design.offset[rows])
    return mixture.contrast((with_it - without).sum(axis=0)[None])


def _simulate(
    fit: Fit, rho: float, size: int, random: np.random.Generator
) -> tuple[Array, dict[str, Array], NDArray[np.bool_]]:
    """Draw series (size, n + s), the truth of every effect (size,), and which of them have the fitted change."""
    design, log = fit.design, fit.link == "log"
    noise = {"rho": min(rho, float(LONGEST_MEMORY)), "share": fit.noise["share"], "sigma": fit.noise["sigma"]}
    draw = fitted_counts if log else fitted_gaussian
    drawn = draw(Course(fit.mean, fit.counterfactual_mean), **noise, series=size, random=random)
    changed = np.arange(size) % 2 == 0
    series = with_sums(np.where(changed[:, None], drawn.observed, drawn.untouched), design.spans)
    rows = _first_year(design)
    sums = fit.mean[rows].sum(), fit.counterfactual_mean[rows].sum()
    effect = {
        "level": fit.coefficients[term_of(design, "step")],
        "year": np.log(sums[0] / sums[1]) if log else sums[0] - sums[1],
    }
    if design.has_ramp:
        effect["slope"] = fit.coefficients[term_of(design, "ramp")]
    return series, {name: np.where(changed, value, 0.0) for name, value in effect.items()}, changed


def _conventional_covers(series: Array, fit: Fit, truth: Array, confidence: float) -> NDArray[np.bool_]:
    """(N,) whether the conventional interval for the level holds the truth (N,); no fit counts as no."""
    design = fit.design
    keep = len(design.terms) - bends(design)
    design = replace(design, terms=design.terms[:keep], matrix=design.matrix[:, :keep])
    if fit.link == "log":
        low, high = wald_level(usual_refits(series, design), design, confidence).T
    else:
        step = term_of(design, "step")
        matrix = design.matrix[design.used]
        found = least_squares((series[:, design.used] - design.offset[design.used]).T, matrix)
        freedom = len(matrix) - matrix.shape[1]
        variance = (found.residuals**2).sum(axis=0) / freedom * found.inverse[step, step]
        half = stats.t.ppf((1 + confidence) / 2, freedom) * np.sqrt(variance)
        low, high = found.coefficients[step] - half, found.coefficients[step] + half
    return np.asarray((low <= truth) & (truth <= high))
