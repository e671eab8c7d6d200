"""The kept simulation of the joint null of many specifications."""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.sources.table import DATA, count, one_of, read_table, schema

TABLE = DATA / "simulated" / "joint_null.csv"
"""What ``benchmarks/joint_null.py`` wrote."""
_SHARE = pa.Check.in_range(0, 1, error="is not a share")
_SCHEMA = schema(
    {
        "rho": pa.Column(float),
        "effect": one_of("level", "slope"),
        "statistic": one_of("median", "significant share", "largest"),
        "series": count(),
        "hits": count(),
        "share": pa.Column(float, _SHARE),
        "low": pa.Column(float, _SHARE),
        "high": pa.Column(float, _SHARE),
        "verdict": one_of("holds", "fails"),
    },
    key=["rho", "effect", "statistic"],
)


def read_joint_table(path: Path | None = None) -> pd.DataFrame:
    """Read the kept table, a row a memory, effect and statistic.

    Raises
    ------
    DataError
        There is no such table, or a value that does not fit.
    """
    return read_table(path or TABLE, _SCHEMA)


def simulated_words(table: pd.DataFrame | None = None) -> str:
    """Say how often the joint test found a change where there was none.

    Raises
    ------
    DataError
        There is no such table.
    """
    cells = read_joint_table() if table is None else table
    said = ", ".join(
        f"{100 * rows['share'].min():.1f} to {100 * rows['share'].max():.1f}% by the {statistic}"
        for statistic, rows in cells.groupby("statistic", sort=False)
    )
    failed = cells[cells["verdict"] == "fails"]
    doubt = (
        f" Too often in {len(failed)} of {len(cells)} cases, at memories of "
        f"{', '.join(f'{rho:g}' for rho in sorted(set(failed['rho'])))}."
        if len(failed)
        else ""
    )
    return (
        f"On {cells['series'].max():,} simulated series without a change at each memory ({cells['rho'].min():g} to "
        f"{cells['rho'].max():g}) the joint test of 48 specifications finds one, at a nominal 5%, in {said}.{doubt}"
    )
