"""Which other events lie among the dates at which a series may have broken."""

import pandas as pd

from turningpoint.robustness.breaks.one_break import BreakDates
from turningpoint.sources.embedded.interventions import events
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


def rivals(found: BreakDates, interventions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Set the rivals against the set of dates of a monthly series; those that are no candidate are left out.

    Columns are those of `rival_events`, inside and p_value.
    """
    joined = rival_events(interventions).merge(found.to_frame(), on="date")
    return joined[["event_id", "label", "date", "inside", "p_value"]].reset_index(drop=True)


def rivals_in_words(table: pd.DataFrame) -> str:
    """Say which rivals are possible and which are not."""
    if table.empty:
        return "None of the other events listed falls on a date that was searched."
    said = []
    for inside, words in ((True, "The data leave possible"), (False, "They reject")):
        rows = table[table["inside"] == inside]
        if len(rows):
            listed = "; ".join(f"{row['label']} ({in_words(row['date'])})" for row in rows.to_dict("records"))
            said.append(f"{words}: {listed}.")
    return " ".join(said).replace("They reject", "The data reject" if table["inside"].sum() == 0 else "They reject")
