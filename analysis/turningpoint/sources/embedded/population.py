"""Population of the countries of UCDP's table by year."""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from turningpoint.sources.csv_table import count, schema, text
from turningpoint.sources.embedded.catalogue import read_or_embedded

NAME = "population_country_year"
SCHEMA = schema(
    {
        "iso3": text("[A-Z]{3}", "is no ISO3 code"),
        "year": count(),
        "population": pa.Column("int64", pa.Check.gt(0, error="is not above zero")),
    },
    key=["iso3", "year"],
)


def read_population(path: Path | None = None) -> pd.DataFrame:
    """Read population by country and year: estimates for the middle of the year.

    Parameters
    ----------
    path : a file of the same form; by default the embedded table.

    Returns
    -------
    pandas.DataFrame
        iso3, year, population (persons).

    Raises
    ------
    DataError
        The file does not fit: file, column, rows and reason are named.

    References
    ----------
    World Bank, World Development Indicators, SP.POP.TOTL.
    """
    return read_or_embedded(path, NAME, SCHEMA)
