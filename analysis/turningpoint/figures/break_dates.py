"""Which date? The evidence of every date, and the set that it leaves."""

from collections.abc import Sequence
from textwrap import fill

import numpy as np

from turningpoint.figures.drawing.line_labels import write_beside
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, narrow, new_figure, short_name
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
    frame = found.to_frame()
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
        start, end = dates.index(first) - 0.5, dates.index(last) + 0.5
        upper.axvspan(start, end, color=COLOURS["fitted"], alpha=0.15, linewidth=0)
    colours = [COLOURS["fitted"] if inside else COLOURS["reference"] for inside in frame["inside"]]
    upper.bar(at, 100 * frame["weight"], width=0.85, color=colours, linewidth=0)
    upper.set_ylabel("share of the evidence, %")
    upper.set_ylim(0, max(float(100 * frame["weight"].max()) * 1.12, 400 / len(dates)))
    for (place, _, date), text, row in zip(shown, texts, np.cumsum(lines) - np.array(lines) / 2 + 0.5, strict=True):
        own = date == when
        colour, width, line = (COLOURS["intervention"], 1.6, "-") if own else (COLOURS["reference"], 0.8, ":")
        for axes in (upper, lower):
            axes.axvline(place, color=colour, linewidth=width, linestyle=line, zorder=0)
        write_beside(
            lower, text, (place, row), left=place > (0.4 if narrow() else 0.55) * len(dates), fontsize=8.5,
            fontweight="bold" if own else "normal",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.8},
        )  # fmt: skip
    lower.set_ylim(sum(lines) + 0.7, 0.3)
    lower.set_yticks([])
    lower.spines[["left"]].set_visible(False)
    set_ticks(lower, parse_times(dates))
    lower.set_xlabel("first period after the break")
    shaded = f"Shaded: the smallest set with {found.share:.0%} of the evidence. " if found.rules_out else ""
    gain, ends = f"{found.gain.max():.1f}", f"{counted(found.trim, found.period)} at either end"
    caption = (
        f"{shaded}The best date has {gain} more log evidence than no break ({found.certain:g} decides), the best of "
        f"every third {found.largest:.1f} more than three in four ({found.bound:g}); {ends} are not compared. {source}."
    )
    marks = "; ".join(f"{name} ({date}) {_sign(found, date)}" for date, name in marked if date in dates)
    highest = in_words(dates[int(frame["weight"].argmax())])
    alt = f"Columns of evidence by date, the highest at {highest}. {found.summary()} Marked: {marks}."
    return Picture(figure, _title(found, when), caption, alt, frame)


def _sign(found: DateSet, date: str) -> str:
    if not found.rules_out:
        return "possible"
    return "in the set" if found.holds(date) else "ruled out"


def _title(found: DateSet, when: str) -> str:
    stands, month = found.stands(when), in_words(when)
    if not found.rules_out:
        return "No date stands out: none is ruled out"
    if stands == "neighbours":
        return f"Only neighbours of {month} are possible: {', '.join(map(in_words, found.near(when)))}"
    if stands == "inside" and int(found.inside.sum()) == 1:
        return f"If it broke once, it was in {month}"
    beyond = {"outside": "is ruled out", "outside most": "is not", "not searched": "was not compared"}
    return f"If it broke once: {found.spans_in_words()}; {month} {beyond.get(stands, 'is among them')}"
