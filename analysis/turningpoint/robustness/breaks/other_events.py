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


def rivals(found: BreakDates, interventions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Set the rivals against the set of dates.

    Parameters
    ----------
    found : break dates of a monthly series.
    interventions : as `interventions.read_interventions` returns it; by default the embedded table.

    Returns
    -------
    pandas.DataFrame
        event_id, label, date (first month after, YYYY-MM), inside, p_value; rivals that are no candidate are left out.
    """
    known = events(interventions)
    known = known[known["event_id"].isin(RIVALS)].assign(date=known["month"].astype(str))
    joined = known.merge(found.to_frame(), on="date")
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
