"""UCDP's preliminary deaths in Pakistan by month: context beside a fit, never in one."""

import pandas as pd

from turningpoint.sources.csv_table import count, month, schema, text, with_months
from turningpoint.sources.embedded.catalogue import read_embedded

NAME = "ucdp_candidate_pakistan_deaths_month"
SCHEMA = schema(
    {"month": month(), "deaths_best": count(), "release": text("UCDP Candidate [0-9]+(\\.[0-9]+){2}", "is no release")},
    key=["month"],
)


def read_candidate() -> pd.DataFrame:
    """Read the preliminary deaths; they undercount, because events across two months are left out.

    They may stand beside a result as context. They are never put into a fit, nor joined to a series of the dataset.

    Columns: month (Period M), deaths_best, release.

    References
    ----------
    Hegre, Croicu, Eck & Högbladh (2020), Research & Politics 7(3), doi:10.1177/2053168020935257.
    """
    return read_embedded(NAME, SCHEMA, with_months)
