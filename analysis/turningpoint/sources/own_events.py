"""Dated events of one's own that could have moved a series, in the columns of ``data/interventions.csv``."""

from pathlib import Path

import pandas as pd

from turningpoint.names import as_name, visible
from turningpoint.sources.csv_table import read_table, schema
from turningpoint.sources.embedded.interventions import SCHEMA, intervention_month

COLUMNS = ("event_id", "date", "label")
"""What is needed; other columns are not looked at."""
_SCHEMA = schema({name: SCHEMA.columns[name] for name in COLUMNS}, key=[])  # several rows may be one event


def read_events(path: Path) -> pd.DataFrame:
    """Read events: event_id, date (YYYY-MM or YYYY-MM-DD), label, and month as `read_interventions` gives it.

    Several rows may be one event; the earliest stands for it. Sorted by date; a `DataError` if the file does not fit.
    """
    frame = read_table(path, _SCHEMA)
    frame["label"] = frame["label"].map(lambda label: as_name(visible(label)))
    one = frame.sort_values("date", kind="stable").drop_duplicates("event_id", ignore_index=True)
    return one.assign(month=intervention_month(one["date"]))
