"""An analysis as text for a terminal: tables, then sentences."""

import pandas as pd

from analysis.its import Analysis, method_of
from analysis.reports import attack_figures
from analysis.reports.fit_story import fit_messages, memory
from analysis.reports.markup import text_table
from analysis.tables import confidence_label, fixed, interval, number


def as_text(analysis: Analysis) -> str:
    """Write an analysis for a reader: what was fitted, coefficients, effects, the sentence, diagnostics, warnings."""
    outcome, design = analysis.outcome, analysis.design
    first, last = outcome.labels[0], outcome.labels[-1]
    parts = [
        f"{outcome.name} in {outcome.source}: {len(outcome.times)} {outcome.period}s, {first} to {last}; "
        f"{int(design.used.sum())} points used. {method_of(analysis.fit)}.",
        text_table(
            _coefficients(analysis),
            f"Coefficients on the log scale; time in {design.time_unit}s from the (first) intervention on",
        ),
        text_table(attack_figures.effects_table(analysis), "Effects"),
        text_table(attack_figures.diagnostics_table(analysis), "Diagnostics"),
        analysis.summary(),
        f"{memory(analysis)} {fit_messages(analysis)}".replace("**", ""),
    ]
    return "\n\n".join(parts)


def _coefficients(analysis: Analysis) -> pd.DataFrame:
    confidence = analysis.specification.confidence
    frame = analysis.fit.to_frame(confidence)
    ends = zip(frame["low"].astype(float), frame["high"].astype(float), strict=True)
    return pd.DataFrame(
        {
            "Term": frame["term"],
            "Estimate": [fixed(value, 4) for value in frame["estimate"]],
            "Standard error": [number(value) for value in frame["se"]],
            confidence_label(confidence): [interval(low, high, decimals=4) for low, high in ends],
        }
    )
