"""Deaths per lethal event over time: whether what changed is how often there is fighting, or how deadly it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from turningpoint.errors import DataError
from turningpoint.its.analysis import Analysis, analyse
from turningpoint.its.model.specification import Specification
from turningpoint.killratio.over_time.wording import times_words
from turningpoint.outcome import Outcome, load_outcome
from turningpoint.timeline import in_words

NOTE = (
    "Only events with a death are counted, so the number cannot fall much below one; a few large events move it, and "
    "deaths are of all sides, civilians among them."
)


@dataclass(frozen=True, eq=False)
class Lethality:
    """Analysis of monthly deaths with events as exposure: ratios are of deaths per event.

    ``yearly`` : year, deaths, events, deaths_per_event (NaN without events); first and last year may be partial.
    """

    analysis: Analysis
    yearly: pd.DataFrame

    def summary(self) -> str:
        """Say level and slope, and what deaths per event can and cannot say."""
        level, slope = self.analysis.level, self.analysis.slope
        words = (
            f"In {in_words(level.when)} itself there were {times_words(level)} as many deaths per event as the earlier "
            "course implied"
        )
        grown = f"; from then on they grew each year by {times_words(slope)} the earlier yearly factor" if slope else ""
        return f"{words}{grown}. {self.analysis.diagnostics.curvature.summary()} {NOTE}"


def deaths_per_event(deaths: Outcome, events: Outcome, interventions: Sequence[str], **choices: Any) -> Lethality:
    """Regress monthly deaths on the design of an interrupted series, with the number of events as exposure.

    It is the calibrated model of counts (`calibrated.estimator`): latent noise takes up that deaths come in
    clusters, and its memory. Months without events have no deaths per event: they are not used but keep their place.
    Deaths and events are on one time axis, of one source and place; ``choices`` are those of the
    `turningpoint.its.model.specification.Specification`, by default without harmonics.

    >>> found = ucdp_lethality(["2021-08"], start="2015-01")
    >>> float(found.yearly.set_index("year").loc[2024, "deaths_per_event"].round(1))
    2.7
    """
    if not deaths.times.equals(events.times):
        raise DataError("deaths and events are not on one time axis.", remedy="Give both for the same months.")
    some = events.values > 0
    if (wrong := (deaths.values > 0) & ~some).any():
        month = deaths.labels[int(np.flatnonzero(wrong)[0])]
        raise DataError(f"in {month} there are deaths but no events.", column="events")
    per_event = replace(
        deaths, name="deaths_per_event", label="deaths per lethal event", unit="deaths per month",
        values=np.where(some, deaths.values, np.nan), exposure=np.where(some, events.values, 1.0),
        definition=f"{deaths.definition} {NOTE}",
    )  # fmt: skip
    years = [int(label[:4]) for label in deaths.labels]
    frame = pd.DataFrame({"year": years, "deaths": deaths.values, "events": events.values})
    yearly = frame.groupby("year", as_index=False).sum()
    yearly["deaths_per_event"] = yearly["deaths"] / yearly["events"].where(yearly["events"] > 0)
    specification = Specification(tuple(interventions), **{"harmonics": 0, **choices})
    return Lethality(analyse(per_event, specification), yearly)


def ucdp_lethality(
    interventions: Sequence[str], *, start: str = "2015-01", end: str = "", confidence: float = 0.95
) -> Lethality:
    """Deaths per event of UCDP's table of all countries in Pakistan, which reaches past August 2021."""
    deaths, events = (load_outcome(name, start=start, end=end) for name in ("deaths_best", "events"))
    return deaths_per_event(deaths, events, interventions, confidence=confidence)
