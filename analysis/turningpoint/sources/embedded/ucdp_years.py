"""UCDP's organised violence in Pakistan by year: deaths by kind of violence, and which dyads fought."""

import pandas as pd

from turningpoint.sources.csv_table import count, schema, text
from turningpoint.sources.embedded.catalogue import read_embedded

NAME = "ucdp_pakistan_year"
PARTS = ("intrastate_parties", "intrastate_civilians", "intrastate_unknown")
KINDS = ("intrastate_best", "interstate_best", "non_state_best", "one_sided_best")
SCHEMA = schema(
    {
        "year": count(),
        **{name: count() for name in (*PARTS, "intrastate_best", "interstate_best")},
        "interstate_dyads": text(".*\\S.*", "names no dyad"),
        "intrastate_dyads": text(".*\\S.*", "names no dyad"),
        **{name: count() for name in ("non_state_best", "one_sided_best", "total_best")},
        "version": text("[0-9]+[.][0-9]+", "is no release"),
    },
    key=["year"],
    rules={
        "intrastate deaths do not add up": lambda rows: rows[list(PARTS)].sum(axis=1) == rows["intrastate_best"],
        "kinds do not add up to total_best": lambda rows: rows[list(KINDS)].sum(axis=1) == rows["total_best"],
    },
)


def read_ucdp_years() -> pd.DataFrame:
    """Read deaths in organised violence in Pakistan by year.

    Columns: year, deaths by UCDP's best estimate in intrastate conflict (intrastate_parties: of state and militants
    together; intrastate_civilians, intrastate_unknown, intrastate_best: their sum), interstate_best with
    interstate_dyads, intrastate_dyads, non_state_best, one_sided_best, total_best, and version.

    References
    ----------
    Davies, Pettersson, Sollenberg & Öberg (2025), J. Peace Research 62(4), doi:10.1177/00223433251345636.
    """
    return read_embedded(NAME, SCHEMA)
