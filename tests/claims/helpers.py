"""Small changes to copies of the embedded tables, for tests of verdicts."""

from dataclasses import replace

import pandas as pd

from analysis.claims import embedded_facts
from analysis.claims.ledger import judge
from analysis.claims.verdict import Claim


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


__all__ = ["embedded_facts", "verdict", "with_claim", "with_figure", "without"]
