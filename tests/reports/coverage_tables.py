"""Small tables of coverage with the columns and verdicts of the kept one."""

from collections.abc import Sequence

import pandas as pd

from turningpoint.its.coverage.kept_table import COLUMNS, OURS, monte_carlo_interval, verdict

Row = tuple[int, float, float, str, float]
SERIES = 4000


def table_of(rows: Sequence[Row], *, process: str = "lognormal", method: str = OURS) -> pd.DataFrame:
    """A row for each (months, memory, mean, estimand, coverage), judged as a run of ``make coverage`` judges it."""
    found: list[dict[str, object]] = []
    places: dict[tuple[int, float, float], int] = {}
    for points, rho, mean, estimand, coverage in rows:
        low, high = monte_carlo_interval(round(coverage * SERIES), SERIES)
        found.append(
            {
                "cell": places.setdefault((points, rho, mean), len(places)),
                "process": process,
                "points": points,
                "rho": rho,
                "mean": mean,
                "truth": "none",
                "harmonics": 0,
                "method": method,
                "estimand": estimand,
                "series": SERIES,
                "refused": 0,
                "covered": round(coverage * SERIES),
                "coverage": coverage,
                "low": low,
                "high": high,
                "median_width": 1.0,
                "verdict": verdict(low, high),
            }
        )
    return pd.DataFrame(found, columns=list(COLUMNS))


def grid_of(failing: dict[tuple[int, float, float], float], *, process: str = "lognormal") -> pd.DataFrame:
    """A grid of 4 lengths, 4 memories and 3 means of which the level holds but in the cells given."""
    cells = [
        (points, rho, mean)
        for points in (24, 48, 96, 180)
        for rho in (0.0, 0.4, 0.8, 0.9)
        for mean in (3.0, 15.0, 60.0)
    ]
    return table_of([(*cell, "level", failing.get(cell, 0.95)) for cell in cells], process=process)
