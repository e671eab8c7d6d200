"""Titles, captions and alternative texts of the attack-frequency figures, computed from what they show."""

import numpy as np
import pandas as pd

from turningpoint.its import Analysis
from turningpoint.its.model.specification import error_model
from turningpoint.its.window_agreement import direction
from turningpoint.number_format import decimals_for, fixed, number, ratio, sentence_case
from turningpoint.timeline import in_words

LASTING = 0.8
"""Autocorrelation of the noise from which points lie on one side of the fit for long."""


def series_title(analysis: Analysis, windows: pd.DataFrame, event: str) -> str:
    """Say what the figure of the series shows, by the same rule as the report's bottom line."""
    where = f" in {analysis.outcome.geography}" if analysis.outcome.geography else ""
    what = sentence_case(analysis.outcome.label)
    course = direction(analysis, windows)
    continuation = "a continuation" if analysis.specification.pre_trend == "bending" else "a straight continuation"
    if not course:
        return f"{what}{where} after {event} cannot be told from {continuation} of the course before"
    bent = {"bent": " – which was itself not straight", "bend suggested": " – which may itself have bent"}
    straight = analysis.specification.pre_trend == "straight"
    doubt = bent.get(analysis.diagnostics.curvature.verdict, "") if straight else ""
    return f"{what}{where} after {event} ran {course} {continuation} of the course before{doubt}"


def series_caption(analysis: Analysis) -> str:
    """Say what is drawn, from which source and by which model."""
    missing = int((~analysis.outcome.observed).sum())
    holes = f" {missing} periods were not observed and have no point." if missing else ""
    return (
        f"Points: {analysis.outcome.unit}, {analysis.outcome.source}. Solid: fit. Dashed: the course before carried "
        f"forward, with the interval of its mean (not of single points). "
        f"{sentence_case(analysis.level.method)}.{_one_sided(analysis)}{holes}"
    )


def _one_sided(analysis: Analysis) -> str:
    """Explain why points may lie on one side of a fitted mean whose noise lasts."""
    if error_model(analysis.fit.errors).kind != "calibrated" or analysis.fit.noise["rho"] < LASTING:
        return ""
    return (
        " The fit is the mean over all the courses that noise with so long a memory could have taken: points may lie "
        "on one side of it for long."
    )


def series_alt(analysis: Analysis, event: str) -> str:
    """Describe the figure of the series for those who do not see it."""
    frame = analysis.to_frame()
    before, after = (frame.loc[frame["phase"] == phase, "value"] for phase in ("before", "after"))
    first, last = frame.iloc[0], frame.iloc[-1]
    drawn = float(np.nanmax(np.abs(frame[["value", "fitted", "counterfactual"]].to_numpy(dtype=float))))
    places = 0 if drawn >= 10 else decimals_for(drawn, None, None)
    spans = [f"{fixed(part.min(), places)} and {fixed(part.max(), places)}" for part in (before, after)]
    ends = [fixed(last[line], places) for line in ("fitted", "counterfactual")]
    return (
        f"Scatter of {analysis.outcome.unit} from {in_words(first['period'])} to {in_words(last['period'])} with a "
        f"vertical line at {event}. Before it the values lie between {spans[0]}, after it between {spans[1]}. The "
        f"fitted line ends at {ends[0]}, the dashed continuation of the earlier course at {ends[1]}."
    )


def windows_title(windows: pd.DataFrame, analysis: Analysis) -> str:
    """Say what the figure of window starts shows."""
    effect = analysis.level
    values = windows[effect.name].dropna()
    ends = [fixed(end, 2) if effect.unit == "ratio" else number(end) for end in (values.min(), values.max())]
    unit = "times" if effect.unit == "ratio" else effect.unit
    return f"The jump found runs from {ends[0]} to {ends[1]} {unit}, depending on where the window starts"


def windows_caption(analysis: Analysis) -> str:
    """Say what is drawn."""
    what = sentence_case(analysis.level.name.replace("_", " "))
    return (
        f"{what} (jump in {in_words(analysis.level.when)} itself) from the same model fitted to windows that start at "
        f"different times and end together. Square: the window of this report. {analysis.outcome.source}."
    )


def windows_alt(windows: pd.DataFrame, analysis: Analysis) -> str:
    """Describe the figure of window starts for those who do not see it."""
    effect = analysis.level
    known = windows.dropna(subset=[effect.name]).to_dict("records")
    points = ", ".join(f"{row['window_start']}: {_short(row[effect.name], effect.unit)}" for row in known)
    what = sentence_case(effect.name.replace("_", " "))
    return f"{what} with interval by the first period of the window: {points}."


def level_number(analysis: Analysis) -> str:
    """Give the level ratio or change alone, rounded, for a caption that compares with it."""
    effect = analysis.level
    return _short(effect.estimate, effect.unit) + ("" if effect.unit == "ratio" else f" {effect.unit}")


def effects_caption(analysis: Analysis, conventional: Analysis | None) -> str:
    """Say what the table of effects shows, and which model stands behind."""
    first, last = analysis.outcome.labels[0], analysis.outcome.labels[-1]
    behind = "" if conventional is None else f" Conventional: {conventional.level.method}."
    return f"Effects with intervals. {analysis.outcome.source}, {first} to {last}.{behind}"


def _short(value: float, unit: str) -> str:
    return ratio(value) if unit == "ratio" else number(value)
