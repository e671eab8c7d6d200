"""UCDP GED for Pakistan by month and kind of fighting: of an earlier release than the table of all countries."""

import pandas as pd

from turningpoint.sources.csv_table import count, month, one_of, schema, with_months
from turningpoint.sources.embedded.catalogue import read_embedded
from turningpoint.sources.embedded.ucdp_sides import SOME_EVENTS

NAME = "ucdp_ged_pakistan_kinds_month"
KINDS = ("government_militant", "india_pakistan", "united_states", "other_state_based", "one_sided", "non_state")
SCHEMA = schema(
    {"month": month(), "kind": one_of(*KINDS), "events": count(), "deaths_best": count(), "coarse_dates": count()},
    key=["month", "kind"],
    rules=SOME_EVENTS | {"coarse_dates is above events": lambda rows: rows["coarse_dates"] <= rows["events"]},
)


def read_kinds() -> pd.DataFrame:
    """Read events and deaths in Pakistan by month and kind of fighting.

    It must not be joined to the table of all countries, which is of another release; the one permitted meeting of the
    two is the outcome ``events_without_india``. A month and kind that is absent inside the coverage is a true zero.

    Columns: month (Period M), kind (one of `KINDS`), events, deaths_best (per month), coarse_dates (those of the events
    whose date is known to the month or worse).

    References
    ----------
    Sundberg & Melander (2013), J. Peace Research 50(4), doi:10.1177/0022343313484347.
    """
    return read_embedded(NAME, SCHEMA, with_months)
