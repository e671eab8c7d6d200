"""The sentences of the attack-frequency part: results in, plain English out.

Every rule of wording stands here, where it is tested. A level ratio is never worded without the verdict on the
pre-trend and the range over window starts, and what is inconclusive is never worded as "no change".
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.its import Analysis
from analysis.its.effect import Effect
from analysis.outcome import Outcome
from analysis.sources.interventions import read_interventions
from analysis.tables import fixed, percent, sentence_case, with_interval
from analysis.timeline import in_words, position
from analysis.wording import confidence_label

LEVEL, SLOPE, RELATIVE = "level_ratio", "slope_ratio", "relative_excess"


def intervention_in_words(when: str, *, country: str, label: str = "") -> str:
    """Name an intervention: its label, or for Pakistan the label in the list of interventions, and its period.

    >>> intervention_in_words("2021-08", country="PAK")
    'August 2021 (Fall of Kabul)'
    >>> intervention_in_words("2020-08", country="MLI", label="coup")
    'August 2020 (coup)'
    """
    if not label and country == "PAK":
        listed = read_interventions()
        labels = listed.loc[listed["month"].astype(str) == when, "label"].unique()
        label = str(labels[0]) if len(labels) == 1 else ""
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


def around(outcome: Outcome, when: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Values before and from the intervention on: as many periods as both sides hold, at most twelve on each."""
    at = position(outcome.times, when)
    span = min(12, at, len(outcome.values) - at)
    return outcome.values[at - span : at], outcome.values[at : at + span]


def before_and_after(outcome: Outcome, when: str) -> str:
    """Compare the same number of periods before and from the intervention on, without any model.

    Says so where a period in them was not observed.
    """
    before, after = around(outcome, when)
    span, period = len(before), f"{outcome.period}s"
    unit = outcome.unit.partition(" per ")[0]
    if np.isnan(before).all() or np.isnan(after).all():
        return f"Nothing was observed in the {span} {period} on one side of {in_words(when)}: no plain count is given."
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
    """Answer the question in two sentences: the course since, the jump itself, and how firm both are.

    The course is said to run above or below where the report's own interval shows it and more than half of the
    windows agree; a jump or a drop is said to show only where all of them agree.
    """
    outcome = analysis.outcome
    above, below = (_clear(windows, analysis.effect(RELATIVE), sign) for sign in (1, -1))
    up, down = (_clear(windows, analysis.effect(LEVEL), sign) for sign in (1, -1))
    where = f" in {outcome.geography}" if outcome.geography else ""
    implied, moment = "what the earlier course implied", f"in that very {outcome.period}"
    stated = True
    if above.most:
        since = f"ran above {implied}{above.words}"
    elif below.most:
        since = f"ran below {implied}{below.words}"
    else:
        since, stated = f"cannot be told from {implied}", False
    if up.all or down.all:
        jumped, stated = f"A {'jump' if up.all else 'drop'} {moment} shows{(up if up.all else down).words}", True
    else:
        seen = " and ".join(f"{name}{c.words}" for name, c in (("a jump", up), ("a drop", down)) if c.count and c.words)
        seen = f" (it finds {seen})" if seen else ""
        jumped = f"Whether there was a jump {moment} is inconclusive{seen}, which is not the same as no change"
    doubt = {
        "bent": "; since the earlier course was not straight, none of this is firm",
        "bend suggested": "; a bend in the earlier course is suggested, so none of this is firm",
    }
    firm = doubt.get(analysis.diagnostics.curvature.verdict, "") if stated else ""
    return f"**Since {event}, {outcome.label}{where} {since}.** {jumped}{firm}."


def direction(analysis: Analysis, windows: pd.DataFrame) -> str:
    """Say ``above`` or ``below`` where the course since is clear by the rule of the bottom line, else nothing."""
    found = {"above": 1, "below": -1}
    return next((name for name, sign in found.items() if _clear(windows, analysis.effect(RELATIVE), sign).most), "")


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
    sentences.append(_conclusion(windows, effect))
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
        before, after = growth_factors(analysis)
        unit = analysis.design.time_unit
        sentences.append(
            f"Apart from the season the expected number changed by {percent(before - 1, signed=True)} a {unit} before "
            f"{in_words(slope.when)} and by {percent(after - 1, signed=True)} a {unit} from it on: the growth factor "
            f"is {_times(slope)} that of before{_over_windows(windows, SLOPE)}."
        )
    fewer = total.estimate < 0
    ends = sorted(abs(end) for end in (total.low, total.high) if end is not None)
    same_side = total.low is not None and total.high is not None and total.low * total.high > 0
    many = f" ({confidence_label(total.confidence)} {ends[0]:,.0f} to {ends[1]:,.0f})" if same_side else ""
    sentences.append(
        f"Summed over the {total.horizon} {period}s, the fit lies {abs(total.estimate):,.0f} {total.unit}{many} "
        f"{'below' if fewer else 'above'} a straight continuation: {_bracket(excess)}"
        f"{'' if horizon else _over_windows(windows, RELATIVE)}."
    )
    return " ".join(sentences)


def growth_factors(analysis: Analysis) -> tuple[float, float]:
    """Growth factor per unit of time before the first intervention and from it on, of a design with a ramp."""
    found = dict(zip(analysis.design.terms, analysis.fit.coefficients, strict=True))
    ramp = next(term for term in analysis.design.terms if term.startswith("ramp"))
    return float(np.exp(found["trend"])), float(np.exp(found["trend"] + found[ramp]))


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
        f"{sentence} It starts after these listed events of the year before: {names}. What went before them may belong "
        "to another phase. Where it starts is a choice; other starts stand below."
    )


def _conclusion(windows: pd.DataFrame, effect: Effect) -> str:
    """Word what the jump's intervals allow to conclude, over all windows where there are several."""
    up, down = _clear(windows, effect, 1), _clear(windows, effect, -1)
    if not up.words:
        clear = up.all or down.all
        return "" if clear else "Whether there was a jump is inconclusive; that is not the same as no change."
    if up.all or down.all:
        return (
            f"The interval lies {'above' if up.all else 'below'} 1{(up if up.all else down).words}: that there was a "
            f"{'jump' if up.all else 'drop'} does not hang on the window, its size does."
        )
    sides = " and ".join(f"{name} 1{c.words}" for name, c in (("above", up), ("below", down)) if c.count)
    return (
        f"The interval lies {sides or 'around 1 in every window tried'}: whether there was a jump in that very period "
        "is inconclusive, which is not the same as no change."
    )


@dataclass(frozen=True)
class _Clear:
    """In how many windows an interval lies on one side of no effect.

    ``most``: the report's own does, and more than half of the windows; ``all``: every one does.
    """

    count: int
    most: bool
    all: bool
    words: str


def _clear(windows: pd.DataFrame, effect: Effect, sign: int) -> _Clear:
    """Count the windows in which an effect is clear of its null in one direction (sign 1: above it)."""
    null, end = (1.0 if effect.name == LEVEL else 0.0), ("low" if sign > 0 else "high")
    limit, column = getattr(effect, end), f"{effect.name}_{end}"
    own = limit is not None and bool(sign * (limit - null) > 0)
    known = windows[column].dropna().to_numpy(dtype=float) if column in windows else np.array([])
    if len(known) < 2:
        return _Clear(int(own), own, own, "")
    count = int((sign * (known - null) > 0).sum())
    share = f"all {count}" if count == len(known) else f"{count} of {len(known)}"
    return _Clear(count, own and 2 * count > len(known), own and count == len(known), f" in {share} windows tried")


def _times(effect: Effect) -> str:
    words = with_interval(effect.estimate, effect.low, effect.high, confidence=effect.confidence)
    number, _, ends = words.partition(" ")
    return f"**{number} times** {ends}"


def _bracket(effect: Effect) -> str:
    return with_interval(effect.estimate, effect.low, effect.high, confidence=effect.confidence, unit="share")


def _leaning(analysis: Analysis) -> str:
    found = analysis.diagnostics.curvature
    z = "" if found.z is None else f"(z = {fixed(found.z, 1)})"
    return {
        "bent": f"but that course was not straight {z}, and the answer hangs on it",
        "bend suggested": f"but a bend in that course is suggested {z}, and the answer hangs on it",
        "straight": "a course that a test does not find bent",
        "not tested": "a course whose shape could not be tested",
    }[found.verdict]


def _over_windows(windows: pd.DataFrame, name: str) -> str:
    """Word the range of an effect over the window starts, or nothing where there are not two of them."""
    if name not in windows or windows[name].notna().sum() < 2:
        return ""
    known = windows.dropna(subset=[name])
    starts = f"{in_words(known['window_start'].iloc[0])} to {in_words(known['window_start'].iloc[-1])}"
    low, high = (
        percent(end, signed=True) if name == RELATIVE else fixed(end, 2)
        for end in (known[name].min(), known[name].max())
    )
    return f"; over windows that start from {starts} it runs from {low} to {high}"
