"""The kept simulation of the test for a break and of the set of break dates."""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.sources.table import DATA, count, one_of, read_table, schema

TABLE = DATA / "simulated" / "break_dates.csv"
"""What ``benchmarks/break_dates.py`` wrote."""
_SHARE = pa.Check.in_range(0, 1, error="is not a share")
_SCHEMA = schema(
    {
        "question": one_of("size", "coverage"),
        "rho": pa.Column(float),
        "level": pa.Column(float),
        "series": count(),
        "hits": count(),
        "share": pa.Column(float, _SHARE),
        "low": pa.Column(float, _SHARE),
        "high": pa.Column(float, _SHARE),
        "dates": count(),
        "mean_set": pa.Column(float),
        "verdict": one_of("holds", "fails"),
    },
    key=["question", "rho"],
)


def read_break_table(path: Path | None = None) -> pd.DataFrame:
    """Read the kept table, a row a kind of series.

    Raises
    ------
    DataError
        There is no such table, or a value that does not fit.
    """
    return read_table(path or TABLE, _SCHEMA)


def simulated_words(table: pd.DataFrame | None = None) -> str:
    """Say what the simulation found of the test and of the set.

    Raises
    ------
    DataError
        There is no such table.
    """
    cells = read_break_table() if table is None else table
    size, cover = (cells[cells["question"] == question] for question in ("size", "coverage"))
    listed = ", ".join(
        f"{row['mean_set']:.0f} of {row['dates']:.0f} dates at {row['rho']:g}" for row in cover.to_dict("records")
    )
    return (
        f"On simulated series without a break (memory {size['rho'].min():g} to {size['rho'].max():g}) the test found "
        f"one in {100 * size['share'].min():.1f} to {100 * size['share'].max():.1f}%, at a nominal 5%; where the level "
        f"doubled, the 95% set held the true date in {100 * cover['share'].min():.1f} to "
        f"{100 * cover['share'].max():.1f}%. Its mean size grows with the memory: {listed}."
    )
