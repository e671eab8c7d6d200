"""The numbers of the attack-frequency part: parameters in, specification out; results in, recorded under stable ids."""

from typing import Any

import numpy as np
import pandas as pd

from turningpoint.its import Analysis, method_of
from turningpoint.its.coverage.certificate import Certificate
from turningpoint.its.detectable_effect import Power
from turningpoint.its.model.season import periods_of_year
from turningpoint.number_format import confidence_label
from turningpoint.outcome import Outcome
from turningpoint.reports.chapters.attacks.headlines import around
from turningpoint.reports.chapters.attacks.tables import KINDS
from turningpoint.reports.notebook_output import record
from turningpoint.reports.records import record_effect, record_numbers, slug, window_of


def record_analysis(analysis: Analysis, *, horizon: int = 0, prefix: str = "attacks") -> None:
    """Record the effects of an analysis as ``record_effects`` does, the test of its pre-trend, noise, diagnostics."""
    record_effects(analysis, horizon=horizon, prefix=prefix)
    found, noise, bend = analysis.diagnostics, analysis.fit.noise, analysis.diagnostics.curvature
    tested = f"quadratic term in time, {bend.points_in_words} before, HAC"
    record_numbers(
        [("pre_trend_curvature", "z of a quadratic term in the pre-trend", bend.z)], prefix=prefix,
        unit="standard errors", method=bend.reason or tested, p_value=bend.p_value, **_series(analysis),
    )  # fmt: skip
    rows = [
        ("alpha", "dispersion α of the negative binomial, Var = μ + αμ²", noise.get("alpha")),
        ("dispersion", "Pearson dispersion", found.dispersion),
        ("noise_sigma", "standard deviation of the noise, on the scale of the link", noise.get("sigma")),
        ("noise_share", "share of the noise's variance that lasts", noise.get("share")),
        ("noise_rho", "autocorrelation of the lasting noise from period to period", noise.get("rho")),
        ("residual_autocorrelation", "autocorrelation of the residuals at lag 1", found.first_autocorrelation),
        ("ljung_box_p", f"p-value of Ljung and Box's test on {found.ljung_box_lags} lags", found.ljung_box_p),
    ]
    known = [row for row in rows if row[2] is not None]
    record_numbers(known, prefix=prefix, method=method_of(analysis.fit), **_series(analysis))


def record_effects(analysis: Analysis, *, horizon: int = 0, prefix: str = "attacks", behind: str = "") -> None:
    """Record the effects of an analysis under ``<prefix>.<name>``, with ``behind`` put behind.

    The unnumbered excess is that of ``horizon`` periods (0: to the end), others have ``.horizon_<periods>``.
    """
    last = horizon or max(effect.horizon or 0 for effect in analysis.effects)
    for effect in analysis.effects:
        at = "" if effect.horizon in (None, last) else f".horizon_{effect.horizon}"
        record_effect(
            f"{prefix}.{effect.name}{at}{behind}", effect, **_series(analysis),
            intervention=effect.when, note=effect.note, converged=analysis.fit.converged,
        )  # fmt: skip


def record_answers(analysis: Analysis, *, prefix: str = "attacks") -> None:
    """Record every answer under ``<prefix>.<name>``, the low point with its shares by year, each with its sentence."""
    for answer in analysis.answers:
        beside: dict[str, Any] = {"intervention": answer.when, "note": answer.note, "summary": answer.summary()}
        if answer.observed is not None:
            beside["observed"] = answer.observed
        # fields of a result are plain
        beside |= {f"probability_{year}": share for year, share in answer.year_probabilities.items()}
        if answer.verdict:
            beside["equivalence"] = answer.verdict
        record_effect(f"{prefix}.{answer.name}", answer, **_series(analysis), **beside)


def record_certificate(certificate: Certificate, analysis: Analysis) -> None:
    """Record the simulated coverage and type I error of the level's interval, and the conventional interval's own."""
    simulated = f"{certificate.replicates} series simulated like this one, fitted as it was; lowest over memories"
    share = f"share of {confidence_label(certificate.confidence)}s of the {{}} that hold its true value"
    more = {
        "certified": certificate.certified, "reason": certificate.reason, "slope_coverage": certificate.slope_coverage,
        "points": certificate.points, "lowest_memory": min(certificate.memories),
        "highest_memory": max(certificate.memories), "sigma": certificate.sigma,
    }  # fmt: skip
    found = "share of series without any change in which the interval of the level finds one"
    beside = "the same share for the conventional interval, on the same series"
    rows: list[tuple[str, str, float | None, str, dict[str, Any]]] = [
        ("coverage_level_change", share.format("level"), certificate.coverage, simulated, more),
        ("coverage_first_year", share.format("effect of the first year"), certificate.coverage_12, simulated, {}),
        ("type_one_error", found, certificate.type_one_error, simulated.replace("lowest", "highest"), {}),
        ("coverage_level_change.conventional", beside, certificate.conventional_coverage,
         f"{certificate.conventional}; {simulated}", {}),
    ]  # fmt: skip
    for id, of, estimate, method, extra in rows:
        shared = {"method": method, "unit": "share", **_series(analysis), **extra}
        record_numbers([(id, of, estimate)], prefix="certificate", **shared)


def record_comparison(frame: pd.DataFrame, analysis: Analysis, *, by: tuple[str, ...], prefix: str) -> None:
    """Record level, slope and excess of every row of a comparison; the columns ``by``, which name it, enter the id."""
    for row in frame.to_dict("records"):
        key = ".".join(slug(str(row[column])) for column in by)
        of = ", ".join(f"{column} {row[column]}" for column in by)
        for name, unit in _units(analysis).items():
            if pd.isna(row.get(name)):
                continue
            record(
                f"{prefix}.{key}.{name}", estimand=f"{name.replace('_', ' ')}, {of}", estimate=row[name],
                low=row[f"{name}_low"], high=row[f"{name}_high"], confidence=analysis.specification.confidence,
                method=row["method"], unit=unit, source=analysis.outcome.source, window=row["window"],
            )  # fmt: skip


def record_counts(outcome: Outcome, when: str) -> None:
    """Record the plain counts around the intervention (``attacks.counted_before``, ``attacks.counted_after``)."""
    unit, total = outcome.unit.partition(" per ")[0], outcome.adds_up
    for name, values in zip(("before", "after"), around(outcome, when), strict=True):
        seen = values[np.isfinite(values)]
        of = f"{outcome.label}, {len(values)} {outcome.period}s {name} {when} ({len(seen)} observed)"
        estimate = float(seen.sum() if total else seen.mean()) if len(seen) else None
        how = f"{'sum' if total else 'mean'} of what was observed, no model"
        record_numbers([(f"attacks.counted_{name}", of, estimate)], unit=unit, method=how, source=outcome.source)


def whole_years(outcome: Outcome) -> dict[int, float]:
    """What was counted in every calendar year that a series covers whole, unless a sum crosses its ends."""
    if not outcome.adds_up or outcome.frequency == "index":
        return {}
    years = np.array([int(label[:4]) for label in outcome.labels])
    found = {}
    for year in np.unique(years):
        inside = years == year
        if inside.sum() < periods_of_year(outcome.times) or not outcome.covered[inside].all():
            continue
        total = float(np.nansum(outcome.values[inside]))
        sums = [span for span in outcome.spans if inside[list(span.periods)].any()]
        if all(inside[list(span.periods)].all() for span in sums):
            found[int(year)] = total + sum(span.value for span in sums)
    return found


def record_years(outcome: Outcome, *, prefix: str = "attacks") -> None:
    """Record the counts of `whole_years`, as ``<prefix>.counted_in_YYYY``."""
    rows = [(f"counted_in_{year}", f"{outcome.label}, {year}", total) for year, total in whole_years(outcome).items()]
    unit = outcome.unit.partition(" per ")[0]
    record_numbers(rows, prefix=prefix, unit=unit, method="sum of what was counted, no model", source=outcome.source)


def _units(analysis: Analysis) -> dict[str, str]:
    """Columns of a comparison → their units."""
    unit, per = analysis.outcome.unit, analysis.design.time_unit
    summed = analysis.effect("expected_excess").unit
    return KINDS | {"level_change": unit, "slope_change": f"{unit} per {per}", "expected_excess": summed}


def record_power(power: Power, analysis: Analysis) -> None:
    """Record the smallest jump that these data could have shown (``attacks.detectable_level``)."""
    of = f"smallest level that would be told from no change in {power.share:.0%} of such series"
    record_numbers(
        [("attacks.detectable_level", of, power.rise)], method="from the width of the interval alone",
        unit="ratio" if power.ratio else analysis.outcome.unit, **_series(analysis), drop=power.fall, share=power.share,
    )  # fmt: skip


def _series(analysis: Analysis) -> dict[str, str]:
    """What all numbers of an analysis share."""
    return {"source": analysis.outcome.source, "window": window_of(analysis.outcome)}
