"""Rival stories in one model: other events beside the intervention; and what is left without one year or month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from turningpoint.errors import DesignError
from turningpoint.its.model.design import Design, require_full_rank
from turningpoint.its.model.scale import scale_of_likelihood
from turningpoint.its.model.specification import Specification
from turningpoint.outcome import Outcome
from turningpoint.robustness.straight_model import design_at, effect_places, estimates_of, normal_quantile

COLUMNS = ("story", "event", "effect", "estimate", "low", "high", "reason")


@dataclass(frozen=True)
class Rival:
    """Another event that could have moved the series: ``start`` is the first period after it.

    ``name`` is in words, ``end`` the last period of a passing one; empty for a lasting step.
    """

    name: str
    start: str
    end: str = ""


def rival_stories(outcome: Outcome, specification: Specification, rivals: Sequence[Rival]) -> pd.DataFrame:
    """Fit the intervention alone, beside each rival, and beside all of them together.

    A rival adds one column: a step from its start on, or a pulse from start to end. The course before is straight.

    The table has the columns in `COLUMNS`: effect ``level`` or ``slope`` of the intervention, ``rival`` of the other
    event, on the scale of ratios (differences for gaussian outcomes); NaN with the reason where the model cannot tell
    the two apart or does not hold.
    """
    own = design_at(outcome, specification)
    stories: list[tuple[str, Sequence[Rival]]] = [("alone", ()), *((f"with {one.name}", (one,)) for one in rivals)]
    if len(rivals) > 1:
        stories.append(("with all of them", rivals))
    rows = [
        (story, *row)
        for story, beside in stories
        for row in _rows(outcome, specification, partial(_with, own, outcome, beside), beside)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def leave_out(outcome: Outcome, specification: Specification, *, by: str = "year") -> pd.DataFrame:
    """Fit again without each calendar year (``by="year"``), or without each period (``"period"``).

    Columns: left_out, effect, estimate, low, high, reason; the first row is the whole series.
    """
    labels = list(outcome.labels)
    groups = list(dict.fromkeys(label[:4] for label in labels)) if by == "year" else labels
    rows = []
    for group in ["nothing", *groups]:
        keep = np.array([not label.startswith(group) for label in labels])
        found = _rows(outcome, specification, partial(design_at, outcome, specification, keep=keep))
        rows += [(group, *row[1:]) for row in found]
    return pd.DataFrame(rows, columns=["left_out", *COLUMNS[2:]])


def _with(own: Design, outcome: Outcome, beside: Sequence[Rival]) -> Design:
    """Add a column a rival; refuse one outside the series, and columns that cannot be told apart."""
    labels = list(outcome.labels)
    design = own
    for rival in beside:
        if rival.start not in labels or (rival.end and rival.end not in labels):
            raise DesignError(f"{rival.name} ({rival.start}) lies outside the series.")
        first = labels.index(rival.start)
        last = labels.index(rival.end) if rival.end else len(labels) - 1
        at = np.arange(len(labels))
        design = design.with_column(f"rival {rival.name}", ((at >= first) & (at <= last)).astype(float))
    require_full_rank(design)
    return design


def _rows(
    outcome: Outcome, specification: Specification, made: Callable[[], Design], beside: Sequence[Rival] = ()
) -> list[tuple[object, ...]]:
    """Event, effect, estimate, low, high, reason of every effect; one row with the reason where there is no design."""
    try:
        design = made()
    except DesignError as error:
        return [("the intervention", "level", np.nan, np.nan, np.nan, str(error))]
    wanted = [("the intervention", effect, at) for effect, at in effect_places(design, specification).items()]
    wanted += [(rival.name, "rival", design.terms.index(f"rival {rival.name}")) for rival in beside]
    found = estimates_of(outcome.observations[None], design, [at for *_, at in wanted], specification.likelihood)
    half = normal_quantile(specification.confidence) * found[1][0]
    ends = np.stack([found[0][0], found[0][0] - half, found[0][0] + half], axis=1)
    told = np.isfinite(ends).all(axis=1)
    shown = np.where(told[:, None], scale_of_likelihood(specification.likelihood).inverse(ends), np.nan)
    return [
        (event, effect, *row.tolist(), "" if good else "the model does not hold for this series")
        for (event, effect, _), row, good in zip(wanted, shown, told, strict=True)
    ]
