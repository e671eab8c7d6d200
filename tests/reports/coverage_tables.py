"""Small tables of coverage with the columns and verdicts of the kept ones."""

from collections.abc import Sequence

import pandas as pd

from turningpoint.its.coverage.kept_table import (
    COLUMNS,
    ORACLE,
    OURS,
    THIRD_COLUMNS,
    verdict,
    verdict_of_third,
)
from turningpoint.its.coverage.monte_carlo import monte_carlo_interval

Row = tuple[str, str, float]
SERIES = 1000


def table_of(rows: Sequence[Row], *, method: str = OURS, outcome: str = "counts", truth: str = "none") -> pd.DataFrame:
    """A row for each (kind, answer, coverage), judged as a run of ``make coverage`` judges it."""
    found: list[dict[str, object]] = []
    places: dict[str, int] = {}
    for kind, estimand, coverage in rows:
        covered = round(coverage * SERIES)
        low, high = monte_carlo_interval(covered, SERIES)
        found.append(
            {
                "cell": places.setdefault(kind, len(places)),
                "kind": kind,
                "course": kind.partition(",")[0],
                "outcome": outcome,
                "points": 120,
                "before": 79,
                "mean": 15.0,
                "rho": 0.4,
                "deviation": 0.3,
                "truth": truth,
                "method": method,
                "estimand": estimand,
                "series": SERIES,
                "refused": 0,
                "covered": covered,
                "coverage": coverage,
                "low": low,
                "high": high,
                "bias": 0.0,
                "median_width": 1.0,
                "width_over_oracle": 1.0 if method == ORACLE else 1.25,
                "verdict": verdict(coverage),
            }
        )
    return pd.DataFrame(found, columns=list(COLUMNS))


def thirds_of(rows: Sequence[tuple[str, int, float]]) -> pd.DataFrame:
    """A row of the level for each (kind, third, coverage)."""
    found = []
    for kind, third, coverage in rows:
        covered = round(coverage * 300)
        high = monte_carlo_interval(covered, 300)[1]
        memory = 0.2 * third, 0.2 * third + 0.15
        found.append((0, kind, "none", "level", third, *memory, 300, covered, coverage, high, verdict_of_third(high)))
    return pd.DataFrame(found, columns=list(THIRD_COLUMNS))
