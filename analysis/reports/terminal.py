"""An analysis as text for a terminal: tables, then sentences."""

import pandas as pd

from analysis.its import Analysis, method_of
from analysis.its.specification import error_model
from analysis.reports import attack_tables
from analysis.reports.attack_beside import conventional
from analysis.reports.fit_story import fit_messages, memory, noise
from analysis.reports.markup import text_table
from analysis.tables import confidence_label, decimals_for, fixed, interval, number, sentence_case

TOLD_ELSEWHERE = ("alpha", "dispersion")
"""Parameters of the noise that the messages or the diagnostics name."""


def as_text(analysis: Analysis) -> str:
    """Write an analysis for a reader: what was fitted, coefficients, effects, the sentence, diagnostics, warnings."""
    outcome, design = analysis.outcome, analysis.design
    first, last = outcome.labels[0], outcome.labels[-1]
    scale = "on the log scale" if analysis.fit.link == "log" else f"in {outcome.unit}"
    parts = [
        f"{outcome.name} in {outcome.source}: {len(outcome.times)} {outcome.period}s, {first} to {last}; "
        f"{int(design.used.sum())} points used. {sentence_case(method_of(analysis.fit))}.",
        text_table(
            _coefficients(analysis),
            f"Coefficients {scale}; time in {design.time_unit}s from the (first) intervention on{_left_out(analysis)}",
        ),
        text_table(attack_tables.effects_table(analysis, _beside(analysis)), "Effects"),
        text_table(attack_tables.diagnostics_table(analysis), "Diagnostics"),
        analysis.summary(),
        " ".join(filter(None, [memory(analysis), _noise(analysis), fit_messages(analysis)])).replace("**", ""),
    ]
    return "\n\n".join(parts)


def _beside(analysis: Analysis) -> Analysis | None:
    """Fit what others would have reported, to stand beside a calibrated fit."""
    calibrated = error_model(analysis.specification.errors).kind == "calibrated"
    return conventional(analysis) if calibrated else None


def _left_out(analysis: Analysis) -> str:
    """Count the terms that nobody asked for: the shapes of a course that bends, which say nothing one by one."""
    added = len(set(analysis.fit.design.terms) - set(analysis.design.terms))
    return f"; the {added} shapes of the course before are not listed" if added else ""


def _coefficients(analysis: Analysis) -> pd.DataFrame:
    confidence = analysis.specification.confidence
    frame = analysis.fit.to_frame(confidence)
    frame = frame[frame["term"].isin(analysis.design.terms)]
    rows = frame[["estimate", "low", "high"]].astype(float).itertuples(index=False, name=None)
    places = [4 if analysis.fit.link == "log" else 1 + decimals_for(*row) for row in rows]
    ends = zip(frame["low"].astype(float), frame["high"].astype(float), places, strict=True)
    return pd.DataFrame(
        {
            "Term": frame["term"],
            "Estimate": [fixed(value, digits) for value, digits in zip(frame["estimate"], places, strict=True)],
            "Standard error": [number(value) for value in frame["se"]],
            confidence_label(confidence): [interval(low, high, decimals=digits) for low, high, digits in ends],
        }
    )


def _noise(analysis: Analysis) -> str:
    """Name the parameters of the noise model, or nothing where they are told elsewhere."""
    if told := noise(analysis):
        return told
    found = {name: value for name, value in analysis.fit.noise.items() if name not in TOLD_ELSEWHERE}
    return f"Noise: {', '.join(f'{name} {number(value)}' for name, value in found.items())}." if found else ""
