"""What stands beside the analysis of a report: the conventional fit, straight courses before, the certificate."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from turningpoint.choices import Likelihood
from turningpoint.errors import DesignError, FitError
from turningpoint.its import Analysis, Specification, analyse, analyse_design, by_model
from turningpoint.its.coverage.certificate import Certificate, certify
from turningpoint.its.model.specification import error_model
from turningpoint.its.sensitivity import COUNT_MODELS, GAUSSIAN_MODELS, of_single_periods
from turningpoint.reports.shared_once import once
from turningpoint.timeline import PERIODS_PER_YEAR

RECENT_YEARS = 3


def conventional(analysis: Analysis) -> Analysis | None:
    """Fit the same design as most would: negative binomial (gaussian: least squares), HAC lag 6; None without a fit.

    Sums over several periods are left out of it.
    """
    asked = analysis.specification
    likelihood: Likelihood = "gaussian" if asked.likelihood == "gaussian" else "negative-binomial"
    other = replace(asked, likelihood=likelihood, errors="hac:6", pre_trend="straight")
    return _again(analysis, other, sums=False)


def straight(analysis: Analysis) -> Analysis | None:
    """Analyse the same series by the same model with a straight course before; None where it is straight already."""
    asked = analysis.specification
    return _again(analysis, replace(asked, pre_trend="straight")) if asked.bends else None


def recent(analysis: Analysis) -> Analysis | None:
    """Analyse the part from three years before the intervention on, with a straight course before.

    None where the analysis does not let it bend, where there is nothing earlier, or without such a fit.
    """
    asked, outcome = analysis.specification, analysis.outcome
    periods = round(RECENT_YEARS * PERIODS_PER_YEAR.get(outcome.frequency, 12.0))
    if not asked.bends or periods >= analysis.design.positions[0]:
        return None
    try:
        return analyse(outcome, replace(asked, pre_trend=f"recent:{periods}"), horizons=_horizons(analysis))
    except (DesignError, FitError):
        return None


def certificate(analysis: Analysis) -> Certificate | None:
    """Simulate how often the intervals of level and first year cover; None where the errors are not calibrated."""
    asked = analysis.specification
    if error_model(asked.errors).kind != "calibrated":
        return None
    return once(
        lambda: certify(analysis.fit, confidence=asked.confidence, replicates=asked.replicates, seed=asked.seed),
        "certificate", analysis.outcome, analysis.design.matrix, asked,
    )  # fmt: skip


def models(analysis: Analysis, *, usual: Sequence[tuple[Likelihood, str]] | None = None) -> pd.DataFrame:
    """Fit the same design by other models: the report's own first, the calibrated one, then the conventional ones.

    They stand as ``by_model`` gives them, with a straight course before. ``usual`` are likelihood and errors of the
    conventional ones, all of them by default.
    """
    asked: Specification = analysis.specification
    if usual is None:
        usual = GAUSSIAN_MODELS if asked.likelihood == "gaussian" else COUNT_MODELS
    first = ((asked.likelihood, asked.errors), (asked.likelihood, "calibrated"))
    compared = tuple(dict.fromkeys((*first, *usual)))
    return by_model(analysis.outcome, asked, models=compared, design=analysis.design, known=analysis)


def _again(analysis: Analysis, other: Specification, *, sums: bool = True) -> Analysis | None:
    """Fit another model to the same design, with its sums or without; None where there is no such fit."""
    try:
        given = analysis.outcome, analysis.design
        return analyse_design(*(given if sums else of_single_periods(*given)), other, horizons=_horizons(analysis))
    except (DesignError, FitError):
        return None


def _horizons(analysis: Analysis) -> list[int]:
    return sorted({effect.horizon for effect in analysis.effects if effect.horizon})
