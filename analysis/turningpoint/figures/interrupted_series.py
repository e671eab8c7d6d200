"""The interrupted series of a report: observed, fitted and implied by the earlier course, with words for it."""

import numpy as np
import pandas as pd

from turningpoint.figures.drawing.interruption import draw_interruption
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.its import Analysis
from turningpoint.its.model.specification import error_model
from turningpoint.its.window_agreement import direction
from turningpoint.number_format import confidence_label, decimals_for, fixed, sentence_case
from turningpoint.timeline import in_words

LASTING = 0.8
"""Autocorrelation of the noise from which points lie on one side of the fit for long."""
BENT = {"bent": " – which was itself not straight", "bend suggested": " – which may itself have bent"}
"""Verdict on the pre-trend → what the title adds where a straight one was carried forward."""


@in_style
def interrupted_series(analysis: Analysis, windows: pd.DataFrame, event: str) -> Picture:
    """Draw a series with its fit and counterfactual.

    Parameters
    ----------
    windows : as ``by_window_start`` gives it; the title follows the rule of the report's bottom line.
    event : the intervention in words.
    """
    frame, outcome = analysis.to_frame(), analysis.outcome
    title = _title(analysis, windows, event)
    missing = int((~outcome.observed).sum())
    holes = f" {missing} periods were not observed and have no point." if missing else ""
    return Picture(
        figure=draw_interruption(
            frame, interventions=[(analysis.level.when, event)], transition=analysis.transition, title=title,
            unit=outcome.unit, interval_label=confidence_label(analysis.specification.confidence),
        ),
        title=title,
        caption=(
            f"Points: {outcome.unit}, {outcome.source}. Solid: fit. Dashed: the course before carried forward, with "
            f"the interval of its mean (not of single points). {sentence_case(analysis.level.method)}."
            f"{_one_sided(analysis)}{holes}"
        ),
        alt=_alt(frame, outcome.unit, event),
        data=frame,
    )  # fmt: skip


def _title(analysis: Analysis, windows: pd.DataFrame, event: str) -> str:
    outcome, straight = analysis.outcome, analysis.specification.pre_trend == "straight"
    what = sentence_case(outcome.label) + (f" in {outcome.geography}" if outcome.geography else "")
    course = direction(analysis, windows)
    continuation = f"{'a straight' if straight else 'a'} continuation of the course before"
    if not course:
        return f"{what} after {event} cannot be told from {continuation}"
    doubt = BENT.get(analysis.diagnostics.curvature.verdict, "") if straight else ""
    return f"{what} after {event} ran {course} {continuation}{doubt}"


def _one_sided(analysis: Analysis) -> str:
    """Explain why points may lie on one side of a fitted mean whose noise lasts."""
    if error_model(analysis.fit.errors).kind != "calibrated" or analysis.fit.noise["rho"] < LASTING:
        return ""
    return (
        " The fit is the mean over all the courses that noise with so long a memory could have taken: points may lie "
        "on one side of it for long."
    )


def _alt(frame: pd.DataFrame, unit: str, event: str) -> str:
    first, last = frame.iloc[0], frame.iloc[-1]
    drawn = float(np.nanmax(np.abs(frame[["value", "fitted", "counterfactual"]].to_numpy(dtype=float))))
    places = 0 if drawn >= 10 else decimals_for(drawn, None, None)
    parts = [frame.loc[frame["phase"] == phase, "value"] for phase in ("before", "after")]
    before, after = (f"between {fixed(part.min(), places)} and {fixed(part.max(), places)}" for part in parts)
    ends = [fixed(last[line], places) for line in ("fitted", "counterfactual")]
    return (
        f"Scatter of {unit} from {in_words(first['period'])} to {in_words(last['period'])} with a vertical line at "
        f"{event}. Before it the values lie {before}, after it {after}. The fitted line ends at {ends[0]}, the dashed "
        f"continuation of the earlier course at {ends[1]}."
    )
