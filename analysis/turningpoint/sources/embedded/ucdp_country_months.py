"""UCDP GED by country and month: lethal conflict events by type, and deaths."""

import pandas as pd

from turningpoint.sources.csv_table import count, month, schema, text, with_months
from turningpoint.sources.embedded.catalogue import read_embedded

NAME = "ucdp_ged_country_month"
SCHEMA = schema(
    {
        "iso3": text("[A-Z]{3}", "is not a country code of three capital letters"),
        "country": text(".*\\S.*", "is no name"),
        "month": month(),
        "events": count(),
        **{f"events_{kind}": count() for kind in ("state_based", "non_state", "one_sided")},
        **{f"deaths_{estimate}": count() for estimate in ("best", "low", "high")},
    },
    key=["iso3", "month"],
    rules={
        "events is not the sum of events_state_based, events_non_state and events_one_sided": (
            lambda rows: rows["events"] == rows.filter(like="events_").sum(axis=1)
        ),
        "events is 0, but a row stands for a month with at least one event": lambda rows: rows["events"] > 0,
        "one iso3 stands beside two names of country": (
            lambda rows: rows.groupby("iso3")["country"].transform("nunique") == 1
        ),
    },
)


def read_country_months() -> pd.DataFrame:
    """Read events and deaths by country and month.

    One row is a country and month with at least one event. Inside the coverage an absent month is a true zero;
    `turningpoint.sources.outcomes.ucdp_ged` fills it in. UCDP's three estimates of deaths are not in order in every
    month (the best may lie below the low or above the high): that is kept as it is, and not refused.

    Columns: iso3, country, month (Period M), events, events_state_based, events_non_state, events_one_sided (events in
    the month), deaths_best, deaths_low, deaths_high (deaths in the month).

    References
    ----------
    Sundberg & Melander (2013), J. Peace Research 50(4), doi:10.1177/0022343313484347.
    """
    return read_embedded(NAME, SCHEMA, with_months)
