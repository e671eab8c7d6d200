"""Which date? The evidence of every date, and the set that it leaves."""

from collections.abc import Sequence
from textwrap import fill

import numpy as np

from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, narrow, new_figure, set_title, short_name
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.number_format import counted
from turningpoint.robustness.dates.date_set import DateSet
from turningpoint.timeline import in_words, parse_times


@in_style
def break_dates_picture(found: DateSet, *, when: str, source: str, marked: Sequence[tuple[str, str]] = ()) -> Picture:
    """Draw the share of the evidence of every date as a column, the set shaded, and the dates asked about below.

    Parameters
    ----------
    when : date of the intervention, drawn heavier. source : of the series, in words.
    marked : date and name of the events to mark; those that are no candidate are left out.
    """
    frame, title = found.to_frame(), _title(found, when)
    dates = frame["date"].tolist()
    shown = sorted((dates.index(date), name, date) for date, name in marked if date in dates)
    texts = [f"{short_name(name, 34)}, {date}: {_sign(found, date)}" for _, name, date in shown]
    if narrow():
        texts = [fill(" ".join(text.split()), 26) for text in texts]
    lines = [1.2 * text.count("\n") + 1 for text in texts]
    figure = new_figure(height=4.2 + (0.1 * sum(lines) if narrow() else 0))
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[5, 0.6 + 0.42 * max(1, sum(lines))])
    at = np.arange(len(dates))
    for first, last in found.spans() if found.rules_out else ():
        upper.axvspan(
            dates.index(first) - 0.5, dates.index(last) + 0.5, color=COLOURS["fitted"], alpha=0.15, linewidth=0
        )
    colours = [COLOURS["fitted"] if inside else COLOURS["reference"] for inside in frame["inside"]]
    upper.bar(at, 100 * frame["weight"], width=0.85, color=colours, linewidth=0)
    upper.set_ylabel("share of the evidence, %")
    upper.set_ylim(0, max(float(100 * frame["weight"].max()) * 1.12, 400 / len(dates)))
    for (place, _, date), text, row in zip(shown, texts, np.cumsum(lines) - np.array(lines) / 2 + 0.5, strict=True):
        own = date == when
        for axes in (upper, lower):
            axes.axvline(
                place, color=COLOURS["intervention"] if own else COLOURS["reference"], linewidth=1.6 if own else 0.8,
                linestyle="-" if own else ":", zorder=0,
            )  # fmt: skip
        right = place > (0.4 if narrow() else 0.55) * len(dates)
        lower.annotate(
            text, (place, row),
            xytext=(-5 if right else 5, 0), textcoords="offset points",
            ha="right" if right else "left", va="center", fontsize=8.5, fontweight="bold" if own else "normal",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.8},
        )  # fmt: skip
    lower.set_ylim(sum(lines) + 0.7, 0.3)
    lower.set_yticks([])
    lower.spines[["left"]].set_visible(False)
    set_ticks(lower, parse_times(dates))
    lower.set_xlabel("first period after the break")
    set_title(figure, title)
    shaded = f"Shaded: the smallest set with {found.share:.0%} of it. " if found.rules_out else ""
    caption = (
        "How the evidence for a break of level and slope is shared among the dates, where the course may bend anyway. "
        f"{shaded}The best date has {found.gain.max():.1f} more log evidence than no break, the best of every "
        f"third {found.largest:.1f} more than three in four; dates are ruled out from {found.certain:g} or "
        f"{found.bound:g} on. "
        f"Dates within {counted(found.trim, found.period)} of either end are not compared. {source}."
    )
    listed = "; ".join(f"{name} ({date}) {_sign(found, date)}" for date, name in marked if date in dates)
    return Picture(figure, title, caption, f"{found.summary()} Marked: {listed}.", frame)


def _sign(found: DateSet, date: str) -> str:
    if not found.rules_out:
        return "possible"
    return "in the set" if found.holds(date) else "ruled out"


def _title(found: DateSet, when: str) -> str:
    stands = found.stands(when)
    if not found.rules_out:
        return "No date stands out: none is ruled out"
    if stands == "neighbours":
        return f"Only neighbours of {in_words(when)} are possible: {', '.join(map(in_words, found.near(when)))}"
    alone = int(found.inside.sum()) == 1
    among = dict.fromkeys(("inside", "one of most"), "is among them")
    where = {**among, "outside": "is ruled out", "outside most": "is not", "not searched": "was not compared"}[stands]
    if alone and stands == "inside":
        return f"If it broke once, it was in {in_words(when)}"
    return f"If it broke once: {found.spans_in_words()}; {in_words(when)} {where}"
