"""Which countries of the UCDP table share a land border."""

import pandas as pd

from turningpoint.sources.csv_table import schema, text
from turningpoint.sources.embedded.catalogue import read_embedded

NAME = "land_borders"
_CODE = text("[A-Z]{3}", "is not an ISO3 code in capitals")
SCHEMA = schema(
    {"one": _CODE, "other": _CODE},
    key=["one", "other"],
    rules={"one does not come before other in the alphabet": lambda rows: rows["one"] < rows["other"]},
)


def read_land_borders() -> pd.DataFrame:
    """Read the pairs of countries that share a land border: one, other (ISO3 codes); each pair stands once."""
    return read_embedded(NAME, SCHEMA)


def neighbours(iso3: str) -> tuple[str, ...]:
    """ISO3 codes of the countries of the UCDP table that share a land border with this one; none for an island.

    >>> neighbours("PAK"), neighbours("PHL")
    (('AFG', 'CHN', 'IND', 'IRN'), ())
    """
    pairs = read_land_borders()
    beside = [*pairs.loc[pairs["one"] == iso3, "other"], *pairs.loc[pairs["other"] == iso3, "one"]]
    return tuple(sorted(beside))
