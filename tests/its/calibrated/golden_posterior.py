"""The series of ``tests/golden/adaptive_posterior`` as the package takes them, and what its reference gives."""

from pathlib import Path

import numpy as np
import pandas as pd

from turningpoint.its.model.bending_trend import with_bend
from turningpoint.its.model.design import Design

FOLDER = Path(__file__).resolve().parents[2] / "golden" / "adaptive_posterior"
CASES = {  # series → first month used, month of the intervention, harmonics
    "picss_spans": ("2015-01", "2021-08", 2),
    "picss_spans_2018": ("2018-01", "2021-08", 2),
    "ucdp": ("2015-01", "2021-08", 2),
    "wrong_level": ("1999-01", "2009-01", 2),
    "short_9_11": ("2019-01", "2019-10", 1),
}


def golden(name, pre_trend, term):
    """Median, low, high and standard deviation of a coefficient."""
    found = pd.read_csv(FOLDER / "reference_output.csv").set_index(["series", "pre_trend", "term"])
    return found.loc[(name, pre_trend, term), ["median", "low", "high", "deviation"]].to_numpy(float)


def case(name, pre_trend):
    """Values (n + s,) and design; put together here because the shortest has fewer points than a fit admits."""
    first, date, harmonics = CASES[name]
    data = pd.read_csv(FOLDER / "data.csv", dtype={"months": str})
    data = data[data["series"] == name.removesuffix("_2018")]
    rows = [(months.split(), count) for months, count in zip(data["months"], data["count"], strict=True)]
    rows = [(months, count) for months, count in rows if min(months) >= first]
    seen = sorted(month for months, _ in rows for month in months)
    times = pd.period_range(seen[0], seen[-1], freq="M")
    place = {str(month): i for i, month in enumerate(times)}
    n, at = len(times), place[date]
    values = np.full(n, np.nan)
    values[[place[months[0]] for months, _ in rows if len(months) == 1]] = [c for months, c in rows if len(months) == 1]
    sums = [(tuple(place[month] for month in months), count) for months, count in rows if len(months) > 1]
    years = (np.arange(n) - at) / 12
    columns = {"intercept": np.ones(n), "trend": years, "step": years >= 0, "ramp": np.clip(years, 0, None)}
    for h in range(1, harmonics + 1):
        angle = 2 * np.pi * h * times.month / 12
        columns |= {f"sin_{h}": np.sin(angle), f"cos_{h}": np.cos(angle)}
    design = Design(
        times=times,
        terms=tuple(columns),
        matrix=np.column_stack(list(columns.values())).astype(float),
        intervention_terms=("step", "ramp"),
        interventions=(date,),
        positions=(at,),
        offset=np.zeros(n),
        transition=np.zeros(n, dtype=bool),
        used=np.isfinite(values),
        time_unit="year",
        spans=tuple(periods for periods, _ in sums),
        spans_used=np.ones(len(sums), dtype=bool),
    )
    counts = np.concatenate([values, [count for _, count in sums]])
    return counts, with_bend(design) if pre_trend == "adaptive" else design
