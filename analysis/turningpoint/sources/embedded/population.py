"""Population of the countries of UCDP's table by year."""

import pandas as pd
import pandera.pandas as pa

from turningpoint.sources.csv_table import count, schema, text
from turningpoint.sources.embedded.catalogue import read_embedded

NAME = "population_country_year"
SCHEMA = schema(
    {
        "iso3": text("[A-Z]{3}", "is no ISO3 code"),
        "year": count(),
        "population": pa.Column("int64", pa.Check.gt(0, error="is not above zero")),
    },
    key=["iso3", "year"],
)


def read_population() -> pd.DataFrame:
    """Read population by country and year: estimates for the middle of the year.

    Columns: iso3, year, population (persons).

    References
    ----------
    World Bank, World Development Indicators, SP.POP.TOTL.
    """
    return read_embedded(NAME, SCHEMA)
