"""The numbers of the attack-frequency part: parameters in, specification out; results in, recorded under stable ids."""

import re

import numpy as np
import pandas as pd

from analysis.its import Analysis, Specification, method_of
from analysis.its.effect import Effect
from analysis.outcome import Outcome
from analysis.reports.attack_story import around, intervention_in_words
from analysis.reports.notebook import record
from analysis.reports.parameters import Parameters
from analysis.reports.resolve import time_unit

INDIA_MATTERS = ("events", "ucdp-ged-25.1", "PAK")
"""Outcome, source and country for which the result without the exchanges with India stands beside."""


def specification_of(settings: Parameters, outcome: Outcome) -> Specification:
    """Turn the report's parameters into the specification of its interrupted time series."""
    return Specification(
        interventions=(settings.intervention,),
        ramp=settings.ramp,
        likelihood=settings.likelihood,
        errors=settings.errors,
        harmonics=settings.harmonics,
        month_indicators=settings.month_indicators,
        transition=settings.transition,
        transition_before=settings.transition_before,
        time_unit=time_unit(outcome),
        confidence=settings.confidence,
    )


def event_in_words(settings: Parameters) -> str:
    """Name the intervention of a report; a series of one's own is not taken to be about Pakistan."""
    country = "" if settings.data else settings.country
    return intervention_in_words(settings.intervention, country=country, label=settings.intervention_label)


def india_matters(settings: Parameters) -> bool:
    """Whether the series holds exchanges between India and Pakistan that can be taken off."""
    return not settings.data and (settings.outcome, settings.source, settings.country) == INDIA_MATTERS


def record_analysis(analysis: Analysis, *, horizon: int = 0, prefix: str = "attacks") -> None:
    """Record the effects of an analysis and the test of its pre-trend.

    Level and slope ratio, expected and relative excess and the ratio at the horizon stand under
    ``<prefix>.<name>``; the excess at other horizons under ``<prefix>.<name>.horizon_<periods>``.

    Parameters
    ----------
    horizon : periods the unnumbered excess speaks of; 0 is to the end.
    """
    last = horizon or max(effect.horizon or 0 for effect in analysis.effects)
    for effect in analysis.effects:
        own = effect.horizon in (None, last)
        _record_effect(f"{prefix}.{effect.name}" + ("" if own else f".horizon_{effect.horizon}"), effect, analysis)
    found = analysis.diagnostics
    bend = found.curvature
    record(
        f"{prefix}.pre_trend_curvature",
        estimand="z of a quadratic term in the pre-trend",
        estimate=bend.z,
        unit="standard errors",
        method=f"quadratic term in time, {bend.points} points before, HAC" if not bend.reason else bend.reason,
        p_value=bend.p_value,
        source=analysis.outcome.source,
        window=_window(analysis),
    )
    for name, estimand, value in (
        ("alpha", "dispersion α of the negative binomial, Var = μ + αμ²", analysis.fit.noise.get("alpha")),
        ("dispersion", "Pearson dispersion", found.dispersion),
        ("residual_autocorrelation", "autocorrelation of Pearson residuals at lag 1", float(found.autocorrelation[0])),
        ("ljung_box_p", f"p-value of Ljung and Box's test on {found.ljung_box_lags} lags", found.ljung_box_p),
    ):
        if value is None:
            continue
        record(
            f"{prefix}.{name}",
            estimand=estimand,
            estimate=value,
            method=method_of(analysis.fit),
            source=analysis.outcome.source,
            window=_window(analysis),
        )


def record_comparison(frame: pd.DataFrame, analysis: Analysis, *, by: tuple[str, ...], prefix: str) -> None:
    """Record level ratio, slope ratio and relative excess of every row of a comparison.

    Parameters
    ----------
    frame : as ``by_window_start`` or ``by_model`` gives it.
    by : columns that name a row; they become part of the id.
    """
    for row in frame.to_dict("records"):
        key = ".".join(re.sub(r"[^a-z0-9]+", "_", str(row[column]).lower()) for column in by)
        for name in ("level_ratio", "slope_ratio", "relative_excess"):
            estimate = row.get(name)
            if estimate is None or pd.isna(estimate):
                continue
            record(
                f"{prefix}.{key}.{name}",
                estimand=f"{name.replace('_', ' ')}, {', '.join(f'{column} {row[column]}' for column in by)}",
                estimate=estimate,
                low=row[f"{name}_low"],
                high=row[f"{name}_high"],
                confidence=analysis.specification.confidence,
                method=row["method"],
                unit="share" if name == "relative_excess" else "ratio",
                source=analysis.outcome.source,
                window=row["window"],
            )


def record_counts(outcome: Outcome, when: str) -> None:
    """Record the plain counts around the intervention (``attacks.counted_before``, ``attacks.counted_after``)."""
    unit = outcome.unit.partition(" per ")[0]
    for name, values in zip(("before", "after"), around(outcome, when), strict=True):
        seen = np.isfinite(values)
        record(
            f"attacks.counted_{name}",
            estimand=f"{outcome.label}, {len(values)} {outcome.period}s {name} {when} ({int(seen.sum())} observed)",
            estimate=float(values[seen].sum()) if seen.any() else None,
            unit=unit,
            method="sum of what was observed, no model",
            source=outcome.source,
        )


def record_dates(dates: pd.DataFrame, analysis: Analysis) -> None:
    """Record the date at which the same model fits best, and by how much, where there is a likelihood."""
    when = analysis.design.interventions[0]
    own = dates.loc[dates["when"] == when, "log_likelihood"]
    if own.empty:
        return
    best = dates.sort_values("log_likelihood", ascending=False).iloc[0]
    record(
        "attacks.best_fitting_date",
        estimand=f"log-likelihood of the model dated {best['when']} less that dated {when}",
        estimate=float(best["log_likelihood"] - own.iloc[0]),
        method=f"the same model at {len(dates)} dates; no test",
        source=analysis.outcome.source,
        window=_window(analysis),
        date=str(best["when"]),
    )


def _record_effect(id: str, effect: Effect, analysis: Analysis) -> None:
    record(
        id,
        estimand=effect.estimand,
        estimate=effect.estimate,
        low=effect.low,
        high=effect.high,
        confidence=effect.confidence,
        method=effect.method,
        unit=effect.unit,
        intervention=effect.when,
        note=effect.note,
        converged=analysis.fit.converged,
        source=analysis.outcome.source,
        window=_window(analysis),
    )


def _window(analysis: Analysis) -> str:
    labels = analysis.outcome.labels
    return f"{labels[0]} to {labels[-1]}"
