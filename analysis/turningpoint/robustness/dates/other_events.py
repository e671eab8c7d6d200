"""Which other events lie among the dates at which a series may have broken."""

from pathlib import Path

import pandas as pd

from turningpoint.outcome import Outcome
from turningpoint.robustness.dates.date_set import DateSet
from turningpoint.sources.embedded.interventions import events
from turningpoint.sources.own_events import read_events
from turningpoint.timeline import in_words

RIVALS = (
    "doha_agreement",
    "india_pakistan_ceasefire_on_the_line_of_control",
    "afghan_taliban_offensive_begins",
    "ttp_ceasefire_1_start",
    "ttp_indefinite_ceasefire",
    "ttp_ceasefire_2022_end",
)
"""Events near August 2021 that could have changed the same series, by their ids in the table of interventions."""


def rival_events(interventions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Give event_id, label and date (first month after, YYYY-MM) of the rivals; by default in the embedded table."""
    known = events(interventions)
    known = known[known["event_id"].isin(RIVALS)]
    return known.assign(date=known["month"].astype(str))[["event_id", "label", "date"]]


def other_events(outcome: Outcome, when: str, path: Path | None = None) -> pd.DataFrame:
    """Give the events that are rivals of one at ``when``: those of a file, by default of the embedded table.

    An event of the calendar period of ``when`` itself is part of the same upheaval and no rival, even where so late in
    a month that it belongs to the next. Series of an index have no calendar, and no rivals.

    The table has event_id, label, date (first period after, a label of the series) and away (periods from ``when``,
    before it negative), in order of time; without those outside the series.
    """
    columns = ["event_id", "label", "date", "away"]
    if outcome.frequency == "index":
        return pd.DataFrame(columns=columns)
    known = events() if path is None else read_events(path)
    freq = outcome.times.freq  # type: ignore[union-attr]  # an index was refused above
    own = pd.PeriodIndex([str(date) for date in known["date"]], freq=freq)
    after = known["month"] if outcome.frequency == "month" else own
    known = known.assign(date=[str(period) for period in after], own=[str(period) for period in own])
    labels = {str(period): place for place, period in enumerate(outcome.times)}
    here = outcome.labels.index(when)
    same = str(outcome.times[here])
    known = known[known["date"].isin(labels) & (known["own"] != same) & (known["date"] != same)]
    places = known["date"].map(labels)
    known = known.assign(date=[outcome.labels[place] for place in places], away=places - here)
    return known.sort_values("away", kind="stable")[columns].reset_index(drop=True)


def rivals(found: DateSet, interventions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Set the rivals against the set of dates of a monthly series; those that are no candidate are left out.

    Columns are those of `rival_events`, inside and weight, the share of the evidence.
    """
    joined = rival_events(interventions).merge(found.to_frame(), on="date")
    return joined[["event_id", "label", "date", "inside", "weight"]].reset_index(drop=True)


def rivals_in_words(table: pd.DataFrame) -> str:
    """Say which rivals are possible and which are not."""
    if table.empty:
        return "None of the other events listed falls on a date that was compared."
    said = []
    for inside, words in ((True, "The data leave possible"), (False, "They reject")):
        rows = table[table["inside"] == inside]
        if len(rows):
            listed = "; ".join(f"{row['label']} ({in_words(row['date'])})" for row in rows.to_dict("records"))
            said.append(f"{words}: {listed}.")
    return " ".join(said).replace("They reject", "The data reject" if table["inside"].sum() == 0 else "They reject")
