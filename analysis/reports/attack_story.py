"""The sentences of the attack-frequency part: results in, plain English out.

Every rule of wording stands here, where it is tested. A level ratio is never worded without the verdict on the
pre-trend and the range over window starts, and what is inconclusive is never worded as "no change".
"""

import numpy as np
import pandas as pd

from analysis.its import Analysis
from analysis.its.effects import Effect
from analysis.its.specification import hac_lag
from analysis.outcome import Outcome
from analysis.sources.interventions import read_interventions
from analysis.tables import p_value, percent, ratio, sentence_case, with_interval
from analysis.timeline import in_words, position

LEVEL, SLOPE, RELATIVE = "level_ratio", "slope_ratio", "relative_excess"


def intervention_in_words(when: str, *, country: str, label: str = "") -> str:
    """Name an intervention: its label, or for Pakistan the label in the list of interventions, and its period.

    >>> intervention_in_words("2021-08", country="PAK")
    'August 2021 (fall of Kabul)'
    >>> intervention_in_words("2020-08", country="MLI", label="coup")
    'August 2020 (coup)'
    """
    if not label and country == "PAK":
        listed = read_interventions()
        labels = listed.loc[listed["month"].astype(str) == when, "label"].unique()
        label = labels[0][:1].lower() + labels[0][1:] if len(labels) == 1 else ""
    return f"{in_words(when)} ({label})" if label else in_words(when)


def question(outcome: Outcome, event: str) -> str:
    """Ask the question of the report in one sentence."""
    where = f" in {outcome.geography}" if outcome.geography else ""
    return f"Did the number of {outcome.label}{where} change in {event}, by how much, and how sure can we be?"


def counted(outcome: Outcome) -> str:
    """Say what is counted and what is not, with the assumption the values rest on."""
    assumption = f" **Assumption:** {outcome.assumption}" if outcome.assumption else ""
    what = sentence_case(outcome.label) + (f" in {outcome.geography}" if outcome.geography else "")
    return f"**What is counted:** {what} ({outcome.source}). {outcome.definition}{assumption}"


def before_and_after(outcome: Outcome, when: str) -> str:
    """Compare the same number of periods before and from the intervention on, without any model.

    A year on each side where the series has parts of a year, else as many periods as both sides hold, at most twelve.
    Says so where a period in them was not observed.
    """
    at = position(outcome.times, when)
    span = min(12, at, len(outcome.values) - at)
    before, after = outcome.values[at - span : at], outcome.values[at : at + span]
    period = f"{outcome.period}s"
    unit = outcome.unit.partition(" per ")[0]
    if np.isnan([*before, *after]).any():
        seen = np.isfinite(before).sum(), np.isfinite(after).sum()
        return (
            f"Counted, without any model: a mean of {np.nanmean(before):,.1f} {unit} in the {seen[0]} {period} "
            f"observed among the {span} before {in_words(when)}, {np.nanmean(after):,.1f} in the {seen[1]} observed "
            f"among the {span} from it on."
        )
    change = percent(after.sum() / before.sum() - 1, signed=True) if before.sum() else "from none"
    return (
        f"Counted, without any model: {before.sum():,.0f} {unit} in the {span} {period} before {in_words(when)}, "
        f"{after.sum():,.0f} in the {span} {period} from it on ({change})."
    )


def bottom_line(analysis: Analysis, windows: pd.DataFrame, event: str) -> str:
    """Answer the question in two sentences: the course since, the jump itself, and how firm both are."""
    outcome = analysis.outcome
    rows = windows.dropna(subset=[LEVEL]) if len(windows) else _one_row(analysis)
    above, below = int((rows[f"{RELATIVE}_low"] > 0).sum()), int((rows[f"{RELATIVE}_high"] < 0).sum())
    jumps = int(((rows[f"{LEVEL}_low"] > 1) | (rows[f"{LEVEL}_high"] < 1)).sum())
    implied = "what the earlier course implied"
    if above and below:
        since = f"ran above or below {implied}, depending on the window"
    elif above or below:
        since = f"ran {'above' if above else 'below'} {implied}{_share(above or below, len(rows))}"
    else:
        since = f"cannot be told from {implied}"
    jumped = f"A jump in that very {outcome.period} " + (
        f"shows{_share(jumps, len(rows))}" if jumps else "does not show, which is not the same as no change"
    )
    bent = analysis.diagnostics.curvature.straight() is False and (above or below or jumps)
    firm = "; since the earlier course was not straight, neither finding is firm" if bent else ""
    where = f" in {outcome.geography}" if outcome.geography else ""
    return f"**Since {event}, {outcome.label}{where} {since}.** {jumped}{firm}."


def pre_trend(analysis: Analysis, event: str) -> str:
    """Give the verdict on the shape of the pre-trend and what it means for everything below."""
    found = analysis.diagnostics.curvature
    if found.p_value is None or found.z is None:
        return f"Whether the course before {event} was straight could not be tested: {found.reason}"
    evidence = f"curvature test on {found.points} points: z = {found.z:.1f}, p {_p(found.p_value)}"
    if found.straight():
        return (
            f"A straight course before {event} is not rejected ({evidence}). That does not prove that it would have "
            "gone on."
        )
    return (
        f"The course before {event} was **not straight** ({evidence}). The model carries a straight line forward, so "
        "its level ratio, slope ratio and excess all lean on a line that the data before the intervention reject."
    )


def level(analysis: Analysis, windows: pd.DataFrame, without_india: Analysis | None = None) -> str:
    """Give the level ratio with everything that must stand beside it."""
    effect = analysis.effect(LEVEL)
    where = f"In {in_words(effect.when)} itself"
    sentences = [
        f"{where} the model finds {_times(effect)} the number that the course before implied, "
        f"{_leaning(analysis)}{_over_windows(windows, LEVEL)}."
    ]
    if without_india is not None:
        sentences.append(
            f"Without the exchanges between India and Pakistan it is {_times(without_india.effect(LEVEL))}."
        )
    sentences.append(_conclusion(windows, effect.low, effect.high))
    return " ".join(sentences)


def growth(analysis: Analysis, windows: pd.DataFrame, *, horizon: int = 0) -> str:
    """Give slope ratio and excess with their range over window starts.

    The range of the excess is that to the end of the series and is given only where ``horizon`` is that too (0).
    """
    slope, total = analysis.slope, analysis.effect("expected_excess", horizon=horizon or None)
    excess = analysis.effect(RELATIVE, horizon=horizon or None)
    period = analysis.outcome.period
    sentences = []
    if slope is not None:
        sentences.append(
            f"From {in_words(slope.when)} on, growth {slope.name.removeprefix('slope_ratio_').replace('_', ' ')} was "
            f"{_times(slope)} that of before{_over_windows(windows, SLOPE)}."
        )
    fewer = total.estimate < 0
    sentences.append(
        f"Summed over the {total.horizon} {period}s, the fit lies {abs(total.estimate):,.0f} {total.unit} "
        f"{'below' if fewer else 'above'} a straight continuation: {_bracket(excess)}"
        f"{'' if horizon else _over_windows(windows, RELATIVE)}."
    )
    return " ".join(sentences)


def memory(analysis: Analysis) -> str:
    """Say what the residuals' memory means for the intervals."""
    found, fit = analysis.diagnostics, analysis.fit
    lag = hac_lag(fit.errors)
    sentence = (
        f"Residuals of neighbouring {analysis.outcome.period}s correlate by {found.autocorrelation[0]:.2f}; "
        f"a test of {found.ljung_box_lags} lags together gives p {_p(found.ljung_box_p)} (Ljung and Box)."
    )
    if found.ljung_box_p >= 0.05:
        return f"{sentence} No memory is found; with few points a test finds little."
    if lag is None:
        return f"{sentence} The model takes periods for independent: its intervals are **too narrow**."
    return f"{sentence} The HAC covariance (lag {lag}) reckons with it, on short series not fully."


def fit_messages(analysis: Analysis) -> str:
    """Say how the fit was made and whatever a reader must know about it."""
    fit, effect = analysis.fit, analysis.effect(LEVEL)
    alpha = f" Dispersion α of the negative binomial: {fit.alpha:.3f}." if fit.alpha is not None else ""
    notes = dict.fromkeys([*fit.messages, *(e.note for e in analysis.effects if e.note)])
    return (
        f"Fitted to {int(fit.design.used.sum())} points: {effect.method}.{alpha} "
        f"The iterations {'converged' if fit.converged else '**did not converge**'}. {' '.join(notes)}".strip()
    )


def window_reason(outcome: Outcome, *, country: str) -> str:
    """Say where the window lies, and for Pakistan after which listed events of the year before it starts."""
    start, end = outcome.labels[0], outcome.labels[-1]
    sentence = f"The window runs from {in_words(start)} to {in_words(end)}."
    if country != "PAK" or outcome.frequency != "month":
        return f"{sentence} Where it starts is a choice; other starts stand below."
    listed = read_interventions()
    before = (pd.Period(start, "M") - listed["month"]).map(lambda gap: gap.n)
    recent = listed[(before > 0) & (before <= 12)].drop_duplicates("event_id")
    if recent.empty:
        return f"{sentence} Where it starts is a choice; other starts stand below."
    names = "; ".join(f"{row['label']}, {in_words(str(row['month']))}" for row in recent.to_dict("records"))
    return (
        f"{sentence} It starts after a turn in the conflict ({names}): what went before belongs to another phase. "
        "Where it starts is a choice; other starts stand below."
    )


def _conclusion(windows: pd.DataFrame, low: float | None, high: float | None) -> str:
    """Word what the jump's intervals allow to conclude, over all windows where there are several."""
    known = windows.dropna(subset=[LEVEL]) if len(windows) else windows
    if len(known) < 2:
        excludes = low is not None and high is not None and not low <= 1 <= high
        return "" if excludes else "Whether there was a jump is inconclusive; that is not the same as no change."
    clear = int(((known[f"{LEVEL}_low"] > 1) | (known[f"{LEVEL}_high"] < 1)).sum())
    if clear == len(known):
        return (
            f"In all {clear} windows the interval leaves out 1: that there was a jump does not hang on the window, "
            "its size does."
        )
    return (
        f"In {clear} of {len(known)} windows the interval leaves out 1: whether there was a jump in that very period "
        "is inconclusive, which is not the same as no change."
    )


def _one_row(analysis: Analysis) -> pd.DataFrame:
    """Give level ratio and relative excess of one analysis in the columns of a comparison."""
    found = {LEVEL: analysis.effect(LEVEL), RELATIVE: analysis.effect(RELATIVE)}
    return pd.DataFrame([{f"{name}_{end}": getattr(e, end) for name, e in found.items() for end in ("low", "high")}])


def _share(part: int, whole: int) -> str:
    """Say in how many of the windows; where there is one there is nothing to count."""
    if whole == 1:
        return ""
    return f" in all {whole} windows tried" if part == whole else f" in {part} of {whole} windows tried"


def _times(effect: Effect) -> str:
    words = with_interval(effect.estimate, effect.low, effect.high, confidence=effect.confidence)
    number, _, ends = words.partition(" ")
    return f"**{number} times** {ends}"


def _bracket(effect: Effect) -> str:
    return with_interval(effect.estimate, effect.low, effect.high, confidence=effect.confidence, unit="share")


def _leaning(analysis: Analysis) -> str:
    found = analysis.diagnostics.curvature
    straight = found.straight()
    if straight is False:
        return f"but that course was not straight (z = {found.z:.1f}), and the answer hangs on it"
    return "a course that a test does not find bent" if straight else "a course whose shape could not be tested"


def _over_windows(windows: pd.DataFrame, name: str) -> str:
    """Word the range of an effect over the window starts, or nothing where there are not two of them."""
    if name not in windows or windows[name].notna().sum() < 2:
        return ""
    known = windows.dropna(subset=[name])
    starts = f"{in_words(known['window_start'].iloc[0])} to {in_words(known['window_start'].iloc[-1])}"
    word = (lambda value: percent(value, signed=True)) if name == RELATIVE else ratio
    return (
        f"; over windows that start from {starts} it runs from {word(known[name].min())} to {word(known[name].max())}"
    )


def _p(value: float) -> str:
    text = p_value(value)
    return text if text.startswith("below") else f"= {text}"
