"""Where the calibrated intervals fail on the grid of simulated coverage: in words and in tables."""

import pandas as pd

from turningpoint.figures.coverage import ESTIMANDS
from turningpoint.its.coverage.kept_table import FAILS, LOWEST_OF_THIRD, OURS
from turningpoint.number_format import fixed, percent, table_of
from turningpoint.reports.chapters.methods.coverage_grid import OUTCOMES, spread

TRUTHS = {"none": "no", "change": "yes"}


def failing(cells: pd.DataFrame) -> pd.DataFrame:
    """Rows of the calibrated model that fail, unrounded, the lowest coverage first."""
    rows = cells[(cells["method"] == OURS) & (cells["verdict"] == FAILS)]
    return rows.sort_values("coverage", kind="stable", ignore_index=True)


def failures_in_words(cells: pd.DataFrame, outcome: str) -> str:
    """Say how many intervals of ours fail for counts or measured values, and which is the worst; or that none does."""
    rows = cells[(cells["method"] == OURS) & (cells["outcome"] == outcome)]
    found = failing(rows)
    fail = "no calibrated interval fails" if found.empty else f"{len(found)} calibrated intervals fail"
    kinds = f"({rows['kind'].nunique()} kinds, with and without a change)"
    said = f"**For {OUTCOMES[outcome]}, {fail}** of {len(rows)} judged {kinds}"
    if found.empty:
        return f"{said}."
    worst, counts = found.iloc[0], found["estimand"].value_counts()
    each = ", ".join(f"{words} ({counts[name]})" for name, words in ESTIMANDS.items() if name in counts)
    lowest = f"{percent(worst['coverage'], decimals=1)} ({ESTIMANDS[worst['estimand']]}, {worst['kind']})"
    return f"{said}: {each}. The lowest coverage is {lowest}."


def failures_table(found: pd.DataFrame) -> pd.DataFrame:
    """List the failing intervals, a row a kind and truth."""
    return table_of(
        (rows for _, rows in found.groupby(["cell"], sort=False)),
        {
            "Kind of series": lambda rows: rows["kind"].iloc[0],
            "Change": lambda rows: TRUTHS[rows["truth"].iloc[0]],
            "Coverage": lambda rows: spread(rows["coverage"]),
            "Interval for": lambda rows: ", ".join(ESTIMANDS[name] for name in rows["estimand"]),
        },
    )


def thirds_in_words(thirds: pd.DataFrame) -> str:
    """Say in how many thirds of the estimated memory an interval of ours fails, and in which of the three most."""
    found = thirds[thirds["verdict"] == FAILS]
    rule = (
        "The series of each kind were parted into three by their estimated memory. A third fails where its coverage, "
        f"with the error of the simulation, lies below {percent(LOWEST_OF_THIRD)}: "
    )
    if found.empty:
        return f"{rule}none of {len(thirds)} does."
    words = {1: "shortest", 2: "middle", 3: "longest"}
    where = found["third"].value_counts()
    named = ", ".join(f"{where[third]} with the {name} memory" for third, name in words.items() if third in where)
    return f"{rule}{len(found)} of {len(thirds)} do ({named})."


def thirds_table(found: pd.DataFrame) -> pd.DataFrame:
    """List the failing thirds."""
    return table_of(
        found.to_dict("records"),
        {
            "Kind of series": lambda row: row["kind"],
            "Change": lambda row: TRUTHS[row["truth"]],
            "Interval for": lambda row: ESTIMANDS[row["estimand"]],
            "Estimated memory": lambda row: f"{fixed(row['rho_low'], 2)} to {fixed(row['rho_high'], 2)}",
            "Coverage": lambda row: percent(row["coverage"], decimals=1),
        },
    )
