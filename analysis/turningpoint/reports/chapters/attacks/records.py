"""The numbers of the attack-frequency part: parameters in, specification out; results in, recorded under stable ids."""

import re

import numpy as np
import pandas as pd

from turningpoint.its import Analysis, method_of
from turningpoint.its.coverage.certificate import Certificate
from turningpoint.its.detectable_effect import Power
from turningpoint.its.effects.effect import Effect
from turningpoint.number_format import confidence_label
from turningpoint.outcome import Outcome
from turningpoint.reports.chapters.attacks.before_any_model import around
from turningpoint.reports.notebook_output import record
from turningpoint.reports.settings.parameters import Parameters

INDIA_MATTERS = ("events", "ucdp-ged", "PAK")
"""Outcome, source and country for which the result without the exchanges with India stands beside."""


def india_matters(settings: Parameters) -> bool:
    """Whether the series holds exchanges between India and Pakistan that can be taken off."""
    return not settings.data and (settings.outcome, settings.source, settings.country) == INDIA_MATTERS


def record_analysis(analysis: Analysis, *, horizon: int = 0, prefix: str = "attacks") -> None:
    """Record the effects of an analysis, the test of its pre-trend, its noise and its diagnostics.

    Parameters
    ----------
    horizon, prefix : see ``record_effects``.
    """
    record_effects(analysis, horizon=horizon, prefix=prefix)
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
    noise = analysis.fit.noise
    for name, estimand, value in (
        ("alpha", "dispersion α of the negative binomial, Var = μ + αμ²", noise.get("alpha")),
        ("dispersion", "Pearson dispersion", found.dispersion),
        ("noise_sigma", "standard deviation of the noise, on the scale of the link", noise.get("sigma")),
        ("noise_share", "share of the noise's variance that lasts", noise.get("share")),
        ("noise_rho", "autocorrelation of the lasting noise from period to period", noise.get("rho")),
        ("residual_autocorrelation", "autocorrelation of the residuals at lag 1", float(found.autocorrelation[0])),
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


def record_effects(analysis: Analysis, *, horizon: int = 0, prefix: str = "attacks", behind: str = "") -> None:
    """Record the effects of an analysis.

    They stand under ``<prefix>.<name>``, the excess at other horizons than the report's under
    ``<prefix>.<name>.horizon_<periods>``; ``behind`` is put behind either.

    Parameters
    ----------
    horizon : periods the unnumbered excess speaks of; 0 is to the end.
    """
    last = horizon or max(effect.horizon or 0 for effect in analysis.effects)
    for effect in analysis.effects:
        at = "" if effect.horizon in (None, last) else f".horizon_{effect.horizon}"
        _record_effect(f"{prefix}.{effect.name}{at}{behind}", effect, analysis)


def record_certificate(certificate: Certificate, analysis: Analysis) -> None:
    """Record the simulated coverage and type I error of the level's interval, and the conventional interval's own."""
    simulated = f"{certificate.replicates} series simulated like this one, fitted as it was; lowest over memories"
    source, window = analysis.outcome.source, _window(analysis)
    record(
        "certificate.coverage_level_change",
        estimand=f"share of {confidence_label(certificate.confidence)}s of the level that hold its true value",
        estimate=certificate.coverage,
        low=certificate.coverage_low,
        high=certificate.coverage_high,
        confidence=0.99,
        method=f"{simulated}; interval: Monte Carlo error",
        certified=certificate.certified,
        reason=certificate.reason,
        slope_coverage=certificate.slope_coverage,
        points=certificate.points,
        lowest_memory=min(certificate.memories),
        highest_memory=max(certificate.memories),
        sigma=certificate.sigma,
        unit="share",
        source=source,
        window=window,
    )
    record(
        "certificate.type_one_error",
        estimand="share of series without any change in which the interval of the level finds one",
        estimate=certificate.type_one_error,
        method=simulated.replace("lowest", "highest"),
        unit="share",
        source=source,
        window=window,
    )
    record(
        "certificate.coverage_level_change.conventional",
        estimand="the same share for the conventional interval, on the same series",
        estimate=certificate.conventional_coverage,
        method=f"{certificate.conventional}; {simulated}",
        unit="share",
        source=source,
        window=window,
    )


def record_comparison(frame: pd.DataFrame, analysis: Analysis, *, by: tuple[str, ...], prefix: str) -> None:
    """Record level, slope and excess of every row of a comparison.

    Parameters
    ----------
    frame : as ``by_window_start`` or ``by_model`` gives it.
    by : columns that name a row; they become part of the id.
    """
    for row in frame.to_dict("records"):
        key = ".".join(re.sub(r"[^a-z0-9]+", "_", str(row[column]).lower()) for column in by)
        for name, unit in _units(analysis).items():
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
                unit=unit,
                source=analysis.outcome.source,
                window=row["window"],
            )


def record_counts(outcome: Outcome, when: str) -> None:
    """Record the plain counts around the intervention (``attacks.counted_before``, ``attacks.counted_after``)."""
    unit, total = outcome.unit.partition(" per ")[0], outcome.adds_up
    for name, values in zip(("before", "after"), around(outcome, when), strict=True):
        seen = np.isfinite(values)
        record(
            f"attacks.counted_{name}",
            estimand=f"{outcome.label}, {len(values)} {outcome.period}s {name} {when} ({int(seen.sum())} observed)",
            estimate=float(values[seen].sum() if total else values[seen].mean()) if seen.any() else None,
            unit=unit,
            method=f"{'sum' if total else 'mean'} of what was observed, no model",
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
        estimand=f"log-likelihood of the conventional model dated {best['when']} less that dated {when}",
        estimate=float(best["log_likelihood"] - own.iloc[0]),
        method=f"the conventional model, periods independent, at {len(dates)} dates; no test",
        source=analysis.outcome.source,
        window=_window(analysis),
        date=str(best["when"]),
    )


def _units(analysis: Analysis) -> dict[str, str]:
    """Columns of a comparison → their units, of counts and of a gaussian outcome."""
    unit, per = analysis.outcome.unit, analysis.design.time_unit
    return {
        "level_ratio": "ratio",
        "slope_ratio": "ratio",
        "level_change": unit,
        "slope_change": f"{unit} per {per}",
        "expected_excess": analysis.effect("expected_excess").unit,
        "relative_excess": "share",
    }


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


def record_power(power: Power, analysis: Analysis) -> None:
    """Record the smallest jump that these data could have shown (``attacks.detectable_level``)."""
    series = analysis.outcome
    record(
        "attacks.detectable_level",
        estimand=f"smallest level that would be told from no change in {power.share:.0%} of such series",
        estimate=power.rise,
        method="from the width of the interval alone",
        unit="ratio" if power.ratio else series.unit,
        source=series.source,
        window=f"{series.labels[0]} to {series.labels[-1]}",
        drop=power.fall,
        share=power.share,
    )
