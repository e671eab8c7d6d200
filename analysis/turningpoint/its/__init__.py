"""Interrupted time series: outcome and interventions in, design, fit and effects out."""

from turningpoint.its.analysis import Analysis, analyse, analyse_design, bound
from turningpoint.its.answers.answer import Answer
from turningpoint.its.coverage.certificate import Certificate, certify
from turningpoint.its.diagnostics.diagnostics import Diagnostics, diagnose
from turningpoint.its.diagnostics.influence import influence
from turningpoint.its.diagnostics.pre_trend import Curvature, curvature
from turningpoint.its.effects.effect import Effect, effects_frame
from turningpoint.its.effects.effects import effects
from turningpoint.its.model.design import Design, build_design
from turningpoint.its.model.fit import Fit, method_of
from turningpoint.its.model.specification import Specification
from turningpoint.its.regression.glm import fit_glm
from turningpoint.its.sensitivity import by_date, by_model, by_window_start, window_starts

__all__ = [
    "Analysis",
    "Answer",
    "Certificate",
    "Curvature",
    "Design",
    "Diagnostics",
    "Effect",
    "Fit",
    "Specification",
    "analyse",
    "analyse_design",
    "bound",
    "build_design",
    "by_date",
    "by_model",
    "by_window_start",
    "certify",
    "curvature",
    "diagnose",
    "effects",
    "effects_frame",
    "fit_glm",
    "influence",
    "method_of",
    "window_starts",
]
