"""Small changes to copies of the embedded tables, for tests of verdicts."""

from dataclasses import replace

import numpy as np
import pandas as pd

from turningpoint.claims import embedded_facts
from turningpoint.claims.ledger import judge
from turningpoint.claims.verdict import Claim
from turningpoint.claims.windows_and_dates import Look
from turningpoint.its.effects.effect import Effect
from turningpoint.robustness.dates.date_set import DateSet


def verdict(claim, facts):
    """The ledger's line of one claim."""
    (row,) = facts.claims[facts.claims["id"] == claim].to_dict("records")
    return judge(Claim(**row), facts)


def with_figure(facts, value, **where):
    """A copy of the facts in which the rows that match have another value; there must be some."""
    figures = facts.figures.copy()
    rows = pd.Series(True, index=figures.index)
    for column, wanted in where.items():
        rows &= figures[column] == wanted
    assert rows.any(), where
    figures.loc[rows, "value"] = value
    return replace(facts, figures=figures)


def without(facts, **where):
    """A copy of the facts without the rows of figures that match."""
    figures = facts.figures
    rows = pd.Series(True, index=figures.index)
    for column, wanted in where.items():
        rows &= figures[column].isin(wanted) if isinstance(wanted, list) else figures[column] == wanted
    assert rows.any(), where
    return replace(facts, figures=figures[~rows])


def with_claim(facts, claim, **values):
    """A copy of the facts in which a claim says something else."""
    claims = facts.claims.copy()
    for column, value in values.items():
        claims.loc[claims["id"] == claim, column] = value
    return replace(facts, claims=claims)


def break_dates(inside, *, ruled_out=True):
    """Dates over 2020 and 2021 whose set is these months."""
    dates = tuple(f"{year}-{month:02d}" for year in (2020, 2021) for month in range(1, 13))
    gain = np.array([20.0 if date in inside else 0.0 for date in dates]) if ruled_out else np.zeros(len(dates))
    return DateSet(dates, gain, 0.0, gain, 120, 12, 1, "month")


def look(inside, *, level=(1.9, 0.96, 3.8), slope=(1.8, 0.8, 3.8), **options):
    """A look whose set of dates is these months, with these effects."""
    effects = (
        Effect(name, name, *numbers, 0.95, "ratio", "", "2021-08")
        for name, numbers in (("level_ratio", level), ("slope_ratio_per_year", slope))
    )
    return Look("lethal conflict events", "2015-01 to 2024-12", break_dates(inside, **options), *effects)


__all__ = ["break_dates", "embedded_facts", "look", "verdict", "with_claim", "with_figure", "without"]
