"""The statements of the article of 27 February 2026 on which the project rests, in our words."""

import pandas as pd

from turningpoint.sources.csv_table import schema, text
from turningpoint.sources.embedded.catalogue import read_embedded

NAME = "claims"
SCHEMA = schema(
    {
        "id": text("C[0-9]{2}", "is not an id like C01"),
        "topic": text("[a-z0-9]+(_[a-z0-9]+)*", "is not a topic in small letters, digits and underscores"),
        "statement": text(".*\\S.*", "is no statement"),
        "period": text(".*\\S.*", "is no period"),
        "claimed_value": text("([0-9]+(:[0-9]+)?)?", "is not a number or a pair of numbers like 193:592"),
        "unit": text(".*\\S.*", "is no unit"),
        "claimed_by": text(".*\\S.*", "is no name"),
        "how_to_test": text(".*\\S.*", "is no text"),
    },
    key=["id"],
)


def read_claims() -> pd.DataFrame:
    """Read the claims, one row each.

    Columns: id, topic, statement, period, claimed_value (text: a number, a pair like ``193:592``, or empty), unit,
    claimed_by, how_to_test.
    """
    return read_embedded(NAME, SCHEMA)
