"""Interrupted time series: outcome and interventions in, design, fit and effects out."""

from analysis.its.alternatives import by_date, by_model, by_window_start, window_starts
from analysis.its.analysis import Analysis, analyse, analyse_design
from analysis.its.certificate import Certificate, certify
from analysis.its.curvature import Curvature, curvature
from analysis.its.design import Design, build_design
from analysis.its.diagnostics import Diagnostics, diagnose
from analysis.its.effect import Effect, effects_frame
from analysis.its.effects import effects
from analysis.its.fit import Fit
from analysis.its.glm import fit_glm
from analysis.its.influence import influence
from analysis.its.method import method_of
from analysis.its.specification import Specification

__all__ = [
    "Analysis",
    "Certificate",
    "Curvature",
    "Design",
    "Diagnostics",
    "Effect",
    "Fit",
    "Specification",
    "analyse",
    "analyse_design",
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
