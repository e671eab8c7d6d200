"""Titles, captions and alternative texts of the attack-frequency figures, computed from what they show."""

import pandas as pd

from analysis.its import Analysis
from analysis.reports.attack_story import LEVEL, RELATIVE, direction
from analysis.tables import MISSING, confidence_label, fixed, p_value, percent, ratio, sentence_case
from analysis.timeline import in_words


def series_title(analysis: Analysis, windows: pd.DataFrame, event: str) -> str:
    """Say what the figure of the series shows, by the same rule as the report's bottom line."""
    where = f" in {analysis.outcome.geography}" if analysis.outcome.geography else ""
    what = sentence_case(analysis.outcome.label)
    course = direction(analysis, windows)
    if not course:
        return f"{what}{where} after {event} cannot be told from a straight continuation of the course before"
    bent = {"bent": " – which was itself not straight", "bend suggested": " – which may itself have bent"}
    doubt = bent.get(analysis.diagnostics.curvature.verdict, "")
    return f"{what}{where} after {event} ran {course} a straight continuation of the course before{doubt}"


def series_caption(analysis: Analysis) -> str:
    """Say what is drawn, from which source and by which model."""
    missing = int((~analysis.outcome.observed).sum())
    holes = f" {missing} periods were not observed and have no point." if missing else ""
    return (
        f"Points: {analysis.outcome.unit}, {analysis.outcome.source}. Solid: fit. Dashed: the course before carried "
        f"forward, with the interval of its mean (not of single points). "
        f"{sentence_case(analysis.effect(LEVEL).method)}.{holes}"
    )


def series_alt(analysis: Analysis, event: str) -> str:
    """Describe the figure of the series for those who do not see it."""
    frame = analysis.to_frame()
    before, after = (frame.loc[frame["phase"] == phase, "value"] for phase in ("before", "after"))
    first, last = frame.iloc[0], frame.iloc[-1]
    return (
        f"Scatter of {analysis.outcome.unit} from {in_words(first['period'])} to {in_words(last['period'])} with a "
        f"vertical line at {event}. Before it the values lie between {before.min():,.0f} and {before.max():,.0f}, "
        f"after it between {after.min():,.0f} and {after.max():,.0f}. The fitted line ends at {last['fitted']:,.0f}, "
        f"the dashed continuation of the earlier course at {last['counterfactual']:,.0f}."
    )


def windows_title(windows: pd.DataFrame) -> str:
    """Say what the figure of window starts shows."""
    values = windows[LEVEL].dropna()
    found = f"{ratio(values.min())} to {ratio(values.max())}"
    return f"The jump found runs from {found} times, depending on where the window starts"


def windows_caption(analysis: Analysis) -> str:
    """Say what is drawn."""
    return (
        f"Level ratio (jump in {in_words(analysis.effect(LEVEL).when)} itself) from the same model fitted to windows "
        f"that start at different times and end together. Square: the window of this report. {analysis.outcome.source}."
    )


def windows_alt(windows: pd.DataFrame) -> str:
    """Describe the figure of window starts for those who do not see it."""
    known = windows.dropna(subset=[LEVEL])
    points = ", ".join(f"{row['window_start']}: {ratio(row[LEVEL])}" for row in known.to_dict("records"))
    return f"Level ratio with interval by the first period of the window: {points}."


def comparison_table(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Round a comparison of windows or models: one text column an effect, the interval beside the estimate.

    Parameters
    ----------
    frame : as ``by_window_start`` or ``by_model`` gives it. Points and the bend of the pre-trend are shown where they
        differ between rows.
    names : columns that name a row → their headings.
    """
    shown = frame[list(names)].rename(columns=names)
    if (frame["points_before"] != frame["points_before"].iloc[0]).any():
        shown["Points before / after"] = [
            f"{before:.0f} / {after:.0f}" if pd.notna(before) else MISSING
            for before, after in zip(frame["points_before"], frame["points_after"], strict=True)
        ]
        shown["Bend of the pre-trend, z"] = [fixed(z, 1) for z in frame["curvature_z"]]
    for name, heading in ((LEVEL, "Level ratio"), ("slope_ratio", "Slope ratio"), (RELATIVE, "Relative excess")):
        if name in frame:
            unit = "share" if name == RELATIVE else "ratio"
            shown[heading] = [
                f"{_written(estimate, unit)} ({_written(low, unit)} to {_written(high, unit)})"
                if pd.notna(estimate)
                else MISSING
                for estimate, low, high in frame[[name, f"{name}_low", f"{name}_high"]].itertuples(index=False)
            ]
    if (frame["problem"] != "").any():
        shown["Problem"] = frame["problem"]
    return shown


def effects_table(analysis: Analysis) -> pd.DataFrame:
    """Round the effects of one analysis: what, estimate, interval; one row an effect."""
    rows = []
    for effect in analysis.effects:
        what = effect.name.replace("_", " ")
        if effect.horizon is None:
            what = f"{what}, {in_words(effect.when)}"
        elif effect.name == "ratio_at_horizon":
            what = f"ratio of the means in {analysis.outcome.period} {effect.horizon}"
        else:
            what = f"{what}, {effect.horizon} {analysis.outcome.period}s"
        low, high = (MISSING if end is None else _written(end, effect.unit) for end in (effect.low, effect.high))
        unit = "" if effect.unit in ("ratio", "share") else f" {effect.unit}"
        rows.append((sentence_case(what), f"{_written(effect.estimate, effect.unit)}{unit}", f"{low} to {high}"))
    return pd.DataFrame(rows, columns=["Effect", "Estimate", confidence_label(analysis.specification.confidence)])


def _written(value: float, unit: str) -> str:
    """Write an estimate or the end of its interval: ratios with two decimals, shares in percent, counts whole."""
    if unit == "share":
        return percent(value, signed=True)
    return fixed(value, 2 if unit == "ratio" else 0)


def level_number(analysis: Analysis) -> str:
    """Give the level ratio alone, rounded, for a caption that compares with it."""
    return ratio(analysis.effect(LEVEL).estimate)


def diagnostics_table(analysis: Analysis) -> pd.DataFrame:
    """Round the diagnostics: what, value, how to read it."""
    frame = analysis.diagnostics.to_frame()
    words = [
        p_value(value) if "p-value" in what else fixed(value, 2)
        for what, value in zip(frame["diagnostic"], frame["value"], strict=True)
    ]
    return frame.assign(value=words).rename(columns=sentence_case)


def influence_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Round the periods on which the level ratio hangs most, as ``influence`` gives them."""
    shown = pd.DataFrame(
        {
            "Period": frame["period"],
            "Observed": [fixed(value, 0) for value in frame["value"]],
            "Fitted": [fixed(value, 1) for value in frame["fitted"]],
            "Level ratio without it": [ratio(value) for value in frame["ratio"]],
            "Change": [percent(value, signed=True) for value in frame["change"]],
        }
    )
    return shown.assign(Problem=frame["problem"]) if (frame["problem"] != "").any() else shown
