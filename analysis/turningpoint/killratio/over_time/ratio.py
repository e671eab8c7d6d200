"""Kill ratio over time: what happened to the odds of the two sides' dead at a date, with clusters and memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from turningpoint.arrays import Array
from turningpoint.errors import ParameterError
from turningpoint.its.calibrated.estimator import EDGE, LONG
from turningpoint.its.effects.effect import Effect
from turningpoint.its.model.design import Design
from turningpoint.its.model.fit import equal_tailed
from turningpoint.killratio.one_period.poisson_ratio import checked_confidence
from turningpoint.killratio.over_time.deaths import TwoSides, two_sides
from turningpoint.killratio.over_time.design import NotEstimable, design_for
from turningpoint.killratio.over_time.independent_months import FEWEST, contrast, naive_intervals
from turningpoint.killratio.over_time.model_average import of_deaths
from turningpoint.killratio.over_time.simulated_coverage import simulated_coverage
from turningpoint.killratio.over_time.wording import course_words, method_words, parted

SEED = 20210815
DRAWS = 20_000
BENDS = (
    "The noise remembers about as long as the model considers: a sign of a course that bends, not only of memory, and "
    "outside what was simulated."
)
TOO_FEW = "Student's t takes months as independent: where they are not, the interval is too narrow."


@dataclass(frozen=True, eq=False)
class RatioOverTime:
    """What happened to the kill ratio at one or more dates.

    Attributes
    ----------
    kind : ``regression``, ``two periods``, or ``not estimable``.
    interventions : first months after.
    effects : level ratio, slope ratio per year and ratio at horizons, ratios of odds (militants to security forces);
        empty where nothing is estimable.
    naive : level and slope by intervals that take deaths, or months, as independent; their ``method`` says which.
    points : months with deaths before the first intervention, and from it on.
    factor : cluster factor, averaged over deaths or estimated; None where it was not needed.
    factor_known : whether it came with the data.
    rho, sigma : memory and standard deviation of the latent noise; None where months were taken as independent.
    course : month, militants, security, ratio (NaN where not defined), fitted, low, high, counterfactual; the
        interval is that of the fitted ratio. Without rows where nothing is estimable.
    method : how it was made, in one sentence.
    coverage : how often such 95% intervals held the truth on simulated series, in one sentence; empty without effects.
    reason : why there is no slope, or nothing at all; empty where there is both.
    notes : what else a reader must know.
    confidence : of all intervals.
    """

    kind: str
    interventions: tuple[str, ...]
    points: tuple[int, int]
    course: pd.DataFrame
    method: str
    reason: str
    confidence: float
    factor_known: bool
    effects: tuple[Effect, ...] = ()
    naive: tuple[Effect, ...] = ()
    factor: float | None = None
    rho: float | None = None
    sigma: float | None = None
    coverage: str = ""
    notes: tuple[str, ...] = ()

    @property
    def level(self) -> Effect | None:
        """Odds in the first intervention's month itself over what the earlier course implied."""
        return next((effect for effect in self.effects if effect.name == "level_ratio"), None)

    @property
    def slope(self) -> Effect | None:
        """Yearly growth of the odds from the first intervention on over that before; None with `reason`."""
        return next((effect for effect in self.effects if effect.name.startswith("slope_ratio")), None)

    def summary(self) -> str:
        """Say what was found, and how little where that is little."""
        if self.level is None:
            return f"Not estimable: {self.reason}"
        words = course_words(self.level, self.slope, two_periods=self.kind == "two periods", points=self.points)
        return " ".join(filter(None, [words, self.reason, *self.notes, self.coverage]))


def ratio_over_time(
    deaths: pd.DataFrame,
    interventions: Sequence[str],
    *,
    harmonics: int = 0,
    ramp: bool = True,
    confidence: float = 0.95,
    horizons: Sequence[int] = (),
    seed: int = SEED,
    halves: bool = False,
) -> RatioOverTime:
    """Regress the log odds of militants' to security forces' deaths on the design of an interrupted time series.

    log odds = x_t b + u_t, militants binomial given all deaths of the month with a variance inflated by the cluster
    factor, u a latent noise with memory averaged over (`model_average`). Coverage by simulation:
    ``python -m benchmarks.kill_ratio_coverage``. With fewer than 12 months with deaths on a side: a contrast of the two
    periods without trend and ramp, from 2 months a side; below that nothing.

    Parameters
    ----------
    deaths : month, militants, security, and perhaps factor; see `deaths.two_sides`. Without
        factors the cluster factor is estimated with the noise.
    interventions : first months after, in order. Two that have fewer than 12 months between them get a step each and no
        ramp. harmonics : pairs of the calendar year. ramp : a change of slope beside that of level.
    confidence : of all intervals. horizons : months from the first intervention on at which the ratio is compared too.
    seed : of the draws. halves : see `two_sides`.

    A `DataError` is that of `two_sides`; a `DesignError` or `ParameterError` refuses interventions outside the series
    or out of order, a confidence outside (0, 1), and a horizon beyond the series. Breslow & Clayton (1993),
    doi:10.1080/01621459.1993.10594284; Williams (1982), doi:10.2307/2347977.

    >>> from turningpoint.killratio.over_time.month_cluster_factors import deaths_by_month
    >>> from turningpoint.sources.embedded.ucdp_sides import read_sides
    >>> months = deaths_by_month(read_sides(), start="2018-01")
    >>> ratio_over_time(months, ["2021-08"]).kind
    'two periods'
    """
    checked_confidence(confidence)
    sides = two_sides(deaths, halves=halves)
    chosen = design_for(sides, interventions, harmonics=harmonics, ramp=ramp)
    few, known = sides.seen.sum() < FEWEST, sides.factor is not None
    made = partial(RatioOverTime, reason=chosen.reason, confidence=confidence, factor_known=known)
    if isinstance(chosen, NotEstimable):
        return made("not estimable", tuple(interventions), chosen.points, _without_fit(sides).iloc[:0], "none")
    design, kind = chosen.design, chosen.kind
    notes: list[str] = []
    last = len(sides.times) - design.positions[0]
    if wrong := [horizon for horizon in horizons if not 1 <= horizon <= last]:
        raise ParameterError(f"horizon {wrong[0]} is outside the series: it has {last} months after the intervention.")
    batch = sides.militants[None], sides.deaths[None], design.matrix
    factor = None if sides.factor is None else sides.factor[None]
    method = method_words(design, independent=few, known=known, draws=DRAWS)
    tell = partial(_effect, confidence=confidence, method=method, kind=kind)
    rho = sigma = None
    if few:
        _, ends = contrast(*batch, factor, confidence=confidence)
        effects, course = [tell("step", design.interventions[0], _with_middle(ends))], _without_fit(sides)
        size = None if factor is None else float(np.average(factor[0], weights=sides.deaths))
        notes.append(TOO_FEW)
    else:
        found = of_deaths(*batch, factor)
        mixture, size = found.mixture, float(found.factor[0])
        drawn = mixture.draws(DRAWS, np.random.default_rng(np.random.SeedSequence(seed)))[0][0]
        wanted = {*horizons, *(h for h in (12, 24) if h <= last)} if kind == "regression" else set()
        effects = _effects(design, mixture.mean[0], drawn, confidence, sorted(wanted), tell)
        course = _course(sides, design, mixture.mean[0], drawn, confidence)
        weight = mixture.node_weight[0]
        rho, sigma = float(weight @ mixture.rho[0]), float(weight @ mixture.sigma[0])
        if weight[mixture.rho[0] >= LONG].sum() > EDGE:
            notes.append(BENDS)
    naive, points = tuple(_naive(sides, design, confidence, kind)), parted(sides.seen, design.positions[0])
    coverage = simulated_coverage(int(sides.seen.sum()), ramp=kind == "regression", known=known)
    return made(
        kind, design.interventions, points, course, method, effects=tuple(effects), naive=naive, factor=size, rho=rho,
        sigma=sigma, coverage=coverage, notes=tuple(notes),
    )  # fmt: skip


def _effects(
    design: Design, mean: Array, draws: Array, confidence: float, horizons: Sequence[int], tell: Callable[..., Effect]
) -> list[Effect]:
    def found(direction: Array) -> tuple[float, ...]:
        return float(mean @ direction), *equal_tailed(draws @ direction, confidence).tolist()

    first = design.interventions[0]
    effects = []
    for term in design.intervention_terms:
        name, _, when = term.partition("@")
        effects.append(tell(name, when or first, found((np.array(design.terms) == term).astype(float))))
    apart = (design.matrix - design.counterfactual)[design.positions[0] - 1 :]
    return effects + [tell("at", first, found(apart[horizon]), horizon=horizon) for horizon in horizons]


def _effect(
    term: str, when: str, found: Sequence[float], *, confidence: float, method: str, kind: str, horizon: int = 0
) -> Effect:
    level = f"odds in {when} itself over what the earlier course implied"
    if kind == "two periods":
        level = f"odds of militants' to security forces' deaths from {when} on over those before"
    slope = f"growth factor per year of the odds from {when} on over the growth factor before"
    later = f"odds over those the earlier course implied in month {horizon} from {when} on"
    names = {"step": ("level_ratio", level), "ramp": ("slope_ratio_per_year", slope), "at": ("ratio_at_horizon", later)}
    (name, words), (estimate, low, high) = names[term], np.exp(found).tolist()
    return Effect(name, words, estimate, low, high, confidence, "ratio", method, when, horizon or None)


def _with_middle(ends: Array) -> tuple[float, float, float]:
    """Middle and ends of the first of N intervals."""
    return float(ends[0].mean()), float(ends[0, 0]), float(ends[0, 1])


def _naive(sides: TwoSides, design: Design, confidence: float, kind: str) -> list[Effect]:
    found = naive_intervals(sides.militants[None], sides.deaths[None], design, confidence=confidence)
    terms, first = {"level": "step", "slope": "ramp"}, design.interventions[0]
    return [
        _effect(terms[name], first, _with_middle(ends), confidence=confidence, method=method, kind=kind)
        for method, intervals in found.items()
        for name, ends in intervals.items()
        if np.isfinite(ends).all()
    ]


def _without_fit(sides: TwoSides) -> pd.DataFrame:
    return sides.table().assign(**dict.fromkeys(("fitted", "low", "high", "counterfactual"), np.nan))


def _course(sides: TwoSides, design: Design, mean: Array, draws: Array, confidence: float) -> pd.DataFrame:
    low, high = np.exp(equal_tailed(draws @ design.matrix.T, confidence))
    without = np.where(design.post, np.exp(design.counterfactual @ mean), np.nan)
    return _without_fit(sides).assign(fitted=np.exp(design.matrix @ mean), low=low, high=high, counterfactual=without)
