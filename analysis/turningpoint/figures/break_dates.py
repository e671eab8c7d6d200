"""When did it break? How much better every date explains the series, and which dates the data do not reject."""

from collections.abc import Sequence

from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.style import COLOURS, new_figure, set_title, short_name
from turningpoint.figures.drawing.time_axis import set_ticks
from turningpoint.robustness.breaks.one_break import BreakDates
from turningpoint.timeline import in_words, parse_times


@in_style
def break_dates_picture(
    found: BreakDates, *, when: str, source: str, marked: Sequence[tuple[str, str]] = ()
) -> Picture:
    """Draw the gain of a break at every date, the set of dates below it, and the dates asked about.

    Parameters
    ----------
    when : date of the intervention, drawn heavier. source : of the series, in words.
    marked : date and name of the events to mark; those that are no candidate are left out.
    """
    frame, title = found.to_frame(), _title(found, when)
    figure = new_figure(height=4.2)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[5, 1.1 + 0.42 * max(1, len(marked))])
    dates = frame["date"].tolist()
    at = range(len(dates))
    upper.plot(at, frame["gain"], color=COLOURS["fitted"], linewidth=1.8)
    best = int(frame["gain"].to_numpy().argmax())
    upper.plot(best, frame["gain"].iloc[best], "D", color=COLOURS["fitted"], markersize=7)
    upper.annotate(
        f"best: {dates[best]}", (best, frame["gain"].iloc[best]), xytext=(9, 2), textcoords="offset points",
        fontsize=9.5, fontweight="bold",
    )  # fmt: skip
    upper.set_ylabel("gain over no break")
    upper.set_ylim(bottom=0, top=float(frame["gain"].max()) * 1.12)
    for place, inside in zip(at, frame["inside"], strict=True):
        if inside:
            lower.barh(0, 1, left=place - 0.5, height=0.55, color=COLOURS["fitted"], alpha=0.55, linewidth=0)
    lower.text(-0.4, -0.75, found.set_name, fontsize=8.5, va="center")
    shown = [(dates.index(date), name, date) for date, name in marked if date in dates]
    for row, (place, name, date) in enumerate(sorted(shown), start=1):
        own = date == when
        for axes in (upper, lower):
            axes.axvline(
                place, color=COLOURS["intervention"] if own else COLOURS["reference"], linewidth=1.6 if own else 0.8,
                linestyle="-" if own else ":",
            )  # fmt: skip
        sign = "in the set" if frame["inside"].iloc[place] else "outside"
        right = place > 0.55 * len(dates)
        lower.annotate(
            f"{short_name(name, 34)}, {date}: {sign}", (place, row),
            xytext=(-5 if right else 5, 0), textcoords="offset points",
            ha="right" if right else "left", va="center", fontsize=8.5, fontweight="bold" if own else "normal",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.8},
        )  # fmt: skip
    lower.set_ylim(len(shown) + 0.7, -1.3)
    lower.set_yticks([])
    lower.spines[["left"]].set_visible(False)
    set_ticks(lower, parse_times(dates))
    lower.set_xlabel("first period after the break")
    set_title(figure, title)
    caption = (
        f"Gain of a break of level and slope at every date over no break: the higher, the better the date explains the "
        f"series. The bar below is the {found.set_name}: those not rejected against the best, by "
        f"{found.replicates} series simulated under each hypothesis with the memory of the noise. Dates within "
        f"{found.trim} periods of either end are not searched. {source}."
    )
    listed = "; ".join(f"{name} ({date}) {found.stands(date)}" for date, name in marked if date in dates)
    return Picture(figure, title, caption, f"{found.summary()} Marked: {listed}.", frame)


def _title(found: BreakDates, when: str) -> str:
    if not found.detectable:
        return "No single break stands out: no date is ruled out"
    where = {
        "inside": "is possible too",
        "outside": "is not among the possible dates",
        "not searched": "is no candidate",
    }
    return f"A single break fits best at {in_words(found.best)}; {in_words(when)} {where[found.stands(when)]}"
