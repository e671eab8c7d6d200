"""The kill ratios of the claims, as they are claimed: numbers, intervals, change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from turningpoint.errors import DataError
from turningpoint.killratio.one_period.ratio import OnePeriodRatio, RatioChange, ratio_change, ratio_intervals

_PAIR = re.compile(r"(\d+):(\d+)")
_YEAR = re.compile(r"\d{4}")
_CELL: dict[str, Any] = {"file": "claims.csv", "column": "claimed_value"}


@dataclass(frozen=True)
class ClaimedRatio:
    """One kill ratio as claimed; ``claim`` is its id in the table of claims, e.g. ``C01``.

    What the second number counts stands in the statement; ``ratio`` takes it for members of the security forces.
    """

    claim: str
    year: int
    statement: str
    claimed_by: str
    ratio: OnePeriodRatio


def claimed_ratios(claims: pd.DataFrame, *, confidence: float = 0.95) -> tuple[ClaimedRatio, ...]:
    """Every claim on a kill ratio that names two numbers and one year, in order of the years.

    >>> from turningpoint.sources.embedded.claims import read_claims
    >>> [(claim.claim, claim.year, round(claim.ratio.estimate, 2)) for claim in claimed_ratios(read_claims())]
    [('C01', 2021, 0.33), ('C02', 2025, 2.1)]
    """
    found = []
    for row in claims[claims["topic"] == "kill_ratio"].to_dict("records"):
        if _PAIR.fullmatch(row["claimed_value"]) and _YEAR.fullmatch(row["period"]):
            ratio = ratio_intervals(*claimed_pair(row), confidence=confidence)
            found.append(ClaimedRatio(row["id"], int(row["period"]), row["statement"], row["claimed_by"], ratio))
    return tuple(sorted(found, key=lambda claim: claim.year))


def claimed_pair(claim: Mapping[Any, Any]) -> tuple[int, int]:
    """Give the two numbers of one row of the table of claims."""
    match = _PAIR.fullmatch(str(claim["claimed_value"]).strip())
    if match is None:
        problem = f"claim {claim['id']}: {claim['claimed_value']!r} is not a pair of numbers."
        raise DataError(problem, **_CELL, remedy="Write it like 193:592.")
    return int(match[1]), int(match[2])


def claimed_change(claims: pd.DataFrame, *, confidence: float = 0.95) -> RatioChange:
    """Change from the earliest to the latest claimed kill ratio, as claimed.

    It takes both denominators for the same thing, which the statements need not be.

    >>> from turningpoint.sources.embedded.claims import read_claims
    >>> round(claimed_change(read_claims()).estimate, 2)
    6.45
    """
    pairs = ((claim.ratio.militants, claim.ratio.security) for claim in claimed_ends(claims))
    return ratio_change(*pairs, confidence=confidence)


def claimed_ends(claims: pd.DataFrame) -> tuple[ClaimedRatio, ClaimedRatio]:
    """Give the earliest and the latest claimed kill ratio; refuse claims among which there are not two."""
    found = claimed_ratios(claims)
    if len(found) < 2:
        there = "is one" if found else "are none"
        raise DataError(f"a change needs two claimed kill ratios, and there {there}.", **_CELL)
    return found[0], found[-1]
