"""What stands beside the analysis of a report: the conventional fit, a course that may bend, the certificate."""

from dataclasses import replace

import pandas as pd

from analysis.errors import DesignError, FitError
from analysis.its import Analysis, Specification, analyse, by_model
from analysis.its.alternatives import COUNT_MODELS, GAUSSIAN_MODELS
from analysis.its.certificate import Certificate, certify
from analysis.its.conventional import fit_conventional
from analysis.its.diagnostics import diagnose
from analysis.its.effects import effects
from analysis.its.specification import Likelihood, error_model

CONVENTIONAL: dict[bool, Likelihood] = {True: "gaussian", False: "negative-binomial"}
"""Likelihood of the conventional fit, of a measured outcome and of counts."""
CONVENTIONAL_ERRORS = "hac:6"


def conventional(analysis: Analysis) -> Analysis | None:
    """Fit the same design as most would: negative binomial, or least squares for a gaussian outcome, HAC lag 6.

    None where there is no such fit.
    """
    asked, outcome = analysis.specification, analysis.outcome
    likelihood = CONVENTIONAL[asked.likelihood == "gaussian"]
    try:
        fit = fit_conventional(outcome.values, analysis.design, likelihood=likelihood, errors=CONVENTIONAL_ERRORS)
    except (DesignError, FitError):
        return None
    found = effects(
        fit,
        confidence=asked.confidence,
        horizons=sorted({effect.horizon for effect in analysis.effects if effect.horizon}),
        unit=analysis.effect("expected_excess").unit,
        unit_of_value=outcome.unit,
    )
    return replace(
        analysis,
        specification=replace(asked, likelihood=likelihood, errors=CONVENTIONAL_ERRORS, pre_trend="straight"),
        fit=fit,
        effects=tuple(found),
        diagnostics=diagnose(fit, analysis.design),
    )


def bending(analysis: Analysis) -> Analysis | None:
    """Analyse the same series by the calibrated model with a course before that may bend, where it is in doubt.

    None where a straight course is not rejected, where the analysis lets it bend already, or where there is no such
    fit.
    """
    asked = analysis.specification
    if analysis.diagnostics.curvature.verdict not in ("bent", "bend suggested") or asked.pre_trend == "bending":
        return None
    horizons = sorted({effect.horizon for effect in analysis.effects if effect.horizon})
    try:
        return analyse(analysis.outcome, replace(asked, errors="calibrated", pre_trend="bending"), horizons=horizons)
    except (DesignError, FitError):
        return None


def certificate(analysis: Analysis) -> Certificate | None:
    """Simulate how often the analysis's interval of the level covers.

    None for any but the calibrated model, and where the course before may bend (that takes too long).
    """
    asked = analysis.specification
    if error_model(asked.errors).kind != "calibrated" or asked.pre_trend == "bending":
        return None
    return certify(analysis.fit, confidence=asked.confidence, replicates=asked.replicates, seed=asked.seed)


def models(analysis: Analysis) -> pd.DataFrame:
    """Fit the same design by other models: the report's own first, the calibrated one, then the conventional ones.

    Returns
    -------
    DataFrame
        As ``by_model`` gives it. The course before is straight in every row.
    """
    asked: Specification = analysis.specification
    usual = GAUSSIAN_MODELS if asked.likelihood == "gaussian" else COUNT_MODELS
    first = ((asked.likelihood, asked.errors), (asked.likelihood, "calibrated"))
    return by_model(analysis.outcome, asked, models=tuple(dict.fromkeys((*first, *usual))))
