"""Series in which nothing changed, for all outcomes together: one latent path, split into kinds and deaths."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from scipy.optimize import minimize

from turningpoint.arrays import Array
from turningpoint.errors import DataError
from turningpoint.its.calibrated.mixture import Mixture
from turningpoint.its.calibrated.posterior import average
from turningpoint.its.coverage.simulated_series import Noise, draw_series, noise_of
from turningpoint.its.many_series.count_regressions import poisson_refits
from turningpoint.its.model.design import build_design
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.robustness.straight_model import design_at
from turningpoint.timeline import Times

LARGEST = 1e9
WHOLE, DEATHS, WITHOUT_INDIA = "events", "deaths_best", "events_without_india"
KINDS = ("events_state_based", "events_one_sided", "events_non_state")


def null_series(
    outcomes: Mapping[str, Outcome],
    default: Outcome,
    specification: Specification,
    *,
    replicates: int,
    random: np.random.Generator,
) -> dict[str, Array]:
    """Simulate all outcomes as if nothing had happened at the intervention.

    The mean of the whole is the counterfactual of the straight calibrated fit (step and ramp zero), carried over the
    axis of the outcomes; the noise is the weightiest noise model of that fit (`likeliest_noise`). Kinds
    of events are drawn from the whole by shares with a trend and no break; deaths follow events with a trend of deaths
    per event, and the month's own departure from it, resampled.

    ``outcomes`` is name → series on one time axis of n periods, without gaps, ``default`` the series in the default
    window; found is name → (replicates, n) counts. A `DataError` refuses kinds or deaths without the whole
    (``events``), and time axes that differ.
    """
    axes = [outcome.times for outcome in outcomes.values()]
    if not all(times.equals(axes[0]) for times in axes):
        raise DataError("the outcomes of a grid are not on one time axis.")
    main = WHOLE if WHOLE in outcomes else next(iter(outcomes))
    if main != WHOLE and len(outcomes) > 1:
        raise DataError("kinds of events and deaths are drawn from the whole, which is not among the outcomes.")
    whole = _whole(default, specification, axes[0], replicates, random)
    drawn = {main: whole, **_kinds(outcomes, whole, random)}
    if DEATHS in outcomes and main != DEATHS:
        drawn[DEATHS] = _deaths(outcomes[DEATHS].values, outcomes[main].values, whole, random)
    return {name: drawn[name] for name in outcomes}


def _whole(
    default: Outcome, specification: Specification, times: Times, size: int, random: np.random.Generator
) -> Array:
    asked = replace(specification, pre_trend="straight")
    mixture = average(default.observations[None], design_at(default, asked), "negative-binomial")
    far = build_design(times, asked)
    course = far.counterfactual @ mixture.mean[0]
    return draw_series(np.repeat(course[None], size, axis=0), likeliest_noise(mixture).repeated(size), random)


def likeliest_noise(mixture: Mixture) -> Noise:
    """Of every series the one noise model that weighs most.

    Drawn by their weights, noise models with a longer memory than the series has make the null too wide: at a memory
    of 0.7 the joint test then found 1 to 2% of series without a change at a nominal 5%, with this one 5 to 6%.
    """
    known = noise_of(mixture)
    top = known.weight.argmax(axis=1)[:, None]
    sigma, rho, share = (np.take_along_axis(part, top, axis=1) for part in (known.sigma, known.rho, known.share))
    return Noise(np.ones(top.shape), sigma, rho, share)


def _kinds(outcomes: Mapping[str, Outcome], whole: Array, random: np.random.Generator) -> dict[str, Array]:
    """Split the whole into kinds that exclude one another, and add them up to the outcomes that are asked for."""
    kinds = [name for name in KINDS if name in outcomes]
    parts: dict[str, Array] = {name: outcomes[name].values.copy() for name in kinds}
    if WITHOUT_INDIA in outcomes:
        exchanged = outcomes[WHOLE].values - outcomes[WITHOUT_INDIA].values
        parts["exchanged"] = exchanged
        if KINDS[0] in parts:
            parts[KINDS[0]] = np.maximum(parts[KINDS[0]] - exchanged, 0.0)
    if not parts:
        return {}
    total = outcomes[WHOLE].values
    parts["rest"] = np.maximum(total - sum(parts.values()), 0.0)
    shares = _trending_shares(np.stack(list(parts.values()), axis=1))
    counts = random.multinomial(whole.astype(np.int64), shares[None]).astype(np.float64)
    drawn = {name: counts[..., place] for place, name in enumerate(parts)}
    if WITHOUT_INDIA in outcomes:
        exchanged = drawn.pop("exchanged")
        if KINDS[0] in drawn:
            drawn[KINDS[0]] = drawn[KINDS[0]] + exchanged
        drawn[WITHOUT_INDIA] = whole - exchanged
    return {name: values for name, values in drawn.items() if name in outcomes}


def _trending_shares(parts: Array) -> Array:
    """(n, m) shares of m kinds by a multinomial logit with a trend, fitted to counts (n, m)."""
    n, m = parts.shape
    clock, shares = _clock(n), np.zeros((n, m))
    live = np.flatnonzero(parts.sum(axis=0) > 0)
    if len(live) < 2:
        shares[:, live] = 1.0
        return shares if len(live) else np.full((n, m), 1.0 / m)
    seen = parts[:, live]

    def logits(flat: Array) -> Array:
        free = clock @ flat.reshape(2, len(live) - 1)
        found = np.column_stack([np.zeros(n), free])
        return np.asarray(found - np.log(np.exp(found).sum(axis=1, keepdims=True)))

    def loss(flat: Array) -> float:
        return -float((seen * logits(flat)).sum()) + 1e-3 * float((flat**2).sum())

    best = minimize(loss, np.zeros(2 * (len(live) - 1)), method="BFGS")
    shares[:, live] = np.exp(logits(best.x))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _clock(n: int) -> Array:
    """(n, 2) level and trend."""
    return np.column_stack([np.ones(n), np.linspace(-1.0, 1.0, n)])


def _deaths(deaths: Array, events: Array, whole: Array, random: np.random.Generator) -> Array:
    """Deaths of simulated events: a trend of deaths per event times a resampled month's departure from it."""
    some, clock = events > 0, _clock(len(events))
    offset = np.log(np.where(some, events, 1.0))
    fit = poisson_refits(np.where(some, deaths, 0.0)[None], clock, offset=offset, used=some)
    expected = np.exp(clock @ fit.coefficients[0])
    departures = (deaths / np.where(some, events, 1.0) / expected)[some]
    drawn = random.choice(departures, size=whole.shape)
    return np.asarray(random.poisson(np.minimum(whole * expected * drawn, LARGEST)), dtype=np.float64)
