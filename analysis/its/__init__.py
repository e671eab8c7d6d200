"""Interrupted time series: outcome and interventions in, design, fit and effects out."""

from analysis.its.alternatives import by_date, by_model, by_window_start, window_starts
from analysis.its.analysis import Analysis, analyse
from analysis.its.design import Design, build_design
from analysis.its.diagnostics import Curvature, Diagnostics, curvature, diagnose, influence
from analysis.its.effects import Effect, effects, effects_frame, method_of
from analysis.its.fit import Fit
from analysis.its.glm import fit_glm
from analysis.its.specification import Specification

__all__ = [
    "Analysis",
    "Curvature",
    "Design",
    "Diagnostics",
    "Effect",
    "Fit",
    "Specification",
    "analyse",
    "build_design",
    "by_date",
    "by_model",
    "by_window_start",
    "curvature",
    "diagnose",
    "effects",
    "effects_frame",
    "fit_glm",
    "influence",
    "method_of",
    "window_starts",
]
