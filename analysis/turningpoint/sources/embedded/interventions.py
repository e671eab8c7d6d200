"""Dated events that could be interventions."""

import pandas as pd
import pandera.pandas as pa

from turningpoint.sources.csv_table import MONTH, one_of, periods, schema, text
from turningpoint.sources.embedded.catalogue import read_embedded

NAME = "interventions"
LAST_DAY_OF_OWN_MONTH = 20


def _on_the_calendar(dates: pd.Series) -> pd.Series:
    """Whether each date names a day that exists; a month alone does."""
    return (dates.str.len() < 10) | pd.to_datetime(dates, format="%Y-%m-%d", errors="coerce").notna()


SCHEMA = schema(
    {
        "event_id": text("[a-z0-9]+(_+[a-z0-9]+)*", "is not an id in small letters, digits and underscores"),
        "date": pa.Column(
            str,
            [
                *text(f"{MONTH}(-[0-9]{{2}})?", "is not a date as YYYY-MM or YYYY-MM-DD").checks,
                pa.Check(_on_the_calendar, error="is not a day of the calendar"),
            ],
        ),
        "label": text(".*\\S.*", "is no label"),
        "description": text(".*\\S.*", "is no description"),
        "source_title": text(".*\\S.*", "is no title"),
        "url": text("(https?://\\S+)?", "is not a link"),
        "precision": one_of("day", "month"),
    },
    key=["event_id", "date", "description", "url"],
    rules={
        "date is not as precise as precision says": (
            lambda rows: rows["precision"].map({"day": 10, "month": 7}) == rows["date"].str.len()
        ),
        "one event_id stands beside two labels": (
            lambda rows: rows.groupby("event_id")["label"].transform("nunique") == 1
        ),
    },
)


def read_interventions() -> pd.DataFrame:
    """Read the events that could be interventions; several rows can be one event (`events` gives one row each).

    An event belongs to the month that contains it; from the 21st of a month on, to the next: so few days are left
    that the month is mostly before the event. The month is inclusive: it is the first period after.

    Columns: event_id, date (text, YYYY-MM or YYYY-MM-DD), label, description, source_title, url (empty where there is
    none), precision (``day`` or ``month``), and month (Period M) by the rule above.
    """
    return read_embedded(NAME, SCHEMA, lambda frame: frame.assign(month=intervention_month(frame["date"])))


def intervention_month(dates: pd.Series) -> pd.PeriodIndex:
    """Month to which each event belongs: its own, or the next one from the 21st on; dates are YYYY-MM or YYYY-MM-DD.

    >>> intervention_month(pd.Series(["2022-11-28", "2020-02-29", "2021-08-15", "2022-06"])).astype(str).tolist()
    ['2022-12', '2020-03', '2021-08', '2022-06']
    """
    days = pd.to_numeric(dates.str.slice(8, 10)).fillna(1)
    return periods(dates) + (days > LAST_DAY_OF_OWN_MONTH).astype("int64").to_numpy()


def events(interventions: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row an event, in order of time; what its rows said is kept.

    Parameters
    ----------
    interventions : as `read_interventions` returns it; by default the embedded table.

    Columns: event_id, month (Period M) and date of the earliest row, label, precision, and as tuples without repetition
    descriptions, source_titles and urls.
    """
    frame = read_interventions() if interventions is None else interventions
    frame = frame.sort_values("date", kind="stable")
    together = {"descriptions": "description", "source_titles": "source_title", "urls": "url"}
    groups = frame.groupby("event_id", sort=False)
    one = frame.drop_duplicates("event_id")[["event_id", "month", "date", "label", "precision"]].reset_index(drop=True)
    for name, column in together.items():
        one[name] = [tuple(dict.fromkeys(text for text in group if text)) for _, group in groups[column]]
    return one
