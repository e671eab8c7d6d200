"""Many specifications: the effect under every reasonable choice, and what of it chance alone would give."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from turningpoint.arrays import Array
from turningpoint.errors import FitError
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import counted, fixed, interval
from turningpoint.outcome import Outcome
from turningpoint.robustness.specifications.fits import EFFECTS, ManyFits, fit_choices
from turningpoint.robustness.specifications.grid import ADAPTIVE, READ_SUMS, TITLES, Choice, Grid
from turningpoint.robustness.specifications.null_series import null_series
from turningpoint.robustness.straight_model import normal_quantile, require_null, simulated_p
from turningpoint.spans import with_sums
from turningpoint.timeline import frequency, labels

SINGLE_PERIODS = (
    "the series has sums over several periods, which are read at the date itself by a calibrated or quasi-Poisson "
    "model alone"
)
STATISTICS = ("median", "significant share", "largest")


@dataclass(frozen=True)
class Joint:
    """One effect over all specifications, and its joint null.

    Attributes
    ----------
    effect : ``level``, ``slope``, or ``first year``: the geometric mean of the ratios of the first twelve periods.
    median : of the ratios. low, high : their smallest and largest.
    p_median : of a median as far from one when nothing changed.
    significant : share of specifications whose own interval excludes one. p_significant : of a share as large.
    null_significant : median of that share when nothing changed.
    largest_z : largest effect over its standard error. p_family : of one as large among all specifications.
    told : share of the specifications that stay significant when p-values are adjusted for the family.
    """

    effect: str
    median: float
    low: float
    high: float
    p_median: float
    significant: float
    p_significant: float
    null_significant: float
    largest_z: float
    p_family: float
    told: float


@dataclass(frozen=True, eq=False)
class Specifications:
    """The effect under many specifications.

    Attributes
    ----------
    frame : a row a specification: the choices, and each effect (ratio) with low, high, z and p_family (adjusted).
    joint : level, slope and first year over all of them. by_trend : the same by the course before, ``straight``,
        ``bending`` and ``adaptive`` where there are any, each adjusted for its own family.
    split : choice, effect, share (of the variance of the log effects between its values).
    failed : the choices, reason: specifications without a fit, left out of everything else.
    asked : how many specifications there were. replicates : simulated under the null. confidence : of intervals.
    """

    frame: pd.DataFrame
    joint: tuple[Joint, ...]
    by_trend: dict[str, tuple[Joint, ...]]
    split: pd.DataFrame
    failed: pd.DataFrame
    asked: int
    replicates: int
    confidence: float

    def of(self, effect: str, trend: str = "") -> Joint:
        """Give what was found of one effect, over all specifications or those with one course before."""
        return next(one for one in (self.by_trend[trend] if trend else self.joint) if one.effect == effect)

    def trends_in_words(self) -> str:
        """Say the medians of the specifications with a straight and with a smooth course before apart."""
        said = []
        for trend, words in (("straight", "a straight"), (ADAPTIVE, "an adaptive")):
            if trend in self.by_trend:
                rows = counted(int((self.frame["pre_trend"] == trend).sum()), "specification")
                said.append(f"The {rows} with {words} course before: {_medians(self.by_trend[trend], 2)}.")
        return " ".join(said)

    def brief(self) -> str:
        """Say the medians and the shares of significant ones beside what chance gives."""
        shares = ", ".join(
            f"{one.effect} {one.significant:.0%} against {one.null_significant:.0%}" for one in self.joint
        )
        return (
            f"Median over {len(self.frame):,} specifications: {_medians(self.joint, 1)}. Significant by themselves, "
            f"against the usual share when nothing changed: {shares}."
        )

    def summary(self) -> str:
        """Say the medians and what chance would give, and how many failed."""
        said = " ".join(
            f"The {one.effect} has a median of {fixed(one.median, 2)} ({interval(one.low, one.high, decimals=2)}; p = "
            f"{one.p_median:.2g} if nothing changed). {one.significant:.0%} of specifications call it significant by "
            f"themselves; in series in which nothing changed {one.null_significant:.0%} do (median; p = "
            f"{one.p_significant:.2g}). Adjusted for having tried them all, {one.told:.0%} do."
            for one in self.joint
        )
        reasons = ", ".join(f"{count:,}: {reason}" for reason, count in self.failed["reason"].value_counts().items())
        lost = f" {len(self.failed)} of {self.asked} had no fit ({reasons})." if len(self.failed) else ""
        return f"{self.asked - len(self.failed):,} specifications. {said} {self.trends_in_words()}{lost}"


def _medians(joint: Sequence[Joint], decimals: int) -> str:
    return ", ".join(f"{one.effect} {fixed(one.median, decimals)} (p = {one.p_median:.2g})" for one in joint)


def specifications(
    outcomes: dict[str, Outcome],
    default: Outcome,
    specification: Specification,
    grid: Grid,
    *,
    replicates: int = 99,
    seed: int = 20210815,
) -> Specifications:
    """Fit every specification of a grid to the data and to series in which nothing changed.

    The same replicate serves every specification, so that what they share, data above all, is in the null as well.

    Parameters
    ----------
    outcomes : name → counts on one time axis that holds every window; one alone may have sums over several periods,
        and then only specifications that read them are tried (`READ_SUMS`, at the date itself), the others counted
        among those that failed. default, specification : the default fit, whose counterfactual and noise make the null.
    replicates : under the null, 19 or more.

    A `ParameterError` refuses an empty grid, a choice that is not known and too few replicates, a `FitError` a grid of
    which nothing has a fit. Simonsohn, Simmons & Nelson (2020), doi:10.1038/s41562-020-0912-z; Westfall & Young (1993).
    """
    require_null(replicates, specification.confidence)
    choices = grid.choices()
    random = np.random.default_rng(seed)
    drawn = null_series(outcomes, default, specification, replicates=replicates, random=random)
    first = next(iter(outcomes.values()))
    spans = first.spans
    series = {
        name: np.concatenate([one.observations[None], with_sums(drawn[name], [span.periods for span in one.spans])])
        for name, one in outcomes.items()
    }
    tried = [choice for choice in choices if not spans or (choice.fit in READ_SUMS and grid.at_the_date(choice))]
    fits = fit_choices(series, first.times, tried, specification.interventions[0], specification, spans=spans)
    good = np.array([place for place in range(len(tried)) if place not in fits.failed], dtype=np.intp)
    if not len(good):
        raise FitError(f"none of {len(tried)} specifications has a fit: {next(iter(fits.failed.values()))}")
    kept = [tried[place] for place in good]
    confidence, trends = specification.confidence, np.array([choice.pre_trend for choice in kept])
    by_trend = {trend: _joints(fits, good[trends == trend], confidence) for trend in dict.fromkeys(trends.tolist())}
    reasons = {tried[place]: reason for place, reason in fits.failed.items()}
    reasons |= dict.fromkeys((choice for choice in choices if choice not in set(tried)), SINGLE_PERIODS)
    failed = pd.DataFrame(
        [(*vars(choice).values(), reason) for choice, reason in reasons.items()],
        columns=[*Choice.__dataclass_fields__, "reason"],
    )
    frame, joint = _frame(kept, fits, good, confidence), _joints(fits, good, confidence)
    split = _split(frame, fits.effect[:, good, 0])
    return Specifications(frame, joint, by_trend, split, failed, len(choices), replicates, confidence)


def _joints(fits: ManyFits, rows: NDArray[np.intp], confidence: float) -> tuple[Joint, ...]:
    """Every effect over some of the specifications."""
    each = zip(EFFECTS, fits.effect[:, rows], fits.z[:, rows], _family(fits, rows), strict=True)
    return tuple(_joint(*one, confidence) for one in each)


def _family(fits: ManyFits, good: NDArray[np.intp]) -> Array:
    """(3, c) p-values adjusted for the family: replicates whose largest |z| is as large, the real one counted."""
    z = np.abs(fits.z[:, good])
    told = np.isfinite(z[:, :, 1:]).any(axis=1, keepdims=True)  # a replicate without a fit is no evidence
    largest = np.nanmax(np.where(told, z[:, :, 1:], np.inf), axis=1)  # (3, replicates)
    reached = (largest[:, None, :] >= z[:, :, :1]).sum(axis=2)
    return np.asarray((1 + reached) / (1 + largest.shape[1]))


def statistics_of(effect: Array, z: Array, confidence: float) -> Array:
    """The `STATISTICS` of every replicate, (3, r), of effects and their z (c, r); NaN where it has no fit."""
    told: NDArray[np.bool_] = np.asarray(np.isfinite(z).any(axis=0))
    found = np.full((len(STATISTICS), told.size), np.nan)
    sizes = np.abs(z[:, told])
    significant = np.where(np.isfinite(sizes), sizes > normal_quantile(confidence), np.nan)
    found[:, told] = np.nanmedian(effect[:, told], axis=0), np.nanmean(significant, axis=0), np.nanmax(sizes, axis=0)
    return found


def _joint(name: str, effect: Array, z: Array, family: Array, confidence: float) -> Joint:
    """Medians, shares and their p-values; column 0 is the data, the others the null."""
    medians, shares, largest = statistics_of(effect, z, confidence)
    return Joint(
        effect=name,
        median=float(np.exp(medians[0])),
        low=float(np.exp(effect[:, 0].min())),
        high=float(np.exp(effect[:, 0].max())),
        p_median=simulated_p(np.abs(medians[1:]), abs(medians[0])),
        significant=float(shares[0]),
        p_significant=simulated_p(shares[1:], shares[0]),
        null_significant=float(np.nanmedian(shares[1:])),
        largest_z=float(largest[0]),
        p_family=simulated_p(largest[1:], largest[0]),
        told=float((family <= 1 - confidence + 1e-12).mean()),
    )


def _frame(choices: Sequence[Choice], fits: ManyFits, good: NDArray[np.intp], confidence: float) -> pd.DataFrame:
    frame, family, critical = pd.DataFrame(map(vars, choices)), _family(fits, good), normal_quantile(confidence)
    for place, name in enumerate(EFFECTS):
        effect, error = fits.effect[place, good, 0], fits.error[place, good, 0]
        frame[name] = np.exp(effect)
        frame[f"{name}_low"], frame[f"{name}_high"] = (np.exp(effect + s * critical * error) for s in (-1, 1))
        frame[f"{name}_z"] = effect / error
        frame[f"{name}_p_family"] = family[place]
    return frame


def _split(frame: pd.DataFrame, effect: Array) -> pd.DataFrame:
    """Share of the variance of the log effects that lies between the values of each kind of choice."""
    rows = []
    for place, name in enumerate(EFFECTS):
        values = effect[place]
        whole = float(((values - values.mean()) ** 2).sum())
        for kind in TITLES:
            means = pd.Series(values).groupby(frame[kind].to_numpy()).transform("mean").to_numpy()
            share = float(((means - values.mean()) ** 2).sum()) / whole if whole > 0 else 0.0
            rows.append((kind, name, share if len(set(frame[kind])) > 1 else np.nan))
    return pd.DataFrame(rows, columns=["choice", "effect", "share"])


def grid_around(outcomes: dict[str, Outcome], start: str, end: str, *, off: int = 24, earlier: int = 12) -> Grid:
    """Give the grid around a window: starts ``off`` periods either way, ends up to ``earlier`` before, all the rest."""
    times = next(iter(outcomes.values())).times
    names = labels(times)
    first, last = names.index(start), names.index(end)
    starts = [names[at] for at in (first - off, first, first + off) if 0 <= at < last]
    ends = [names[at] for at in (last - earlier, last) if at > first]
    seasons = (0, 2) if frequency(times) == "month" else (0,)
    return Grid(tuple(outcomes), tuple(starts), tuple(ends), harmonics=seasons, transitions=(0, 2))
