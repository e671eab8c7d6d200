"""The turn at other dates: level and slope of the adaptive fit at each rival event, and what it could have found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from turningpoint.errors import DesignError, FitError
from turningpoint.its.analysis import analyse
from turningpoint.its.detectable_effect import Power, detectable
from turningpoint.its.effects.effect import Effect
from turningpoint.its.model.specification import Specification
from turningpoint.number_format import counted, fixed
from turningpoint.outcome import Outcome
from turningpoint.timeline import in_words


@dataclass(frozen=True)
class Turn:
    """Level and slope at the date of one event, as if it were the intervention; the bend runs through.

    Attributes
    ----------
    event_id, label, date : of the event; date is the first period after it.
    away : periods from the intervention, negative before it. period : what one is called.
    level, slope : effects with intervals; None where there is no slope, or no fit. reason : why there is no fit.
    """

    event_id: str
    label: str
    date: str
    away: int
    period: str
    level: Effect | None
    slope: Effect | None
    reason: str = ""

    @property
    def power(self) -> Power | None:
        """The smallest level that the interval would have told from no change four times in five."""
        return None if self.level is None else detectable(self.level)

    @property
    def excludes(self) -> bool:
        """Whether the interval of the level excludes no change."""
        one = self.level
        if one is None or one.low is None or one.high is None:
            return False
        return one.low > one.scale.null or one.high < one.scale.null

    @property
    def distance(self) -> str:
        """How far away, in words.

        >>> Turn("x", "X", "2020-03", -17, "month", None, None).distance
        '17 months before'
        """
        return f"{counted(abs(self.away), self.period)} {'before' if self.away < 0 else 'after'}"


def turns_at(outcome: Outcome, specification: Specification, events: pd.DataFrame, *, trim: int) -> tuple[Turn, ...]:
    """Fit the turn at every event (``other_events``).

    Parameters
    ----------
    specification : of the intervention, whose place each event takes; the errors are calibrated, the course may bend.
    trim : observed periods that are left on either side; an event with fewer has a reason in place of effects.
    """
    fitted = {date: _turn(outcome, specification, date, trim) for date in dict.fromkeys(events["date"])}
    rows = events[["event_id", "label", "date", "away"]].itertuples(index=False, name=None)
    return tuple(Turn(id, label, date, int(away), outcome.period, *fitted[date]) for id, label, date, away in rows)


def _turn(
    outcome: Outcome, specification: Specification, date: str, trim: int
) -> tuple[Effect | None, Effect | None, str]:
    covered, at = outcome.covered, outcome.labels.index(date)
    if min(covered[:at].sum(), covered[at:].sum()) < trim:
        return None, None, f"fewer than {counted(trim, outcome.period)} on one side"
    asked = replace(specification, interventions=(date,), errors="calibrated", pre_trend="adaptive")
    try:
        result = analyse(outcome, asked)
    except (DesignError, FitError) as error:
        return None, None, str(error)
    return result.level, result.slope, ""


def turns_frame(turns: Sequence[Turn]) -> pd.DataFrame:
    """Tidy table, one row an event: level and slope with their ends, the smallest level it would have found."""
    rows = []
    for turn in turns:
        row = {"event_id": turn.event_id, "label": turn.label, "date": turn.date, "away": turn.away}
        for name, effect in (("level", turn.level), ("slope", turn.slope)):
            ends = (None, None, None) if effect is None else (effect.estimate, effect.low, effect.high)
            row |= dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))
        rows.append(row | {"smallest_found": turn.power.rise if turn.power else None, "reason": turn.reason})
    return pd.DataFrame(rows)


def turns_in_words(turns: Sequence[Turn]) -> str:
    """Say at which of the events the level excludes no change, what could have been found, and what has no fit."""
    told = [turn for turn in turns if turn.level is not None]
    said = []
    if told:
        hits = [turn for turn in told if turn.excludes]
        listed = ", ".join(f"{turn.label} ({in_words(turn.date)}, {turn.distance})" for turn in hits)
        said.append(
            f"At {len(hits)} of {counted(len(told), 'other event')} the interval of the level excludes no change"
            f"{f': {listed}' if hits else ''}."
        )
        sizes = sorted(turn.power.rise for turn in told if turn.power is not None)
        if sizes:
            least, most = fixed(sizes[0], 1), fixed(sizes[-1], 1)
            units = {turn.level.unit for turn in turns if turn.level is not None}
            reach = f"{least}- to {most}-fold" if units == {"ratio"} else f"{least} to {most}"
            said.append(f"Four times in five they would have found a jump of {reach}.")
    if left := [f"{turn.label} ({in_words(turn.date)}): {turn.reason}" for turn in turns if turn.level is None]:
        said.append(f"Without a fit: {'; '.join(left)}.")
    return " ".join(said)
