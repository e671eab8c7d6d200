"""Small changes to copies of the embedded tables, and made-up series, for tests of verdicts."""

from dataclasses import replace

import pandas as pd

from turningpoint.claims import embedded_facts
from turningpoint.claims.attack_series import AttackSeries, Ends, SourceSays, Turn
from turningpoint.claims.ledger import judge
from turningpoint.claims.verdict import Claim

UP, OPEN, DOWN = (1.4, 1.2, 1.7), (1.1, 0.8, 1.5), (0.7, 0.5, 0.9)
"""Ratios whose intervals lie above one, hold it, and lie below."""
NONE = (1.0, 0.9, 1.1)
"""A ratio as good as none."""


def tables(series=None, **changes):
    """The embedded tables with made-up series of attacks, by default none."""
    return embedded_facts(series=AttackSeries() if series is None else series, **changes)


def claim_of(claim, facts):
    """One row of the table of claims."""
    (row,) = facts.claims[facts.claims["id"] == claim].to_dict("records")
    return Claim(**row)


def verdict(claim, facts):
    """The ledger's line of one claim."""
    return judge(claim_of(claim, facts), facts)


def says(name, yearly, *, low_years=None, low_to="2019-12", note="", **answers):
    """What a made-up source says: counts by year, answers with ``_`` for ``.``, and its low point."""
    named = {key.replace("__", "."): Ends(*numbers) for key, numbers in answers.items()}
    counts = pd.Series(yearly, dtype=float)
    return SourceSays(name, counts, named, low_years or {}, low_to, note)


def turns(*levels, at="2021-08"):
    """Made-up jumps: at the date first, then at rivals a year apart."""
    months = [at, *(f"{2022 + i}-12" for i in range(len(levels) - 1))]
    return tuple(Turn(when, f"event of {when}", Ends(*level)) for when, level in zip(months, levels, strict=True))


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
