"""Waterfall of the change of a kill ratio: militants killed, security forces killed, and what is counted."""

import re
from collections.abc import Sequence
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.line_labels import write_beside
from turningpoint.figures.drawing.picture import Picture, in_style
from turningpoint.figures.drawing.ratio_axis import mark_powers
from turningpoint.figures.drawing.style import COLOURS, SERIES, narrow, new_figure, text_colour
from turningpoint.killratio.one_period.ratio import as_odds
from turningpoint.killratio.publishers.decomposition import Decomposition
from turningpoint.number_format import fixed

_BARS = {
    "militants": (SERIES[0].colour, ""),
    "security": (SERIES[1].colour, ""),
    "definition_later": ("#9A9A9A", "////"),
    "definition_earlier": ("#9A9A9A", "\\\\\\\\"),
}
_ROW_INCHES = 0.42
_ROOM = 1.9  # factor beside the widest bar for what is written there


@in_style
def ratio_decomposition(splits: Sequence[Decomposition]) -> Picture:
    """Draw the way from the earlier to the later ratio, a panel a case, on one logarithmic axis with 1:1 marked.

    Bars of one length are one factor, wherever they stand. Left out are cases whose change is not defined, and those
    that hold one publisher's toll of security forces against another's: a panel is one publisher's.

    Raises
    ------
    ParameterError
        No change is defined.
    """
    cases = [(split.case, split.to_frame()) for split in splits if split.change is not None and not split.mixed]
    if not cases:
        raise ParameterError("there is nothing to draw: no change of the kill ratio is defined.")
    frame = pd.concat([rows for _, rows in cases])
    heights = [len(rows) for _, rows in cases]
    figure = new_figure(height=1.1 + 0.35 * len(cases) + _ROW_INCHES * sum(heights))
    panels = figure.subplots(len(cases), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
    ends = frame[["start", "end"]].to_numpy(dtype=float)
    low, high = float(ends.min()) / _ROOM, float(ends.max()) * _ROOM
    panels[0].set(xscale="log", xlim=(low, high))
    for axes, (case, rows) in zip(panels, cases, strict=True):
        _panel(axes, rows)
        axes.set_title(fill(case, 38) if narrow() else case, loc="left", fontsize=9.5 if narrow() else 10)
    mark_powers(panels[-1].xaxis, low, high, lambda ratio: as_odds(ratio, ":"), most=8)
    first, scale = ("Militants", "\n(log scale)") if narrow() else ("Militants killed", ", log scale")
    panels[-1].set_xlabel(f"{first} : number set against them{scale}")
    title = _sentence(cases[0][1]) if len(cases) == 1 else _sentences(cases)
    caption = "Steps multiply. Hatched: what a second number counts."
    told = " ".join(f"{case}: {_from_to(rows)}." for case, rows in cases)
    return Picture(figure, title, caption, f"Bars, a panel a publisher. {title}. {told}", frame)


def _name(case: str) -> str:
    """Short name of a case, as it stands within a sentence.

    >>> _name("PIPS (attacks only)"), _name("As claimed; security forces of both years by PIPS")
    ('PIPS', 'as claimed')
    """
    return re.split(r" ?[;,(]", case)[0].replace("As claimed", "as claimed")


def _sentences(cases: Sequence[tuple[str, pd.DataFrame]]) -> str:
    """Say by what militants and security forces killed change the ratio, least and most, each by its name.

    >>> from turningpoint.killratio.publishers.decomposition import decompose
    >>> splits = [decompose(*one) for one in (("P (attacks only)", (2021, 2025), (32, 177), (243, 437)),
    ...                                       ("Q", (2021, 2025), (193, 592), (2597, 700)))]
    >>> _sentences([(split.case, split.to_frame()) for split in splits])
    'Militants killed multiply the ratio by 7.6 (P) to 13.5 (Q), security forces killed divide it by 1.2 (Q) to 2.5 (P)'
    """
    told = []
    for kind in ("militants", "security"):
        logs = {_name(case): float(rows.loc[rows["kind"] == kind, "log"].sum()) for case, rows in cases}
        same = min(logs.values()) >= 0 or max(logs.values()) < 0
        verb = "change" if not same else "multiply" if min(logs.values()) >= 0 else "divide"
        sizes = {name: np.exp(abs(log) if same else log) for name, log in logs.items()}
        least, most = min(sizes, key=sizes.__getitem__), max(sizes, key=sizes.__getitem__)
        ends = " to ".join(f"{fixed(sizes[name], 1)} ({name})" for name in dict.fromkeys((least, most)))
        told.append(f"{verb} {'the ratio' if kind == 'militants' else 'it'} by {ends}")
    return f"Militants killed {told[0]}, security forces killed {told[1]}"


def _from_to(rows: pd.DataFrame) -> str:
    """Say both ratios with their years."""
    ends = rows.iloc[[0, -1]].to_dict("records")
    return " to ".join(f"{as_odds(row['end'], ':')} in {row['part'].removeprefix('ratio of ')}" for row in ends)


def _sentence(rows: pd.DataFrame) -> str:
    """Say of one case how much of its change is of definition, and how much militants and security forces make.

    >>> from turningpoint.killratio.publishers.decomposition import decompose
    >>> split = decompose("X", (2021, 2025), (193, 592), (2597, 1235), security_later=(664, "PICSS"))
    >>> _sentence(split.to_frame())
    'From 1:3.1 in 2021 to 2.1:1 in 2025: militants killed multiply the ratio by 13.5, security forces killed divide \
it by 1.1, and what is counted divides it by 1.9'
    """
    kinds = rows.groupby("kind")["log"].sum()
    definition = kinds[kinds.index.str.startswith("definition")]
    told = [
        ("militants killed", "multiply the ratio", "divide the ratio", kinds.get("militants")),
        ("security forces killed", "multiply it", "divide it", kinds.get("security")),
        ("what is counted", "multiplies it", "divides it", definition.sum() if len(definition) else None),
    ]
    parts = [
        f"{what} {more if log >= 0 else less} by {fixed(np.exp(abs(log)), 1)}"
        for what, more, less, log in told
        if log is not None
    ]
    comma = "," if len(parts) > 2 else ""
    return f"From {_from_to(rows)}: {', '.join(parts[:-1])}{comma} and {parts[-1]}"


def _panel(axes: Axes, rows: pd.DataFrame) -> None:
    """One waterfall, from top to bottom."""
    records = rows.to_dict("records")
    axes.axvline(1, color=COLOURS["intervention"], linewidth=1.2, zorder=1)
    for place, row in enumerate(records):
        if place:
            axes.plot([row["start"]] * 2, [place - 1, place], color=COLOURS["reference"], linewidth=0.8, zorder=1)
        if row["kind"] == "ratio":
            axes.plot(row["end"], place, marker="D", markersize=7, color=COLOURS["text"], zorder=4)
            write_beside(axes, as_odds(row["end"], ":"), (row["end"], place), 8, fontsize=9.2, fontweight="bold")
        else:
            _bar(axes, place, row["kind"], row["start"], row["end"], row["factor"])
    axes.set_yticks(range(len(records)), [f"{row['part']}\n{row['numbers']}" for row in records], linespacing=1.1)
    axes.tick_params(axis="y", length=0, labelsize=8.6)
    axes.set_ylim(len(records) - 0.45, -0.55)
    axes.grid(visible=False, axis="y")


def _bar(axes: Axes, place: int, kind: str, start: float, end: float, factor: float) -> None:
    colour, hatch = _BARS[kind]
    axes.barh(
        place, end - start, left=start, height=0.56, color=colour, hatch=hatch, edgecolor="white", linewidth=0.6,
        zorder=2,
    )  # fmt: skip
    words = f"× {factor:.3g}" if factor >= 1 else f"÷ {1 / factor:.3g}"
    write_beside(
        axes, words, (end, place), left=end < start, fontsize=9.2, color=text_colour("#555555" if hatch else colour),
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )  # fmt: skip
