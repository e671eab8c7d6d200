"""The sentences on coverage over the grid: what the usual intervals do, what ours do. Results in, plain English out."""

import pandas as pd

from turningpoint.its.coverage.example_series import CONFIDENCE, USUAL
from turningpoint.its.coverage.kept_table import OURS, WANTED
from turningpoint.its.coverage.simulate_cell import BENDING
from turningpoint.number_format import confidence_label, percent
from turningpoint.reports.chapters.methods.coverage_grid import (
    CURVED,
    EFFECTS,
    FEEDBACK,
    HIGH,
    HOLDS,
    LOW,
    METHODS,
    share,
    spread,
)

LABEL = confidence_label(CONFIDENCE)


def promise(confidence: float) -> str:
    """Say what an interval promises, and that this part speaks of its own level.

    Parameters
    ----------
    confidence : of the report's intervals.
    """
    other = f", whatever the {confidence_label(confidence)}s of the rest of the report"
    return (
        f"A {LABEL} promises to hold the truth in {percent(CONFIDENCE)} of such worlds and to miss it in "
        f"{percent(1 - CONFIDENCE)}. This part speaks of {LABEL}s{'' if confidence == CONFIDENCE else other}."
    )


def in_short(cells: pd.DataFrame) -> str:
    """Say in a sentence or two how the intervals of the level do over the whole grid of one process.

    Parameters
    ----------
    cells : rows of one process as ``read_coverage`` gives them.
    """
    level = cells[cells["estimand"] == "level"]
    usual, ours = level[level["method"] == USUAL], level[level["method"] == OURS]
    whole = cells[cells["method"] == OURS]
    fails = int((whole["verdict"] != HOLDS).sum())
    others = (
        "For no effect does the calibrated interval fail anywhere."
        if not fails
        else f"Over all effects the calibrated intervals fail in {fails} of {len(whole)} cases, which the part on "
        "methods names."
    )
    return (
        f"**Can the intervals be trusted?** On {len(ours)} kinds of simulated series of counts, of which the truth is "
        f"known, the usual {LABEL} of the level ({METHODS[USUAL]}) holds it in {spread(usual['coverage'])} of series, "
        f"depending on the kind: {verdicts(usual)} kinds. The calibrated one holds it in {spread(ours['coverage'])}: "
        f"{verdicts(ours)}. {others}"
    )


def rule(cells: pd.DataFrame) -> str:
    """Say of which cells the grid consists, and when one fails."""
    low, high = (share(end) for end in WANTED)
    lengths, memories, means = (", ".join(f"{v:g}" for v in sorted(set(cells[c]))) for c in ("points", "rho", "mean"))
    return (
        f"The cells: {lengths} months, memory {memories}, {means} events a month before the intervention, which comes "
        f"after two thirds of the months. Coverage from simulation has an error of its own: a cell **fails** when its "
        f"coverage, with that error (99% Monte Carlo interval), lies outside {low.rstrip('%')} to {high}."
    )


def figure_caption(cells: pd.DataFrame, made: str) -> str:
    """Say what the figure of coverage shows.

    Parameters
    ----------
    cells : rows of one process. made : how the grid was made, in words.
    """
    low, high = (share(end) for end in WANTED)
    return (
        f"Coverage of {LABEL}s against the memory ρ of the noise, by length of the series. Lines are means over the "
        f"cells of a length and memory; a small dot is one cell of the calibrated model. The band is what is wanted, "
        f"{low.rstrip('%')} to {high}. The usual models have no observed excess. {_curved_apart(cells)}{made}"
    )


def figure_alt(cells: pd.DataFrame) -> str:
    """Describe the figure of coverage for those who do not see it."""
    at = [cells["rho"].min(), cells["rho"].max()]
    parts = []
    for method, words in ((OURS, "calibrated"), (USUAL, METHODS[USUAL])):
        rows = cells[(cells["method"] == method) & (cells["estimand"] == "level")]
        ends = [f"{share(rows.loc[rows['rho'] == rho, 'coverage'].mean())} at ρ = {rho:g}" for rho in at]
        parts.append(f"{words}, level: {' and '.join(ends)} on average")
    return f"Panels of lines, a row an effect and a column a length, of coverage against memory. {'; '.join(parts)}."


def bent(cells: pd.DataFrame) -> str:
    """Say what a course that bends before the intervention does to every method."""
    rows = cells[cells["process"] == CURVED]
    ours, free = rows[rows["method"] == OURS], rows[rows["method"] == BENDING]
    usual = rows[~rows["method"].isin([OURS, BENDING])]
    sentences = [
        f"**A course that bends before (curved).** {_lengths(rows)} Nothing changes at the intervention, but growth "
        "itself changes all along, and a straight line carried forward is wrong.",
        f"The usual {LABEL}s hold the truth in {_by_effect(usual)}; the calibrated ones in {_by_effect(ours)}.",
    ]
    straight = pd.concat([usual, ours])
    if (straight["verdict"] == LOW).all():
        sentences.append("Every one is too low: calibration mends what is assumed of the noise, not of the course.")
    else:
        sentences.append(f"The usual do so {verdicts(usual)} cases, the calibrated ones {verdicts(ours)}.")
    if free.empty:
        sentences.append("A calibrated model whose course before may bend is not in this grid.")
    else:
        sentences.append(
            "With a course before that may bend the calibrated ones hold it in "
            f"{_by_effect(free)}: {verdicts(free)} cases."
        )
    return " ".join(sentences)


def fed_back(cells: pd.DataFrame) -> str:
    """Say what counts that feed on themselves do to every method."""
    rows = cells[cells["process"] == FEEDBACK]
    ours, usual = rows[rows["method"] == OURS], rows[rows["method"] != OURS]
    return (
        f"**Counts that feed on themselves (feedback, INGARCH).** {_lengths(rows)} A high month raises the next, which "
        f"is another kind of memory than the model's. The usual {LABEL}s hold the truth in {_by_effect(usual)}: "
        f"{verdicts(usual)} cases. The calibrated ones hold it in {_by_effect(ours)}: {verdicts(ours)}."
    )


def beyond_table(cells: pd.DataFrame, process: str) -> pd.DataFrame:
    """Give coverage by method and effect for a process of a few lengths, which stand side by side in a cell."""
    rows = cells[cells["process"] == process]
    lengths = sorted(set(rows["points"]))
    head = " / ".join(map(str, lengths))
    shown = []
    for method in (method for method in METHODS if method in set(rows["method"])):
        line = {f"{head} months": METHODS[method]}
        for estimand, words in EFFECTS.items():
            found = rows[(rows["method"] == method) & (rows["estimand"] == estimand)].set_index("points")
            line[words] = " / ".join(share(found.loc[n, "coverage"]) for n in lengths if n in found.index) or "–"
        shown.append(line)
    return pd.DataFrame(shown)


def verdicts(rows: pd.DataFrame) -> str:
    """Word how many cells hold or fail, and on which side.

    >>> verdicts(pd.DataFrame({"verdict": ["holds", "too low", "holds"]}))
    'too rarely in 1 of 3'
    """
    counts = {verdict: int((rows["verdict"] == verdict).sum()) for verdict in (LOW, HIGH)}
    sides = {LOW: "too rarely", HIGH: "more often than promised"}
    named = [f"{words} in {counts[verdict]}" for verdict, words in sides.items() if counts[verdict]]
    return f"{' and '.join(named)} of {len(rows)}" if named else f"as often as promised in all {len(rows)}"


def _by_effect(rows: pd.DataFrame) -> str:
    """Coverage by effect, over methods and lengths, the relative excess left out."""
    parts = []
    for estimand, words in EFFECTS.items():
        found = rows.loc[rows["estimand"] == estimand, "coverage"]
        if len(found) and estimand != "relative_excess":
            parts.append(f"{spread(found)} ({words})")
    return ", ".join(parts)


def _lengths(rows: pd.DataFrame) -> str:
    lengths = " and ".join(str(n) for n in sorted(set(rows["points"])))
    return f"Series of {lengths} months, {rows['mean'].iloc[0]:g} events a month."


def _curved_apart(cells: pd.DataFrame) -> str:
    """Name what the figure does not hold."""
    apart = not set(cells["process"]) & {CURVED, FEEDBACK}
    return "Curved courses and feedback stand apart, below. " if apart else ""
