"""An analysis as text for a terminal: tables, then sentences."""

import pandas as pd

from turningpoint.choices import Likelihood
from turningpoint.its import Analysis, method_of
from turningpoint.its.answers.equivalence import in_a_line
from turningpoint.its.coverage.certificate import Certificate
from turningpoint.its.detectable_effect import curve_in_words, operating_curve
from turningpoint.its.model.design import Design
from turningpoint.its.model.specification import error_model
from turningpoint.number_format import (
    agreeing,
    confidence_label,
    counted,
    decimals_for,
    fixed,
    interval,
    number,
    sentence_case,
)
from turningpoint.reports.chapters.attacks import tables
from turningpoint.reports.chapters.attacks.certificates import in_full, why_calibrated
from turningpoint.reports.chapters.attacks.companion_fits import conventional, models
from turningpoint.reports.chapters.attacks.fit_quality import fit_messages, memory, noise
from turningpoint.reports.table_markup import text_table

TOLD_ELSEWHERE = ("alpha", "dispersion")
"""Parameters of the noise that the messages or the diagnostics name."""
USUAL: dict[bool, tuple[tuple[Likelihood, str], ...]] = {
    True: tuple(("gaussian", errors) for errors in ("independent", "hac:6", "prais-winsten", "ar1-reml")),
    False: (
        ("poisson", "independent"),
        ("quasi-poisson", "independent"),
        ("negative-binomial", "independent"),
        ("negative-binomial", "hac:6"),
    ),
}
"""Likelihood and errors of the models that others would have reported, of a measured outcome and of counts."""


def others(analysis: Analysis) -> pd.DataFrame | None:
    """Fit what others would have reported beside a calibrated fit, as ``by_model`` gives it; None for any other."""
    gaussian = analysis.specification.likelihood == "gaussian"
    return models(analysis, usual=USUAL[gaussian]) if _calibrated(analysis) else None


def as_text(
    analysis: Analysis,
    certificate: Certificate | None = None,
    beside: pd.DataFrame | None = None,
) -> str:
    """Write an analysis for a reader: what was fitted, answers, coefficients, effects, the sentence, diagnostics.

    Without a certificate it is said why there is none; ``beside`` is as ``others`` gives it.
    """
    outcome, design = analysis.outcome, analysis.design
    first, last = outcome.labels[0], outcome.labels[-1]
    scale = "on the log scale" if analysis.fit.link == "log" else f"in {outcome.unit}"
    in_effects = conventional(analysis) if _calibrated(analysis) else None
    parts = [
        f"{outcome.name} in {outcome.source}: {len(outcome.times)} {outcome.period}s, {first} to {last}; "
        f"{_used(design)}. {sentence_case(method_of(analysis.fit))}.",
        outcome.assumption,
        _answers(analysis),
        _second_opinions(analysis),
        text_table(
            _coefficients(analysis),
            f"Coefficients {scale}; time in {design.time_unit}s from the (first) intervention on{_left_out(analysis)}",
        ),
        text_table(tables.effects_table(analysis, in_effects), "Effects"),
        tables.notes(analysis),
        text_table(tables.diagnostics_table(analysis), "Diagnostics"),
        analysis.summary(),
        in_full(certificate, analysis).replace("**", ""),
        "" if beside is None else _others(beside, analysis, certificate),
    ]
    last = " ".join(filter(None, [memory(analysis), _noise(analysis), fit_messages(analysis)])).replace("**", "")
    return "\n\n".join([*filter(None, parts), last])


def _answers(analysis: Analysis) -> str:
    """Write the answers in a line each, then what is as good as no change and what would have been found."""
    judged = analysis.answers
    behind = [
        in_a_line(judged, analysis.specification.region),
        curve_in_words(operating_curve(analysis), analysis.outcome.unit),
    ]
    return "\n".join(["Answers", *(f"- {one}" for one in (*(one.summary() for one in judged), *behind) if one)])


def _second_opinions(analysis: Analysis) -> str:
    """Write what other methods say in a line each, or nothing where none was asked."""
    found = [f"- {one.summary()}" for one in analysis.second_opinions]
    return "\n".join(["Second opinions", *found]) if found else ""


def _used(design: Design) -> str:
    """Count what enters the fit: periods with a value of their own, and sums over several."""
    summed = design.summed
    if not design.spans:
        return f"{int(design.used.sum())} points used"
    uncovered = int((~design.covered).sum())
    left = f", {uncovered} {agreeing(uncovered, 'is', 'are')} in neither" if uncovered else ""
    return f"{int(design.used.sum())} points and {counted(len(summed), 'sum')} of {int(summed.sum())} more used{left}"


def _calibrated(analysis: Analysis) -> bool:
    """Whether others' models stand beside the fit."""
    return error_model(analysis.specification.errors).kind == "calibrated"


def _others(beside: pd.DataFrame, analysis: Analysis, certificate: Certificate | None) -> str:
    """Set the other models in a table under their reason; each is named as it is asked for."""
    course = ", all but the first with a straight course before" if analysis.specification.bends else ""
    table = tables.comparison_table(beside, {"likelihood": "Likelihood", "errors": "Errors"})
    label = confidence_label(analysis.specification.confidence)
    caption = f"What others would have reported{course} ({label} in brackets)"
    return f"{text_table(table, caption)}\n\n{why_calibrated(certificate)}"


def _left_out(analysis: Analysis) -> str:
    """Count the terms that nobody asked for: the shapes of a course that bends, which say nothing one by one."""
    added = len(set(analysis.fit.design.terms) - set(analysis.design.terms))
    return f"; the {added} shapes of the course before are not listed" if added else ""


def _coefficients(analysis: Analysis) -> pd.DataFrame:
    confidence = analysis.specification.confidence
    frame = analysis.fit.to_frame(confidence)
    rows = []
    for term, *numbers in frame[["term", "estimate", "se", "low", "high"]].itertuples(index=False, name=None):
        value, se, low, high = map(float, numbers)
        places = 4 if analysis.fit.link == "log" else 1 + decimals_for(value, low, high)
        if term in analysis.design.terms:
            rows.append((term, fixed(value, places), number(se), interval(low, high, decimals=places)))
    return pd.DataFrame(rows, columns=["Term", "Estimate", "Standard error", confidence_label(confidence)])


def _noise(analysis: Analysis) -> str:
    """Name the parameters of the noise model, or nothing where they are told elsewhere."""
    if told := noise(analysis):
        return told
    found = [f"{name} {number(value)}" for name, value in analysis.fit.noise.items() if name not in TOLD_ELSEWHERE]
    return f"Noise: {', '.join(found)}." if found else ""
